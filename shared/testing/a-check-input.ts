import type { Holder, InstrumentId } from '../domain/ids.ts';
import type { MarketMs } from '../lib/time.ts';
import type { CheckInput, ClosedTrade, PendingTrade } from '../risk/check.ts';
import type { PastPrices } from '../risk/past-prices.ts';
import { DEFAULT_LIMITS } from '../risk/limits.ts';
import { anInstrument } from './an-instrument.ts';

/** A bot's entry that passes every check: 12 at most 124.60, stop 114.63, on an account of 25,000. */
export function aCheckInput(changes: Partial<CheckInput> = {}): CheckInput {
  return {
    intent: 'entry',
    origin: 'strategy',
    moment: 'send',
    session: 'now',
    marketAt: 1_700_000_000_000 as MarketMs,
    instrument: anInstrument(),
    holder: 'bot-1' as Holder,
    side: 'buy',
    horizon: 'mid',
    quantity: '12',
    limitPrice: '124.6',
    stopPrice: '114.63',
    fees: { buy: '0', sell: '0.05' },
    rate: '1',
    modes: { global: 'active', account: 'active', bot: 'active' },
    mayTrade: true,
    isReady: true,
    isMarketOpen: true,
    opensAt: null,
    sessionKind: 'regular',
    isHalted: false,
    quote: { price: 124.22, ageMs: 3_000 },
    previousClose: 123,
    spread: 0.0005,
    earnings: 'none',
    past: new Map(),
    account: {
      equity: '25000',
      peakEquity: '26000',
      dayStartEquity: '25100',
      buyingPower: '20000',
      ordersToday: 2,
      ordersLastMinute: 0,
      unsettled: '0',
      dayTrades: 0,
      otherPositions: 3,
      positionValue: '0',
      invested: '0',
      byHorizon: { short: '0', mid: '0', long: '0' },
    },
    bot: { cash: '5000', value: '5100', peakValue: '5200', endsAt: 1_800_000_000_000 as MarketMs, positionMax: '2000' },
    holdings: [],
    pending: [],
    book: [],
    closed: [],
    lastEqualOrderAt: 'never',
    limits: DEFAULT_LIMITS,
    ...changes,
  };
}

const base = aCheckInput();

/** Another bot than the one that asks, and another stock than the one it asks for. */
export const OTHER_HOLDER = 'bot-2' as Holder;
export const OTHER_STOCK = 'instrument-2' as InstrumentId;

/* Parts of a check's input: what is not named stays as it is there. */

export const withAccount = (changes: Partial<CheckInput['account']>): Partial<CheckInput> => ({
  account: { ...base.account, ...changes },
});

export const withBot = (changes: Partial<NonNullable<CheckInput['bot']>>): Partial<CheckInput> => ({
  bot: base.bot === null ? null : { ...base.bot, ...changes },
});

export const withLimits = (changes: Partial<CheckInput['limits']>): Partial<CheckInput> => ({
  limits: { ...DEFAULT_LIMITS, ...changes },
});

/** The same purchase, on its way. */
export const aPendingTrade = (changes: Partial<PendingTrade> = {}): PendingTrade => ({
  instrumentId: base.instrument.id,
  side: 'buy',
  quantity: '12',
  holder: base.holder,
  openCost: '1495.2',
  horizon: 'mid',
  ...changes,
});

/** A gain of 5 today, in the same stock. */
export const aClosedTrade = (changes: Partial<ClosedTrade> = {}): ClosedTrade => ({
  instrumentId: base.instrument.id,
  result: '5',
  isStopOut: false,
  sessionsAgo: 0,
  ...changes,
});

/** Twenty days on which the stock was traded for the same value. */
export const tradedFor = (value: number): ReadonlyMap<InstrumentId, PastPrices> =>
  new Map([[base.instrument.id, { t: [], close: [], tradedValue: new Array<number>(20).fill(value) }]]);
