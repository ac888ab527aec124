import { describe, expect, it } from 'vitest';
import { numbersFrom } from '../testing/some-bars.ts';
import { atLeastByLuck, normalBelow } from './chance.ts';
import { recordOf, type ScoredCase } from './forecast-record.ts';

const cases = (count: number, of: (i: number) => ScoredCase): ScoredCase[] =>
  Array.from({ length: count }, (_, i) => of(i));

describe('the record of a model', () => {
  it('counts its hits beside those of always saying the more frequent side', () => {
    const said = cases(100, (i) => ({
      chanceUp: i < 61 === i % 2 < 1 ? 0.7 : 0.3,
      rose: i % 2 < 1,
      inside: i % 5 > 0,
    }));
    expect(recordOf(said, 2)).toMatchObject({
      cases: 100,
      right: 61,
      baseRight: 50,
      banded: 100,
      inside: 80,
    });
  });

  it('is not used with fewer than 30 cases, however good', () => {
    expect(
      recordOf(
        cases(29, (i) => ({ chanceUp: i % 2, rose: i % 2 > 0, inside: null })),
        2,
      ).use,
    ).toBe('few');
    expect(recordOf([], 2)).toMatchObject({ use: 'few', cases: 0, brier: null, baseBrier: null });
    expect(
      recordOf(
        cases(30, (i) => ({ chanceUp: i % 2, rose: i % 2 > 0, inside: null })),
        2,
      ).use,
    ).toBe('better');
  });

  it('is not used when it only says what always came', () => {
    const always = cases(200, (i) => ({ chanceUp: 0.6, rose: i % 10 < 6, inside: null }));
    expect(recordOf(always, 1)).toMatchObject({ right: 120, baseRight: 120, use: 'no-better' });
  });

  it('is not used when its chances are worse than the plain share, even where it is right more often', () => {
    const loud = cases(100, (i) => ({ chanceUp: i % 5 < 3 === i % 2 < 1 ? 1 : 0, rose: i % 2 < 1, inside: null }));
    expect(recordOf(loud, 1).right).toBe(60);
    expect(recordOf(loud, 1).use).toBe('no-better');
  });

  it('needs more the more was tried, and a coin hardly ever passes', () => {
    const slightly = cases(100, (i) => ({
      chanceUp: i < 70 === i % 2 < 1 ? 0.55 : 0.45,
      rose: i % 2 < 1,
      inside: null,
    }));
    expect(recordOf(slightly, 1).use).toBe('better');
    expect(recordOf(slightly, 100).use).toBe('luck');
    const next = numbersFrom(7);
    const passed = Array.from({ length: 1_000 }, () =>
      recordOf(
        cases(60, () => ({ chanceUp: 0.45 + next() * 0.1, rose: next() < 0.54, inside: null })),
        2,
      ),
    ).filter(({ use }) => use === 'better').length;
    expect(passed, 'of 1,000 models that know nothing').toBeLessThan(50);
  });
});

describe('chances', () => {
  it('are those of the tables', () => {
    expect(normalBelow(0)).toBeCloseTo(0.5, 6);
    expect(normalBelow(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalBelow(-1.281552)).toBeCloseTo(0.1, 6);
    expect(atLeastByLuck(0, 10)).toBe(1);
    expect(atLeastByLuck(8, 10)).toBeCloseTo(56 / 1024, 12);
    expect(atLeastByLuck(10, 10)).toBeCloseTo(1 / 1024, 12);
    expect(atLeastByLuck(1_500, 3_000)).toBeCloseTo(0.5073, 3);
  });
});
