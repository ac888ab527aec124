import { z } from 'zod';
import { Currency, DecimalString, Id } from './common.ts';

/** What becomes of what a deleted bot holds: `sell` it, or `keep` it with the stops there are until it is sold. */
export const LEAVINGS = ['sell', 'keep'] as const;

/** Before a bot is deleted: what it holds, what is open, and who protects it afterwards. Nothing is changed. */
export const LeavingView = z.object({
  botId: Id,
  positions: z.array(
    z.object({
      symbol: z.string(),
      nameEn: z.string(),
      nameKo: z.string(),
      currency: Currency,
      quantity: DecimalString,
      marketPrice: DecimalString.nullable(),
      stopPrice: DecimalString.nullable(),
      /** `nod`: only while Nod runs; `none`: nobody. */
      heldBy: z.enum(['broker', 'nod', 'none']),
    }),
  ),
  /** Purchases under way and open questions: they end with it. */
  cancels: z.number(),
  takesBack: z.number(),
});
export type LeavingView = z.infer<typeof LeavingView>;

/** `isGone`: nothing is left of it. Otherwise it is over when the last of what it holds is sold. */
export const DeletedBotView = z.object({ id: Id, isGone: z.boolean() });
export type DeletedBotView = z.infer<typeof DeletedBotView>;

export const DeleteBot = z.object({
  positions: z.enum(LEAVINGS).optional().describe('what becomes of what it holds; needed where it holds something'),
});
export type DeleteBot = z.infer<typeof DeleteBot>;
