import { describe, expect, it } from 'vitest';
import { LIMIT_DEFAULTS, type LimitName } from '../domain/account-limits.ts';
import type { Holder, InstrumentId } from '../domain/ids.ts';
import type { MarketMs } from '../lib/time.ts';
import { aCheckInput } from '../testing/a-check-input.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { pastOfCloses, somePast } from '../testing/some-past.ts';
import type { BookLine, CheckName, PendingTrade } from './check.ts';
import { correlationMatrix, togetherOf } from './correlations.ts';
import { below, drawdownCurve, thinned } from './drawdown-curve.ts';
import { runChecks } from './index.ts';
import { DEFAULT_LIMITS, type AccountLimits } from './limits.ts';
import { usageOf } from './measures.ts';
import { exposureBySector } from './sectors.ts';
import type { LimitUsage, UsageInput } from './usage.ts';

const id = (name: string) => name as InstrumentId;
const made = (symbol: string, change: Parameters<typeof anInstrument>[0] = {}) =>
  anInstrument({ id: id(symbol), symbol, sector: 'technology', ...change });
const line = (symbol: string, value: string | null, change: Partial<BookLine> = {}): BookLine => ({
  instrument: made(symbol),
  holder: 'bot-1' as Holder,
  value,
  hasStop: true,
  lossAtStop: '100',
  ...change,
});

function anInput(change: Partial<UsageInput> = {}, limits: Partial<AccountLimits> = {}): UsageInput {
  const { account } = aCheckInput();
  return {
    currency: 'USD',
    limits: { ...DEFAULT_LIMITS, ...limits },
    account: { ...account, equity: '20000', peakEquity: '25000', dayStartEquity: '20400' },
    book: [line('A', '1200'), line('B', '1500', { hasStop: false, lossAtStop: '0' })],
    pending: [],
    positions: 2,
    tradeLosses: [
      { symbol: 'A', loss: '90' },
      { symbol: 'B', loss: '1500' },
    ],
    closed: [],
    past: null,
    ...change,
  };
}

function used(name: LimitName, input = anInput(), part: LimitUsage['part'] = null): LimitUsage {
  const found = usageOf(input).find((one) => one.name === name && one.part === part);
  if (found === undefined) throw new Error(`no usage of ${name}`);
  return found;
}

describe('the usage of limits', () => {
  it('has a line for every limit, and none that is nothing', () => {
    const names = usageOf(anInput()).map(({ name }) => name);
    expect([...new Set(names)].toSorted()).toEqual(Object.keys(LIMIT_DEFAULTS).toSorted());
    expect(names).toHaveLength(new Set(names).size);
  });

  it('measures money as a part of equity, and says of what it is largest', () => {
    expect(used('positionFractionMax')).toMatchObject({
      state: 'measured',
      unit: 'fraction',
      used: '0.075',
      limit: '0.1',
      fraction: 0.75,
      reached: false,
      amounts: { used: '1500', limit: '2000' },
      about: ['B'],
    });
    expect(used('heatFractionMax')).toMatchObject({ used: '0.08', amounts: { used: '1600', limit: '10000' } });
    expect(used('riskFractionMax')).toMatchObject({ used: '0.075', fraction: 3.75, reached: true, about: ['B'] });
    expect(used('exposureGrossMax')).toMatchObject({ used: '0.135', limit: '1' });
  });

  it('names the largest whatever stands first', () => {
    const losses = [
      { symbol: 'B', loss: '1500' },
      { symbol: 'A', loss: '90' },
      { symbol: 'C', loss: '1500' },
    ];
    const input = anInput({ tradeLosses: losses, book: [line('B', '1500'), line('A', '1200'), line('C', '-1500')] });
    expect(used('riskFractionMax', input)).toMatchObject({ about: ['B'], amounts: { used: '1500' } });
    expect(used('positionFractionMax', input)).toMatchObject({ about: ['B'], amounts: { used: '1500' } });
    const nothing = anInput({ tradeLosses: [], book: [] });
    for (const name of ['riskFractionMax', 'positionFractionMax', 'heatFractionMax'] as const)
      expect(used(name, nothing)).toMatchObject({
        state: 'measured',
        used: '0',
        fraction: 0,
        reached: false,
        about: [],
      });
    const partly = anInput({ book: [line('A', '1200'), line('B', null)] });
    expect(used('positionFractionMax', partly)).toMatchObject({ state: 'unknown', missing: ['book'] });
  });

  it('while the first trades with real money last, a position is measured by their part', () => {
    const input = anInput({}, { firstTrades: { count: 10, sizeFraction: 0.25 } });
    expect(used('positionFractionMax', input)).toMatchObject({ limit: '0.025', fraction: 3, reached: true });
  });

  it('nets long and short, and counts both in gross', () => {
    const input = anInput({ book: [line('A', '3000'), line('B', '-5000')] });
    expect(used('exposureGrossMax', input)).toMatchObject({ amounts: { used: '8000' } });
    expect(used('exposureNetMax', input)).toMatchObject({ amounts: { used: '2000' } });
    expect(used('positionFractionMax', input)).toMatchObject({ amounts: { used: '5000' }, about: ['B'] });
  });

  it('says unknown as unknown, and names what is missing', () => {
    const lost = anInput({ book: [line('A', null)], tradeLosses: [{ symbol: 'A', loss: null }] });
    const names = ['positionFractionMax', 'exposureGrossMax', 'exposureNetMax', 'riskFractionMax'] as const;
    for (const name of names)
      expect(used(name, lost), name).toMatchObject({
        state: 'unknown',
        used: null,
        fraction: null,
        reached: null,
        missing: ['book'],
      });
    expect(used('heatFractionMax', anInput({ book: [line('A', '5', { lossAtStop: null })] })).state).toBe('unknown');
    const nobody = anInput({
      account: { ...anInput().account, equity: null, ordersToday: null, ordersLastMinute: null, dayTrades: null },
    });
    for (const name of ['positionFractionMax', 'drawdownMax', 'dailyLossFractionMax', 'heatFractionMax'] as const)
      expect(used(name, nobody), name).toMatchObject({ state: 'unknown', missing: ['account.equity'] });
    expect(used('ordersPerDayMax', nobody)).toMatchObject({ state: 'unknown', missing: ['account.ordersToday'] });
    expect(used('ordersPerMinuteMax', nobody).state).toBe('unknown');
    const noMarks = anInput({ account: { ...anInput().account, peakEquity: null, dayStartEquity: null } });
    expect(used('drawdownMax', noMarks)).toMatchObject({ state: 'unknown', missing: ['account.peakEquity'] });
    const ruined = anInput({ account: { ...anInput().account, equity: '0' } });
    expect(used('exposureGrossMax', ruined)).toMatchObject({ state: 'unknown', missing: ['account.equity'] });
  });

  it('an unset limit is off, with what would be measured where that is known', () => {
    expect(used('sectorFractionMax')).toMatchObject({ state: 'off', limit: null, used: '0.135', fraction: null });
    expect(used('dayTradesMax')).toMatchObject({ state: 'off', used: '0', reached: null });
    expect(used('positionAmountMax')).toMatchObject({ state: 'off', used: '1500', amounts: { limit: null } });
    expect(used('correlationMax')).toMatchObject({ state: 'off', used: null });
    expect(used('horizonSplit')).toMatchObject({ state: 'off' });
    expect(used('spreadMax')).toMatchObject({ state: 'off' });
    const lost = anInput({
      book: [line('A', null)],
      account: { ...anInput().account, equity: '0', invested: null, dayTrades: null },
    });
    for (const name of ['positionAmountMax', 'sectorFractionMax', 'investedMax', 'dayTradesMax'] as const)
      expect(used(name, lost), name).toMatchObject({ state: 'off', used: null });
    expect(used('fundFractionMax', lost)).toMatchObject({ state: 'off', used: null });
  });

  it('what is held against each order by itself says so, and a limit of nothing is reached', () => {
    expect(used('collarMax')).toMatchObject({ state: 'each-order', used: null, limit: '0.02', check: 'collar' });
    expect(used('shortAllowed')).toMatchObject({ state: 'each-order', unit: 'switch', limit: '0' });
    const listed = anInput({}, { blockList: ['A', 'B'], allowList: [] });
    expect(used('blockList', listed)).toMatchObject({ unit: 'names', limit: '2' });
    expect(used('allowList', listed)).toMatchObject({ limit: '0' });
    expect(used('allowList')).toMatchObject({ state: 'off' });
    expect(used('ordersPerDayMax', anInput({}, { ordersPerDayMax: 0 }))).toMatchObject({
      state: 'measured',
      limit: '0',
      fraction: null,
      reached: true,
    });
  });

  it('measures amounts of money with what is being bought, and parts of a split by horizon', () => {
    const buying = (holder: string, openCost: string | null): PendingTrade => ({
      instrumentId: id('C'),
      side: 'buy',
      quantity: '1',
      holder: holder as Holder,
      openCost,
      horizon: 'short',
    });
    const account = { ...anInput().account, invested: '2700', byHorizon: { short: '1000', mid: '1700', long: '0' } };
    const split = { short: 20, mid: 60, long: 20 };
    const input = anInput(
      { account, pending: [buying('bot-1', '300'), buying('external', '9000')] },
      { investedMax: '6000', horizonSplit: split },
    );
    expect(used('investedMax', input)).toMatchObject({ used: '3000', limit: '6000', fraction: 0.5 });
    expect(used('horizonSplit', { ...input, pending: [buying('bot-1', '300')] }, 'short')).toMatchObject({
      used: '0.065',
      limit: '0.2',
      amounts: { used: '1300', limit: '4000' },
    });
    const unclear = { ...input, pending: [buying('bot-1', null)] };
    expect(used('investedMax', unclear)).toMatchObject({ state: 'unknown', missing: ['account.invested'] });
    expect(used('horizonSplit', unclear, 'short')).toMatchObject({ state: 'unknown', limit: '0.2' });
    expect(used('horizonSplit', { ...unclear, account: { ...account, byHorizon: null } }, 'mid').state).toBe('unknown');
  });

  it('a sector nobody names counts in every other one; funds count for themselves', () => {
    const book = [
      line('A', '1000'),
      line('B', '2000', { instrument: made('B', { sector: 'health' }) }),
      line('C', '500', { instrument: made('C', { sector: null }) }),
      line('E', '900', { instrument: made('E', { kind: 'etf', sector: null }) }),
    ];
    const input = anInput({ book }, { sectorFractionMax: 0.2, fundFractionMax: 0.1 });
    expect(used('sectorFractionMax', input)).toMatchObject({
      amounts: { used: '2500', limit: '4000' },
      about: ['health'],
    });
    expect(used('fundFractionMax', input)).toMatchObject({ amounts: { used: '900', limit: '2000' } });
    const nameless = anInput({ book: book.slice(2, 3) }, { sectorFractionMax: 0.2 });
    expect(used('sectorFractionMax', nameless)).toMatchObject({ amounts: { used: '500' }, about: [] });
    expect(exposureBySector(book, DEFAULT_LIMITS)).toEqual([
      { kind: 'sector', sector: 'health', value: '2000', symbols: ['B'] },
      { kind: 'sector', sector: 'technology', value: '1000', symbols: ['A'] },
      { kind: 'funds', sector: null, value: '900', symbols: ['E'] },
      { kind: 'unknown', sector: null, value: '500', symbols: ['C'] },
    ]);
    const largest = (names: string[]) =>
      used(
        'sectorFractionMax',
        anInput(
          { book: names.flatMap((name) => book.filter((one) => one.instrument.symbol === name)) },
          { sectorFractionMax: 0.2 },
        ),
      );
    for (const order of [
      ['A', 'B'],
      ['B', 'A'],
    ])
      expect(largest(order)).toMatchObject({ about: ['health'], used: '0.1' });
    const half = [line('A', '10'), line('A', null), line('B', '3', { instrument: made('B', { sector: 'health' }) })];
    expect(exposureBySector(half, DEFAULT_LIMITS).map(({ value }) => value)).toEqual(['3', null]);
    expect(exposureBySector(half.toReversed(), DEFAULT_LIMITS).map(({ value }) => value)).toEqual(['3', null]);
    const little = [line('A', null), line('B', '0.5', { instrument: made('B', { sector: 'health' }) })];
    for (const book of [little, little.toReversed()])
      expect(exposureBySector(book, DEFAULT_LIMITS).map(({ value }) => value)).toEqual(['0.5', null]);
    const short = [line('A', '-10'), line('A', '4')];
    expect(exposureBySector(short, DEFAULT_LIMITS)).toMatchObject([{ value: '14', symbols: ['A'] }]);
  });
});

describe('a used up limit is one that denies', () => {
  const closed = (count: number, isStopOut: boolean) =>
    Array.from({ length: count }, () => ({ instrumentId: id('Z'), result: '-5', isStopOut, sessionsAgo: 0 }));
  const account = (change: Partial<UsageInput['account']>) => ({ account: { ...anInput().account, ...change } });
  const CASES: readonly [LimitName, CheckName, Partial<UsageInput>, Partial<AccountLimits>][] = [
    ['drawdownMax', 'drawdown', account({ equity: '21250' }), {}],
    ['drawdownMax', 'drawdown', account({ equity: '21250.01' }), {}],
    ['dailyLossFractionMax', 'daily-loss', account({ equity: '19380', peakEquity: '20000' }), {}],
    ['dailyLossFractionMax', 'daily-loss', account({ equity: '19380.01', peakEquity: '20000' }), {}],
    ['dailyLossFractionMax', 'daily-loss', account({ equity: '30000', peakEquity: '30000' }), {}],
    ['ordersPerDayMax', 'orders-per-day', account({ ordersToday: 20 }), {}],
    ['ordersPerDayMax', 'orders-per-day', account({ ordersToday: 19 }), {}],
    ['ordersPerMinuteMax', 'orders-per-minute', account({ ordersLastMinute: 20 }), {}],
    ['openPositionsMax', 'open-positions', { positions: 15 }, {}],
    ['openPositionsMax', 'open-positions', { positions: 14 }, {}],
    ['dayTradesMax', 'day-trades', account({ dayTrades: 3 }), { dayTradesMax: 3 }],
    ['dayTradesMax', 'day-trades', account({ dayTrades: 2 }), { dayTradesMax: 3 }],
    ['consecutiveLossesMax', 'consecutive-losses', { closed: closed(10, false) }, {}],
    ['consecutiveLossesMax', 'consecutive-losses', { closed: closed(9, false) }, {}],
    ['stopOutsMax', 'stop-out-guard', { closed: closed(12, true) }, { consecutiveLossesMax: null }],
    ['stopOutsMax', 'stop-out-guard', { closed: closed(11, true) }, { consecutiveLossesMax: null }],
  ];
  it.each(CASES)('%s as %s (%#)', (name, check, change, limits) => {
    const input = anInput(change, limits);
    const order = aCheckInput({ limits: input.limits, closed: input.closed, book: [] });
    const said = runChecks({
      ...order,
      account: { ...order.account, ...input.account, otherPositions: input.positions },
    }).verdicts.find((verdict) => verdict.check === check);
    const usage = used(name, input);
    expect(usage.check).toBe(check);
    expect(usage.reached).toBe(said?.answer === 'deny');
  });

  it('losses of another session, and before one that won, do not count', () => {
    const [loss] = closed(1, false);
    const before = { ...loss!, sessionsAgo: 1 };
    const won = { ...loss!, result: '5' };
    expect(used('consecutiveLossesMax', anInput({ closed: [before, before] }))).toMatchObject({ used: '0' });
    expect(used('consecutiveLossesMax', anInput({ closed: [loss!, won, loss!] }))).toMatchObject({ used: '1' });
    expect(used('consecutiveLossesMax', anInput())).toMatchObject({ used: '0' });
  });
});

describe('correlations of what is held', () => {
  const path = (step: (day: number) => number) =>
    pastOfCloses(Array.from({ length: 70 }, (_, day) => 100 * (1 + step(day))));
  const up = path((day) => Math.sin(day * 1.7) / 50);
  const down = path((day) => -Math.sin(day * 1.7) / 50);
  const past = new Map([
    [id('A'), up],
    [id('B'), up],
    [id('C'), down],
    [id('D'), somePast(3)],
  ]);
  const limits = { correlationMax: 0.8, portfolioCorrelationMax: 0.8 };

  it('agree with what the check says of a purchase', () => {
    const book = [line('A', '1000'), line('D', '2000')];
    const [a, d] = correlationMatrix(togetherOf(book), past)[0]!.toReversed();
    expect(a).not.toBe(d);
    const input = anInput({ book, past }, limits);
    const said = runChecks(
      aCheckInput({
        instrument: made('A'),
        holder: 'bot-2' as Holder,
        book: [line('D', '2000')],
        past,
        limits: { ...DEFAULT_LIMITS, correlationMax: 0.000001, portfolioCorrelationMax: null },
      }),
    ).verdicts.find(({ check }) => check === 'correlation');
    const has = said?.answer === 'deny' ? Number(said.values['has']) : -1;
    const pair = Number(used('correlationMax', input).used);
    expect(has > 0 ? Math.abs(pair - has) < 1e-6 : pair <= 0).toBe(true);
    expect(used('portfolioCorrelationMax', input).used).toBe(used('correlationMax', input).used);
  });

  it('is 1 for the same way, −1 for the other, and turned by a short position', () => {
    const held = [line('A', '1000'), line('B', '900'), line('C', '800')];
    const matrix = correlationMatrix(togetherOf(held), past).map((row) => row.map((pair) => pair?.toFixed(2)));
    expect(matrix).toEqual([
      ['1.00', '1.00', expect.any(String)],
      ['1.00', '1.00', expect.any(String)],
      [expect.any(String), expect.any(String), '1.00'],
    ]);
    expect(Number(matrix[0]![2])).toBeLessThan(-0.95);
    const two = anInput({ book: [line('A', '1000'), line('C', '800')], past }, limits);
    expect(used('correlationMax', two)).toMatchObject({ state: 'measured', fraction: 0, reached: false });
    const turned = anInput({ book: [line('A', '1000'), line('C', '-800')], past }, limits);
    expect(used('correlationMax', turned)).toMatchObject({ reached: true, about: ['A', 'C'] });
    expect(used('portfolioCorrelationMax', turned)).toMatchObject({ reached: true });
    expect(used('correlationMax', anInput({ book: held, past }, limits))).toMatchObject({ about: ['A', 'B'] });
  });

  it('is off without a limit, empty with nothing to compare, unknown without enough days', () => {
    const both = [line('A', '1000'), line('B', '900')];
    expect(used('correlationMax', anInput({ book: both, past }))).toMatchObject({ state: 'off', used: '1' });
    expect(used('correlationMax', anInput({ book: both.slice(0, 1), past }, limits)).state).toBe('empty');
    expect(used('portfolioCorrelationMax', anInput({ book: both.slice(0, 1), past }, limits)).state).toBe('empty');
    const young = new Map([...past, [id('B'), somePast(1, 12)] as const]);
    for (const known of [young, null, new Map([[id('A'), up]])]) {
      const input = anInput({ book: both, past: known }, limits);
      expect(used('correlationMax', input)).toMatchObject({ state: 'unknown', missing: ['past'] });
      expect(used('portfolioCorrelationMax', input)).toMatchObject({ state: 'unknown', missing: ['past'] });
    }
    const worthless = anInput({ book: [line('A', '1000'), line('B', null)], past }, limits);
    expect(used('correlationMax', worthless).state).toBe('unknown');
    expect(used('portfolioCorrelationMax', worthless).state).toBe('unknown');
    expect(used('portfolioCorrelationMax', anInput({ book: both })).state).toBe('off');
  });

  it('adds what several holders have of one instrument, largest first; what is flat is left out', () => {
    const held = togetherOf([
      line('A', '10'),
      line('B', '-30'),
      line('A', '15', { holder: 'manual' as Holder }),
      line('C', '5'),
      line('C', '-5'),
      line('D', null),
    ]);
    expect(held.map(({ instrument, value }) => [instrument.symbol, value])).toEqual([
      ['B', -30],
      ['A', 25],
      ['D', null],
    ]);
  });
});

describe('the way below the peak', () => {
  const at = (day: number) => (day * 86_400_000) as MarketMs;
  const points = (...values: number[]) => values.map((value, day) => ({ at: at(day), equity: String(value) }));

  it('is measured from the highest value before, and is 0 at a new one', () => {
    const curve = drawdownCurve(points(100, 120, 90, 108, 130), []);
    expect(curve.map(({ drawdown }) => drawdown)).toEqual([0, 0, 0.25, 0.1, 0]);
    expect(curve.map(({ peak }) => peak)).toEqual(['100', '120', '120', '120', '130']);
  });

  it('money in is no gain and money out no loss', () => {
    const moves = [
      { at: at(0), amount: '100' },
      { at: at(2), amount: '-40' },
      { at: at(3), amount: '1000' },
    ];
    const curve = drawdownCurve(points(100, 110, 70, 1070), moves);
    expect(curve.map(({ drawdown }) => drawdown)).toEqual([0, 0, 0, 0]);
    expect(drawdownCurve(points(100, 50), [{ at: at(1), amount: '-100' }])[1]).toMatchObject({ drawdown: 0 });
    expect(below('0', '-5')).toBe(0);
  });

  it('of many points the deepest of neighbours is kept, and always the last', () => {
    const curve = drawdownCurve(
      points(...Array.from({ length: 1_000 }, (_, day) => (day === 501 ? 50 : 100 + day))),
      [],
    );
    const few = thinned(curve, 100);
    expect(few.length).toBeLessThanOrEqual(100);
    expect(few.at(-1)).toEqual(curve.at(-1));
    expect(Math.max(...few.map(({ drawdown }) => drawdown))).toBe(Math.max(...curve.map(({ drawdown }) => drawdown)));
    expect(thinned(curve.slice(0, 40), 100)).toEqual(curve.slice(0, 40));
  });
});
