import { DAY_MS, type WallMs } from '../lib/time.ts';

/*
 * When nobody is there a bot stops asking, buys nothing and goes on protecting what it holds; only a person starts it
 * again. Days are of wall time: they are the person's, however fast a market is played.
 */

/** So many questions in a row that nobody answered. */
export const UNANSWERED_MAX = 10;
/** So long after the last visit, in whichever way, of anybody who may answer. */
export const UNVISITED_DAYS = 14;
export const UNVISITED_MS = UNVISITED_DAYS * DAY_MS;
/** After so long somebody is first told what happened meanwhile. */
export const AWAY_MS = 3 * DAY_MS;

export const SILENT_REASONS = ['unanswered', 'unvisited'] as const;
export type SilentReason = (typeof SILENT_REASONS)[number];

/** How it stands between a bot and those who answer it. */
export interface Absence {
  /** Questions in a row without an answer. */
  readonly unanswered: number;
  /** Why and since when it does not ask; null: it asks. */
  readonly silent: { readonly why: SilentReason; readonly since: WallMs } | null;
}

export const PRESENT: Absence = { unanswered: 0, silent: null };

/** One more question ran out. */
export function unansweredOnceMore({ unanswered, silent }: Absence, now: WallMs): Absence {
  const count = unanswered + 1;
  if (silent !== null || count < UNANSWERED_MAX) return { unanswered: count, silent };
  return { unanswered: count, silent: { why: 'unanswered', since: now } };
}

/** Somebody did something with a question of it. What stopped it is lifted by nothing but the wish that it goes on. */
export function answered({ silent }: Absence): Absence {
  return { unanswered: 0, silent };
}

/** @param visitedAt the last visit of anybody who may answer */
export function unlessVisited(absence: Absence, visitedAt: WallMs, now: WallMs): Absence {
  if (absence.silent !== null || now - visitedAt < UNVISITED_MS) return absence;
  return { ...absence, silent: { why: 'unvisited', since: now } };
}

/** Codes of `askBecause` that silence answers: what only tells wants none, and what sells unless told otherwise sells. */
const SILENCE_ANSWERS: ReadonlySet<string> = new Set(['only-tells', 'sells-unless-told']);

/** Whether this question, let lie, says that nobody is there. */
export function wantsAnAnswer({ code }: { readonly code: string }): boolean {
  return !SILENCE_ANSWERS.has(code);
}
