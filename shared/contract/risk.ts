import { z } from 'zod';
import { LIMIT_NAMES, LIMIT_UNITS } from '../domain/limit-facts.ts';
import { AccountLimitsView } from './account.ts';
import { Currency, DecimalString, Horizon, Id, Instant } from './common.ts';

export const USAGE_STATES = ['measured', 'unknown', 'off', 'empty', 'each-order'] as const;

/** How far one limit is used. */
export const LimitUsageView = z.object({
  name: z.enum(LIMIT_NAMES),
  part: Horizon.nullable().describe('which part of `horizonSplit`; null for all others'),
  check: z.string().nullable().describe('the check that asks it of an order; null where none does'),
  unit: z.enum(LIMIT_UNITS),
  state: z
    .enum(USAGE_STATES)
    .describe(
      '`measured`; `unknown`: it cannot be said, and denies entries; `off`: nothing is asked; `empty`: nothing is held that it could measure; `each-order`: nothing adds up, each order is held against it by itself',
    ),
  used: DecimalString.nullable(),
  limit: DecimalString.nullable().describe('as it binds now; of a list how many there are, of a switch 1 or 0'),
  fraction: z.number().nullable().describe('used of the limit: 1 is all of it; null where one of them is none'),
  reached: z.boolean().nullable().describe('no room is left'),
  amounts: z
    .object({ used: DecimalString, limit: DecimalString.nullable() })
    .nullable()
    .describe('the same in account currency, where a part of money is limited'),
  about: z.array(z.string()).describe('what it is largest of: a symbol, two of them, a sector'),
  missing: z.array(z.string()).describe('what is not known'),
});
export type LimitUsageView = z.infer<typeof LimitUsageView>;

const Fraction = z.number();

/** Correlations of what is held and being bought: each pair by the newest returns both have. */
export const CorrelationView = z.object({
  instruments: z.array(
    z.object({
      instrumentId: Id,
      symbol: z.string(),
      nameEn: z.string(),
      nameKo: z.string(),
      value: DecimalString.nullable().describe('account currency, negative when short'),
    }),
  ),
  matrix: z
    .array(z.array(z.number().nullable()))
    .describe('row by row, in the order of `instruments`; null: too few common returns to say'),
  returns: z.number().describe('at most so many daily returns of each'),
  leastCommon: z.number().describe('with fewer in common a pair is unknown'),
  countsBars: z.boolean().describe('an invented market: its bars count as days'),
  more: z.number().describe('held beside these, and left out here as smaller'),
});

export const SectorExposureView = z.object({
  kind: z.enum(['sector', 'funds', 'unknown']),
  sector: z.string().nullable(),
  value: DecimalString.nullable(),
  fraction: Fraction.nullable().describe('of equity'),
  limit: Fraction.nullable().describe('the most of equity that may be in it; null: no limit'),
  symbols: z.array(z.string()),
});
export type SectorExposureView = z.infer<typeof SectorExposureView>;

export const DrawdownPointView = z.object({
  at: Instant,
  equity: DecimalString,
  peak: DecimalString,
  drawdown: Fraction.describe('below the peak, as a fraction of it; 0 at the peak'),
});
export type DrawdownPointView = z.infer<typeof DrawdownPointView>;

/** The account's limits as `PATCH` takes them, and beside them how far each is used. */
export const RiskView = AccountLimitsView.extend({
  accountId: Id,
  currency: Currency,
  marketAt: Instant.nullable().describe('the market time of the prices; null when the market is out of reach'),
  equity: DecimalString.nullable(),
  usage: z.array(LimitUsageView).describe('every limit, in the order in which people read them'),
  correlation: CorrelationView,
  exposure: z.array(SectorExposureView).describe('what is held and being bought by sector, largest first'),
  drawdown: z
    .array(DrawdownPointView)
    .describe('the value at the end of each market day and now, oldest first; of many days the deepest of neighbours'),
});
export type RiskView = z.infer<typeof RiskView>;
