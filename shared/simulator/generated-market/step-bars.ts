import type { Tickable } from '../../domain/tick.ts';
import type { MarketMs } from '../../lib/time.ts';
import { stepOpensAt } from './calendar.ts';
import type { Candle } from './candle.ts';
import { toTick } from './ticks.ts';

/** The bars of one step, raw prices on the tick, indexed like `instruments`; they open at `at` and last 15 minutes. */
export interface StepBars {
  readonly at: MarketMs;
  readonly o: Float64Array;
  readonly h: Float64Array;
  readonly l: Float64Array;
  readonly c: Float64Array;
  /** Shares; whole and at least 1. */
  readonly v: Float64Array;
}

export function emptyBars(step: number, instrumentCount: number): StepBars {
  const column = (): Float64Array => new Float64Array(instrumentCount);
  return { at: stepOpensAt(step), o: column(), h: column(), l: column(), c: column(), v: column() };
}

export function writeBar(bars: StepBars, position: number, tickable: Tickable, bar: Candle & { volume: number }): void {
  bars.o[position] = toTick(tickable, bar.o);
  bars.h[position] = toTick(tickable, bar.h);
  bars.l[position] = toTick(tickable, bar.l);
  bars.c[position] = toTick(tickable, bar.c);
  bars.v[position] = Math.max(1, Math.round(bar.volume));
}
