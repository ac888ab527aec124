import { describe, expect, it } from 'vitest';
import { createRandom, normalQuantile } from './random.ts';

const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('createRandom', () => {
  it('draws the same from the same place, and other numbers from any other', () => {
    const first = (...path: number[]): number => createRandom(...path).uniform();
    expect(first(7, 1, 2)).toBe(first(7, 1, 2));
    const places = [[7], [7, 0], [7, 1, 2], [7, 2, 1], [-7], [0], [7 + 2 ** 32], [1, 7]];
    expect(new Set(places.map((place) => first(...place))).size).toBe(places.length);
  });

  it('never changes: a market is its seed', () => {
    const random = createRandom(2_030, 1, 7);
    expect(draws(4, () => Math.floor(random.uniform() * 1e9))).toEqual([
      137_840_539, 543_651_557, 772_017_050, 95_644_191,
    ]);
  });

  it('draws uniform numbers inside (0, 1), without a trend from one stream to the next', () => {
    const random = createRandom(1);
    const values = draws(20_000, () => random.uniform());
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    let step = 0;
    const firsts = draws(20_000, () => createRandom(1, step++).uniform());
    expect(mean(firsts)).toBeCloseTo(0.5, 2);
    const products = firsts.slice(1).map((value, i) => (value - 0.5) * ((firsts[i] ?? 0) - 0.5));
    expect(Math.abs(mean(products)) * 12).toBeLessThan(0.03);
  });

  it('draws standard normals', () => {
    const random = createRandom(3);
    const values = draws(20_000, () => random.normal());
    expect(Math.abs(mean(values))).toBeLessThan(0.03);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => value ** 4))).toBeCloseTo(3, 0);
  });

  it('draws whole numbers below a count, each about as often', () => {
    const random = createRandom(4);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 10_000; i++) counts[random.below(5)]! += 1; // below(5) is in range
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });

  it('refuses a place that is not made of whole numbers', () => {
    expect(() => createRandom(0.5)).toThrow();
    expect(() => createRandom(NaN)).toThrow();
  });
});

describe('normalQuantile', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.1.
  it.each([
    [0.5, 0],
    [0.975, 1.959964],
    [0.995, 2.575829],
    [0.001, -3.090232],
    [0.02, -2.053749],
  ])('puts %d at %d', (probability, quantile) => {
    expect(normalQuantile(probability)).toBeCloseTo(quantile, 5);
  });
});
