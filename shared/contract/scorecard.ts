import { z } from 'zod';
import { RUN_STATUSES } from '../domain/research-codes.ts';
import { AUTONOMIES } from './bot.ts';
import { Currency, DecimalString, Id, Instant, ReasonView } from './common.ts';

/** What came of the same money: after fees and taxes, in the account's currency; what is held counts at the last close. */
const Score = z.object({ result: DecimalString, returnFraction: z.number(), fees: DecimalString, trades: z.number() });

/** One bot of a replay that has ended: as its person answered it, had it acted alone, and had its list been held. */
export const BotScore = z.object({
  bot: z.object({ id: Id, name: z.string(), autonomy: z.enum(AUTONOMIES) }),
  amount: DecimalString,
  from: Instant,
  /** Null while a price is unknown. */
  you: Score.nullable(),
  questions: z.object({ asked: z.number(), approved: z.number(), skipped: z.number(), unanswered: z.number() }),
  /** Null until it is reckoned: `run` says how far that is. */
  auto: Score.nullable(),
  /** The same money in equal parts of its list, bought in whole lots with the same costs at the first bar. */
  hold: Score.omit({ trades: true }).nullable(),
  /** The test that reckons it; null: nobody who may has asked for one. */
  run: z
    .object({
      id: Id,
      status: z.enum(RUN_STATUSES),
      progress: z.object({ done: z.number(), of: z.number() }),
      problem: ReasonView.nullable(),
    })
    .nullable(),
});
export type BotScore = z.infer<typeof BotScore>;

export const ScorecardView = z.object({
  accountId: Id,
  currency: Currency,
  /** The data is at its end. Until then nothing is compared. */
  isOver: z.boolean(),
  marketAt: Instant,
  bots: z.array(BotScore),
});
export type ScorecardView = z.infer<typeof ScorecardView>;
