import type { CheckName, DenyCode } from '../../risk/check.ts';
import type { SizeBound } from '../../domain/size-bound.ts';
import type { Fill, Phrase } from '../fill.ts';

export const checkNames: Record<CheckName, string> = {
  mode: 'buying allowed',
  'market-open': 'market open',
  'known-price': 'price known',
  'block-list': 'not on your block list',
  'lot-and-tick': 'size and price can be ordered',
  'exit-quantity': 'no more than is held',
  duplicates: 'not bought twice',
  'opposes-holding': 'not against another holding',
  collar: 'price near the market',
  'position-size': 'position size',
  'invested-max': 'what may be invested here',
  'horizon-split': 'capital split by horizon',
  'risk-per-trade': 'loss at the stop-loss',
  'buying-power': 'cash of the account',
  'bot-budget': 'the bot’s own money',
  'open-positions': 'number of positions',
  'orders-per-day': 'orders today',
  'daily-loss': 'loss today',
  drawdown: 'fall below the peak',
};

const horizons: Readonly<Record<string, string>> = { short: 'for days', mid: 'for weeks', long: 'for months' };

const passes = (v: Fill): string => (v.has('passes') && v.raw('passes') > 0 ? `; ${v.count('passes')} would pass` : '');

/** Why a limit blocks, with the number it met and, where one exists, the number that would pass. */
export const denies: Record<DenyCode | 'unknown', Phrase> = {
  unknown: () => 'something needed to decide is not known yet',
  'mode-reducing': () => 'buying is stopped; what is held stays protected',
  'mode-halted': () => 'everything is stopped until you start it again',
  'account-may-not-trade': () => 'this account is switched off for buying; what is held stays protected',
  recovering: () => 'Nod is catching up with the broker',
  'market-closed': (v) =>
    v.has('opensAt') ? `the market is closed until ${v.dayTime('opensAt')}` : 'the market is closed',
  'quote-too-old': (v) => `the last price is ${v.duration('has')} old; at most ${v.duration('limit')} is allowed`,
  'blocked-instrument': (v) => `${v.text('symbol')} is on your block list`,
  'blocked-sector': (v) => `${v.text('symbol')} belongs to a sector you do not want to be asked about`,
  'below-lot': (v) => `${v.count('has')} is less than the smallest order, ${v.count('passes')}`,
  'not-a-lot-multiple': (v) => `${v.count('has')} cannot be ordered; ${v.count('passes')} can`,
  'not-on-tick': (v) => `the price ${v.price('has')} does not exist on this exchange; steps are ${v.price('tick')}`,
  'exit-above-holding': (v) => `${v.count('has')} is more than can be sold: ${v.count('limit')}`,
  'duplicate-order': (v) =>
    v.has('limit')
      ? `an equal order went out ${v.duration('has')} ago`
      : `an equal order for ${v.count('quantity')} is already under way`,
  'already-held': (v) => `this bot already holds ${v.count('quantity')}`,
  'opposes-holding': (v) => `another holder of this account stands against it with ${v.count('quantity')}`,
  'above-collar': (v) => `${v.price('has')} is too far above the market; at most ${v.price('limit')}`,
  'position-too-large': (v) => `the position would be ${v.money('has')}, your limit is ${v.money('limit')}${passes(v)}`,
  'first-trades-size': (v) =>
    `the position would be ${v.money('has')}; while your first trades with real money last, ${v.money('limit')}${passes(v)}`,
  'invested-too-much': (v) => `${v.money('has')} would be invested here, you allowed ${v.money('limit')}${passes(v)}`,
  'horizon-full': (v) =>
    `${v.money('has')} would be invested ${horizons[v.text('horizon')] ?? ''}, your split allows ${v.money('limit')} (${v.figure('share', 1)}%)${passes(v)}`,
  'risk-too-large': (v) => `the stop-loss would cost ${v.money('has')}, your limit is ${v.money('limit')}${passes(v)}`,
  'stop-not-below-price': (v) => `the stop-loss ${v.price('has')} is not below the price ${v.price('limit')}`,
  'no-buying-power': (v) => `it costs ${v.money('has')}, ${v.money('limit')} is free${passes(v)}`,
  'bot-cash-short': (v) => `it costs ${v.money('has')}, the bot has ${v.money('limit')} left${passes(v)}`,
  'bot-ended': (v) => (v.has('endedAt') ? `the bot ended ${v.dayTime('endedAt')}` : 'the bot has ended'),
  'bot-drawdown': (v) => `the bot has ${v.money('has')}; below ${v.money('limit')} it stops buying`,
  'too-many-positions': (v) => `it would be position ${v.count('has')}, your limit is ${v.count('limit')}`,
  'too-many-orders': (v) => `it would be order ${v.count('has')} today, your limit is ${v.count('limit')}`,
  'daily-loss-reached': (v) =>
    `the account has ${v.money('has')}; below ${v.money('limit')} it buys nothing more today`,
  'drawdown-reached': (v) => `the account has ${v.money('has')}; below ${v.money('limit')} buying stops`,
};

/** What the size comes from: "size bound by …". */
export const sizeBounds: Record<SizeBound, string> = {
  'position-max-bot': 'the bot’s largest position',
  'position-fraction': 'your account’s largest position',
  'risk-per-trade': 'your account’s largest loss per trade',
  'bot-cash': 'the bot’s cash',
  'buying-power': 'the account’s cash',
  'invested-max': 'what you allowed to be invested here',
  'horizon-split': 'your capital split by horizon',
  'first-trades': 'a quarter of the usual size for your first trades with real money',
};
