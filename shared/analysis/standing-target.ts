import type { DatedSplit } from '../domain/split-adjust.ts';
import type { Levels } from './levels.ts';

/** A price target that was set at a day's close and has been neither reached nor given up since. In prices as traded on the day it was last looked at. */
export interface StandingTarget {
  readonly target: number;
  readonly stop: number;
  /** The market day it was set on, and how many market days ago. */
  readonly setOn: string;
  readonly days: number;
}

/** The trading day that a target is looked at on. */
export interface TargetDay {
  readonly day: string;
  readonly high: number;
  readonly low: number;
  /** What a purchase at this close would aim at; null where its swings are unknown. */
  readonly levels: Levels | null;
}

/** A target older than this was about another market. */
const STANDS_DAYS = 20;

/**
 * What a day makes of a target: it stands on, or today's close sets a new one because it was reached, its stop was
 * touched (first, where a day holds both), or it grew old. `splits`: those since the day it was last looked at.
 */
export function nextTarget(
  before: StandingTarget | null,
  { day, high, low, levels }: TargetDay,
  splits: readonly DatedSplit[],
): { readonly standing: StandingTarget | null; readonly reached: StandingTarget | null } {
  const fresh = levels === null ? null : { target: levels.target, stop: levels.stop, setOn: day, days: 0 };
  if (before === null) return { standing: fresh, reached: null };
  const ratio = splits.reduce((product, split) => product * split.ratio, 1);
  const now = { ...before, target: before.target / ratio, stop: before.stop / ratio, days: before.days + 1 };
  if (low <= now.stop) return { standing: fresh, reached: null };
  if (high >= now.target) return { standing: fresh, reached: now };
  return { standing: now.days >= STANDS_DAYS ? fresh : now, reached: null };
}
