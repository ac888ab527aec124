import { describe, expect, it } from 'vitest';
import type { LimitName } from '../domain/account-limits.ts';
import type { Holder, InstrumentId } from '../domain/ids.ts';
import type { MarketMs } from '../lib/time.ts';
import { aCheckInput } from '../testing/a-check-input.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { pastOfCloses, somePast } from '../testing/some-past.ts';
import type { BookLine, ClosedTrade, PendingTrade } from './check.ts';
import { correlationMatrix, mostAlike, mostLikeTheRest, togetherOf } from './correlations.ts';
import { drawdownCurve, thinned } from './drawdown-curve.ts';
import { accountLimitsSchema, DEFAULT_LIMITS, type AccountLimits } from './limits.ts';
import { usageOf } from './measures.ts';
import { passingQuantity } from './passing.ts';
import type { LimitUsage, UsageInput } from './usage.ts';

/*
 * The page of limits, whole: every line with what stands on it. Of an account of 20,000 that holds 1,200 of A, 1,500 of B.
 */

const id = (name: string) => name as InstrumentId;
const line = (symbol: string, value: string | null, change: Partial<BookLine> = {}): BookLine => ({
  instrument: anInstrument({ id: id(symbol), symbol, sector: 'technology' }),
  holder: 'bot-1' as Holder,
  value,
  hasStop: true,
  lossAtStop: '100',
  ...change,
});
const past = new Map([
  [id('A'), somePast(1)],
  [id('B'), somePast(2)],
]);
const ALL: AccountLimits = {
  ...DEFAULT_LIMITS,
  positionAmountMax: '5000',
  investedMax: '6000',
  botSizeFractionMax: 0.5,
  unconfirmedFractionMax: 0.05,
  secondNodAbove: '5000',
  exposureNetMax: 0.9,
  sectorFractionMax: 0.4,
  fundFractionMax: 0.3,
  horizonSplit: { short: 20, mid: 70, long: 10 },
  sectors: { A: 'energy', B: 'health' },
  correlationMax: 0.8,
  portfolioCorrelationMax: 0.7,
  ordersPerMinuteMax: 9,
  stopOutSessions: 2,
  cooldownSessions: 3,
  lowPerformerTrades: 4,
  settledCashOnly: true,
  dayTradesMax: 3,
  shortAllowed: true,
  spreadMax: 0.01,
  tradedValueMin: '7',
  tradedValueShareMax: 0.06,
  sessionKinds: ['regular', 'half', 'extended'],
  blockList: ['C', 'D'],
  blockedUntil: { E: '2027-02-27' },
  earningsSessions: 3,
  blockedSectors: ['mining'],
  allowList: ['A', 'B', 'E', 'F', 'G'],
};

function anInput(change: Partial<UsageInput> = {}, limits: Partial<AccountLimits> = {}): UsageInput {
  return {
    currency: 'USD',
    limits: { ...ALL, ...limits },
    account: { ...aCheckInput().account, equity: '20000', peakEquity: '25000', dayStartEquity: '20400' },
    book: [line('A', '1200'), line('B', '1500')],
    pending: [],
    positions: 2,
    tradeLosses: [],
    closed: [],
    past,
    ...change,
  };
}

function used(name: LimitName, input: UsageInput, part: LimitUsage['part'] = null): LimitUsage {
  const found = usageOf(input).find((one) => one.name === name && one.part === part);
  if (found === undefined) throw new Error(`no usage of ${name}`);
  return found;
}

describe('the page of limits', () => {
  it('says of each who asks it, whether it adds up, and where it lies', () => {
    const said = usageOf(anInput()).map(({ name, part, check, state, limit }) => [
      part === null ? name : `${name} ${part}`,
      [check, state, limit],
    ]);
    expect(Object.fromEntries(said)).toEqual({
      positionFractionMax: ['position-size', 'measured', '0.1'],
      positionAmountMax: ['position-amount', 'measured', '5000'],
      riskFractionMax: ['risk-per-trade', 'measured', '0.02'],
      heatFractionMax: ['portfolio-heat', 'measured', '0.5'],
      investedMax: ['invested-max', 'measured', '6000'],
      botSizeFractionMax: [null, 'each-order', '0.5'],
      unconfirmedFractionMax: [null, 'each-order', '0.05'],
      secondNodAbove: [null, 'each-order', '5000'],
      exposureGrossMax: ['exposure-gross', 'measured', '1'],
      exposureNetMax: ['exposure-net', 'measured', '0.9'],
      sectorFractionMax: ['sector-exposure', 'measured', '0.4'],
      fundFractionMax: ['sector-exposure', 'measured', '0.3'],
      'horizonSplit short': ['horizon-split', 'measured', '0.2'],
      'horizonSplit mid': ['horizon-split', 'measured', '0.7'],
      'horizonSplit long': ['horizon-split', 'measured', '0.1'],
      correlationMax: ['correlation', 'measured', '0.8'],
      portfolioCorrelationMax: ['correlation', 'measured', '0.7'],
      openPositionsMax: ['open-positions', 'measured', '15'],
      drawdownMax: ['drawdown', 'measured', '0.15'],
      dailyLossFractionMax: ['daily-loss', 'measured', '0.05'],
      consecutiveLossesMax: ['consecutive-losses', 'measured', '10'],
      stopOutsMax: ['stop-out-guard', 'measured', '12'],
      stopOutSessions: ['stop-out-guard', 'each-order', '2'],
      cooldownSessions: ['cooldown', 'each-order', '3'],
      lowPerformerSessions: ['low-performer', 'each-order', '5'],
      lowPerformerTrades: ['low-performer', 'each-order', '4'],
      ordersPerDayMax: ['orders-per-day', 'measured', '20'],
      ordersPerMinuteMax: ['orders-per-minute', 'measured', '9'],
      duplicateWindowMs: ['duplicates', 'each-order', '60000'],
      dayTradesMax: ['day-trades', 'measured', '3'],
      settledCashOnly: ['settled-cash', 'each-order', '1'],
      collarMax: ['collar', 'each-order', '0.02'],
      quoteAgeMaxMs: ['known-price', 'each-order', '60000'],
      spreadMax: ['spread', 'each-order', '0.01'],
      tradedValueMin: ['liquidity', 'each-order', '7'],
      tradedValueShareMax: ['liquidity', 'each-order', '0.06'],
      priceMinUsd: ['minimum-price', 'each-order', '1'],
      priceMinKrw: ['minimum-price', 'each-order', '100'],
      sessionKinds: ['session-kind', 'each-order', '3'],
      shortAllowed: ['short-sale', 'each-order', '1'],
      blockList: ['block-list', 'each-order', '2'],
      blockedUntil: ['block-list', 'each-order', '1'],
      earningsSessions: ['earnings', 'each-order', '3'],
      blockedSectors: ['block-list', 'each-order', '1'],
      allowList: ['allow-list', 'each-order', '5'],
      sectors: ['sector-exposure', 'each-order', '2'],
    });
  });

  it('names what is missing, each by its own field', () => {
    const { account } = anInput();
    const blind = anInput({
      book: [line('A', null, { lossAtStop: null })],
      tradeLosses: [{ symbol: 'A', loss: null }],
      account: {
        ...account,
        peakEquity: null,
        dayStartEquity: null,
        ordersToday: null,
        ordersLastMinute: null,
        dayTrades: null,
        invested: null,
        byHorizon: null,
      },
    });
    const missing = usageOf(blind).flatMap(({ name, part, state, missing: fields }) =>
      state === 'unknown' ? [[part === null ? name : `${name} ${part}`, fields]] : [],
    );
    expect(Object.fromEntries(missing)).toEqual({
      positionFractionMax: ['book'],
      positionAmountMax: ['book'],
      riskFractionMax: ['book'],
      heatFractionMax: ['book'],
      investedMax: ['account.invested'],
      exposureGrossMax: ['book'],
      exposureNetMax: ['book'],
      sectorFractionMax: ['book'],
      'horizonSplit short': ['account.byHorizon'],
      'horizonSplit mid': ['account.byHorizon'],
      'horizonSplit long': ['account.byHorizon'],
      drawdownMax: ['account.peakEquity'],
      dailyLossFractionMax: ['account.dayStartEquity'],
      ordersPerDayMax: ['account.ordersToday'],
      ordersPerMinuteMax: ['account.ordersLastMinute'],
      dayTradesMax: ['account.dayTrades'],
    });
    const funds = [line('E', null, { instrument: anInstrument({ kind: 'etf' }) })];
    expect(used('fundFractionMax', anInput({ book: funds }))).toMatchObject({ state: 'unknown', missing: ['book'] });
    const ruined = anInput({ book: [line('A', null)], account: { ...account, equity: null } });
    expect(used('exposureGrossMax', ruined).missing).toEqual(['book', 'account.equity']);
    expect(used('drawdownMax', ruined).missing).toEqual(['account.equity']);
  });

  it('leaves empty what a line has nothing to say of', () => {
    const nothing = { part: null, used: null, fraction: null, reached: null, amounts: null, about: [], missing: [] };
    expect(used('spreadMax', anInput({}, { spreadMax: null }))).toEqual({
      ...nothing,
      name: 'spreadMax',
      check: 'spread',
      unit: 'fraction',
      state: 'off',
      limit: null,
    });
    expect(used('openPositionsMax', anInput())).toEqual({
      ...nothing,
      name: 'openPositionsMax',
      check: 'open-positions',
      unit: 'count',
      state: 'measured',
      used: '2',
      limit: '15',
      fraction: 0.133333,
      reached: false,
    });
    expect(used('investedMax', anInput()).about).toEqual([]);
    expect(used('heatFractionMax', anInput()).about).toEqual([]);
    expect(used('dayTradesMax', anInput({}, { dayTradesMax: null })).limit).toBeNull();
    const { account } = anInput();
    const nobody = anInput(
      { account: { ...account, dayTrades: null, invested: null } },
      { dayTradesMax: null, investedMax: null },
    );
    for (const name of ['dayTradesMax', 'investedMax'] as const)
      expect(used(name, nobody)).toMatchObject({ state: 'off', limit: null, used: null });
  });

  it('counts stop-outs of recent sessions only, and losses up to the first that was none', () => {
    const trade = (changes: Partial<ClosedTrade>): ClosedTrade => ({
      instrumentId: id('Z'),
      result: '-5',
      isStopOut: true,
      sessionsAgo: 0,
      ...changes,
    });
    const closed = [
      trade({}),
      trade({ sessionsAgo: 1 }),
      trade({ sessionsAgo: 2 }),
      trade({ isStopOut: false }),
      trade({ isStopOut: false, sessionsAgo: 9 }),
    ];
    expect(used('stopOutsMax', anInput({ closed })).used).toBe('2');
    const won = trade({ result: '5' });
    expect(used('consecutiveLossesMax', anInput({ closed: [won, ...closed] })).used).toBe('0');
    expect(used('consecutiveLossesMax', anInput({ closed: [closed[0]!, won] })).used).toBe('1');
  });

  it('adds what is being bought, of its horizon and by Nod, and nothing that is being sold', () => {
    const order = (changes: Partial<PendingTrade>): PendingTrade => ({
      instrumentId: id('C'),
      side: 'buy',
      quantity: '1',
      holder: 'bot-1' as Holder,
      openCost: '300',
      horizon: 'short',
      ...changes,
    });
    const { account } = anInput();
    const input = anInput({
      account: { ...account, invested: '1000', byHorizon: { short: '1000', mid: '0', long: '0' } },
      pending: [order({}), order({ side: 'sell', openCost: '7000' }), order({ horizon: 'mid', openCost: '50' })],
    });
    expect(used('investedMax', input).used).toBe('1350');
    expect(used('horizonSplit', input, 'short').amounts).toEqual({ used: '1300', limit: '4000' });
    expect(used('horizonSplit', input, 'mid').amounts).toEqual({ used: '50', limit: '14000' });
  });

  it('a fund is of no sector, whatever it is worth', () => {
    const book = [line('E', '9000', { instrument: anInstrument({ kind: 'etf', sector: 'energy' }) })];
    expect(used('sectorFractionMax', anInput({ book }))).toMatchObject({ used: '0', about: [] });
    expect(used('fundFractionMax', anInput({ book }))).toMatchObject({ used: '0.45', reached: true });
  });

  it('a correlation at its limit has not gone beyond it', () => {
    const [[, pair] = []] = correlationMatrix(togetherOf(anInput().book), past);
    const max = Math.abs(pair ?? 0);
    const book = [line('A', '1200'), line('B', (pair ?? 0) < 0 ? '-1500' : '1500')];
    expect(used('correlationMax', anInput({ book }, { correlationMax: max }))).toMatchObject({ reached: false });
    expect(used('correlationMax', anInput({ book }, { correlationMax: max * 0.999 }))).toMatchObject({ reached: true });
  });
});

describe('what moves alike', () => {
  const path = (step: (day: number) => number) =>
    pastOfCloses(Array.from({ length: 70 }, (_, day) => 100 * (1 + step(day))));
  const wave = (day: number): number => Math.sin(day * 1.7) / 50;
  const own = (day: number): number => Math.cos(day * 2.9) / 50;
  const three = new Map([
    [id('A'), path(own)],
    [id('B'), path(wave)],
    [id('C'), path((day) => wave(day) + own(day) / 4)],
  ]);
  const held = togetherOf([line('A', '3000'), line('B', '2000'), line('C', '1000')]);

  it('is found wherever it stands', () => {
    for (const order of [held, held.toReversed(), [held[1]!, held[0]!, held[2]!]]) {
      const most = mostAlike(order, correlationMatrix(order, three));
      expect(most?.symbols.toSorted()).toEqual(['B', 'C']);
      expect(most?.alike).toBeGreaterThan(0.9);
      expect(mostLikeTheRest(order, three)?.symbol).toBe('C');
    }
    expect(
      used(
        'portfolioCorrelationMax',
        anInput({ book: [line('A', '3000'), line('B', '2000'), line('C', '1000')], past: three }),
      ),
    ).toMatchObject({ about: ['C'] });
  });

  it('is named by the first of equals', () => {
    const twins = new Map(['A', 'B', 'C'].map((name) => [id(name), path(wave)]));
    expect(
      mostAlike(held, [
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ])?.symbols,
    ).toEqual(['A', 'B']);
    const alike = correlationMatrix(held, twins);
    expect(alike.map((row, at) => row[at])).toEqual([1, 1, 1]);
  });

  it('is the same with itself also where nobody knows its prices', () => {
    expect(correlationMatrix(held, null)).toEqual([
      [1, null, null],
      [null, 1, null],
      [null, null, 1],
    ]);
  });

  it('is unknown where the value of any of them is', () => {
    for (const at of [0, 1, 2]) {
      const some = held.map((one, place) => (place === at ? { ...one, value: null } : one));
      expect(mostAlike(some, correlationMatrix(some, three)), `${at}`).toBeNull();
      expect(mostLikeTheRest(some, three), `${at}`).toBeNull();
    }
    expect(mostLikeTheRest(held, null)).toBeNull();
    expect(mostLikeTheRest(held.slice(0, 1), three)).toBeNull();
  });

  it('what has no value stands below the smallest that has one', () => {
    const some = togetherOf([line('A', null), line('B', '0.5'), line('C', '-0.7')]);
    expect(some.map(({ instrument }) => instrument.symbol)).toEqual(['C', 'B', 'A']);
  });
});

describe('the way below the peak', () => {
  const points = (...values: number[]) => values.map((value, day) => ({ at: day as MarketMs, equity: String(value) }));
  const falls = (curve: readonly { drawdown: number }[]) => curve.map(({ drawdown }) => drawdown);

  it('begins where the account began, also below nothing', () => {
    expect(drawdownCurve(points(-5, -10), []).map(({ peak }) => peak)).toEqual(['-5', '-5']);
  });

  it('is thinned to the deepest of each stretch, the first of equals, and the last point', () => {
    const curve = drawdownCurve(points(100, 90, 95, 80, 85, 99, 70, 70, 100, 40), []);
    const few = thinned(curve, 4);
    expect(falls(few)).toEqual([0.1, 0.2, 0.3, 0.6]);
    expect(few.map(({ at }) => at)).toEqual([1, 3, 6, 9]);
    expect(thinned(curve, 10)).toEqual(curve);
    expect(thinned(curve, 9).at(-1), 'the last once').toEqual(curve.at(-1));
    expect(thinned(curve, 9).filter(({ at }) => (at as number) === 9)).toHaveLength(1);
  });
});

describe('limits that are stored', () => {
  const first = (count: number, sizeFraction: number) =>
    accountLimitsSchema.safeParse({ firstTrades: { count, sizeFraction } }).success;

  it('have first trades that are some, of a part of the size', () => {
    expect(first(10, 0.25)).toBe(true);
    expect(first(1, 1)).toBe(true);
    expect(first(1_000, 0.01)).toBe(true);
    for (const [count, part] of [
      [0, 0.25],
      [1_001, 0.25],
      [1.5, 0.25],
      [10, 0],
      [10, 1.01],
    ] as const)
      expect(first(count, part), `${count} ${part}`).toBe(false);
    expect(accountLimitsSchema.safeParse({ firstTrades: {} }).success).toBe(false);
  });
});

it('no smaller size is offered where something else is unknown', () => {
  expect(passingQuantity(aCheckInput({ quantity: '500' }))).not.toBeNull();
  expect(passingQuantity(aCheckInput({ quantity: '500', isHalted: null }))).toBeNull();
});
