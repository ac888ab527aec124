import { z } from 'zod';
import { TIMEFRAMES } from '../domain/bar.ts';
import { Currency, DecimalString, Id, Instant, PositiveDecimal } from './common.ts';

export const ALERT_SORTS = ['price', 'percent', 'indicator', 'screen'] as const;
export type AlertSort = (typeof ALERT_SORTS)[number];

/** Alerts that one person may have waiting on one account. */
export const ALERTS_MAX = 30;

const symbol = z.string().trim().min(1).max(60);
const repeats = z.boolean().default(false).describe('each time anew, after a rest; else once');
const accountId = Id.optional().describe('whose market is meant; the default account otherwise');

/** What to be told of without a trade. Above or below follows from where the price is when it is made. */
export const CreateAlert = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('price'), symbol, price: PositiveDecimal, repeats, accountId }),
    z.strictObject({
      kind: z.literal('percent'),
      symbol,
      percent: z
        .number()
        .min(-99)
        .max(1_000)
        .refine((value) => value !== 0, 'not 0')
        .describe('from the price now'),
      repeats,
      accountId,
    }),
    z.strictObject({
      kind: z.literal('indicator'),
      symbol,
      indicator: z.string().trim().min(1).max(60).describe('such as rsi-14'),
      line: z.string().trim().min(1).max(40).optional(),
      is: z.enum(['above', 'below']),
      value: z.number().min(-1e12).max(1e12),
      timeframe: z.enum(TIMEFRAMES).optional(),
      repeats,
      accountId,
    }),
    z.strictObject({
      kind: z.literal('screen'),
      screenId: z.string().trim().min(1).max(64),
      repeats: z.boolean().default(true),
      accountId,
    }),
  ])
  .meta({ id: 'CreateAlert' });
export type CreateAlert = z.infer<typeof CreateAlert>;

const Named = z.object({ symbol: z.string(), nameEn: z.string(), nameKo: z.string() });

/** `watching`; `resting`: it was told and waits until it may be told again; `done`: it was told. */
export const AlertView = z.object({
  id: Id,
  accountId: Id,
  kind: z.enum(ALERT_SORTS),
  /** Null for a screen. */
  instrument: Named.extend({ currency: Currency }).nullable(),
  /** Of a price or a percentage: the price that is waited for. */
  price: DecimalString.nullable(),
  percent: z.number().nullable(),
  is: z.enum(['above', 'below']).nullable(),
  indicator: z.string().nullable(),
  line: z.string().nullable(),
  value: z.number().nullable(),
  timeframe: z.enum(TIMEFRAMES).nullable(),
  screen: z.object({ id: z.string(), nameEn: z.string(), nameKo: z.string() }).nullable(),
  repeats: z.boolean(),
  state: z.enum(['watching', 'resting', 'done']),
  fired: z.number(),
  firedAt: Instant.nullable(),
  createdAt: Instant,
});
export type AlertView = z.infer<typeof AlertView>;

/** What an alert says when it comes true. */
export const AlertFired = z.object({
  alert: AlertView,
  /** The price it was at; null for a screen. */
  price: DecimalString.nullable(),
  /** What is new in a screen. */
  found: z.array(Named),
});
export type AlertFired = z.infer<typeof AlertFired>;
