import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../lib/time.ts';
import { STRETCH } from '../../lib/stretch.ts';
import { someBars } from '../../testing/some-bars.ts';
import { inspectBars } from './inspect.ts';

const KNOWN = { timeframe: '1d', splitsAt: new Set<number>() } as const;

// A stretch of bars is read at a time: what lies between two of them is seen as well.
describe.each([
  ['inside a stretch', STRETCH + 100],
  ['at the first bar of a stretch', STRETCH],
  ['at the last bar of a stretch', 2 * STRETCH - 1],
])('bars that are odd %s', (_where, place) => {
  const spoilt = (): ReturnType<typeof someBars> => someBars(2 * STRETCH + 10, { swing: 0.001 });

  it('the first that cannot be true is named', () => {
    const bars = spoilt();
    bars.t[place] = bars.t[place - 1] ?? NaN;
    bars.c[place + 1] = NaN;
    expect(inspectBars('HRBM', bars, KNOWN).unsound).toEqual({ index: place, why: 'order' });
  });

  it('a gap and a split are told once', () => {
    const bars = spoilt();
    for (let i = place; i < bars.t.length; i += 1) {
      bars.t[i] = (bars.t[i] ?? NaN) + 20 * DAY_MS;
      for (const column of [bars.o, bars.h, bars.l, bars.c]) column[i] = (column[i] ?? NaN) / 4;
    }
    const day = new Date(bars.t[place] ?? NaN).toISOString().slice(0, 10);
    const from = new Date(bars.t[place - 1] ?? NaN).toISOString().slice(0, 10);
    expect(inspectBars('HRBM', bars, KNOWN)).toEqual({
      unsound: null,
      oddities: [
        { code: 'split-not-adjusted', values: { symbol: 'HRBM', day, percent: -75 } },
        { code: 'bars-missing', values: { symbol: 'HRBM', gaps: 1, days: 21, from } },
      ],
    });
    const splitsAt = new Set([bars.t[place] ?? NaN]);
    expect(inspectBars('HRBM', bars, { timeframe: '1m', splitsAt }).oddities).toEqual([]);
  });
});
