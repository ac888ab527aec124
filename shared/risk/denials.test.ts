import { describe, expect, it } from 'vitest';
import type { InstrumentId } from '../domain/ids.ts';
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
import { somePast } from '../testing/some-past.ts';
import type { BookLine, CheckInput, CheckName, CheckVerdict, ClosedTrade, DenyCode, PendingTrade } from './check.ts';
import { CHECKS, runChecks } from './index.ts';

/*
 * What a no says, to the last number: a card, an alert and the API are made of these, and "passes" is what a person types
 * next. Of an account of 25,000 and 12 at most 124.60 with the stop at 114.63: 1,495.20, and 119.69 lost at the stop.
 */

const base = aCheckInput();
const pending = (changes: Partial<PendingTrade>): Partial<CheckInput> => ({ pending: [aPendingTrade(changes)] });
const held = (value: string | null, change: Partial<BookLine> = {}): BookLine => ({
  instrument: anInstrument({ id: OTHER_STOCK, symbol: 'OTHR', sector: 'energy' }),
  holder: OTHER_HOLDER,
  value,
  hasStop: true,
  lossAtStop: '0',
  ...change,
});
const closed = (changes: Partial<ClosedTrade> = {}): ClosedTrade => aClosedTrade({ result: '-9', ...changes });
const energy = anInstrument({ sector: 'energy' });
const fund = anInstrument({ kind: 'etf' });
const krx = anInstrument({ exchange: 'krx', currency: 'KRW' });
const energyBlocked = withLimits({ blockedSectors: ['energy'] });
const of = (held: InstrumentId | null, theirs = somePast(1)) =>
  new Map(held === null ? [] : [[base.instrument.id, somePast(1)] as const, [held, theirs] as const]);

function verdict(check: CheckName, changes: Partial<CheckInput>): CheckVerdict | undefined {
  return runChecks(aCheckInput(changes)).verdicts.find((one) => one.check === check);
}

/** Only a question for the next open may wait for what the open brings: not one for now, and not its release. */
const ASKED_NOW_OR_SENT: readonly Partial<CheckInput>[] = [
  { session: 'now', moment: 'ask' },
  { session: 'next-open', moment: 'send' },
];

const DENIALS: readonly (readonly [CheckName, DenyCode, Partial<CheckInput>, Readonly<Record<string, unknown>>])[] = [
  ['mode', 'mode-halted', { modes: { ...base.modes, account: 'halted' } }, {}],
  ['mode', 'mode-reducing', { modes: { ...base.modes, bot: 'reducing' } }, {}],
  ['mode', 'account-may-not-trade', { mayTrade: false }, {}],
  ['mode', 'recovering', { isReady: false }, {}],
  ['market-open', 'market-closed', { isMarketOpen: false }, {}],
  [
    'market-open',
    'market-closed',
    { isMarketOpen: false, opensAt: Date.UTC(2026, 0, 5, 14, 30) as MarketMs },
    { opensAt: '2026-01-05T14:30:00.000Z' },
  ],
  ['session-kind', 'session-kind-not-allowed', { sessionKind: 'extended' }, { kind: 'extended' }],
  ['halted', 'instrument-halted', { isHalted: true }, { symbol: 'HRBM' }],
  ['known-price', 'quote-too-old', { quote: { price: 124, ageMs: 60_001 } }, { has: 60_001, limit: 60_000 }],
  ['spread', 'spread-too-wide', { spread: 0.003, ...withLimits({ spreadMax: 0.002 }) }, { has: 0.003, limit: 0.002 }],
  ['block-list', 'blocked-instrument', withLimits({ blockList: ['HRBM'] }), { symbol: 'HRBM' }],
  [
    'block-list',
    'blocked-until',
    withLimits({ blockedUntil: { HRBM: '2023-11-14' } }),
    { symbol: 'HRBM', until: '2023-11-14' },
  ],
  [
    'earnings',
    'before-earnings',
    { earnings: { day: '2023-11-17' as TradingDay, sessionsAhead: 3 }, ...withLimits({ earningsSessions: 3 }) },
    { symbol: 'HRBM', day: '2023-11-17', has: 3, limit: 3, again: 4 },
  ],
  [
    'earnings',
    'earnings-unknown',
    { earnings: 'no-source', ...withLimits({ earningsSessions: 3 }) },
    { symbol: 'HRBM' },
  ],
  ['block-list', 'blocked-sector', { ...energyBlocked, instrument: energy }, { symbol: 'HRBM', sector: 'energy' }],
  ['block-list', 'sector-unknown', energyBlocked, { symbol: 'HRBM' }],
  ['allow-list', 'not-on-allow-list', withLimits({ allowList: ['OTHR'] }), { symbol: 'HRBM' }],
  ['short-sale', 'short-not-allowed', { side: 'sell' }, { symbol: 'HRBM' }],
  ['lot-and-tick', 'below-lot', { quantity: '0.5' }, { has: '0.5', passes: '1' }],
  ['lot-and-tick', 'not-a-lot-multiple', { quantity: '12.5' }, { has: '12.5', passes: '12' }],
  ['lot-and-tick', 'not-on-tick', { limitPrice: '124.605' }, { has: '124.605', tick: 0.01 }],
  ['lot-and-tick', 'not-on-tick', { limitPrice: '0' }, { has: '0', tick: 0.0001 }],
  [
    'price-limit',
    'outside-price-limit',
    { instrument: krx, limitPrice: '92600', previousClose: 71_200 },
    { has: '92600', limit: 92_500 },
  ],
  [
    'price-limit',
    'outside-price-limit',
    { instrument: krx, limitPrice: '49850', previousClose: 71_200 },
    { has: '49850', limit: 49_900 },
  ],
  ['minimum-price', 'price-too-low', { limitPrice: '0.99' }, { has: '0.99', limit: '1' }],
  ['duplicates', 'duplicate-order', pending({ quantity: '3' }), { quantity: '3' }],
  [
    'duplicates',
    'duplicate-order',
    { lastEqualOrderAt: (base.marketAt - 59_999) as MarketMs },
    { has: 59_999, limit: 60_000 },
  ],
  ['duplicates', 'already-held', { holdings: [{ holder: base.holder, quantity: '3' }] }, { quantity: '3' }],
  [
    'opposes-holding',
    'opposes-holding',
    { holdings: [{ holder: OTHER_HOLDER, quantity: '-5' }] },
    { holder: OTHER_HOLDER, quantity: '-5' },
  ],
  [
    'opposes-holding',
    'opposes-holding',
    pending({ holder: OTHER_HOLDER, side: 'sell', quantity: '4' }),
    { holder: OTHER_HOLDER, quantity: '4' },
  ],
  [
    'collar',
    'above-collar',
    { quote: { price: 100, ageMs: 0 }, limitPrice: '102.01' },
    { has: '102.01', limit: '102', passes: '102' },
  ],
  [
    'liquidity',
    'traded-too-little',
    { past: tradedFor(999.99), ...withLimits({ tradedValueMin: '1000' }) },
    { has: '999.99', limit: '1000' },
  ],
  [
    'liquidity',
    'order-too-large-for-market',
    { past: tradedFor(10_000), ...withLimits({ tradedValueShareMax: 0.1 }) },
    { has: '1495.2', limit: '1000', passes: '8' },
  ],
  [
    'position-size',
    'position-too-large',
    withAccount({ equity: '10000' }),
    { has: '1495.2', limit: '1000', passes: '8' },
  ],
  [
    'position-size',
    'first-trades-size',
    withLimits({ firstTrades: { count: 10, sizeFraction: 0.25 } }),
    { has: '1495.2', limit: '625', passes: '5' },
  ],
  [
    'position-amount',
    'position-amount-too-large',
    { ...withLimits({ positionAmountMax: '1000' }), ...withAccount({ positionValue: '50' }) },
    { has: '1545.2', limit: '1000', passes: '7' },
  ],
  [
    'invested-max',
    'invested-too-much',
    { ...withLimits({ investedMax: '1000' }), ...withAccount({ invested: '50' }) },
    { has: '1545.2', limit: '1000', passes: '7' },
  ],
  [
    'horizon-split',
    'horizon-full',
    { ...withLimits({ horizonSplit: { short: 60, mid: 40, long: 0 } }), ...withAccount({ equity: '2222' }) },
    { has: '1495.2', limit: '888.8', share: 40, horizon: 'mid', passes: '7' },
  ],
  [
    'exposure-gross',
    'gross-exposure-too-large',
    { book: [held('24000')] },
    { has: '25495.2', limit: '25000', passes: '8' },
  ],
  [
    'exposure-net',
    'net-exposure-too-large',
    { book: [held('24000')] },
    { has: '25495.2', limit: '25000', passes: '8' },
  ],
  ['sector-exposure', 'sector-unknown', withLimits({ sectorFractionMax: 0.5 }), { symbol: 'HRBM' }],
  [
    'sector-exposure',
    'sector-too-large',
    { instrument: energy, book: [held('11500')], ...withLimits({ sectorFractionMax: 0.5 }) },
    { has: '12995.2', limit: '12500', sector: 'energy', passes: '8' },
  ],
  [
    'sector-exposure',
    'funds-too-large',
    { instrument: fund, book: [held('11500', { instrument: fund })], ...withLimits({ fundFractionMax: 0.5 }) },
    { has: '12995.2', limit: '12500', passes: '8' },
  ],
  [
    'correlation',
    'too-correlated',
    { book: [held('1000')], past: of(OTHER_STOCK), ...withLimits({ correlationMax: 0.9 }) },
    { has: expect.closeTo(1, 9) as number, limit: 0.9, symbol: 'OTHR' },
  ],
  [
    'correlation',
    'too-correlated-with-all',
    { book: [held('1000')], past: of(OTHER_STOCK), ...withLimits({ portfolioCorrelationMax: 0.8 }) },
    { has: expect.closeTo(1, 9) as number, limit: 0.8 },
  ],
  ['risk-per-trade', 'risk-too-large', withAccount({ equity: '3000' }), { has: '119.69', limit: '60', passes: '6' }],
  ['risk-per-trade', 'stop-not-below-price', { stopPrice: '124.7' }, { has: '124.7', limit: '124.6' }],
  [
    'portfolio-heat',
    'heat-too-large',
    { book: [held('20000', { lossAtStop: '12450' })] },
    { has: '12569.69', limit: '12500', passes: '5' },
  ],
  [
    'buying-power',
    'no-buying-power',
    { ...withAccount({ buyingPower: '748' }), fees: { buy: '1', sell: '2' } },
    { has: '1496.2', limit: '748', passes: '5' },
  ],
  [
    'settled-cash',
    'cash-not-settled',
    { ...withLimits({ settledCashOnly: true }), ...withAccount({ unsettled: '19252' }), fees: { buy: '1', sell: '2' } },
    { has: '1496.2', limit: '748', passes: '5' },
  ],
  [
    'bot-budget',
    'bot-cash-short',
    { ...withBot({ cash: '748' }), fees: { buy: '1', sell: '2' } },
    { has: '1496.2', limit: '748', passes: '5' },
  ],
  [
    'bot-budget',
    'bot-position-too-large',
    withBot({ positionMax: '748' }),
    { has: '1495.2', limit: '748', passes: '6' },
  ],
  ['bot-budget', 'bot-ended', withBot({ endsAt: base.marketAt }), { endedAt: '2023-11-14T22:13:20.000Z' }],
  [
    'bot-budget',
    'bot-drawdown',
    withBot({ value: '4400', peakValue: '5200' }),
    { has: '4400', limit: '4420', peak: '5200' },
  ],
  ['open-positions', 'too-many-positions', withAccount({ otherPositions: 15 }), { has: 16, limit: 15 }],
  ['orders-per-day', 'too-many-orders', withAccount({ ordersToday: 20 }), { has: 21, limit: 20 }],
  ['orders-per-minute', 'too-many-orders-in-a-minute', withAccount({ ordersLastMinute: 20 }), { has: 21, limit: 20 }],
  [
    'day-trades',
    'too-many-day-trades',
    { ...withLimits({ dayTradesMax: 3 }), ...withAccount({ dayTrades: 4 }) },
    { has: 4, limit: 3 },
  ],
  [
    'cooldown',
    'stopped-out-lately',
    { closed: [closed({ isStopOut: true, sessionsAgo: 1 })], ...withLimits({ cooldownSessions: 3 }) },
    { has: 1, limit: 3, again: 2 },
  ],
  [
    'stop-out-guard',
    'too-many-stop-outs',
    {
      closed: [1, 3, 0].map((sessionsAgo) => closed({ isStopOut: true, sessionsAgo })),
      ...withLimits({ stopOutsMax: 2, stopOutSessions: 5 }),
    },
    // Fewer than two are left when the second newest leaves the window: in 5 − 1 sessions.
    { has: 3, limit: 2, sessions: 5, again: 4 },
  ],
  ['low-performer', 'lost-lately', { closed: [closed(), closed(), closed()] }, { has: '-27', count: 3, sessions: 5 }],
  [
    'consecutive-losses',
    'losses-in-a-row',
    { closed: [closed(), closed(), closed({ result: '1' })], ...withLimits({ consecutiveLossesMax: 2 }) },
    { has: 2, limit: 2 },
  ],
  [
    'daily-loss',
    'daily-loss-reached',
    withAccount({ equity: '23800', dayStartEquity: '25100' }),
    { has: '23800', limit: '23845', from: '25100' },
  ],
  ['drawdown', 'drawdown-reached', withAccount({ equity: '22000' }), { has: '22000', limit: '22100', peak: '26000' }],
];

describe('a no to an entry', () => {
  it.each(DENIALS)('of %s says %s with its numbers (%#)', (check, code, changes, values) => {
    expect(verdict(check, changes)).toEqual({ check, answer: 'deny', code, values });
  });

  it('is one of every check that binds entries', () => {
    const said = new Set(DENIALS.map(([check]) => check));
    const binding = Object.entries(CHECKS).filter(([, { appliesTo }]) => appliesTo !== 'exit');
    expect([...said].toSorted()).toEqual(binding.map(([name]) => name).toSorted());
  });
});

describe.each(ASKED_NOW_OR_SENT)('what is $moment of $session', (when) => {
  it.each([
    ['market-open', { isMarketOpen: false }],
    ['session-kind', { sessionKind: 'extended' }],
    ['known-price', { quote: { price: 124, ageMs: 60_001 } }],
    ['spread', { spread: 0.1, ...withLimits({ spreadMax: 0.01 }) }],
    ['price-limit', { instrument: krx, limitPrice: '92600', previousClose: 71_200 }],
  ] as const)('meets %s as it is', (check, changes) => {
    expect(verdict(check, { ...changes, ...when })?.answer).toBe('deny');
    expect(verdict(check, { ...changes, session: 'next-open', moment: 'ask' })?.answer).toBe('pass');
  });
});

describe('a collar', () => {
  const far = { quote: { price: 90, ageMs: 0 }, session: 'next-open' } as const;

  it('is asked when the question is; an open far below the ceiling is a better price', () => {
    expect(verdict('collar', { ...far, moment: 'ask' })?.answer).toBe('deny');
    expect(verdict('collar', { ...far, moment: 'send' })?.answer).toBe('pass');
    expect(verdict('collar', { ...far, session: 'now' })?.answer).toBe('deny');
  });
});

describe('what is no business of a check', () => {
  const mine = { holder: base.holder };
  const theirs = { holder: OTHER_HOLDER, side: 'sell' } as const;
  const split = withLimits({ horizonSplit: { short: 60, mid: 40, long: 0 } });

  it.each([
    ['duplicates', 'another instrument', pending({ ...mine, instrumentId: OTHER_STOCK })],
    ['duplicates', 'its own sale', pending({ ...mine, side: 'sell' })],
    ['duplicates', 'what somebody else holds', { holdings: [{ holder: OTHER_HOLDER, quantity: '5' }] }],
    [
      'duplicates',
      'what a person holds already',
      { bot: null, holder: 'manual', holdings: [{ holder: 'manual', quantity: '5' }] },
    ],
    ['opposes-holding', 'a sale of another instrument', pending({ ...theirs, instrumentId: OTHER_STOCK })],
    ['opposes-holding', 'its own sale', pending({ ...mine, side: 'sell' })],
    ['opposes-holding', 'its own short position', { holdings: [{ ...mine, quantity: '-5' }] }],
    ['horizon-split', 'another horizon', { ...split, ...pending({ openCost: '9000', horizon: 'short' }) }],
    ['horizon-split', 'a sale', { ...split, ...pending({ openCost: '9000', side: 'sell' }) }],
    [
      'invested-max',
      'a sale',
      { ...withLimits({ investedMax: '5000' }), ...pending({ openCost: '9000', side: 'sell' }) },
    ],
    [
      'consecutive-losses',
      'losses before a gain',
      { closed: [closed({ result: '1' }), ...new Array<ClosedTrade>(10).fill(closed())] },
    ],
    ['spread', 'ask and bid at one price', { spread: 0, ...withLimits({ spreadMax: 0.01 }) }],
  ] as const satisfies readonly (readonly [CheckName, string, Partial<CheckInput>])[])(
    '%s: %s',
    (check, _what, changes) => {
      expect(verdict(check, changes)?.answer).toBe('pass');
    },
  );
});

it('a correlation is with what all holders have together, and names the one that moves most alike', () => {
  const third = anInstrument({ id: 'instrument-3' as InstrumentId, symbol: 'THRD' });
  const past = new Map([...of(OTHER_STOCK), [third.id, somePast(2)] as const]);
  const apart = held('500', { instrument: third });
  for (const book of [
    [held('1000'), held('-400'), apart],
    [apart, held('-400'), held('1000')],
  ])
    expect(verdict('correlation', { book, past, ...withLimits({ correlationMax: 0.9 }) })).toMatchObject({
      answer: 'deny',
      values: { symbol: 'OTHR' },
    });
});

it('a fund has no sector that could be blocked, and another sector is free', () => {
  expect(verdict('block-list', { ...energyBlocked, instrument: fund })?.answer).toBe('pass');
  expect(verdict('block-list', { ...energyBlocked, instrument: anInstrument({ sector: 'health' }) })?.answer).toBe(
    'pass',
  );
});

describe('a no to an exit', () => {
  const own = { holdings: [{ holder: base.holder, quantity: '12' }] };

  it('is none of what is being bought, and unknown where nobody knows what is held', () => {
    const buying = { ...own, ...pending({ quantity: '12' }) };
    expect(runChecks(exit(buying)).allowed).toBe(true);
    expect(runChecks(exit({ holdings: null })).verdicts.at(-1)).toMatchObject({ missing: ['holdings'] });
  });

  const exit = (changes: Partial<CheckInput>): CheckInput =>
    aCheckInput({ intent: 'exit', side: 'sell', limitPrice: null, stopPrice: null, ...changes });

  it.each([
    [{ ...own, quantity: '13' }, 'exit-quantity', 'exit-above-holding', { has: '13', limit: '12', passes: '12' }],
    [
      { ...own, ...pending({ side: 'sell', quantity: '20' }), quantity: '1' },
      'exit-quantity',
      'exit-above-holding',
      { has: '1', limit: '0', passes: '0' },
    ],
    [{ ...own, quantity: '0' }, 'lot-and-tick', 'below-lot', { has: '0', passes: '1' }],
    [{ ...own, isMarketOpen: false }, 'market-open', 'market-closed', {}],
    [{ ...own, modes: { ...base.modes, account: 'halted' }, origin: 'strategy' }, 'mode', 'mode-halted', {}],
  ] as const)('says what stands against it (%#)', (changes, check, code, values) => {
    expect(runChecks(exit(changes)).blockedBy).toEqual({ check, answer: 'deny', code, values });
  });
});

const PRICE = ['limitPrice, rate'];
const COST = ['limitPrice, rate, fees'];
const NO_RATE: Partial<CheckInput> = { rate: null };
const EQUITY = withAccount({ equity: null });
const all = { correlationMax: 0.9, portfolioCorrelationMax: 0.9 };

/** The check, what nobody knows, and every name the answer gives it. */
const UNKNOWNS: readonly (readonly [CheckName, Partial<CheckInput>, readonly string[]])[] = [
  ['mode', { modes: { global: null, account: null, bot: null } }, ['modes.global', 'modes.account', 'modes.bot']],
  ['mode', { isReady: null }, ['isReady']],
  ['market-open', { isMarketOpen: null }, ['isMarketOpen']],
  ['session-kind', { sessionKind: null }, ['sessionKind']],
  ['halted', { isHalted: null }, ['isHalted']],
  ['known-price', { quote: null }, ['quote']],
  ['known-price', { quote: { price: Infinity, ageMs: 0 } }, ['quote']],
  ['known-price', { quote: { price: 124, ageMs: -1 } }, ['quote.ageMs']],
  ['spread', { spread: -0.1, ...withLimits({ spreadMax: 0.1 }) }, ['spread']],
  ['price-limit', { instrument: krx, limitPrice: null, previousClose: 0 }, ['limitPrice', 'previousClose']],
  ['price-limit', { instrument: krx, limitPrice: '100', previousClose: null }, ['previousClose']],
  ['price-limit', { instrument: krx, limitPrice: '100', previousClose: Infinity }, ['previousClose']],
  ['minimum-price', { limitPrice: null }, ['limitPrice']],
  [
    'duplicates',
    { pending: null, lastEqualOrderAt: null, holdings: null },
    ['pending', 'lastEqualOrderAt', 'holdings'],
  ],
  ['opposes-holding', { holdings: null, pending: null }, ['holdings', 'pending']],
  ['collar', { limitPrice: null }, ['limitPrice']],
  ['collar', { quote: null }, ['quote']],
  ['collar', { quote: { price: 0, ageMs: 0 } }, ['quote']],
  ['collar', { quote: { price: Infinity, ageMs: 0 } }, ['quote']],
  [
    'liquidity',
    { past: null, rate: null, ...withLimits({ tradedValueMin: '1' }) },
    ['past.tradedValue', 'rate', ...PRICE],
  ],
  ['liquidity', { past: tradedFor(1e9), limitPrice: null, ...withLimits({ tradedValueMin: '1' }) }, PRICE],
  [
    'position-size',
    { ...withAccount({ equity: null, positionValue: null }) },
    ['account.equity', 'account.positionValue'],
  ],
  ['position-size', pending({ holder: OTHER_HOLDER, openCost: null }), ['pending']],
  ['position-size', NO_RATE, PRICE],
  [
    'position-amount',
    { ...withLimits({ positionAmountMax: '1' }), ...withAccount({ positionValue: null }), pending: null },
    ['account.positionValue', 'pending'],
  ],
  [
    'invested-max',
    { ...withLimits({ investedMax: '1' }), ...withAccount({ invested: null }), pending: null },
    ['account.invested', 'pending'],
  ],
  [
    'horizon-split',
    {
      ...withLimits({ horizonSplit: { short: 0, mid: 100, long: 0 } }),
      ...withAccount({ equity: null, byHorizon: null }),
      pending: null,
    },
    ['account.equity', 'account.byHorizon', 'pending'],
  ],
  ['exposure-gross', { book: null, ...EQUITY }, ['account.equity', 'book']],
  ['exposure-net', { book: null, ...EQUITY }, ['account.equity', 'book']],
  [
    'sector-exposure',
    { book: null, instrument: energy, ...EQUITY, ...withLimits({ sectorFractionMax: 0.5 }) },
    ['account.equity', 'book'],
  ],
  ['correlation', { book: null, ...withLimits(all) }, ['book']],
  ['correlation', { book: [held(null)], past: of(OTHER_STOCK), ...withLimits(all) }, ['book']],
  ['correlation', { book: [held('1')], past: null, ...withLimits(all) }, ['past']],
  ['correlation', { book: [held('1')], past: of(null), ...withLimits(all) }, ['past']],
  ['correlation', { book: [held('1')], past: of(base.instrument.id), ...withLimits(all) }, ['past of OTHR']],
  ['correlation', { book: [held('1')], past: of(OTHER_STOCK, somePast(2, 15)), ...withLimits(all) }, ['past of OTHR']],
  [
    'risk-per-trade',
    { ...EQUITY, limitPrice: null, rate: null, fees: null },
    ['account.equity', 'limitPrice', 'rate', 'fees'],
  ],
  [
    'portfolio-heat',
    { ...EQUITY, book: null, limitPrice: null, rate: null, fees: null },
    ['account.equity', 'book', 'limitPrice', 'rate', 'fees'],
  ],
  ['buying-power', { ...withAccount({ buyingPower: null }), fees: null }, ['account.buyingPower', ...COST]],
  [
    'settled-cash',
    { ...withLimits({ settledCashOnly: true }), ...withAccount({ buyingPower: null, unsettled: null }), fees: null },
    ['account.buyingPower', 'account.unsettled', ...COST],
  ],
  [
    'bot-budget',
    { bot: { cash: null, value: null, peakValue: null, endsAt: null, positionMax: null }, fees: null },
    ['bot.cash', 'bot.value', 'bot.peakValue', 'bot.endsAt', 'bot.positionMax', ...COST],
  ],
  ...(['risk-per-trade', 'portfolio-heat'] as const).flatMap((check) => [
    [check, EQUITY, ['account.equity']] as const,
    [check, { limitPrice: null }, ['limitPrice']] as const,
    [check, NO_RATE, ['rate']] as const,
    [check, { fees: null }, ['fees']] as const,
  ]),
  ['portfolio-heat', { book: null }, ['book']],
  ['buying-power', { fees: null }, COST],
  ['buying-power', withAccount({ buyingPower: null }), ['account.buyingPower']],
  ['settled-cash', { ...withLimits({ settledCashOnly: true }), fees: null }, COST],
  [
    'settled-cash',
    { ...withLimits({ settledCashOnly: true }), ...withAccount({ unsettled: null }) },
    ['account.unsettled'],
  ],
  [
    'settled-cash',
    { ...withLimits({ settledCashOnly: true }), ...withAccount({ buyingPower: null }) },
    ['account.buyingPower'],
  ],
  ['earnings', { earnings: null, ...withLimits({ earningsSessions: 1 }) }, ['earnings']],
  ['liquidity', { past: null, ...withLimits({ tradedValueMin: '1' }) }, ['past.tradedValue']],
  ['daily-loss', EQUITY, ['account.equity']],
  ['daily-loss', withAccount({ dayStartEquity: null }), ['account.dayStartEquity']],
  ['drawdown', EQUITY, ['account.equity']],
  ['drawdown', withAccount({ peakEquity: null }), ['account.peakEquity']],
  ['known-price', { quote: { price: 0, ageMs: 0 } }, ['quote']],
  ...ASKED_NOW_OR_SENT.flatMap((when) => [
    ['halted', { isHalted: null, ...when }, ['isHalted']] as const,
    ['spread', { spread: null, ...withLimits({ spreadMax: 0.01 }), ...when }, ['spread']] as const,
  ]),
  ['open-positions', withAccount({ otherPositions: null }), ['account.otherPositions']],
  ['orders-per-day', withAccount({ ordersToday: null }), ['account.ordersToday']],
  ['orders-per-minute', withAccount({ ordersLastMinute: null }), ['account.ordersLastMinute']],
  ['day-trades', { ...withLimits({ dayTradesMax: 1 }), ...withAccount({ dayTrades: null }) }, ['account.dayTrades']],
  ...(['cooldown', 'stop-out-guard', 'low-performer', 'consecutive-losses'] as const).map(
    (check) => [check, { closed: null }, ['closed']] as const,
  ),
  ['daily-loss', withAccount({ equity: null, dayStartEquity: null }), ['account.equity', 'account.dayStartEquity']],
  ['drawdown', withAccount({ equity: null, peakEquity: null }), ['account.equity', 'account.peakEquity']],
];

describe('what is unknown', () => {
  it('also says a portfolio that stands still: long and short of the same way', () => {
    const third = anInstrument({ id: 'instrument-3' as InstrumentId, symbol: 'THRD' });
    const past = new Map([...of(OTHER_STOCK), [third.id, somePast(1)] as const]);
    const book = [held('1000'), held('-1000', { instrument: third })];
    expect(verdict('correlation', { book, past, ...withLimits({ portfolioCorrelationMax: 0.9 }) })).toEqual({
      check: 'correlation',
      answer: 'unknown',
      code: 'unknown',
      missing: ['past'],
    });
  });

  it.each(UNKNOWNS)('to %s is named, all of it and nothing else (%#)', (check, changes, missing) => {
    expect(verdict(check, changes)).toEqual({ check, answer: 'unknown', code: 'unknown', missing });
  });

  it('of a person’s own trade is nothing of a bot', () => {
    const own = { bot: null, modes: { ...base.modes, bot: null }, holdings: null } as const;
    expect(verdict('mode', own)?.answer).toBe('pass');
    expect(verdict('duplicates', own)?.answer).toBe('pass');
    expect(verdict('bot-budget', own)?.answer).toBe('pass');
  });
});
