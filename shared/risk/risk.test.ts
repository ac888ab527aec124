import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import { isLooser, LIMIT_DEFAULTS, type LimitName, type SettableLimits } from '../domain/account-limits.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketMs, TradingDay } from '../lib/time.ts';
import {
  aCheckInput,
  aClosedTrade,
  aPendingTrade,
  OTHER_HOLDER,
  OTHER_STOCK,
  tradedFor,
  withAccount,
  withBot,
  withLimits,
} from '../testing/a-check-input.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { pastOfCloses } from '../testing/some-past.ts';
import {
  CHECK_NAMES,
  type BookLine,
  type CheckInput,
  type CheckName,
  type CheckVerdict,
  type ClosedTrade,
} from './check.ts';
import { CHECKS, runChecks } from './index.ts';
import { accountLimitsSchema, DEFAULT_LIMITS, readLimits } from './limits.ts';
import { usualTradedValue, type PastPrices } from './past-prices.ts';

const base = aCheckInput();
const QUARTER = { firstTrades: { count: 10, sizeFraction: 0.25 } };
const SPLIT = { horizonSplit: { short: 60, mid: 40, long: 0 } };
const krx = anInstrument({ exchange: 'krx', currency: 'KRW' });
const fund = anInstrument({ kind: 'etf' });
const wons = (limitPrice: string): Partial<CheckInput> => ({ instrument: krx, limitPrice, stopPrice: null });
const traded = (value: number): Partial<CheckInput> => ({ past: tradedFor(value) });
/** A line of the book, of energy unless told; a value below 0 is short. */
const held = (
  value: string,
  { sector = 'energy', kind = 'stock', hasStop = true, lossAtStop = '0' }: Partial<Instrument & BookLine> = {},
): BookLine => ({
  instrument: anInstrument({ id: OTHER_STOCK, symbol: 'OTHR', sector, kind }),
  holder: OTHER_HOLDER,
  value,
  hasStop,
  lossAtStop,
});
const inSector = (changes: Partial<CheckInput>): Partial<CheckInput> => ({
  instrument: anInstrument({ sector: 'energy' }),
  ...withLimits({ sectorFractionMax: 0.5 }),
  ...changes,
});
const stopOuts = (count: number, sessionsAgo: number): ClosedTrade[] =>
  Array.from({ length: count }, (_, n) =>
    aClosedTrade({ isStopOut: true, result: '-5', instrumentId: `x${n}` as InstrumentId, sessionsAgo }),
  );
const lost = (count: number): ClosedTrade[] => Array.from({ length: count }, () => aClosedTrade({ result: '-9' }));
const losses = (count: number, sessionsAgo = 0): ClosedTrade[] =>
  Array.from({ length: count }, (_, n) =>
    aClosedTrade({ result: '-1', instrumentId: `x${n}` as InstrumentId, sessionsAgo }),
  );

const reports = (sessionsAhead: number) => ({ day: '2023-11-17' as TradingDay, sessionsAhead });

function verdict(check: CheckName, changes: Partial<CheckInput>): CheckVerdict | undefined {
  return runChecks(aCheckInput(changes)).verdicts.find((one) => one.check === check);
}

/** Each row: the check, what is changed, and `pass` or the code it denies with. Boundaries stand as −1, 0, +1 unit. */
const TABLE: readonly (readonly [CheckName, string, Partial<CheckInput>, string])[] = [
  ['mode', 'all active', {}, 'pass'],
  ['mode', 'the bot is reducing', { modes: { ...base.modes, bot: 'reducing' } }, 'mode-reducing'],
  [
    'mode',
    'the account is reducing, another unknown',
    { modes: { global: null, account: 'reducing', bot: 'active' } },
    'mode-reducing',
  ],
  [
    'mode',
    'global halt beats a reducing bot',
    { modes: { global: 'halted', account: 'active', bot: 'reducing' } },
    'mode-halted',
  ],
  ['mode', 'catching up', { isReady: false }, 'recovering'],
  ['mode', 'an account that may not trade', { mayTrade: false }, 'account-may-not-trade'],
  ['mode', 'a person’s own trade has no bot', { bot: null, modes: { ...base.modes, bot: null } }, 'pass'],
  ['market-open', 'in session', {}, 'pass'],
  ['market-open', 'closed', { isMarketOpen: false }, 'market-closed'],
  [
    'market-open',
    'a question for the next open, closed',
    { isMarketOpen: false, session: 'next-open', moment: 'ask' },
    'pass',
  ],
  [
    'market-open',
    'released for the next open, still closed',
    { isMarketOpen: false, session: 'next-open' },
    'market-closed',
  ],
  ['known-price', 'one below the oldest', { quote: { price: 124, ageMs: 59_999 } }, 'pass'],
  ['known-price', 'at the oldest', { quote: { price: 124, ageMs: 60_000 } }, 'pass'],
  ['known-price', 'one above the oldest', { quote: { price: 124, ageMs: 60_001 } }, 'quote-too-old'],
  [
    'known-price',
    'yesterday’s close for a question for the next open',
    { quote: { price: 124, ageMs: 6e7 }, session: 'next-open', moment: 'ask' },
    'pass',
  ],
  [
    'known-price',
    'yesterday’s close at the open',
    { quote: { price: 124, ageMs: 6e7 }, session: 'next-open' },
    'quote-too-old',
  ],
  ['block-list', 'another name', withLimits({ blockList: ['XOM'] }), 'pass'],
  ['block-list', 'by symbol', withLimits({ blockList: ['HRBM'] }), 'blocked-instrument'],
  ['block-list', 'by id', withLimits({ blockList: ['instrument-1'] }), 'blocked-instrument'],
  // 14 November 2023, also where it is the 15th in Seoul already.
  ['block-list', 'on its last day', withLimits({ blockedUntil: { HRBM: '2023-11-14' } }), 'blocked-until'],
  [
    'block-list',
    'on its last day, by id',
    withLimits({ blockedUntil: { 'instrument-1': '2023-11-14' } }),
    'blocked-until',
  ],
  ['block-list', 'the day after', withLimits({ blockedUntil: { HRBM: '2023-11-13' } }), 'pass'],
  [
    'block-list',
    'the later of two',
    withLimits({ blockedUntil: { HRBM: '2023-11-13', 'instrument-1': '2024-01-02' } }),
    'blocked-until',
  ],
  [
    'block-list',
    'the day after in Seoul, the last one in New York',
    { ...withLimits({ blockedUntil: { HRBM: '2023-11-14' } }), instrument: anInstrument({ exchange: 'krx' }) },
    'pass',
  ],
  [
    'block-list',
    'until a day and without an end',
    withLimits({ blockList: ['HRBM'], blockedUntil: { HRBM: '2020-01-01' } }),
    'blocked-instrument',
  ],
  ['block-list', 'another name until a day', withLimits({ blockedUntil: { constructor: '2030-01-01' } }), 'pass'],
  ['earnings', 'nobody asked', { earnings: null }, 'pass'],
  ['earnings', 'nothing announced', { earnings: 'none', ...withLimits({ earningsSessions: 3 }) }, 'pass'],
  ['earnings', 'a session further away', { earnings: reports(4), ...withLimits({ earningsSessions: 3 }) }, 'pass'],
  [
    'earnings',
    'as many sessions away',
    { earnings: reports(3), ...withLimits({ earningsSessions: 3 }) },
    'before-earnings',
  ],
  ['earnings', 'today', { earnings: reports(0), ...withLimits({ earningsSessions: 1 }) }, 'before-earnings'],
  ['earnings', 'no source', { earnings: 'no-source', ...withLimits({ earningsSessions: 1 }) }, 'earnings-unknown'],
  [
    'earnings',
    'of a fund, which reports nothing',
    { earnings: 'no-source', instrument: anInstrument({ kind: 'etf' }), ...withLimits({ earningsSessions: 1 }) },
    'pass',
  ],
  ['lot-and-tick', 'nothing', { quantity: '0' }, 'below-lot'],
  ['lot-and-tick', 'less than a lot', { quantity: '0.999999999' }, 'below-lot'],
  ['lot-and-tick', 'one lot', { quantity: '1' }, 'pass'],
  ['lot-and-tick', 'a hair more', { quantity: '1.000000001' }, 'not-a-lot-multiple'],
  ['lot-and-tick', 'between two ticks', { limitPrice: '124.605' }, 'not-on-tick'],
  ['lot-and-tick', 'a stop between two ticks', { stopPrice: '114.631' }, 'not-on-tick'],
  ['lot-and-tick', 'a won price on its tick', { instrument: krx, limitPrice: '71200', stopPrice: '65600' }, 'pass'],
  [
    'lot-and-tick',
    'a won price between two',
    { instrument: krx, limitPrice: '71250', stopPrice: '65600' },
    'not-on-tick',
  ],
  ['duplicates', 'somebody else’s equal order', { pending: [aPendingTrade({ holder: OTHER_HOLDER })] }, 'pass'],
  ['duplicates', 'its own, of another size', { pending: [aPendingTrade({ quantity: '3' })] }, 'duplicate-order'],
  [
    'duplicates',
    'a person’s second order of another size',
    { bot: null, holder: 'manual', pending: [aPendingTrade({ holder: 'manual', quantity: '3' })] },
    'pass',
  ],
  [
    'duplicates',
    'a person’s second order of the same size',
    { bot: null, holder: 'manual', pending: [aPendingTrade({ holder: 'manual' })] },
    'duplicate-order',
  ],
  ['duplicates', 'one below the window', { lastEqualOrderAt: (base.marketAt - 59_999) as MarketMs }, 'duplicate-order'],
  ['duplicates', 'at the window', { lastEqualOrderAt: (base.marketAt - 60_000) as MarketMs }, 'pass'],
  ['duplicates', 'it holds some', { holdings: [{ holder: base.holder, quantity: '1' }] }, 'already-held'],
  ['duplicates', 'it holds nothing any more', { holdings: [{ holder: base.holder, quantity: '0' }] }, 'pass'],
  ['opposes-holding', 'somebody else holds it too', { holdings: [{ holder: OTHER_HOLDER, quantity: '5' }] }, 'pass'],
  [
    'opposes-holding',
    'somebody else is selling it',
    { pending: [aPendingTrade({ holder: OTHER_HOLDER, side: 'sell' })] },
    'opposes-holding',
  ],
  [
    'opposes-holding',
    'somebody else is short',
    { holdings: [{ holder: OTHER_HOLDER, quantity: '-5' }] },
    'opposes-holding',
  ],
  [
    'opposes-holding',
    'a short sale against a holder',
    { side: 'sell', holdings: [{ holder: OTHER_HOLDER, quantity: '5' }] },
    'opposes-holding',
  ],
  ['collar', 'one tick below the collar', { quote: { price: 100, ageMs: 0 }, limitPrice: '101.99' }, 'pass'],
  ['collar', 'at the collar', { quote: { price: 100, ageMs: 0 }, limitPrice: '102' }, 'pass'],
  ['collar', 'one tick above the collar', { quote: { price: 100, ageMs: 0 }, limitPrice: '102.01' }, 'above-collar'],
  ['position-size', 'a cent below the limit', withAccount({ equity: '14952.1' }), 'pass'],
  ['position-size', 'at the limit', withAccount({ equity: '14952' }), 'pass'],
  ['position-size', 'a cent above the limit', withAccount({ equity: '14951.9' }), 'position-too-large'],
  ['position-size', 'at the limit with what others hold', withAccount({ positionValue: '1004.8' }), 'pass'],
  ['position-size', 'a cent more held', withAccount({ positionValue: '1004.81' }), 'position-too-large'],
  [
    'position-size',
    'with what others are buying',
    { pending: [aPendingTrade({ holder: OTHER_HOLDER, openCost: '1004.81' })] },
    'position-too-large',
  ],
  [
    'position-size',
    'what is being bought of another instrument does not count',
    { pending: [aPendingTrade({ holder: OTHER_HOLDER, instrumentId: OTHER_STOCK, openCost: '5000' })] },
    'pass',
  ],
  [
    'position-size',
    'what others are selling does not count',
    { pending: [aPendingTrade({ holder: OTHER_HOLDER, side: 'sell', openCost: '5000' })] },
    'pass',
  ],
  // 12 × (124.60 − 114.63) + 0.05 = 119.69, 2 % of 5,984.50
  ['risk-per-trade', 'at the limit', withAccount({ equity: '5984.5' }), 'pass'],
  ['risk-per-trade', 'a cent above', withAccount({ equity: '5984' }), 'risk-too-large'],
  ['risk-per-trade', 'without a stop the whole amount', { stopPrice: null }, 'risk-too-large'],
  ['risk-per-trade', 'a stop at the price', { stopPrice: '124.6' }, 'stop-not-below-price'],
  ['position-size', 'a quarter at the limit', { ...withLimits(QUARTER), ...withAccount({ equity: '59808' }) }, 'pass'],
  [
    'position-size',
    'a quarter, a cent above',
    { ...withLimits(QUARTER), ...withAccount({ equity: '59807.9' }) },
    'first-trades-size',
  ],
  ['invested-max', 'nobody set one', withAccount({ invested: null }), 'pass'],
  [
    'invested-max',
    'at the limit',
    { ...withLimits({ investedMax: '5000' }), ...withAccount({ invested: '3504.8' }) },
    'pass',
  ],
  [
    'invested-max',
    'a cent above',
    { ...withLimits({ investedMax: '5000' }), ...withAccount({ invested: '3504.81' }) },
    'invested-too-much',
  ],
  [
    'invested-max',
    'a cent above with what is being bought, of anything',
    {
      ...withLimits({ investedMax: '5000' }),
      ...withAccount({ invested: '2504.8' }),
      pending: [aPendingTrade({ instrumentId: krx.id, holder: OTHER_HOLDER, openCost: '1000.01' })],
    },
    'invested-too-much',
  ],
  [
    'invested-max',
    'unknown holdings',
    { ...withLimits({ investedMax: '5000' }), ...withAccount({ invested: null }) },
    'unknown',
  ],
  [
    'invested-max',
    'what is bought outside Nod does not count',
    {
      ...withLimits({ investedMax: '5000' }),
      ...withAccount({ invested: '3504.8' }),
      pending: [aPendingTrade({ instrumentId: krx.id, holder: 'external', openCost: '9000' })],
    },
    'pass',
  ],
  ['horizon-split', 'nobody set one', withAccount({ byHorizon: null }), 'pass'],
  // 12 × 124.60 = 1,495.20 is 40 % of 3,738.
  ['horizon-split', 'a cent below', { ...withLimits(SPLIT), ...withAccount({ equity: '3738.03' }) }, 'pass'],
  ['horizon-split', 'at the share', { ...withLimits(SPLIT), ...withAccount({ equity: '3738' }) }, 'pass'],
  ['horizon-split', 'a cent above', { ...withLimits(SPLIT), ...withAccount({ equity: '3737.97' }) }, 'horizon-full'],
  [
    'horizon-split',
    'with what bots hold for as long, and no other horizon',
    { ...withLimits(SPLIT), ...withAccount({ byHorizon: { short: '9000', mid: '8504.8', long: '9000' } }) },
    'pass',
  ],
  [
    'horizon-split',
    'a cent more held for as long',
    { ...withLimits(SPLIT), ...withAccount({ byHorizon: { short: '0', mid: '8504.81', long: '0' } }) },
    'horizon-full',
  ],
  [
    'horizon-split',
    'a cent above with what is being bought for as long',
    {
      ...withLimits(SPLIT),
      ...withAccount({ byHorizon: { short: '0', mid: '8000', long: '0' } }),
      pending: [
        aPendingTrade({ instrumentId: krx.id, holder: OTHER_HOLDER, openCost: '504.81' }),
        aPendingTrade({ instrumentId: krx.id, holder: OTHER_HOLDER, openCost: '9000', horizon: 'short' }),
      ],
    },
    'horizon-full',
  ],
  ['horizon-split', 'a share of nothing', { ...withLimits(SPLIT), horizon: 'long' }, 'horizon-full'],
  ['horizon-split', 'a person’s own trade is of no horizon', { ...withLimits(SPLIT), horizon: 'none' }, 'pass'],
  ['horizon-split', 'unknown holdings', { ...withLimits(SPLIT), ...withAccount({ byHorizon: null }) }, 'unknown'],
  ['buying-power', 'a cent more than the cost', withAccount({ buyingPower: '1495.21' }), 'pass'],
  ['buying-power', 'the very cost', withAccount({ buyingPower: '1495.2' }), 'pass'],
  ['buying-power', 'a cent less', withAccount({ buyingPower: '1495.19' }), 'no-buying-power'],
  [
    'buying-power',
    'the fee is a cent too much',
    { ...withAccount({ buyingPower: '1495.2' }), fees: { buy: '0.01', sell: '0' } },
    'no-buying-power',
  ],
  ['bot-budget', 'its very last cent', withBot({ cash: '1495.2' }), 'pass'],
  ['bot-budget', 'a cent less', withBot({ cash: '1495.19' }), 'bot-cash-short'],
  ['bot-budget', 'its largest position to the cent', withBot({ positionMax: '1495.2' }), 'pass'],
  ['bot-budget', 'a cent above its largest position', withBot({ positionMax: '1495.19' }), 'bot-position-too-large'],
  ['bot-budget', 'one before its end', withBot({ endsAt: (base.marketAt + 1) as MarketMs }), 'pass'],
  ['bot-budget', 'at its end', withBot({ endsAt: base.marketAt }), 'bot-ended'],
  ['bot-budget', 'a cent above 15 % below its peak', withBot({ value: '4420.01' }), 'pass'],
  ['bot-budget', 'at 15 % below its peak', withBot({ value: '4420' }), 'bot-drawdown'],
  ['open-positions', 'the last that is allowed', withAccount({ otherPositions: 14 }), 'pass'],
  ['open-positions', 'one more', withAccount({ otherPositions: 15 }), 'too-many-positions'],
  ['orders-per-day', 'the last that is allowed', withAccount({ ordersToday: 19 }), 'pass'],
  ['orders-per-day', 'one more', withAccount({ ordersToday: 20 }), 'too-many-orders'],
  ['daily-loss', 'a cent above', withAccount({ dayStartEquity: '26315.78' }), 'pass'],
  ['daily-loss', 'at the limit', withAccount({ equity: '23845', dayStartEquity: '25100' }), 'daily-loss-reached'],
  ['daily-loss', 'a cent above the limit', withAccount({ equity: '23845.01', dayStartEquity: '25100' }), 'pass'],
  ['drawdown', 'a cent above the limit', withAccount({ equity: '22100.01', dayStartEquity: '22200' }), 'pass'],
  ['drawdown', 'at the limit', withAccount({ equity: '22100', dayStartEquity: '22200' }), 'drawdown-reached'],
  ['session-kind', 'a regular session', { sessionKind: 'regular' }, 'pass'],
  ['session-kind', 'closed is for another check', { sessionKind: 'closed' }, 'pass'],
  ['session-kind', 'extended hours', { sessionKind: 'extended' }, 'session-kind-not-allowed'],
  [
    'session-kind',
    'extended hours, allowed',
    { sessionKind: 'extended', ...withLimits({ sessionKinds: ['extended'] }) },
    'pass',
  ],
  [
    'session-kind',
    'a half day, not allowed',
    { sessionKind: 'half', ...withLimits({ sessionKinds: ['regular'] }) },
    'session-kind-not-allowed',
  ],
  [
    'session-kind',
    'a question for the next open',
    { sessionKind: 'extended', session: 'next-open', moment: 'ask' },
    'pass',
  ],
  ['halted', 'trading', { isHalted: false }, 'pass'],
  ['halted', 'halted', { isHalted: true }, 'instrument-halted'],
  [
    'halted',
    'halted, asked for the next open',
    { isHalted: true, session: 'next-open', moment: 'ask' },
    'instrument-halted',
  ],
  ['halted', 'unknown, asked for the next open', { isHalted: null, session: 'next-open', moment: 'ask' }, 'pass'],
  ['spread', 'nobody set one', { spread: null }, 'pass'],
  ['spread', 'at the limit', { spread: 0.002, ...withLimits({ spreadMax: 0.002 }) }, 'pass'],
  ['spread', 'above', { spread: 0.0020001, ...withLimits({ spreadMax: 0.002 }) }, 'spread-too-wide'],
  [
    'spread',
    'for the next open',
    { spread: null, session: 'next-open', moment: 'ask', ...withLimits({ spreadMax: 0.002 }) },
    'pass',
  ],
  ['allow-list', 'no list', {}, 'pass'],
  ['allow-list', 'by symbol', withLimits({ allowList: ['HRBM'] }), 'pass'],
  ['allow-list', 'by id', withLimits({ allowList: ['instrument-1'] }), 'pass'],
  ['allow-list', 'an empty list is nobody, not everybody', withLimits({ allowList: [] }), 'not-on-allow-list'],
  ['allow-list', 'another name', withLimits({ allowList: ['XOM'] }), 'not-on-allow-list'],
  ['short-sale', 'not asked for', { side: 'sell' }, 'short-not-allowed'],
  ['short-sale', 'asked for', { side: 'sell', ...withLimits({ shortAllowed: true }) }, 'pass'],
  // 30 % of 71,200 is 21,360, cut to the hundred: 21,300.
  ['price-limit', 'a tick inside the upper limit', { ...wons('92400'), previousClose: 71_200 }, 'pass'],
  ['price-limit', 'the upper limit', { ...wons('92500'), previousClose: 71_200 }, 'pass'],
  ['price-limit', 'a tick above', { ...wons('92600'), previousClose: 71_200 }, 'outside-price-limit'],
  ['price-limit', 'the lower limit', { ...wons('49900'), previousClose: 71_200 }, 'pass'],
  ['price-limit', 'a tick below', { ...wons('49850'), previousClose: 71_200 }, 'outside-price-limit'],
  ['price-limit', 'no close before', { ...wons('92400'), previousClose: null }, 'unknown'],
  ['price-limit', 'no price', { instrument: krx, limitPrice: null }, 'unknown'],
  ['price-limit', 'for the next open', { ...wons('99900'), session: 'next-open', moment: 'ask' }, 'pass'],
  ['price-limit', 'not in the US', { previousClose: null }, 'pass'],
  ['minimum-price', 'at the least', { limitPrice: '1' }, 'pass'],
  ['minimum-price', 'a tick below', { limitPrice: '0.9999' }, 'price-too-low'],
  ['minimum-price', 'nobody set one', { limitPrice: '0.5', ...withLimits({ priceMinUsd: null }) }, 'pass'],
  ['minimum-price', 'in won, at the least', wons('100'), 'pass'],
  ['minimum-price', 'in won, below', wons('99'), 'price-too-low'],
  ['liquidity', 'nobody set one', { past: null }, 'pass'],
  ['liquidity', 'traded enough', { ...traded(1_000), ...withLimits({ tradedValueMin: '1000' }) }, 'pass'],
  [
    'liquidity',
    'a cent too little',
    { ...traded(999.99), ...withLimits({ tradedValueMin: '1000' }) },
    'traded-too-little',
  ],
  ['liquidity', 'the order at its share', { ...traded(14_952), ...withLimits({ tradedValueShareMax: 0.1 }) }, 'pass'],
  [
    'liquidity',
    'a cent above its share',
    { ...traded(14_951.9), ...withLimits({ tradedValueShareMax: 0.1 }) },
    'order-too-large-for-market',
  ],
  [
    'liquidity',
    'a rate that is unknown',
    { ...traded(14_952), rate: null, ...withLimits({ tradedValueShareMax: 0.1 }) },
    'unknown',
  ],
  ['position-amount', 'nobody set one', withAccount({ positionValue: null }), 'pass'],
  ['position-amount', 'at the limit', withLimits({ positionAmountMax: '1495.2' }), 'pass'],
  ['position-amount', 'a cent above', withLimits({ positionAmountMax: '1495.19' }), 'position-amount-too-large'],
  [
    'position-amount',
    'with what is held and being bought',
    {
      ...withLimits({ positionAmountMax: '1600' }),
      ...withAccount({ positionValue: '100' }),
      pending: [aPendingTrade({ holder: OTHER_HOLDER, openCost: '4.81' })],
    },
    'position-amount-too-large',
  ],
  // Of 25,000: 23,504.80 and this order's 1,495.20.
  ['exposure-gross', 'at the limit', { book: [held('23504.8')] }, 'pass'],
  ['exposure-gross', 'a cent above', { book: [held('23504.81')] }, 'gross-exposure-too-large'],
  [
    'exposure-gross',
    'what is short counts too',
    { book: [held('23000'), held('-504.81')] },
    'gross-exposure-too-large',
  ],
  ['exposure-gross', 'nobody set one', { book: null, ...withLimits({ exposureGrossMax: null }) }, 'pass'],
  ['exposure-net', 'what is short makes room', { book: [held('23505'), held('-0.2')] }, 'pass'],
  ['exposure-net', 'a cent above', { book: [held('23505'), held('-0.19')] }, 'net-exposure-too-large'],
  ['exposure-net', 'a short sale against what is held', { side: 'sell', book: [held('23505')] }, 'pass'],
  ['exposure-net', 'nobody set one', { book: null, ...withLimits({ exposureNetMax: null }) }, 'pass'],
  ['sector-exposure', 'nobody set one', { book: null }, 'pass'],
  ['sector-exposure', 'its sector is unknown', withLimits({ sectorFractionMax: 0.5 }), 'sector-unknown'],
  // Half of 25,000 less this order's 1,495.20.
  ['sector-exposure', 'at the limit', inSector({ book: [held('11004.8')] }), 'pass'],
  ['sector-exposure', 'a cent above', inSector({ book: [held('11004.81')] }), 'sector-too-large'],
  ['sector-exposure', 'another sector', inSector({ book: [held('20000', { sector: 'health' })] }), 'pass'],
  [
    'sector-exposure',
    'an unknown sector counts in each',
    inSector({ book: [held('11004.81', { sector: null })] }),
    'sector-too-large',
  ],
  ['sector-exposure', 'a fund is in none', inSector({ book: [held('20000', { kind: 'etf' })] }), 'pass'],
  [
    'sector-exposure',
    'named by the person',
    { ...withLimits({ sectorFractionMax: 0.5, sectors: { HRBM: 'energy' } }), book: [held('11004.81')] },
    'sector-too-large',
  ],
  ['sector-exposure', 'a fund without a limit', { instrument: fund }, 'pass'],
  [
    'sector-exposure',
    'funds at their limit',
    { instrument: fund, ...withLimits({ fundFractionMax: 0.5 }), book: [held('11004.8', { kind: 'etf' })] },
    'pass',
  ],
  [
    'sector-exposure',
    'funds a cent above',
    { instrument: fund, ...withLimits({ fundFractionMax: 0.5 }), book: [held('11004.81', { kind: 'index' })] },
    'funds-too-large',
  ],
  // 12 × (124.60 − 114.63) + 0.05 = 119.69 beside what is there, half of 25,000.
  ['portfolio-heat', 'at the limit', { book: [held('20000', { lossAtStop: '12380.31' })] }, 'pass'],
  ['portfolio-heat', 'a cent above', { book: [held('20000', { lossAtStop: '12380.32' })] }, 'heat-too-large'],
  [
    'portfolio-heat',
    'without a stop it counts whole',
    { book: [held('12380.32', { hasStop: false })] },
    'heat-too-large',
  ],
  [
    'portfolio-heat',
    'this one without a stop',
    { stopPrice: null, book: [held('20000', { lossAtStop: '11004.75' })] },
    'pass',
  ],
  [
    'portfolio-heat',
    'this one without a stop, a cent above',
    { stopPrice: null, book: [held('20000', { lossAtStop: '11004.76' })] },
    'heat-too-large',
  ],
  ['portfolio-heat', 'nobody set one', { book: null, ...withLimits({ heatFractionMax: null }) }, 'pass'],
  ['settled-cash', 'not a cash account', withAccount({ unsettled: null }), 'pass'],
  [
    'settled-cash',
    'the very cost',
    { ...withLimits({ settledCashOnly: true }), ...withAccount({ unsettled: '18504.8' }) },
    'pass',
  ],
  [
    'settled-cash',
    'a cent less',
    { ...withLimits({ settledCashOnly: true }), ...withAccount({ unsettled: '18504.81' }) },
    'cash-not-settled',
  ],
  ['orders-per-minute', 'the last that is allowed', withAccount({ ordersLastMinute: 19 }), 'pass'],
  ['orders-per-minute', 'one more', withAccount({ ordersLastMinute: 20 }), 'too-many-orders-in-a-minute'],
  ['day-trades', 'not counted', withAccount({ dayTrades: null }), 'pass'],
  ['day-trades', 'one is left', { ...withLimits({ dayTradesMax: 3 }), ...withAccount({ dayTrades: 2 }) }, 'pass'],
  [
    'day-trades',
    'used up',
    { ...withLimits({ dayTradesMax: 3 }), ...withAccount({ dayTrades: 3 }) },
    'too-many-day-trades',
  ],
  ['cooldown', 'stopped out today', { closed: [aClosedTrade({ isStopOut: true })] }, 'stopped-out-lately'],
  [
    'cooldown',
    'stopped out the session before',
    { closed: [aClosedTrade({ isStopOut: true, sessionsAgo: 1 })] },
    'pass',
  ],
  ['cooldown', 'sold today, not by a stop', { closed: [aClosedTrade()] }, 'pass'],
  ['cooldown', 'another one stopped out', { closed: stopOuts(1, 0) }, 'pass'],
  ['cooldown', 'nobody set one', { closed: null, ...withLimits({ cooldownSessions: 0 }) }, 'pass'],
  ['stop-out-guard', 'one less than too many', { closed: stopOuts(11, 0) }, 'pass'],
  ['stop-out-guard', 'too many', { closed: stopOuts(12, 0) }, 'too-many-stop-outs'],
  [
    'stop-out-guard',
    'the last one too many sold with no loss: its stop had followed the price up',
    { closed: [...stopOuts(11, 0), aClosedTrade({ isStopOut: true, result: '0' })] },
    'pass',
  ],
  ['stop-out-guard', 'too many, but long ago', { closed: stopOuts(12, 1) }, 'pass'],
  ['stop-out-guard', 'nobody set one', { closed: null, ...withLimits({ stopOutsMax: null }) }, 'pass'],
  ['low-performer', 'two losses are no pattern', { closed: lost(2) }, 'pass'],
  [
    'low-performer',
    'three that lost together',
    { closed: [aClosedTrade({ result: '17.99' }), ...lost(1), aClosedTrade({ result: '-9', sessionsAgo: 4 })] },
    'lost-lately',
  ],
  ['low-performer', 'three that came to nothing', { closed: [aClosedTrade({ result: '18' }), ...lost(2)] }, 'pass'],
  [
    'low-performer',
    'a loss that is long ago',
    { closed: [...lost(2), aClosedTrade({ result: '-9', sessionsAgo: 5 })] },
    'pass',
  ],
  ['low-performer', 'another one that lost', { closed: losses(3) }, 'pass'],
  ['low-performer', 'nobody set one', { closed: null, ...withLimits({ lowPerformerSessions: 0 }) }, 'pass'],
  ['consecutive-losses', 'one less than too many', { closed: losses(9) }, 'pass'],
  ['consecutive-losses', 'too many', { closed: losses(10) }, 'losses-in-a-row'],
  [
    'consecutive-losses',
    'a gain in between',
    { closed: [...losses(9), aClosedTrade({ result: '0' }), ...losses(9)] },
    'pass',
  ],
  ['consecutive-losses', 'the last of them a session ago', { closed: losses(10, 1) }, 'pass'],
  ['consecutive-losses', 'nobody set one', { closed: null, ...withLimits({ consecutiveLossesMax: null }) }, 'pass'],
];

describe('an entry', () => {
  it('passes when every check does, and every check that binds entries has answered in order', () => {
    const { verdicts, allowed, blockedBy } = runChecks(base);
    expect(verdicts.filter(({ answer }) => answer !== 'pass')).toEqual([]);
    expect([allowed, blockedBy]).toEqual([true, null]);
    expect(verdicts.map(({ check }) => check)).toEqual(CHECK_NAMES.filter((name) => CHECKS[name].appliesTo !== 'exit'));
  });

  it.each(TABLE)('%s: %s', (check, _what, changes, expected) => {
    const answer = verdict(check, changes);
    expect(answer?.answer === 'deny' ? answer.code : answer?.answer).toBe(expected);
    if (answer?.answer === 'deny') expect(runChecks(aCheckInput(changes)).allowed).toBe(false);
  });

  it('shows every verdict, also after the first no, and names the first', () => {
    const { verdicts, blockedBy } = runChecks(
      aCheckInput({ isMarketOpen: false, ...withAccount({ buyingPower: '1' }) }),
    );
    expect(verdicts.filter(({ answer }) => answer === 'deny').map(({ check }) => check)).toEqual([
      'market-open',
      'buying-power',
    ]);
    expect(blockedBy?.check).toBe('market-open');
  });

  it.each([
    ['quote', { quote: { price: 0, ageMs: 0 } }],
    ['quote.ageMs', { quote: { price: 124.22, ageMs: NaN } }],
    ['pending', { pending: [aPendingTrade({ holder: OTHER_HOLDER, openCost: null })] }],
    ['spread', { spread: NaN, ...withLimits({ spreadMax: 0.01 }) }],
  ] as const)('is blocked by a %s that cannot be', (field, changes) => {
    const { allowed, verdicts } = runChecks(aCheckInput(changes));
    expect(allowed).toBe(false);
    expect(verdicts.flatMap((one) => (one.answer === 'unknown' ? one.missing : [])).join()).toContain(field);
  });
});

describe('the number that would pass', () => {
  const CASES: readonly [CheckName, Partial<CheckInput>][] = [
    ['position-size', withAccount({ equity: '9000' })],
    ['position-size', withAccount({ equity: '25000', positionValue: '2200' })],
    ['risk-per-trade', withAccount({ equity: '3000' })],
    ['buying-power', withAccount({ buyingPower: '777.77' })],
    ['bot-budget', withBot({ cash: '999.99' })],
    ['horizon-split', { ...withLimits(SPLIT), ...withAccount({ equity: '2222' }) }],
    ['liquidity', { ...traded(9_000), ...withLimits({ tradedValueShareMax: 0.1 }) }],
    ['position-amount', withLimits({ positionAmountMax: '1000' })],
    ['exposure-gross', { book: [held('24000')] }],
    ['exposure-net', { book: [held('24000')] }],
    ['sector-exposure', inSector({ book: [held('11500')] })],
    ['portfolio-heat', { book: [held('20000', { lossAtStop: '12450' })] }],
    ['settled-cash', { ...withLimits({ settledCashOnly: true }), ...withAccount({ unsettled: '19000' }) }],
  ];

  it.each(CASES)('%s: passes, and one more does not', (check, changes) => {
    const answer = verdict(check, changes);
    if (answer?.answer !== 'deny') throw new Error('it denies 12');
    const passes = String(answer.values['passes']);
    expect(Number(passes)).toBeGreaterThan(0);
    expect(verdict(check, { ...changes, quantity: passes })?.answer).toBe('pass');
    expect(verdict(check, { ...changes, quantity: String(Number(passes) + 1) })?.answer).toBe('deny');
  });

  it('is nothing when there is no room at all', () => {
    expect(verdict('position-size', withAccount({ positionValue: '9000' }))).toMatchObject({ values: { passes: '0' } });
  });

  it('always passes, whatever the figures', () => {
    const cents = fc.integer({ min: 1, max: 5_000_000 }).map((value) => String(value / 100));
    fc.assert(
      fc.property(cents, cents, cents, cents, (equity, buyingPower, cash, price) => {
        const changes = {
          ...withAccount({ equity, buyingPower }),
          ...withBot({ cash }),
          limitPrice: price,
          stopPrice: null,
          quantity: '1000',
        };
        for (const { check, ...answer } of runChecks(aCheckInput(changes)).verdicts) {
          if (
            answer.answer !== 'deny' ||
            !['position-size', 'risk-per-trade', 'buying-power', 'bot-budget'].includes(check)
          )
            continue;
          const passes = answer.values['passes'];
          if (passes === undefined || passes === '0') continue;
          expect(verdict(check, { ...changes, quantity: String(passes) })?.answer, check).toBe('pass');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('an exit', () => {
  const exit = (changes: Partial<CheckInput> = {}): CheckInput =>
    aCheckInput({
      intent: 'exit',
      side: 'sell',
      origin: 'protection',
      limitPrice: null,
      stopPrice: null,
      holdings: [{ holder: base.holder, quantity: '12' }],
      ...changes,
    });

  it('is bound by nothing but mode, session, lot and tick, and what is held', () => {
    expect(runChecks(exit()).verdicts.map(({ check }) => check)).toEqual([
      'mode',
      'market-open',
      'lot-and-tick',
      'exit-quantity',
    ]);
  });

  it.each([
    ['11', true],
    ['12', true],
    ['13', false],
  ])('of %s of 12 held: %s', (quantity, allowed) => {
    expect(runChecks(exit({ quantity })).allowed).toBe(allowed);
  });

  it('leaves what its working sells already take, and never touches another holder’s part', () => {
    const holdings = [
      { holder: base.holder, quantity: '12' },
      { holder: OTHER_HOLDER, quantity: '100' },
    ];
    const pending = [
      aPendingTrade({ side: 'sell', quantity: '5' }),
      aPendingTrade({ side: 'sell', quantity: '50', holder: OTHER_HOLDER }),
      aPendingTrade({ side: 'sell', instrumentId: 'x' as InstrumentId }),
    ];
    expect(runChecks(exit({ holdings, pending, quantity: '7' })).allowed).toBe(true);
    expect(runChecks(exit({ holdings, pending, quantity: '8' })).blockedBy).toMatchObject({
      code: 'exit-above-holding',
      values: { passes: '7' },
    });
  });

  it('runs while buying is stopped; a halt leaves it to protection and people', () => {
    const halted = { global: 'halted', account: 'active', bot: 'active' } as const;
    expect(runChecks(exit({ modes: { ...halted, global: 'reducing' }, origin: 'strategy' })).allowed).toBe(true);
    expect(runChecks(exit({ modes: halted })).allowed).toBe(true);
    expect(runChecks(exit({ modes: halted, origin: 'person' })).allowed).toBe(true);
    expect(runChecks(exit({ modes: halted, origin: 'strategy' })).blockedBy?.check).toBe('mode');
  });

  it('sells a remainder that is no multiple of a lot', () => {
    expect(runChecks(exit({ quantity: '0.5', holdings: [{ holder: base.holder, quantity: '0.5' }] })).allowed).toBe(
      true,
    );
  });
});

describe('limits', () => {
  it('have defaults for all, and refuse a name or a number that cannot be', () => {
    expect(DEFAULT_LIMITS).toMatchObject({
      ...LIMIT_DEFAULTS,
      positionFractionMax: 0.1,
      riskFractionMax: 0.02,
      drawdownMax: 0.15,
    });
    expect(accountLimitsSchema.safeParse({ positionFractionMaximum: 0.2 }).success, 'a mistyped limit').toBe(false);
    for (const mid of [39.9, 40.1, -40, NaN])
      expect(accountLimitsSchema.safeParse({ horizonSplit: { short: 60, mid, long: 0 } }).success, `${mid} %`).toBe(
        false,
      );
    for (const [short, mid, long] of [
      [100, 0, 0],
      [33.3, 33.3, 33.4],
      [0.1, 0.2, 99.7],
    ])
      expect(accountLimitsSchema.safeParse({ horizonSplit: { short, mid, long } }).success).toBe(true);
    for (const value of [0, -0.1, 1.01, NaN])
      expect(accountLimitsSchema.safeParse({ riskFractionMax: value }).success).toBe(false);
  });

  const STEPS: readonly (readonly [LimitName, SettableLimits[LimitName], SettableLimits[LimitName]])[] = [
    ['positionFractionMax', 0.1, 0.2],
    ['positionAmountMax', '1000', '1000.01'],
    ['priceMinUsd', '5', '4.99'],
    ['heatFractionMax', 0.5, null],
    ['settledCashOnly', true, false],
    ['shortAllowed', false, true],
    ['blockList', ['A', 'B'], ['A']],
    ['blockedUntil', { A: '2027-02-27' }, {}],
    ['blockedUntil', { A: '2027-02-27' }, { A: '2027-02-26' }],
    ['earningsSessions', 3, 2],
    ['earningsSessions', 3, null],
    ['allowList', ['A'], ['A', 'B']],
    ['allowList', ['A'], null],
    ['sessionKinds', ['regular'], ['regular', 'half']],
    ['cooldownSessions', 2, 1],
    ['stopOutsMax', 3, 4],
  ];

  it.each(STEPS)('%s: from %j to %j is looser, and the way back is not', (name, tight, loose) => {
    expect(isLooser(name, tight, loose)).toBe(true);
    expect(isLooser(name, loose, tight)).toBe(false);
    expect(isLooser(name, tight, tight)).toBe(false);
  });

  it('a sector named otherwise may be looser: nobody can tell', () => {
    expect(isLooser('sectors', { A: 'energy' }, { A: 'health' })).toBe(true);
    expect(isLooser('sectors', { A: 'energy' }, { A: 'energy' })).toBe(false);
  });

  it('that were stored before there were more read as the new ones’ defaults', () => {
    expect(accountLimitsSchema.parse({ positionFractionMax: 0.3 })).toEqual({
      ...DEFAULT_LIMITS,
      positionFractionMax: 0.3,
    });
  });

  it('that are damaged let nothing be bought, and hold as far as they can be read', () => {
    const strict = { ...DEFAULT_LIMITS, drawdownMax: 0.07, allowList: ['HRBM'] };
    expect(readLimits(strict)).toEqual(strict);
    const damaged = { ...strict, riskFractionMax: 'lots', riskFractionMaximum: 0.01 };
    expect(readLimits(damaged)).toEqual({ ...DEFAULT_LIMITS, drawdownMax: 0.07, allowList: [] });
    for (const none of ['lots', 7, [], null]) {
      expect(readLimits(none)).toEqual({ ...DEFAULT_LIMITS, allowList: [] });
    }
  });
});

describe('correlation with what is held', () => {
  const steps = Array.from({ length: 61 }, (_, day) => Math.sin(day * 1.7) * 0.02);
  const path = (step: (day: number) => number, days = 61): PastPrices => {
    let price = 100;
    return pastOfCloses(Array.from({ length: days }, (_, day) => (price *= 1 + step(day))));
  };
  const same = path((day) => steps[day] ?? 0);
  const opposite = path((day) => -(steps[day] ?? 0));
  const own = path((day) => Math.cos(day * 2.9) * 0.02);
  const ask = (other: PastPrices, changes: Partial<CheckInput> = {}) =>
    verdict('correlation', {
      past: new Map([
        [base.instrument.id, same],
        [OTHER_STOCK, other],
      ]),
      book: [held('1000')],
      ...withLimits({ correlationMax: 0.9, portfolioCorrelationMax: 0.9 }),
      ...changes,
    });

  it('denies what moves like a holding, and names it', () => {
    const answer = ask(same);
    expect(answer).toMatchObject({ answer: 'deny', code: 'too-correlated', values: { symbol: 'OTHR', limit: 0.9 } });
    if (answer?.answer === 'deny') expect(answer.values['has']).toBeCloseTo(1, 9);
  });

  it('passes what goes its own way or the other way, and what is held of the very same thing', () => {
    expect(ask(own)?.answer).toBe('pass');
    expect(ask(opposite)?.answer).toBe('pass');
    expect(ask(same, { book: [{ ...held('1000'), instrument: base.instrument }] })?.answer).toBe('pass');
    expect(ask(same, { book: [] })?.answer).toBe('pass');
    expect(ask(same, { book: [held('1000'), held('-1000')] })?.answer, 'long and short of the same is nothing').toBe(
      'pass',
    );
  });

  it('turns around with the direction: short against short is alike, a buy beside a short is not', () => {
    const shortSale = withLimits({ correlationMax: 0.9, shortAllowed: true });
    expect(ask(same, { book: [held('-1000')] })?.answer).toBe('pass');
    expect(ask(same, { book: [held('-1000')], side: 'sell', ...shortSale })?.answer).toBe('deny');
    expect(ask(same, { side: 'sell', ...shortSale })?.answer).toBe('pass');
  });

  it('denies what moves like everything together though like none of it alone', () => {
    const half = path((day) => (steps[day] ?? 0) + Math.cos(day * 2.9) * 0.02);
    const rest = path((day) => (steps[day] ?? 0) - Math.cos(day * 2.9) * 0.02);
    const third = anInstrument({ id: 'instrument-3' as InstrumentId, symbol: 'THRD' });
    const answer = ask(half, {
      past: new Map([
        [base.instrument.id, same],
        [OTHER_STOCK, half],
        [third.id, rest],
      ]),
      book: [held('1000'), { ...held('1000'), instrument: third }],
    });
    expect(answer).toMatchObject({ answer: 'deny', code: 'too-correlated-with-all' });
  });

  it('is unknown below 20 common days, with a price that never moves, and where only one limit is set', () => {
    const twenty = pastOfCloses(Array.from(same.close).slice(0, 21));
    const nineteen = pastOfCloses(Array.from(same.close).slice(0, 20));
    expect(ask(twenty)?.answer).toBe('deny');
    expect(ask(nineteen)?.answer).toBe('unknown');
    expect(ask(pastOfCloses(new Array<number>(61).fill(100)))?.answer).toBe('unknown');
    expect(ask(nineteen, withLimits({ portfolioCorrelationMax: 0.9 }))?.answer).toBe('unknown');
    expect(ask(nineteen, withLimits({}))?.answer, 'nobody asked').toBe('pass');
  });

  it('counts days by their date, not by their place', () => {
    const late = { ...same, t: Array.from(same.t, (t) => t + 61 * 86_400_000) };
    expect(ask(late)?.answer).toBe('unknown');
  });
});

describe('the usual value of a day', () => {
  const usual = (tradedValue: number[]) => usualTradedValue({ t: [], close: [], tradedValue });

  it('is the median of the last 20 days', () => {
    expect(usual([...new Array<number>(50).fill(1e9), ...Array.from({ length: 20 }, (_, n) => n + 1)])).toBe(10.5);
    expect(usual([5, 1, 4, 2, 3, 9, 8, 7, 6, 10, 11])).toBe(6);
  });

  it('is unknown with fewer than 10, or with a day nobody knows', () => {
    expect(usual(new Array<number>(10).fill(3))).toBe(3);
    expect(usual(new Array<number>(9).fill(3))).toBeNull();
    expect(usual([...new Array<number>(15).fill(3), Number.NaN])).toBeNull();
  });
});
