import { z } from 'zod';
import { EquityPoint, EventView } from './account.ts';
import { CheckVerdictView, OrderView } from './proposal.ts';

/** An order with all that was recorded about it, oldest first. */
export const OrderReceiptView = OrderView.extend({ receipt: z.array(EventView) });
export type OrderReceiptView = z.infer<typeof OrderReceiptView>;

export const PerformanceView = z.object({
  points: z.array(EquityPoint),
  returnPercent: z.number().nullable(),
  drawdownPercent: z.number().nullable(),
});
export type PerformanceView = z.infer<typeof PerformanceView>;

/** What the checks would say to an order; nothing is sent. */
export const ValidationView = z.object({ allowed: z.boolean(), checks: z.array(CheckVerdictView) });
export type ValidationView = z.infer<typeof ValidationView>;
