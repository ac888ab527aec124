import type { ExitPlan, StopRaise } from '../domain/exit-plan.ts';
import { quantise, tickSize, type Tickable } from '../domain/tick.ts';

/*
 * What watches a long position after it was bought: break-even, trailing stops, the end of its time. Pure, the same at the
 * account's closes, on its ticks and in a backtest.
 */

/** Prices of one position, as they were traded; NaN where there is none. */
export interface Watched {
  /** What was paid on average. */
  readonly entry: number;
  /** The stop it was bought with: what 1 R is measured to. */
  readonly firstStop: number;
  readonly stop: number;
  /** Highest since it was bought, never below `entry`. */
  readonly best: number;
  /** Average true range at the last close. */
  readonly atr: number;
}

/** A double's noise of an average price must not decide whether a level was reached. */
const SLACK = 1e-9;
/** On ticks a stop is moved in steps of this share of its distance: each move is an order at a broker that holds it. */
const TICK_STEP = 0.1;
/** Nor in steps that are smaller than this share of the price, however close it follows: brokers take so many orders a minute. */
const LEAST_STEP = 0.001;

/**
 * Where the plan puts the stop now, on the instrument's tick; NaN where it is to stay. Never below the one there is. At or
 * above the price it is hit at the next one that is told: then the price fell faster than it was looked at.
 */
export function raisedStop(plan: ExitPlan, at: Watched, instrument: Tickable): number {
  const wanted = Math.max(orNothing(evenStop(plan, at)), orNothing(trailingStop(plan, at, at.best)));
  if (!(wanted > 0)) return NaN;
  const stop = quantise(wanted, instrument, 'stop');
  return stop <= at.stop ? NaN : stop;
}

/** Which part of the plan asked for a raised stop. */
export function whyRaised(plan: ExitPlan, at: Watched): StopRaise {
  return orNothing(trailingStop(plan, at, at.best)) >= orNothing(evenStop(plan, at)) ? 'trailing' : 'break-even';
}

/** Whether its time is over after so many closed bars. */
export function isTimeOver({ maxBars }: ExitPlan, bars: number): boolean {
  return maxBars !== undefined && bars >= maxBars;
}

/**
 * The next price above the best one at which the stop is to be raised; NaN where none is. For markets that tell every
 * price: between closes an account is called at this one and at no other.
 */
export function nextRaiseAt(plan: ExitPlan, at: Watched, instrument: Tickable): number {
  const { best, stop, atr } = at;
  const { trailFraction = NaN, trailAtr = NaN } = plan;
  if (!(best > 0)) return NaN;
  // Where the stop has to come to at least, for the price that is so far above it.
  const least = (distance: number): number =>
    (stop > 0 ? stop : best - distance) + Math.max(TICK_STEP * distance, LEAST_STEP * best);
  const prices = [
    evenAt(plan, at),
    least(best * trailFraction) / (1 - trailFraction),
    least(atr * trailAtr) + atr * trailAtr,
  ].filter((price) => !Number.isNaN(price));
  if (prices.length === 0) return NaN;
  return quantise(Math.max(Math.min(...prices), best + tickSize(instrument, best)), instrument, 'sell-limit');
}

/** The price at which the stop goes to the entry; NaN where it does not, or has already. */
function evenAt({ breakEvenAt }: ExitPlan, { entry, firstStop, stop }: Watched): number {
  const risk = entry - firstStop;
  return breakEvenAt !== undefined && risk > 0 && !(stop >= entry - SLACK * entry) ? entry + breakEvenAt * risk : NaN;
}

function evenStop({ breakEvenAt }: ExitPlan, { entry, firstStop, best }: Watched): number {
  const risk = entry - firstStop;
  if (breakEvenAt === undefined || !(risk > 0)) return NaN;
  return best >= entry + breakEvenAt * risk - SLACK * entry ? entry : NaN;
}

function trailingStop({ trailFraction, trailAtr }: ExitPlan, { atr }: Watched, best: number): number {
  const byFraction = best * (1 - (trailFraction ?? NaN));
  const byRange = best - (trailAtr ?? NaN) * atr;
  return Math.max(orNothing(byFraction), orNothing(byRange));
}

function orNothing(price: number): number {
  return Number.isNaN(price) ? -Infinity : price;
}
