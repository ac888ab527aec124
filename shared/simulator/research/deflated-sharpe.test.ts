import { describe, expect, it } from 'vitest';
import { createRandom, normalQuantile } from '../../lib/random.ts';
import { deflatedSharpe, luckySharpe, probabilisticSharpe, varianceOf } from './deflated-sharpe.ts';
import { momentsOf } from './moments.ts';
import { normalCdf } from './normal.ts';

/*
 * The example of Bailey & López de Prado 2014 ("A numerical example"): the best of 100 tries has an annual Sharpe of 2.5
 * over five years of 250 days; the tries' annual ratios vary by 1/2; skewness -3, kurtosis 10.
 */
const DAYS = 250;
const BEST = { sharpe: 2.5 / Math.sqrt(DAYS), count: 1_250, skewness: -3, kurtosis: 10 };
const VARIANCE = 0.5 / DAYS;

describe('the paper’s example', () => {
  it('expects 0.1132 a day of the best of 100 worthless tries', () => {
    expect(luckySharpe(VARIANCE, 100)).toBeCloseTo(0.1132, 4);
  });

  it('finds 0.9004: the 2.5 is not significant at 95 %', () => {
    expect(deflatedSharpe(BEST, { variance: VARIANCE, trials: 100 })).toBeCloseTo(0.9004, 4);
  });

  it('finds 0.9505 had there been 46 tries, or 88 of normal returns', () => {
    expect(deflatedSharpe(BEST, { variance: VARIANCE, trials: 46 })).toBeCloseTo(0.9505, 4);
    const normal = { ...BEST, skewness: 0, kurtosis: 3 };
    expect(deflatedSharpe(normal, { variance: VARIANCE, trials: 88 })).toBeCloseTo(0.9505, 4);
  });
});

describe('its properties', () => {
  it('falls with every further try, and one try is not deflated', () => {
    const of = (trials: number): number => deflatedSharpe(BEST, { variance: VARIANCE, trials }) ?? NaN;
    expect(of(1)).toBe(probabilisticSharpe(BEST, 0));
    for (let trials = 2; trials < 2_000; trials = Math.ceil(trials * 1.7)) {
      expect(of(trials + 1), `after ${trials} tries`).toBeLessThan(of(trials));
    }
  });

  it('says nothing of a sample that is too small', () => {
    expect(probabilisticSharpe({ ...BEST, count: 2 }, 0)).toBeNull();
  });

  it('gives worthless tries about even odds: the best of many is as good as luck lets it be', () => {
    let sum = 0;
    const rounds = 60;
    for (let round = 0; round < rounds; round += 1) {
      const tried = Array.from({ length: 50 }, (_, trial) => {
        const random = createRandom(round, trial);
        let value = 1;
        return momentsOf(Float64Array.from({ length: 300 }, () => (value *= 1 + 0.01 * random.normal())));
      });
      const ratios = tried.map(({ sharpe }) => sharpe ?? NaN);
      const best = tried[ratios.indexOf(Math.max(...ratios))]!; // one of them
      sum +=
        deflatedSharpe(
          { ...best, sharpe: best.sharpe ?? NaN },
          { variance: varianceOf(ratios), trials: ratios.length },
        ) ?? NaN;
    }
    expect(sum / rounds).toBeGreaterThan(0.4);
    expect(sum / rounds).toBeLessThan(0.6);
  });
});

describe('the normal distribution', () => {
  it('has the textbook values', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 14);
    expect(normalCdf(1.96)).toBeCloseTo(0.975_002_104_851_779_5, 12);
    expect(normalCdf(-5)).toBeCloseTo(2.866_515_718_791_9e-7, 16);
    expect(normalCdf(-8) / 6.220_960_574_271_78e-16).toBeCloseTo(1, 7);
  });

  it('is the inverse of its quantile', () => {
    for (let p = 0.001; p < 1; p += 0.013) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 8);
  });
});
