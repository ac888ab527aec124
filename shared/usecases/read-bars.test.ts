import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../lib/time.ts';
import { anInstrument, fakeMarkets, risingBars, someDeps } from '../testing/fake-market.ts';
import { readBars } from './read-bars.ts';

const START = Date.UTC(2024, 0, 1); // a Monday
const QUARTER = 15 * MINUTE_MS;

function daily(marketAt: number, splits: { symbol: string; at: number; ratio: number }[] = []) {
  const bars = { A: risingBars(START, DAY_MS, 60) };
  return someDeps({ markets: fakeMarkets({ instruments: [anInstrument('A')], marketAt, bars, splits }) });
}

async function times(deps: ReturnType<typeof daily>, query: Partial<Parameters<typeof readBars>[2]> = {}) {
  const read = await readBars(deps, 'A', { limit: 500, ...query });
  if (!read.ok) throw new Error(read.error.code);
  return { ...read.value, days: read.value.items.map((bar) => bar.t) };
}

describe('bars', () => {
  test('end with the last one that has closed', async () => {
    const deps = daily(START + 10 * DAY_MS);
    expect((await times(deps)).days.at(-1)).toBe('2024-01-10');
    expect((await times(deps, { to: '2024-02-20' })).days).toHaveLength(10);
    expect((await times(daily(START + 10 * DAY_MS - 1))).days.at(-1)).toBe('2024-01-09');
  });

  test('of a range have both its days', async () => {
    const { days } = await times(daily(START + 40 * DAY_MS), { from: '2024-01-05', to: '2024-01-07' });
    expect(days).toEqual(['2024-01-05', '2024-01-06', '2024-01-07']);
  });

  test('come in pages from the newest back, none twice', async () => {
    const deps = daily(START + 25 * DAY_MS);
    const seen: string[] = [];
    for (let cursor: string | null = '2030-01-01'; cursor !== null;) {
      const page = await times(deps, { limit: 10, cursor });
      seen.unshift(...page.days);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual((await times(deps)).days);
    expect(seen).toHaveLength(25);
  });

  test('of a split stock are read with the shares of today', async () => {
    const at = START + 5 * DAY_MS;
    const { items } = await times(daily(START + 10 * DAY_MS, [{ symbol: 'A', at, ratio: 2 }]));
    expect(items.slice(4, 6).map(({ c, v }) => [c, v])).toEqual([
      ['2.5', '20'],
      ['6', '10'],
    ]);
  });

  test('are refused finer than the market has them, and for a date that is none', async () => {
    const deps = daily(START + 10 * DAY_MS);
    expect(await readBars(deps, 'A', { timeframe: '1h', limit: 5 })).toMatchObject({ error: { field: 'timeframe' } });
    expect(await readBars(deps, 'A', { from: 'soon', limit: 5 })).toMatchObject({ error: { field: 'from' } });
    expect(await readBars(deps, 'B', { limit: 5 })).toMatchObject({ error: { code: 'unknown-instrument' } });
  });
});

describe('coarser bars', () => {
  const at = (marketAt: number) =>
    someDeps({
      markets: fakeMarkets({
        instruments: [anInstrument('A')],
        timeframe: '15m',
        marketAt,
        bars: { A: risingBars(START, QUARTER, 300) },
      }),
    });

  test('are put together from the finer ones, and only whole ones are shown', async () => {
    const read = await readBars(at(START + 9 * QUARTER), 'A', { timeframe: '1h', limit: 500 });
    expect(read).toMatchObject({
      value: {
        items: [
          { t: '2024-01-01T00:00:00.000Z', o: '0', h: '5', l: '0', c: '4', v: '40' },
          { t: '2024-01-01T01:00:00.000Z', o: '4', h: '9', l: '3', c: '8', v: '40' },
        ],
      },
    });
  });

  test('of a limit are whole ones too', async () => {
    const read = await readBars(at(START + 98 * QUARTER), 'A', { timeframe: '1h', limit: 1 });
    expect(read).toMatchObject({ value: { items: [{ t: '2024-01-01T23:00:00.000Z', o: '92', c: '96', v: '40' }] } });
    const days = await readBars(at(START + 200 * QUARTER), 'A', { timeframe: '1d', limit: 5 });
    expect(days.ok && days.value.items.map((bar) => [bar.t, bar.c])).toEqual([
      ['2024-01-01', '96'],
      ['2024-01-02', '192'],
    ]);
  });
});
