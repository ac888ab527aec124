import { z } from 'zod';
import { DecimalString, Instant } from './common.ts';
import { EquityPoint, EventView } from './account.ts';
import { CheckVerdictView, OrderView, ProposalView } from './proposal.ts';

/** An order with all that was recorded about it, oldest first. */
export const OrderReceiptView = OrderView.extend({ receipt: z.array(EventView) });
export type OrderReceiptView = z.infer<typeof OrderReceiptView>;

export const PerformanceView = z.object({
  points: z.array(EquityPoint),
  returnPercent: z.number().nullable(),
  drawdownPercent: z.number().nullable(),
});
export type PerformanceView = z.infer<typeof PerformanceView>;

/** What the checks would say to an order; nothing is sent or changed. */
export const ValidationView = z.object({
  allowed: z.boolean().describe('an entry needs every check to pass; an exit is stopped by a `deny` only'),
  checks: z
    .array(
      CheckVerdictView.extend({
        passes: z
          .object({ what: z.enum(['quantity', 'price']), value: DecimalString })
          .nullable()
          .describe('what would pass this check by itself; null where it passed or no other size or price would do'),
      }),
    )
    .describe('every check that applies, in the order in which they run'),
  money: ProposalView.pick({
    ...{ currency: true, limitPrice: true, stopPrice: true, targetPrice: true },
    ...{ worstCase: true, protection: true, quote: true },
  })
    .extend({
      sizing: ProposalView.shape.sizing.pick({
        ...{
          cost: true,
          costFractionOfBot: true,
          costFractionOfAccount: true,
          cashLeft: true,
          feesEstimated: true,
          fx: true,
        },
        ...{ holdingBefore: true, holdingAfter: true, gainAtTarget: true, rewardToRisk: true },
      }),
    })
    .nullable()
    .default(null)
    .describe('what a purchase costs and can lose, as on a question; null for a sale, or where no rate is known'),
  fx: z
    .object({ rate: DecimalString, at: Instant })
    .nullable()
    .default(null)
    .describe(
      'won for one dollar, where the instrument’s money is not the account’s; else, and where no rate is known, null',
    ),
  passingQuantity: DecimalString.nullable().describe(
    'the largest quantity, up to the one asked for, that every check passes; null where a smaller one does not help',
  ),
});
export type ValidationView = z.infer<typeof ValidationView>;
