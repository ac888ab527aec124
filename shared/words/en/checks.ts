import type { CheckName, DenyCode } from '../../risk/check.ts';
import type { SizeBound } from '../../domain/size-bound.ts';
import type { Phrase } from '../fill.ts';
import { again, passes, usualDenies } from './reasons-on-home.ts';

export const checkNames: Record<CheckName, string> = {
  mode: 'buying allowed',
  'market-open': 'market open',
  'session-kind': 'kind of session',
  halted: 'not halted',
  'known-price': 'price known',
  spread: 'bid and ask close together',
  'block-list': 'not on your block list',
  'allow-list': 'on your list of what may be bought',
  earnings: 'not shortly before earnings',
  'short-sale': 'no short sale',
  'lot-and-tick': 'size and price can be ordered',
  'price-limit': 'inside the exchange’s daily price limits',
  'minimum-price': 'not too cheap a share',
  'exit-quantity': 'no more than is held',
  duplicates: 'not bought twice',
  'opposes-holding': 'not against another holding',
  collar: 'price near the market',
  liquidity: 'enough of it is traded',
  'position-size': 'position size',
  'position-amount': 'position size as an amount',
  'invested-max': 'what may be invested here',
  'horizon-split': 'capital split by holding time',
  'exposure-gross': 'invested in all',
  'exposure-net': 'invested, less what is sold short',
  'sector-exposure': 'invested in one sector',
  correlation: 'not too much like what is held',
  'risk-per-trade': 'loss at the stop-loss',
  'portfolio-heat': 'loss if every stop-loss is hit',
  'buying-power': 'cash of the account',
  'settled-cash': 'settled cash',
  'bot-budget': 'the bot’s own money',
  'open-positions': 'number of positions',
  'orders-per-day': 'orders today',
  'orders-per-minute': 'orders in a minute',
  'day-trades': 'day trades',
  cooldown: 'rest after a stop-loss',
  'stop-out-guard': 'not too many stop-losses lately',
  'low-performer': 'did not lose lately',
  'consecutive-losses': 'losses in a row',
  'daily-loss': 'loss today',
  drawdown: 'fall below the peak',
};

const horizons: Readonly<Record<string, string>> = { short: 'for days', mid: 'for weeks', long: 'for months' };
const sessionKinds: Readonly<Record<string, string>> = {
  regular: 'a regular session',
  half: 'a half day',
  'opening-auction': 'the opening auction',
  'closing-auction': 'the closing auction',
  extended: 'extended hours',
};

/** Why a limit blocks, with the number it met and, where one exists, the number that would pass. */
export const denies: Record<DenyCode | 'unknown', Phrase> = {
  ...usualDenies,
  'account-may-not-trade': () => 'this account is switched off for buying; what is held stays protected',
  'session-kind-not-allowed': (v) =>
    `it is ${sessionKinds[v.text('kind')] ?? 'another kind of session'} now, in which this account does not buy`,
  'instrument-halted': (v) => `trading in ${v.text('symbol')} is halted`,
  'blocked-instrument': (v) => `${v.text('symbol')} is on your block list`,
  'blocked-until': (v) => `${v.text('symbol')} is on your block list until ${v.fullDay('until')}`,
  'before-earnings': (v) =>
    `${v.text('symbol')} reports ${v.raw('has') === 0 ? 'today' : `on ${v.day('day')}`}, and you buy nothing ${v.raw('limit') === 1 ? 'in the session' : `in the ${v.count('limit')} sessions`} before earnings${again(v)}`,
  'earnings-unknown': (v) => `nobody here knows when ${v.text('symbol')} reports, and you buy nothing before earnings`,
  'blocked-sector': (v) => `${v.text('symbol')} belongs to a sector you do not want to be asked about`,
  'not-on-allow-list': (v) => `${v.text('symbol')} is not on your list of what may be bought`,
  'short-not-allowed': (v) => `${v.text('symbol')} is not held; this account sells nothing short`,
  'below-lot': (v) => `${v.count('has')} is less than the smallest order, ${v.count('passes')}`,
  'not-a-lot-multiple': (v) => `${v.count('has')} cannot be ordered; ${v.count('passes')} can`,
  'not-on-tick': (v) => `the price ${v.price('has')} does not exist on this exchange; steps are ${v.price('tick')}`,
  'outside-price-limit': (v) =>
    `the price ${v.price('has')} is outside the exchange’s limits of the day; ${v.price('limit')} is the last inside`,
  'price-too-low': (v) => `the price ${v.price('has')} is below your least, ${v.price('limit')}`,
  'exit-above-holding': (v) => `${v.count('has')} is more than can be sold: ${v.count('limit')}`,
  'opposes-holding': (v) => `another holder of this account stands against it with ${v.count('quantity')}`,
  'above-collar': (v) => `${v.price('has')} is too far above the market; at most ${v.price('limit')}`,
  'traded-too-little': (v) => `${v.money('has')} of it are traded on a usual day, your least is ${v.money('limit')}`,
  'order-too-large-for-market': (v) =>
    `${v.money('has')} is too much of what is traded on a usual day; your limit is ${v.money('limit')}${passes(v)}`,
  'position-amount-too-large': (v) =>
    `the position would be ${v.money('has')}, the most you set is ${v.money('limit')}${passes(v)}`,
  'first-trades-size': (v) =>
    `the position would be ${v.money('has')}; while your first trades with real money last, ${v.money('limit')}${passes(v)}`,
  'invested-too-much': (v) => `${v.money('has')} would be invested here, you allowed ${v.money('limit')}${passes(v)}`,
  'horizon-full': (v) =>
    `${v.money('has')} would be invested ${horizons[v.text('horizon')] ?? ''}, your split allows ${v.money('limit')} (${v.figure('share', 1)}%)${passes(v)}`,
  'net-exposure-too-large': (v) =>
    `${v.money('has')} would be invested, less what is sold short; your limit is ${v.money('limit')}${passes(v)}`,
  'sector-unknown': (v) =>
    `the sector of ${v.text('symbol')} is not known, and you limit sectors: set it under “sectors” in the limits`,
  'funds-too-large': (v) =>
    `${v.money('has')} would be invested in funds, your limit is ${v.money('limit')}${passes(v)}`,
  'too-correlated-with-all': (v) =>
    `it moves like everything held together: correlation ${v.figure('has', 2)}, your limit is ${v.figure('limit', 2)}`,
  'stop-not-below-price': (v) => `the stop-loss ${v.price('has')} is not below the price ${v.price('limit')}`,
  'cash-not-settled': (v) => `it costs ${v.money('has')}, ${v.money('limit')} of the cash has settled${passes(v)}`,
  'bot-drawdown': (v) => `the bot has ${v.money('has')}; below ${v.money('limit')} it stops buying`,
  'too-many-orders-in-a-minute': (v) =>
    `it would be order ${v.count('has')} within a minute, your limit is ${v.count('limit')}`,
  'too-many-day-trades': (v) =>
    `${v.count('has')} day trades in five sessions, your limit is ${v.count('limit')}: its stop-loss might make another`,
  'lost-lately': (v) =>
    `its last ${v.count('count')} trades came to ${v.money('has')} within ${v.count('sessions')} sessions: it is left alone`,
};

/** What the size comes from: "size bound by …". */
export const sizeBounds: Record<SizeBound, string> = {
  'position-max-bot': 'the bot’s largest position',
  'position-fraction': 'your account’s largest position',
  'risk-per-trade': 'your account’s largest loss per trade',
  'bot-cash': 'the bot’s cash',
  'buying-power': 'the account’s cash',
  'invested-max': 'what you allowed to be invested here',
  'horizon-split': 'your capital split by holding time',
  'position-amount': 'what you allowed for one position',
  'exposure-gross': 'what you allowed to be invested in all',
  'exposure-net': 'what you allowed to be invested, less what is sold short',
  'sector-exposure': 'what you allowed in one sector',
  'portfolio-heat': 'what you allow to be lost if every stop-loss is hit',
  'settled-cash': 'cash that has settled',
  liquidity: 'a part of what is traded on a usual day',
  'fixed-fraction': 'the bot’s fixed loss per trade',
  'volatility-target': 'the bot’s usual swing',
  'equal-weight': 'the same amount in each position',
  'capped-kelly': 'the record of this setup (Kelly)',
  forecast: 'its forecast, which may only make it smaller',
  'bot-size-fraction': 'the part of their usual size that bots may buy',
  'first-trades': 'a quarter of the usual size for your first trades with real money',
};
