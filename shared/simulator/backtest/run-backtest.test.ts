import { describe, expect, it } from 'vitest';
import type { BotSizing } from '../../domain/bot-sizing.ts';
import type { BarColumns } from '../../domain/bar.ts';
import type { ExitPlan } from '../../domain/exit-plan.ts';
import type { Opinion, Strategy } from '../../strategies/strategy.ts';
import { MA_CROSS } from '../../strategies/ma-cross/ma-cross.ts';
import { aBacktest, ran } from '../../testing/a-backtest.ts';
import { anInstrument } from '../../testing/an-instrument.ts';
import { someBars } from '../../testing/some-bars.ts';
import { NO_COSTS, type BacktestInput } from './input.ts';
import { runBacktest } from './run-backtest.ts';

type Row = readonly [open: number, high: number, low: number, close: number, volume?: number];
const DAY = 86_400_000;
const FIRST = Date.UTC(2020, 0, 6);

function bars(rows: readonly Row[]): BarColumns {
  const column = (place: 0 | 1 | 2 | 3): Float64Array => Float64Array.from(rows, (row) => row[place]);
  return {
    t: Float64Array.from(rows, (_, i) => FIRST + i * DAY),
    o: column(0),
    h: column(1),
    l: column(2),
    c: column(3),
    v: Float64Array.from(rows, (row) => row[4] ?? 1_000),
  };
}
const flat = (price: number): Row => [price, price, price, price];

/** Buys on the first close (or what `plan` says of a bar), with no indicator. */
function plan(opinions: Readonly<Record<number, Opinion>>): Strategy {
  return {
    ...(MA_CROSS as unknown as Strategy),
    name: 'plan',
    barsNeeded: () => 1,
    indicators: () => [],
    decide: (view) => {
      const opinion = opinions[view.index] ?? null;
      const isExit = opinion !== null && view.holding !== null;
      if (isExit) return (opinion.side === 'sell') === (view.holding.side === 'long') ? opinion : null;
      return opinion;
    },
  };
}
const buy = (levels: Partial<Opinion> = {}): Opinion => ({ side: 'buy', reasons: [], ...levels });
const sell: Opinion = { side: 'sell', reasons: [] };

function run(rows: readonly Row[], opinions: Readonly<Record<number, Opinion>>, changes: Partial<BacktestInput> = {}) {
  const base = aBacktest(bars(rows), { cash: 1_000, sizing: { kind: 'units', units: 1 } });
  return ran({ ...base, strategy: plan(opinions), ...changes });
}

describe('when and at what an order fills', () => {
  it('at the next open, never on the close that decided', () => {
    const { trades, curve } = run([flat(100), [110, 120, 105, 115], flat(116)], { 0: buy() });
    expect(trades).toMatchObject([{ side: 'long', entry: { step: 1, price: 110 }, exit: null, pnl: 6 }]);
    expect([...curve.equity]).toEqual([1_000, 1_005, 1_006]);
  });

  it('a stop inside the bar at its price, a gap over it at the open', () => {
    const inside = run([flat(100), flat(100), [99, 99, 90, 92]], { 0: buy({ stopPrice: 95 }) });
    expect(inside.trades).toMatchObject([{ exit: { step: 2, price: 95, kind: 'stop' } }]);
    const gap = run([flat(100), flat(100), [88, 99, 88, 97]], { 0: buy({ stopPrice: 95 }) });
    expect(gap.trades).toMatchObject([{ exit: { price: 88, kind: 'stop' } }]);
  });

  it('a target at its price, a gap over it at the open', () => {
    const inside = run([flat(100), flat(100), [101, 111, 100, 105]], { 0: buy({ targetPrice: 110 }) });
    expect(inside.trades).toMatchObject([{ exit: { price: 110, kind: 'target' } }]);
    const gap = run([flat(100), flat(100), [120, 121, 94, 105]], { 0: buy({ targetPrice: 110, stopPrice: 95 }) });
    expect(gap.trades, 'the open came before the low').toMatchObject([{ exit: { price: 120, kind: 'target' } }]);
  });

  it('a range that holds both as stopped out, also on the bar of the entry', () => {
    const both = { 0: buy({ stopPrice: 95, targetPrice: 105 }) };
    expect(run([flat(100), flat(100), [100, 106, 94, 100]], both).trades).toMatchObject([{ exit: { price: 95 } }]);
    expect(run([flat(100), [100, 106, 94, 100], flat(100)], both).trades).toMatchObject([
      { entry: { step: 1 }, exit: { step: 1, price: 95 } },
    ]);
  });

  it('a trailing stop below the best price so far, and in the same bar where the range allows it', () => {
    const trail = { 0: buy({ trail: 10 }) };
    const later = run([flat(100), flat(100), [125, 130, 125, 128], [126, 126, 115, 118]], trail);
    expect(later.trades).toMatchObject([{ exit: { step: 3, price: 120, kind: 'trail' } }]);
    const same = run([flat(100), [100, 130, 95, 118], flat(118)], trail);
    expect(same.trades, 'the best price came first: nobody knows, so it did').toMatchObject([
      { exit: { step: 1, price: 100, kind: 'trail' } },
    ]);
  });

  it('a short position the other way round, reversed on one bar', () => {
    const rows = [flat(100), flat(100), [90, 92, 88, 91] as const, flat(91), flat(80)];
    const { trades } = run(rows, { 0: buy(), 1: sell }, { mayShort: true });
    expect(trades).toMatchObject([
      { side: 'long', entry: { price: 100 }, exit: { step: 2, price: 90, kind: 'strategy' }, pnl: -10 },
      { side: 'short', entry: { step: 2, price: 90 }, exit: null, pnl: 10 },
    ]);
    const stopped = run(
      [flat(100), flat(100), [101, 111, 100, 105]],
      { 0: { ...sell, stopPrice: 110 } },
      { mayShort: true },
    );
    expect(stopped.trades).toMatchObject([{ side: 'short', exit: { price: 110, kind: 'stop' }, pnl: -10 }]);
  });

  it('no short position unless it is allowed', () => {
    const { trades } = run([flat(100), flat(100), flat(90)], { 0: sell });
    expect(trades.filter(({ side }) => side === 'short')).toHaveLength(0);
  });

  it('what is open at the end at its last close, or closed at the last open', () => {
    const rows = [flat(100), flat(100), [104, 109, 103, 108] as const];
    expect(run(rows, { 0: buy() }).statistics).toMatchObject({ openTrades: 1, closedTrades: 0, finalEquity: 1_008 });
    const closed = run(rows, { 0: buy() }, { atEnd: 'closed' });
    expect(closed.trades).toMatchObject([{ exit: { price: 104, kind: 'end' } }]);
    expect(closed.statistics.finalEquity).toBe(1_004);
  });
});

describe('money', () => {
  it('pays fees, half the spread and slippage on both sides, no slippage at a target', () => {
    const costs = {
      ...NO_COSTS,
      commission: { kind: 'fraction', perSide: 0.01 },
      spread: 0.02,
      slippage: 0.01,
    } as const;
    const { trades, statistics } = run([flat(100), flat(100), flat(100)], { 0: buy(), 1: sell }, { costs });
    expect(trades).toMatchObject([{ entry: { price: 102 }, exit: { price: 98 } }]);
    expect(statistics.fees).toBeCloseTo(1.02 + 0.98, 9);
    expect(statistics.finalEquity).toBeCloseTo(1_000 - 4 - 2, 9);
    const target = run([flat(100), flat(100), [104, 120, 104, 110]], { 0: buy({ targetPrice: 110 }) }, { costs });
    expect(target.trades).toMatchObject([{ exit: { price: 110 } }]);
  });

  it('takes the fees and taxes of the market on that day, rounded to its unit', () => {
    const instrument = anInstrument({ exchange: 'krx', currency: 'KRW', symbol: 'KRX:005930' });
    const rows = [flat(70_000), flat(70_000), flat(71_000), flat(71_000)];
    const { statistics } = run(
      rows,
      { 0: buy(), 1: sell },
      {
        instruments: [{ instrument, bars: bars(rows) }],
        cash: 1_000_000,
        costs: { ...NO_COSTS, commission: { kind: 'market' } },
      },
    );
    // 0.014 % of each side and 0.25 % tax on the sale of 71,000, each item upwards to a won.
    expect(statistics.fees).toBe(10 + 10 + 178);
    expect(statistics.finalEquity).toBe(1_000_000 + 1_000 - 198);
  });

  it('never spends more than there is', () => {
    const dear = run([flat(100), flat(1_001), flat(1_001)], { 0: buy() });
    expect(dear.trades).toHaveLength(0);
    expect(dear.unfilled).toEqual({ 'no-buying-power': 1 });
    const costs = { ...NO_COSTS, commission: { kind: 'fraction', perSide: 0.01 } } as const;
    const all = run([flat(100), flat(100), flat(100)], { 0: buy() }, { sizing: { kind: 'all-in' }, costs });
    expect(all.trades).toMatchObject([{ quantity: 9, fees: 9 }]);
  });

  it('fills no more than its share of a bar’s volume: the rest of a purchase lapses, the rest of a sale goes on', () => {
    const costs = { ...NO_COSTS, volumeShareMax: 0.1 };
    const row = (price: number, volume: number): Row => [price, price, price, price, volume];
    const rows = [row(100, 50), row(100, 50), row(101, 30), row(102, 30), row(103, 30)];
    const { trades, unfilled } = run(rows, { 0: buy(), 1: sell }, { sizing: { kind: 'all-in' }, costs });
    expect(unfilled).toEqual({ 'partly-filled': 1 });
    expect(trades).toMatchObject([{ quantity: 5, exit: { step: 3 } }]);
    expect(trades[0]?.exit?.price).toBeCloseTo((3 * 101 + 2 * 102) / 5, 9);
  });

  it('a short position that loses everything ends the test, and equity never goes on below nothing', () => {
    const rows = [flat(100), flat(100), flat(5_000), flat(5_000), flat(100)];
    const { trades, curve } = run(rows, { 0: sell }, { mayShort: true });
    expect(trades).toMatchObject([{ exit: { kind: 'ruin', step: 2 } }]);
    expect(new Set(curve.equity.slice(2)).size).toBe(1);
  });
});

describe('shares that change', () => {
  const split = { at: FIRST + 2 * DAY, ratio: 4 };
  const raw = [flat(400), flat(400), flat(100), [100, 103, 100, 102] as const];

  it('a split changes quantity, stop and target, and moves no money', () => {
    const { trades, curve, warnings } = run(
      raw,
      { 0: buy({ stopPrice: 90 }) },
      {
        instruments: [{ instrument: anInstrument(), bars: bars(raw), splits: [split] }],
      },
    );
    expect([...curve.equity]).toEqual([1_000, 1_000, 1_000, 1_008]);
    expect(trades).toMatchObject([{ quantity: 4, exit: null }]);
    expect(warnings).toEqual([]);
  });

  it('a split that the bars do not know of is warned about, not mended', () => {
    const { warnings } = run(raw, {});
    expect(warnings).toEqual([
      { code: 'split-not-adjusted', values: { symbol: 'HRBM', day: '2020-01-08', percent: -75 } },
    ]);
  });

  it('a dividend is paid to who holds, and taken from who is short', () => {
    const dividends = [{ at: FIRST + 2 * DAY, perShare: 3 }];
    const rows = [flat(100), flat(100), flat(97), flat(97)];
    const instruments = [{ instrument: anInstrument(), bars: bars(rows), dividends }];
    expect(run(rows, { 0: buy() }, { instruments }).statistics).toMatchObject({ dividends: 3, finalEquity: 1_000 });
    expect(run(rows, { 0: sell }, { instruments, mayShort: true }).statistics).toMatchObject({ dividends: -3 });
    expect(run(rows, { 1: buy() }, { instruments }).statistics.dividends, 'bought on the ex-day').toBe(0);
  });
});

describe('several instruments', () => {
  it('move over one timeline, each on its own bars, and share the money', () => {
    const long = bars([flat(10), flat(10), flat(10), flat(12)]);
    const late = bars([flat(20), flat(20), flat(30)]);
    const late2 = { ...late, t: late.t.map((t) => t + DAY) };
    const instruments = [long, late2].map((one, i) => ({
      instrument: anInstrument({ id: `i_${i}` as never, symbol: `I${i}` }),
      bars: one,
    }));
    const { trades, curve } = run([], { 0: buy() }, { instruments, sizing: { kind: 'all-in' } });
    expect(curve.t).toHaveLength(4);
    expect(trades).toMatchObject([
      { position: 0, quantity: 50, entry: { step: 1 } },
      { position: 1, quantity: 25, entry: { step: 2 } },
    ]);
    expect(curve.equity[3]).toBe(50 * 12 + 25 * 30);
  });
});

describe('what cannot be tested', () => {
  const sound = someBars(100);
  const spoilt = (change: (bars: BarColumns) => void): BarColumns => {
    const copy = {
      t: sound.t.slice(),
      o: sound.o.slice(),
      h: sound.h.slice(),
      l: sound.l.slice(),
      c: sound.c.slice(),
      v: sound.v.slice(),
    };
    change(copy);
    return copy;
  };
  const refusal = (input: BacktestInput): unknown => {
    const result = runBacktest(input);
    return result.ok ? 'ran' : result.error;
  };

  it.each([
    ['not-a-price', (one: BarColumns) => (one.c[7] = NaN)],
    ['not-a-price', (one: BarColumns) => (one.l[7] = 0)],
    ['range', (one: BarColumns) => (one.h[7] = (one.l[7] ?? 0) * 0.9)],
    ['volume', (one: BarColumns) => (one.v[7] = NaN)],
    ['order', (one: BarColumns) => (one.t[7] = one.t[6] ?? 0)],
  ])('a bar that cannot be true (%s) names itself', (why, change) => {
    const bad = spoilt((one) => void change(one));
    expect(refusal(aBacktest(bad))).toMatchObject({ code: 'bars-invalid', values: { symbol: 'HRBM', bar: 8, why } });
  });

  it('too few bars, none in range, a short bot, a number that makes no sense', () => {
    expect(refusal(aBacktest(someBars(40)))).toEqual({
      code: 'windows-longer-than-data',
      values: { needed: 51, bars: 40 },
    });
    expect(refusal(aBacktest(sound, { from: Date.UTC(2030, 0) }))).toMatchObject({ code: 'no-bars-in-range' });
    const bot = { kind: 'bot', riskLevel: 'low', limits: null, otherCash: 0 } as const;
    expect(refusal(aBacktest(sound, { sizing: bot, mayShort: true }))).toMatchObject({ code: 'short-not-for-bots' });
    expect(refusal(aBacktest(sound, { cash: 0 }))).toMatchObject({ code: 'number-out-of-range' });
    expect(refusal(aBacktest(sound, { costs: { ...NO_COSTS, spread: -1 } }))).toMatchObject({
      values: { name: 'spread' },
    });
    expect(refusal(aBacktest(sound, { instruments: [] }))).toMatchObject({ code: 'no-instruments' });
  });

  it('missing bars and bars without volume are said beside the result', () => {
    const odd = spoilt((one) => {
      one.v.fill(0, 10, 13);
      for (let i = 50; i < 100; i += 1) one.t[i] = (one.t[i] ?? 0) + 30 * DAY;
    });
    expect(ran(aBacktest(odd)).warnings).toEqual([
      { code: 'bars-without-volume', values: { symbol: 'HRBM', bars: 3, of: 100 } },
      { code: 'bars-missing', values: { symbol: 'HRBM', gaps: 1, days: 31, from: '2010-02-19' } },
    ]);
  });
});

it('a range runs on indicators that are warm: bars before it count for them, and for nothing else', () => {
  const history = someBars(400, { seed: 9, swing: 0.03, drift: 0.0005 });
  const from = history.t[200] ?? 0;
  const ranged = ran(aBacktest(history, { from, to: history.t[350] ?? 0 }));
  expect(ranged.curve.t).toHaveLength(151);
  expect(ranged.curve.t[0]).toBe(from);
  expect(ranged.trades.length).toBeGreaterThan(0);
  expect(Math.min(...ranged.trades.map(({ entry }) => entry.at))).toBeGreaterThan(from);
});

it('a bot sizes in its own way: one of twenty equal parts is a twentieth of its money', () => {
  const trending = someBars(600, { seed: 9, swing: 0.03, drift: 0.0005 });
  const costs = (method?: BotSizing): number[] =>
    ran(
      aBacktest(trending, { sizing: { kind: 'bot', riskLevel: 'high', method, limits: null, otherCash: 0 } }),
    ).trades.map(({ quantity, entry }) => quantity * entry.price);
  const [equal, usual] = [costs({ method: 'equal-weight', positions: 20 }), costs()];
  expect(usual.length).toBeGreaterThan(0);
  expect(Math.max(...usual)).toBeGreaterThan(1_000);
  expect(equal.length).toBeGreaterThan(0);
  expect(Math.max(...equal)).toBeLessThanOrEqual(500);
});

describe('a bot with a plan for what it holds', () => {
  const trending = someBars(600, { seed: 9, swing: 0.03, drift: 0.0005 });
  const tested = (exits?: ExitPlan) =>
    ran(aBacktest(trending, { sizing: { kind: 'bot', riskLevel: 'high', exits, limits: null, otherCash: 0 } }));
  const kinds = (exits?: ExitPlan): Set<string> =>
    new Set(tested(exits).trades.flatMap(({ exit }) => (exit === null ? [] : [exit.kind])));

  it('sells at the open after so many closed bars, the one of the purchase counted', () => {
    const trades = tested({ maxBars: 4 }).trades.filter(({ exit }) => exit?.kind === 'time');
    expect(trades.length).toBeGreaterThan(0);
    expect(new Set(trades.map(({ entry, exit }) => (exit?.step ?? 0) - entry.step))).toEqual(new Set([4]));
  });

  it('is stopped out under its best price, and at what it paid', () => {
    expect(kinds({ trailFraction: 0.03 })).toContain('trail');
    expect(kinds({ trailAtr: 2 })).toContain('trail');
    expect(kinds({ breakEvenAt: 0.3 })).toContain('break-even');
    expect([...kinds()].filter((kind) => ['trail', 'break-even', 'time'].includes(kind))).toEqual([]);
  });

  it('says how its stops are raised', () => {
    expect(tested({ trailAtr: 2 }).assumptions).toContainEqual({ code: 'stops-raised-at-closes', values: {} });
    expect(tested().assumptions).not.toContainEqual({ code: 'stops-raised-at-closes', values: {} });
  });

  it('a split changes nothing: stop, best price and what it paid are counted in new shares', () => {
    const split = { at: trending.t[300] ?? 0, ratio: 2 };
    const raw = (column: Float64Array): Float64Array => column.map((price, i) => (i < 300 ? price * 2 : price));
    const { t, o, h, l, c, v } = trending;
    const before = { t, o: raw(o), h: raw(h), l: raw(l), c: raw(c), v: v.map((n, i) => (i < 300 ? n / 2 : n)) };
    const exits = { trailAtr: 2, breakEvenAt: 0.5, maxBars: 40 };
    const sizing = { kind: 'bot', riskLevel: 'high', exits, limits: null, otherCash: 0 } as const;
    const input = aBacktest(before, { sizing });
    const [given] = input.instruments;
    const after = ran({ ...input, instruments: given === undefined ? [] : [{ ...given, splits: [split] }] });
    const steps = (trades: typeof after.trades) =>
      trades.map(({ entry, exit }) => [entry.step, exit?.step, exit?.kind]);
    expect(steps(after.trades)).toEqual(steps(tested(exits).trades));
  });
});
