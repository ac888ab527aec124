import type { BotSizing } from '../domain/bot-sizing.ts';
import type { SizeMethodBound } from '../domain/size-bound.ts';
import type { SetupRecord } from '../domain/signal.ts';

/** Fewer cases than this are too few to judge (`experience.md`). */
export const LEAST_CASES = 20;

export interface MethodInput {
  /** The bot's, in account currency. */
  readonly amount: number;
  /** Usual move of one unit in one bar, in account currency; null when unknown. */
  readonly unitRange: number | null;
  /** What came of this setup before; null when nobody counted. */
  readonly record: SetupRecord | null;
  /** Gain at the target for 1 lost at the stop; null without either. */
  readonly rewardForOne: number | null;
}

/** What a method allows: so much of `what` in account currency. */
export interface MethodCap {
  readonly bound: SizeMethodBound;
  readonly amount: number;
  /** What the amount counts: money put in, money lost at the stop, or the usual move of a bar. */
  readonly what: 'cost' | 'loss' | 'range';
}

export type MethodRefusal =
  | { readonly code: 'volatility-unknown' }
  | { readonly code: 'record-too-few'; readonly has: number; readonly needs: number }
  | { readonly code: 'record-without-edge'; readonly wins: number; readonly total: number };

/** What the bot's own way of sizing allows; null for `profile`, which asks nothing beside the caps. Pure. */
export function methodCap(sizing: BotSizing, input: MethodInput): MethodCap | MethodRefusal | null {
  const { amount } = input;
  switch (sizing.method) {
    case 'profile':
      return null;
    case 'fixed-fraction':
      return { bound: 'fixed-fraction', amount: amount * sizing.fraction, what: 'loss' };
    case 'volatility-target':
      return input.unitRange === null || !(input.unitRange > 0)
        ? { code: 'volatility-unknown' }
        : { bound: 'volatility-target', amount: amount * sizing.fraction, what: 'range' };
    case 'equal-weight':
      return { bound: 'equal-weight', amount: amount / sizing.positions, what: 'cost' };
    case 'capped-kelly': {
      const { wins, total } = input.record ?? { wins: 0, total: 0 };
      if (total < LEAST_CASES) return { code: 'record-too-few', has: total, needs: LEAST_CASES };
      const kelly = kellyFraction(wins / total, input.rewardForOne);
      if (!(kelly > 0)) return { code: 'record-without-edge', wins, total };
      return { bound: 'capped-kelly', amount: amount * Math.min(sizing.max, kelly * sizing.fraction), what: 'cost' };
    }
  }
}

/**
 * Kelly's fraction of a bet that is won with `chance` and pays `reward` for 1 lost: chance − (1 − chance) / reward
 * (J. L. Kelly, A New Interpretation of Information Rate, 1956; E. O. Thorp, 1969). Below 0 without an edge.
 */
export function kellyFraction(chance: number, reward: number | null): number {
  return reward === null || !(reward > 0) ? -1 : chance - (1 - chance) / reward;
}
