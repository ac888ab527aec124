import type { Holder } from '../domain/ids.ts';
import type { MarketMs } from '../lib/time.ts';
import type { CheckInput } from '../risk/check.ts';
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
    bot: { cash: '5000', value: '5100', peakValue: '5200', endsAt: 1_800_000_000_000 as MarketMs },
    holdings: [],
    pending: [],
    book: [],
    closed: [],
    lastEqualOrderAt: 'never',
    limits: DEFAULT_LIMITS,
    ...changes,
  };
}
