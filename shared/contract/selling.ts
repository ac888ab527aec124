import { z } from 'zod';
import { Currency, DecimalString, Id, Instant, ReasonView } from './common.ts';

/**
 * The bill of selling everything: as it would be (`not-asked`), what is left of it (`selling`), or that nothing is left,
 * by the broker's own book (`sold`). Amounts are at the last price, less estimated fees and tax.
 */
export const SellingView = z.object({
  accountId: Id,
  state: z.enum(['not-asked', 'selling', 'sold']),
  currency: Currency,
  positions: z.array(
    z.object({
      symbol: z.string(),
      instrumentId: Id,
      nameEn: z.string(),
      nameKo: z.string(),
      /** Of the amounts of this line. */
      currency: Currency,
      quantity: DecimalString,
      marketPrice: DecimalString.nullable(),
      priceAt: Instant.nullable(),
      /** Null without a price. */
      brings: DecimalString.nullable(),
      /** Against what was paid. */
      gain: DecimalString.nullable(),
      /** Why it cannot be sold now; null: it can. */
      waits: ReasonView.nullable(),
      /** When it can, in market time; null: now, or nobody knows. */
      soldAt: Instant.nullable(),
    }),
  ),
  /** In the account's currency; null when a price or rate is unknown. */
  brings: DecimalString.nullable(),
  gain: DecimalString.nullable(),
  /** What ends with it: entries under way, open questions. */
  cancels: z.number(),
  takesBack: z.number(),
});
export type SellingView = z.infer<typeof SellingView>;
