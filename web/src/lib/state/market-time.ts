import { dateIn, day } from '#shared/words/format-time.ts';
import { clock, dateOf, dayOf, timeOf, whenOf } from '../format/figures.ts';
import { live } from './live.svelte.ts';
import { session } from './session.svelte.ts';
import { ui } from './ui.svelte.ts';

/** Whether the prices of the chosen account are real ones. */
export const isReal = (): boolean => session.account?.world === 'paper' || session.account?.world === 'live';

/** Whether the market moves by whole days: then a time of day says nothing, and the date everything. */
export const isDaily = (): boolean =>
  // Real markets move all day, whatever bars are kept of them.
  !isReal() && (live.base === '1d' || live.base === '1w');

/** A whole trading day keeps the date it has at its exchange: a New York close is already tomorrow in Seoul. */
const exchangeZone = (): string => live.zone ?? 'America/New_York';

/** The day of an instant of market time. */
export const marketDay = (instant: string | number): string =>
  isDaily() ? day(instant, { language: ui.language, zone: exchangeZone() }) : dayOf(instant);

/** `2015-06-19` of an instant of market time. */
export const marketDate = (instant: string | number): string =>
  isDaily() ? dateIn(instant, exchangeZone()) : dateOf(instant);

/** An instant of market time in a list. */
export const moment = (instant: string | number): string => (isDaily() ? marketDay(instant) : clock(instant));

/** An instant of market time inside a sentence, with its zone. */
export const momentText = (instant: string | number): string => (isDaily() ? marketDay(instant) : timeOf(instant));

/** An instant of market time that may lie on any day. */
export const stamp = (instant: string | number): string => (isDaily() ? marketDay(instant) : whenOf(instant));
