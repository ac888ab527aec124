import type { FUNNEL_CODES, ReasonCode } from '../../domain/reason-codes.ts';
import type { Fill, Phrase } from '../fill.ts';
import { unit } from './misses.ts';

const span = (v: Fill, key: string): string => `${v.count(key)}-${unit(v)}`;
const ago = (v: Fill): string => (v.raw('bars') === 1 ? `1 ${unit(v)} ago` : `${v.count('bars')} ${unit(v)}s ago`);
const over = (v: Fill): string => (v.raw('bars') === 1 ? `1 ${unit(v)}` : `${v.count('bars')} ${unit(v)}s`);
const points = (v: Fill): string => `${v.figure('percent')}%`;
const days = (v: Fill): string =>
  v.raw('days') <= 0 ? 'today' : v.raw('days') === 1 ? 'tomorrow' : `in ${v.count('days')} days`;

/** Why a stock was found, and what speaks against it. Parts of a sentence without a full stop: each stands in a list. */
export const signalReasons: Record<ReasonCode, Phrase> = {
  'fast-over-slow': (v) => `${span(v, 'fast')} average over the ${span(v, 'slow')}, crossed ${ago(v)}`,
  uptrend: (v) => `${span(v, 'fast')} average ${points(v)} over the ${span(v, 'slow')}`,
  momentum: (v) => `momentum (RSI ${v.count('rsi')})`,
  'volume-multiple': (v) => `volume ${v.times('times')}`,
  rank: (v) =>
    v.raw('of') === 1
      ? `the only one found among ${v.count('looked')}`
      : `${v.raw('place') === 1 ? 'first' : `number ${v.count('place')}`} of the ${v.count('of')} found among ${v.count('looked')}`,
  'rising-average': (v) => `${span(v, 'slow')} average rising (+${points(v)})`,
  oversold: (v) => `fell far inside its trend (RSI ${v.count('rsi')})`,
  'below-band': (v) => `${points(v)} under its usual range of ${v.count('period')} ${unit(v)}s`,
  'above-band': (v) => `${points(v)} over its usual range of ${v.count('period')} ${unit(v)}s`,
  'setup-record': (v) => `this setup won ${v.count('wins')} of ${v.count('total')} times`,
  'no-record': () => 'this setup was never seen on this stock, so nobody can judge it',
  'few-records': (v) => `this setup won ${v.count('wins')} of ${v.count('total')} times, too few to judge`,
  'earnings-in-days': (v) => `earnings ${days(v)}`,
  'split-in-days': (v) => `share split ${days(v)}`,
  overbought: (v) => `has run hot (RSI ${v.count('rsi')})`,
  'far-above-average': (v) => `already ${points(v)} above its ${span(v, 'slow')} average`,
  'late-cross': (v) => `the averages crossed ${ago(v)}, late`,
  'thin-volume': (v) => `thin trading (volume ${v.times('times')})`,
  'stop-within-swings': (v) => `the stop-loss is only ${v.times('times')} a usual move away`,
  'still-falling': (v) => `still falling, ${points(v)} in ${over(v)}`,
  'below-average': (v) => `${points(v)} below its ${span(v, 'slow')} average`,
  'forecast-used': (v) =>
    `forecast used: right ${v.count('right')} of ${v.count('total')} on ${v.text('symbol')}; always saying ${v.text('side') === 'down' ? 'down' : 'up'}: ${v.count('base')}`,
  'forecast-no-better': (v) =>
    `forecast not used: right ${v.count('right')} of ${v.count('total')} on ${v.text('symbol')}, always saying ${v.text('side') === 'down' ? 'down' : 'up'}: ${v.count('base')}, like a coin`,
  'forecast-luck': (v) =>
    `forecast not used: right ${v.count('right')} of ${v.count('total')} on ${v.text('symbol')}, always saying ${v.text('side') === 'down' ? 'down' : 'up'}: ${v.count('base')}; that may be luck`,
  'forecast-not-now': (v) =>
    `forecast not used: none was made in the last days; before, right ${v.count('right')} of ${v.count('total')} on ${v.text('symbol')}`,
  'forecast-up': (v) => `its forecast: ${v.count('chance')} of 100 for a higher close in ${v.count('bars')} bars`,
  'support-below': (v) =>
    `its price turned up ${v.count('turns')} times ${points(v)} below this one, before the stop-loss`,
  'resistance-above': (v) =>
    `its price turned down ${v.count('turns')} times ${points(v)} above this one, before the target`,
  'forecast-stop': (v) => `stop-loss moved nearer, to the lower edge of its forecast: ${v.price('price')}`,
  'forecast-target': (v) => `target moved nearer, to the upper edge of its forecast: ${v.price('price')}`,
  'forecast-down': (v) => `its forecast: ${v.count('chance')} of 100 for a lower close in ${v.count('bars')} bars`,
  'forecast-too-few': (v) =>
    `forecast not used: ${v.count('total')} past forecasts on ${v.text('symbol')}, too few to judge`,
  'fast-under-slow': (v) => `${span(v, 'fast')} average under the ${span(v, 'slow')}`,
  'back-at-middle': (v) => `back at its ${span(v, 'period')} average`,
  'rsi-recovered': (v) => `recovered (RSI ${v.count('rsi')})`,
  'gain-since-entry': (v) => `up ${points(v)} since it was bought`,
  'loss-since-entry': (v) => `down ${points(v)} since it was bought`,
  'price-over-slow': (v) => `still ${points(v)} over its ${span(v, 'slow')} average`,
  'new-high': (v) => `closed ${points(v)} over the highest price of the last ${over(v)}`,
  'past-return': (v) => `up ${points(v)} over ${over(v)}`,
  'over-pivot': (v) => `closed ${points(v)} over its pivot`,
  'joins-index': (v) => `announced to join the index ${days(v)}`,
  'votes-for': (v) => `${v.count('votes')} of ${v.count('of')} strategies agree, with ${points(v)} of the weight`,
  'wide-channel': (v) => `swung by ${points(v)} over the last ${over(v)}`,
  'rose-far': (v) => `already up ${points(v)} over ${over(v)}`,
  'near-resistance': (v) => `the next resistance is only ${points(v)} away`,
  'leaves-index': (v) => `announced to leave the index ${days(v)}`,
  'votes-against': (v) =>
    `${v.count('votes')} of ${v.count('of')} strategies do not agree, with ${points(v)} of the weight`,
  'new-low': (v) => `closed ${points(v)} under the lowest price of the last ${over(v)}`,
  'momentum-gone': (v) => `down ${points(v)} over ${over(v)}`,
  'fell-behind': (v) => `number ${v.count('place')} of ${v.count('of')} now: others have risen more`,
  'under-support': (v) => `closed ${points(v)} under its first support`,
  'under-pivot': (v) => `closed ${points(v)} under its pivot`,
  'at-resistance': (v) => `closed ${points(v)} over its second resistance`,
  'in-index-now': () => 'the index change has taken effect',
  'joins-named-index': (v) =>
    `joins the index ${v.text('index')} ${days(v)}; funds that follow it have to buy until then`,
  'leaves-named-index': (v) =>
    `leaves the index ${v.text('index')} ${days(v)}; funds that follow it have to sell until then`,
  'volume-times-usual': (v) => `volume ${v.times('times')} the usual of ${v.count('days')} days`,
  'day-change': (v) =>
    `${v.raw('percent') < 0 ? 'down' : 'up'} ${v.figure('percent').replace(/^[-−]/, '')}% on the day`,
  'target-reached': (v) =>
    `reached ${v.price('target')}, the target of ${v.day('day')}, after ${v.count('days')} day${v.raw('days') === 1 ? '' : 's'}`,
  'checks-passed': (v) => `${v.count('passed')} of ${v.count('of')} checks speak for it`,
  'still-rising': (v) => `still rising, ${points(v)} in ${over(v)}`,
};

/** What is left after a filter, after its count: "14 in an uptrend". */
export const funnel: Record<(typeof FUNNEL_CODES)[number], string> = {
  uptrend: 'in an uptrend',
  momentum: 'with momentum',
  volume: 'with volume',
  rising: 'in a rising trend',
  oversold: 'oversold',
  traded: 'traded all the time',
  setup: 'ready to buy',
};

export const unnamedReason = 'a reason this version has no words for yet';
export const unnamedFilter = 'left';
