import { describe, expect, it } from 'vitest';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import { barsOfCloses, someBars } from '../testing/some-bars.ts';
import { largestGap } from './gap.ts';
import { setupRecord } from './record.ts';

const LOW = RISK_PROFILES.low; // stop 5 %, target 10 %

function record(closes: number[], began: number[], holdingBars = 5): { wins: number; total: number } {
  const columns = barsOfCloses(closes);
  return setupRecord({
    columns,
    index: closes.length - 1,
    firstBar: 0,
    began: (i) => began.includes(i),
    atr: new Float64Array(closes.length).fill(NaN), // the profile's own stop
    profile: LOW,
    holdingBars,
  });
}

describe('the record of a setup', () => {
  it('wins at the target, loses at the stop', () => {
    expect(record([100, 100, 104, 111, 90], [0])).toEqual({ wins: 1, total: 1 });
    expect(record([100, 100, 98, 94, 120, 130], [0])).toEqual({ wins: 0, total: 1 });
  });

  it('counts a higher close after the usual holding as won, an equal or lower one as lost', () => {
    expect(record([100, 100, 101, 101, 101, 102, 102], [0])).toEqual({ wins: 1, total: 1 });
    expect(record([100, 100, 99, 99, 99, 99, 120], [0])).toEqual({ wins: 0, total: 1 });
  });

  it('leaves out what is not decided yet', () => {
    expect(record([100, 100, 101, 102], [0])).toEqual({ wins: 0, total: 0 });
    expect(record([100, 100, 101, 102], [3])).toEqual({ wins: 0, total: 0 });
  });

  it('does not count a setup while an earlier one still runs', () => {
    expect(record([100, 100, 101, 102, 103, 104, 104], [0, 1, 2, 3])).toEqual({ wins: 1, total: 1 });
  });

  it('takes a bar that holds stop and target as lost', () => {
    const columns = barsOfCloses([100, 100, 100, 100]);
    columns.h[2] = 120;
    columns.l[2] = 80;
    const input = { columns, index: 3, firstBar: 0, atr: new Float64Array(4).fill(NaN), profile: LOW, holdingBars: 2 };
    expect(setupRecord({ ...input, began: (i) => i === 0 })).toEqual({ wins: 0, total: 1 });
  });
});

describe('the largest gap', () => {
  it('is the worst fall from a close to the next open in two years', () => {
    const bars = someBars(700, { swing: 0.005 });
    for (const [i, fall] of [
      [650, 0.12],
      [50, 0.4],
    ] as const)
      bars.o[i] = (bars.c[i - 1] ?? 0) * (1 - fall);
    expect(largestGap(bars, 699)).toBeCloseTo(0.4, 9);
    const older = { ...bars, t: bars.t.map((t, i) => (i <= 60 ? t - 100 * 86_400_000 : t)) };
    expect(largestGap(older, 699), 'more than two years ago').toBeCloseTo(0.12, 9);
    expect(largestGap(bars, 640), 'the later one is not known yet').toBeCloseTo(0.4, 9);
  });

  it('is unknown with fewer than 250 bars, or with many bars of a few days', () => {
    expect(largestGap(someBars(249, { barMs: 2 * 86_400_000 }), 248)).toBeNull();
    expect(largestGap(someBars(250, { barMs: 2 * 86_400_000 }), 249)).not.toBeNull();
    expect(largestGap(someBars(600, { barMs: 900_000 }), 599)).toBeNull();
  });
});
