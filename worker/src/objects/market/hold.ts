import type { WallMs } from '#shared/lib/time.ts';

export const HOLD_MS = 30_000;
export const WATCHED_HOLD_MS = 600_000;
/** After this many holds in a row that nobody answered, there are none until somebody answers. */
export const UNANSWERED_MAX = 3;

/** What the clock remembers about holds; persisted with it. */
export interface HoldState {
  /** When the hold of this gap began; null while there is none. */
  readonly heldSince: WallMs | null;
  /** The step whose gap needs no (further) hold. */
  readonly doneStep: number;
  /** Whether somebody answered since the hold began. */
  readonly answered: boolean;
  /** Holds in a row that nobody answered. */
  readonly unanswered: number;
}

export const NO_HOLD: HoldState = { heldSince: null, doneStep: -1, answered: false, unanswered: 0 };

export interface HoldInput {
  readonly hold: HoldState;
  readonly step: number;
  readonly openQuestions: number;
  readonly noWait: boolean;
  /** Until when somebody has a question on a visible screen. */
  readonly watchedUntil: WallMs;
  readonly now: WallMs;
}

/** `go`: the next bar may open. `wait`: not before `until`, unless every question is answered. */
export type HoldDecision =
  | { readonly kind: 'go'; readonly hold: HoldState }
  | { readonly kind: 'wait'; readonly hold: HoldState; readonly until: WallMs };

/** Whether the clock holds between two bars. Pure; called before each bar, and whenever a question or the clock moved. */
export function decideHold(input: HoldInput): HoldDecision {
  const { hold, step, openQuestions, noWait, watchedUntil, now } = input;
  if (hold.heldSince !== null) {
    const until = holdUntil(hold.heldSince, watchedUntil);
    if (openQuestions > 0 && now < until && !noWait) return { kind: 'wait', hold, until };
    const unanswered = hold.answered || openQuestions === 0 ? 0 : hold.unanswered + 1;
    return { kind: 'go', hold: { heldSince: null, doneStep: step, answered: false, unanswered } };
  }
  if (openQuestions === 0 || noWait || hold.doneStep === step || hold.unanswered >= UNANSWERED_MAX) {
    return { kind: 'go', hold };
  }
  const held = { ...hold, heldSince: now, answered: false };
  return { kind: 'wait', hold: held, until: holdUntil(now, watchedUntil) };
}

/** 30 s, or as long as somebody looks at a question, at most 10 minutes. */
export function holdUntil(heldSince: WallMs, watchedUntil: WallMs): WallMs {
  const watched = Math.min(heldSince + WATCHED_HOLD_MS, watchedUntil);
  return Math.max(heldSince + HOLD_MS, watched) as WallMs;
}

/** Somebody answered: holds count anew. */
export function answered(hold: HoldState): HoldState {
  return { ...hold, answered: hold.heldSince !== null, unanswered: 0 };
}
