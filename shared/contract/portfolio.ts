import { z } from 'zod';
import { HOLDING_NAME_MAX } from '../domain/holdings/holding.ts';
import { PORTFOLIO_KINDS } from '../domain/portfolio-kinds.ts';
import { AmountInput, Currency, DecimalString, Id, Instant } from './common.ts';

const Name = z.string().trim().min(1).max(60);

/** A named set of holders (bots, `manual`, `external`) of one or more accounts; or things kept elsewhere. */
export const PortfolioView = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(PORTFOLIO_KINDS),
  /** Where new bots go when nobody says otherwise. */
  isDefault: z.boolean(),
  holders: z.array(z.object({ accountId: Id, holder: Id })),
  /** How many things kept elsewhere are written down in it. */
  holdingCount: z.number(),
  createdAt: Instant,
});
export type PortfolioView = z.infer<typeof PortfolioView>;

/** One thing in a portfolio at the newest price. */
export const PortfolioLine = z.object({
  id: z.string(),
  name: z.string().describe('its symbol where a market knows it, else as somebody wrote it'),
  instrumentId: Id.nullable(),
  nameEn: z.string().nullable(),
  nameKo: z.string().nullable(),
  sector: z.string().nullable(),
  currency: Currency,
  quantity: DecimalString,
  /** What all of it cost; null where nobody remembers. */
  cost: DecimalString.nullable(),
  price: DecimalString.nullable(),
  /** Of a quote: market time. By hand: when it was written down. */
  priceAt: Instant.nullable(),
  priceFrom: z.enum(['quote', 'by-hand']).nullable(),
  value: DecimalString.nullable(),
  gain: DecimalString.nullable(),
  /** Whose it is; null for what is kept elsewhere. */
  held: z.object({ accountId: Id, holder: Id, stopPrice: DecimalString.nullable() }).nullable(),
});
export type PortfolioLine = z.infer<typeof PortfolioLine>;

export const PortfolioContent = z.object({
  id: Id,
  kind: z.enum(PORTFOLIO_KINDS),
  lines: z.array(PortfolioLine),
  /** By currency: nothing is exchanged. What has no price is in no sum. */
  totals: z.array(
    z.object({
      currency: Currency,
      value: DecimalString,
      cost: DecimalString.nullable().describe('of those whose price and cost are known; null where of none'),
      gain: DecimalString.nullable(),
      unpriced: z.number(),
    }),
  ),
  /** Accounts of it that did not answer: what they hold is missing here. */
  silent: z.array(Id),
});
export type PortfolioContent = z.infer<typeof PortfolioContent>;

export const CreatePortfolio = z.strictObject({ name: Name, kind: z.enum(PORTFOLIO_KINDS).default('nod') });
export type CreatePortfolio = z.infer<typeof CreatePortfolio>;
export const UpdatePortfolio = z.strictObject({
  name: Name.optional(),
  isDefault: z.literal(true).optional(),
});
export type UpdatePortfolio = z.infer<typeof UpdatePortfolio>;

/** A bot, what was bought by hand or what was placed outside Nod: it leaves the portfolio it was in. */
export const MoveHolder = z.strictObject({ accountId: Id, holder: Id });
export type MoveHolder = z.infer<typeof MoveHolder>;

const holdingShape = {
  name: z.string().trim().min(1).max(HOLDING_NAME_MAX),
  quantity: AmountInput,
  totalCost: AmountInput.nullable(),
  currency: Currency,
  price: AmountInput.nullable().describe('what one is worth, for what no market here knows'),
};
export const CreateHolding = z.strictObject({
  ...holdingShape,
  totalCost: holdingShape.totalCost.default(null),
  currency: Currency.optional().describe('absent: won for six digits, else dollars'),
  price: holdingShape.price.default(null),
});
export type CreateHolding = z.infer<typeof CreateHolding>;
export const UpdateHolding = z
  .strictObject(holdingShape)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'at least one of them');
export type UpdateHolding = z.infer<typeof UpdateHolding>;

/** `replace`: the file is all there is from now on. `merge`: it adds, and stands for those of the same name. */
export const ImportHoldings = z.strictObject({
  csv: z.string().max(60_000),
  mode: z.enum(['merge', 'replace']).default('merge'),
  preview: z.boolean().default(false).describe('read and answer it, keep nothing'),
});
export type ImportHoldings = z.infer<typeof ImportHoldings>;
export const ImportedHoldings = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      quantity: DecimalString,
      totalCost: DecimalString.nullable(),
      currency: Currency,
      price: DecimalString.nullable(),
      isNew: z.boolean(),
    }),
  ),
  /** Those there now that would go. */
  dropped: z.array(z.string()),
  kept: z.boolean(),
});
export type ImportedHoldings = z.infer<typeof ImportedHoldings>;
