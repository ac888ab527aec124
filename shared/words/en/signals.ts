import type { ELIGIBILITY_CODES } from '../../analysis/index-eligibility.ts';
import type { MEASURES } from '../../analysis/measure.ts';
import type { SignalAction, SignalKind } from '../../domain/market-signal.ts';

import type { Phrase } from '../fill.ts';

/** Signals and the record of days, in chat and in the app. */
export const signals = {
  title: 'Signals',
  lead: 'What happened and is worth a look. A signal is an opinion with its reason; nothing is bought or sold by it.',
  none: 'No signals',
  noneNote: 'Index changes show here when they are announced; reached targets and unusual volume after the market day.',
  kinds: {
    'index-addition': 'Joins an index',
    'index-removal': 'Leaves an index',
    'price-target': 'Target reached',
    'volume-spike': 'Unusual volume',
  } satisfies Record<SignalKind, string> as Readonly<Record<string, string>>,
  actions: { buy: 'Buy', sell: 'Sell', hold: 'Hold', watch: 'Watch' } satisfies Record<SignalAction, string>,
  /** Of a kind, an action and a name: `Watch · Unusual volume: NVIDIA`. */
  line: (p: { action: string; kind: string; name: string }) => `${p.action} · ${p.kind}: ${p.name}`,
  at: (p: { price: string; time: string }) => `at ${p.price}, ${p.time}`,
  forHolders: 'for whoever holds it',
  cardTitle: (p: { unread: number; count: number }) =>
    p.unread === 0 ? `Signals, ${p.count} in all` : `${p.unread} new signal${p.unread === 1 ? '' : 's'}`,
  markRead: 'Mark all read',
  markedRead: 'All signals are read.',
  dismiss: 'Dismiss',
  dismissed: 'Dismissed.',
  isNew: 'not read',
  filters: { open: 'All', unread: 'Not read', all: 'Dismissed ones too' },
  filterLabel: 'Show',
  daysTitle: 'Day by day',
  daysLead: (p: { timeframe: string }) =>
    `Written at the end of each market day, on ${p.timeframe} bars. Forecasts take no part.`,
  daysNone: 'Nothing yet: the first market day has not ended.',
  volume: (p: { times: string }) => `volume ${p.times}`,
  bullFlag: 'bull flag',
  earningsNext: (p: { day: string }) => `reports ${p.day}`,
  standing: (p: { target: string; stop: string; day: string }) =>
    `Target ${p.target}, given up below ${p.stop}; set on ${p.day}`,
  noFundamental: 'Nothing is known of what the company reported',
  rating: (p: { passed: number; of: number }) => `${p.passed} of ${p.of} checks`,
  couldJoin: (p: { index: string; met: number; of: number }) => `Could join ${p.index}: ${p.met} of ${p.of} rules met`,
  couldJoinNote: (p: { day: string }) => `Rules as of ${p.day}; whom a committee takes is another matter`,
  byLot: 'The committee of this invented index chooses by lot: this says nothing of who is next',
  notKnown: 'not known here',
  rules: {
    'market-value': (v) =>
      v.has('has') ? `worth ${v.money('has')}, at least ${v.money('needs')}` : `worth at least ${v.money('needs')}`,
    liquidity: (v) =>
      v.has('has')
        ? `${v.percent('has')} of its value traded in a year, at least ${v.percent('needs')}`
        : `${v.percent('needs')} of its value traded in a year; told from ${v.count('days')} days of bars on`,
    earnings: () => 'earned money over twelve months',
    'public-float': (v) => `${v.percent('needs')} of the shares in public hands`,
    'listing-age': (v) => `traded for ${v.count('days')} days`,
  } satisfies Record<(typeof ELIGIBILITY_CODES)[number], Phrase> as Readonly<Record<string, Phrase>>,
  range: 'Low to high',
  open: 'Open',
  inIndex: 'In the index',
  measures: {
    sma20: '20-bar average',
    sma50: '50-bar average',
    sma200: '200-bar average',
    rsi14: 'RSI (14)',
    macd: 'MACD',
    macdSignal: 'MACD signal',
    bandLower: 'Lower band',
    bandUpper: 'Upper band',
    atr14: 'Usual move (ATR 14)',
    adx14: 'Trend strength (ADX 14)',
    stochasticK: 'Stochastic %K',
    obv: 'OBV',
    obvAverage: 'OBV, 20-bar average',
  } satisfies Record<(typeof MEASURES)[number], string> as Readonly<Record<string, string>>,
};
