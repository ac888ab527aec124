import { z } from 'zod';
import { Currency, DecimalString, Id } from './common.ts';

/**
 * What becomes of what is held where a bot is deleted, an account closed or a broker's keys are forgotten: `sell` it,
 * `keep` it with the stops there are, or `hand-over`: what bots hold becomes the person's own, each with its stop.
 */
export const LEAVINGS = ['sell', 'keep', 'hand-over'] as const;
export const Leaving = z.enum(LEAVINGS);
export type Leaving = z.infer<typeof Leaving>;

/** Before something ends: what is held, what is open, and who protects it afterwards. Nothing is changed. */
export const LeavingView = z.object({
  accountId: Id,
  /** Null: the whole account. */
  botId: Id.nullable(),
  /** Bots that end with it. */
  bots: z.array(z.object({ id: Id, name: z.string() })),
  positions: z.array(
    z.object({
      symbol: z.string(),
      nameEn: z.string(),
      nameKo: z.string(),
      currency: Currency,
      /** Whose it is; null: the person's own, or from outside Nod. */
      botId: Id.nullable(),
      quantity: DecimalString,
      marketPrice: DecimalString.nullable(),
      stopPrice: DecimalString.nullable(),
      /** `nod`: only while Nod runs; `none`: nobody. */
      heldBy: z.enum(['broker', 'nod', 'none']),
      /** Handed over it would join shares the person holds already, all with this stop. Null: it would join none. */
      joins: z.object({ quantity: DecimalString, stopPrice: DecimalString.nullable() }).nullable(),
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
  positions: Leaving.optional().describe('what becomes of what it holds; needed where it holds something'),
});
export type DeleteBot = z.infer<typeof DeleteBot>;

/** Closing an account, and forgetting a broker's keys, which closes the accounts that trade over them. */
export const CloseAccount = z.object({
  positions: Leaving.optional().describe('what becomes of what is held there; needed where something is'),
});
export type CloseAccount = z.infer<typeof CloseAccount>;
