import type { BotId, InstrumentId } from './ids.ts';
import type { Timeframe } from './bar.ts';
import type { Currency } from './instrument.ts';
import type { Horizon } from './signal.ts';

/** What a question came to: a person's yes, no or silence; `alone`: the bot did not have to ask. */
export const NOD_ANSWERS = ['waiting', 'yes', 'skipped', 'unanswered', 'taken-back', 'alone'] as const;
export type NodAnswer = (typeof NOD_ANSWERS)[number];
/** The answers that are judged against each other. */
export const JUDGED_ANSWERS = ['yes', 'skipped', 'unanswered'] as const;
export type JudgedAnswer = (typeof JUDGED_ANSWERS)[number];

/**
 * What was asked, as it is sealed into the event log when it is asked: all that later judging needs, and nothing that is
 * known only afterwards. Prices as they were traded at that close; floats are those the question was sized with.
 */
export interface SealedQuestion {
  readonly proposalId: string;
  readonly revision: number;
  readonly botId: BotId | null;
  readonly instrumentId: InstrumentId;
  readonly symbol: string;
  readonly sector: string | null;
  readonly side: 'buy' | 'sell';
  readonly session: 'now' | 'next-open';
  /** Market milliseconds: when this was asked, and the close on which the opinion behind it was made. */
  readonly askedAt: number;
  readonly madeAt: number;
  readonly timeframe: Timeframe;
  /** Price at that close. */
  readonly close: number;
  readonly quantity: string;
  readonly ceiling: string;
  readonly stop: string | null;
  readonly target: string | null;
  /** Bars after which it counts as over: the strategy's usual holding. */
  readonly holdingBars: number;
  /** When the bot ends, market milliseconds. */
  readonly botEndsAt: number | null;
  readonly currency: Currency;
  /** Account currency for one unit of the instrument's; null where none was known. */
  readonly rate: string | null;
  /** What selling and buying is assumed to cost: the market's fees and taxes, and this much worse than an open or a stop. */
  readonly costs: { readonly commission: 'market'; readonly slippage: number };
  readonly horizon: Horizon;
  readonly reasonsFor: readonly string[];
  readonly reasonsAgainst: readonly string[];
}

/** Why a question's trade ended, by the bars: as a backtest's, and `time`: the usual holding was over. */
export const NOD_ENDS = ['stop', 'target', 'time', 'end'] as const;
export type NodEnd = (typeof NOD_ENDS)[number];

/** Codes of `UNFILLED_CODES` that a question can meet. */
export const NOD_NOT_BOUGHT = ['opened-above-ceiling', 'opened-below-stop', 'open-missed', 'no-volume'] as const;
export type NodNotBought = (typeof NOD_NOT_BOUGHT)[number];

/** A fill of the model: opening instant of its bar, and the price, in that day's shares of the newest bar. */
export interface NodFill {
  readonly at: number;
  readonly price: number;
}

/**
 * What became of a question, from stored bars alone, whoever answered what. `no-bars`: they are not kept that far back.
 * `pnl` in the instrument's currency after fees and taxes; while `open`, at the newest close.
 */
export type NodOutcome =
  | { readonly state: 'waiting' }
  | { readonly state: 'no-bars' }
  | { readonly state: 'not-bought'; readonly why: NodNotBought }
  | {
      readonly state: 'open';
      readonly entry: NodFill;
      readonly pnl: number;
      readonly returnFraction: number;
    }
  | {
      readonly state: 'ended';
      readonly entry: NodFill;
      readonly exit: NodFill & { readonly kind: NodEnd };
      readonly pnl: number;
      readonly returnFraction: number;
    };

/** Whether later bars can still change it. */
export function isFinal({ state }: NodOutcome): boolean {
  return state === 'ended' || state === 'not-bought' || state === 'no-bars';
}
