import { beforeAll, describe, expect, it } from 'vitest';
import { tickSize } from '../../domain/tick.ts';
import type { MarketEvent } from './events.ts';
import { upcomingEvents } from './events.ts';
import { createGeneratedMarket } from './generated-market.ts';
import { INDEX_POSITION } from './instruments.ts';
import type { MarketId } from '../../domain/ids.ts';
import { packState, unpackState } from './state.ts';

const STEPS = 20_000;
const market = createGeneratedMarket(2_024, 'demo' as MarketId);

/** Log returns, split-adjusted, and volumes, by instrument. */
const returns = market.instruments.map(() => new Float64Array(STEPS));
const volumes = market.instruments.map(() => new Float64Array(STEPS));
const lowest = new Float64Array(market.instruments.length).fill(Infinity);
const highest = new Float64Array(market.instruments.length);
const events: MarketEvent[] = [];
const faults: string[] = [];

beforeAll(() => {
  let state = market.initialState();
  let last: Float64Array | null = null;
  const known = new Map<string, MarketEvent>();
  const keyOf = ({ kind, instrumentIndex, at }: MarketEvent): string => `${kind} ${instrumentIndex} ${at}`;
  for (const event of upcomingEvents(state)) known.set(keyOf(event), event);
  for (let step = 0; step < STEPS; step++) {
    const made = market.nextStep(state);
    const { o, h, l, c, v } = made.bars;
    for (let i = 0; i <= INDEX_POSITION; i++) {
      const open = o[i]!; // a column has every instrument
      const high = h[i]!;
      const low = l[i]!;
      const close = c[i]!;
      const volume = v[i]!;
      const holds = low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && high < Infinity;
      if (!holds || !(volume >= 1) || !Number.isInteger(volume)) faults.push(`bar of ${i} at ${step}`);
      if (last) returns[i]![step] = Math.log(close / last[i]!); // one column per instrument
      volumes[i]![step] = volume; // one column per instrument
      lowest[i] = Math.min(lowest[i]!, low);
      highest[i] = Math.max(highest[i]!, high);
    }
    for (const { kind, instrumentIndex, values } of made.events) {
      if (kind === 'split') returns[instrumentIndex]![step]! += Math.log(values.ratio ?? NaN); // a stock's number
    }
    for (const event of made.events) {
      const before = known.get(keyOf(event));
      if (!before || before.announcedAt >= event.at) faults.push(`${event.kind} at ${step} was not announced before`);
    }
    for (const event of made.announced) known.set(keyOf(event), event);
    events.push(...made.events);
    last = c;
    state = made.state;
    // With a split or a change of the index pending, every field is in use.
    if (made.announced.some(({ kind }) => kind !== 'earnings')) expect(unpackState(packState(state))).toEqual(state);
  }
}, 60_000);

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!; // in range
  return sum / values.length;
}

const stocks = (): Float64Array[] => returns.slice(0, INDEX_POSITION);

function correlation(a: Float64Array, b: Float64Array): number {
  const meanA = average(a);
  const meanB = average(b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]! - meanA; // in range, and b is as long
    const y = b[i]! - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

const lagged = (values: Float64Array, lag: number): number =>
  correlation(values.subarray(0, values.length - lag), values.subarray(lag));

describe('20,000 steps of a generated market', () => {
  it('hold only possible bars, and no event that was not announced before', () => {
    expect(faults).toEqual([]);
  });

  it('neither explode nor die', () => {
    for (let i = 0; i <= INDEX_POSITION; i++) {
      expect((highest[i] ?? NaN) / (lowest[i] ?? NaN), market.instruments[i]?.symbol).toBeLessThan(40);
    }
  });

  it('have quiet and stormy times: big moves follow big moves, of either sign', () => {
    const sizes = stocks().map((column) => column.map(Math.abs));
    expect(average(sizes.map((column) => lagged(column, 1)))).toBeGreaterThan(0.1);
    expect(average(sizes.map((column) => lagged(column, 20)))).toBeGreaterThan(0.04);
    expect(Math.abs(average(stocks().map((column) => lagged(column, 1))))).toBeLessThan(0.03);
  });

  it('move together, more so inside a sector', () => {
    const pairs = { inside: [] as number[], across: [] as number[] };
    for (let a = 0; a < 12; a++) {
      for (let b = a + 1; b < 12; b++) {
        const same = market.instruments[a]?.sector === market.instruments[b]?.sector;
        pairs[same ? 'inside' : 'across'].push(correlation(returns[a]!, returns[b]!)); // in range
      }
    }
    expect(average(pairs.across)).toBeGreaterThan(0.08);
    expect(average(pairs.inside)).toBeGreaterThan(average(pairs.across) + 0.03);
  });

  it('jump now and then: tails are fat, and the largest moves are many deviations', () => {
    for (const column of stocks().slice(0, 10)) {
      const deviation = Math.sqrt(average(column.map((value) => value * value)));
      expect(average(column.map((value) => (value / deviation) ** 4))).toBeGreaterThan(4);
      expect(Math.max(...column.map(Math.abs)) / deviation).toBeGreaterThan(7);
    }
  });

  it('trade more when prices move more', () => {
    const rank = stocks().map(
      (column, i) => correlation(column.map(Math.abs), volumes[i]!.map(Math.log)), // one column per instrument
    );
    expect(average(rank)).toBeGreaterThan(0.15);
  });

  it('see earnings, splits, and stocks that join and leave the index', () => {
    const count = (wanted: MarketEvent['kind']): number => events.filter(({ kind }) => kind === wanted).length;
    expect(count('earnings')).toBeGreaterThan(100);
    expect(count('split')).toBeGreaterThan(0);
    expect(count('index-addition')).toBeGreaterThan(2);
    expect(count('index-removal')).toBe(count('index-addition'));
  });

  it('stay on the tick', () => {
    const { bars } = market.nextStep(market.initialState());
    market.instruments.forEach((instrument, i) => {
      const price = bars.c[i] ?? NaN;
      const ticks = price / tickSize(instrument, price);
      expect(Math.abs(ticks - Math.round(ticks)), instrument.symbol).toBeLessThan(1e-6);
    });
  });
});
