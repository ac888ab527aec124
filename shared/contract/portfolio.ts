import { z } from 'zod';
import { DecimalString, Id, Instant } from './common.ts';

/** A named set of holders (bots, `manual`, `external`) of one or more accounts. It holds nothing itself. */
export const PortfolioView = z.object({
  id: Id,
  name: z.string(),
  isDefault: z.boolean(),
  holders: z.array(z.object({ accountId: Id, holder: Id })),
  /** Kept elsewhere, written down by hand: counted in the picture, never traded. */
  externalHoldings: z.array(
    z.object({
      id: Id,
      symbol: z.string(),
      quantity: DecimalString,
      totalCost: DecimalString.nullable(),
      currency: z.string(),
    }),
  ),
  createdAt: Instant,
});
export type PortfolioView = z.infer<typeof PortfolioView>;

export const CreatePortfolio = z.strictObject({ name: z.string().trim().min(1).max(60) });
export type CreatePortfolio = z.infer<typeof CreatePortfolio>;
export const UpdatePortfolio = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  isDefault: z.literal(true).optional(),
});
export type UpdatePortfolio = z.infer<typeof UpdatePortfolio>;
