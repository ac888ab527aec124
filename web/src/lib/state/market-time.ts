import { clock, dayOf, timeOf } from '../format/figures.ts';
import { live } from './live.svelte.ts';

/** Whether the market moves by whole days: then a time of day says nothing, and the date everything. */
export function isDaily(): boolean {
  return live.market?.baseTimeframe === '1d' || live.market?.baseTimeframe === '1w';
}

/** An instant of market time in a list. */
export const moment = (instant: string | number): string => (isDaily() ? dayOf(instant) : clock(instant));

/** An instant of market time inside a sentence, with its zone. */
export const momentText = (instant: string | number): string => (isDaily() ? dayOf(instant) : timeOf(instant));
