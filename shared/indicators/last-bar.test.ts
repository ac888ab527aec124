import { expect, it } from 'vitest';
import { someBars } from '../testing/some-bars.ts';
import { atr } from './atr/atr.ts';
import { bollinger } from './bollinger/bollinger.ts';
import { atrAt, BARS_READ, deviationAt, meanAt, rsiAt, volumeMultipleAt } from './last-bar.ts';
import { rsi } from './rsi/rsi.ts';
import { sma } from './sma/sma.ts';

const bars = someBars(400, { seed: 11 });
const averages = sma(bars.c, 20);
const bands = bollinger(bars.c, { period: 20, deviations: 2 });
const strength = rsi(bars.c, 14);
const ranges = atr(bars, 14);

it('gives the last value of the kernels, at every bar', () => {
  for (let i = 0; i < 400; i += 1) {
    const mean = meanAt(bars.c, i, 20);
    if (i < 19) expect(mean).toBeNaN();
    else {
      expect(mean).toBeCloseTo(averages[i] ?? NaN, 9);
      expect(mean - 2 * deviationAt(bars.c, i, { period: 20, mean })).toBeCloseTo(bands.lower[i] ?? NaN, 9);
    }
    if (i < 14) {
      expect(rsiAt(bars.c, i, 14)).toBeNaN();
      expect(atrAt(bars, i, 14)).toBeNull();
    } else {
      expect(rsiAt(bars.c, i, 14)).toBeCloseTo(strength[i] ?? NaN, i < BARS_READ ? 9 : 4);
      expect(atrAt(bars, i, 14)).toBeCloseTo(ranges[i] ?? NaN, i < BARS_READ ? 9 : 4);
    }
  }
});

it('measures the busiest recent bar against the usual volume before it', () => {
  const volumes = Float64Array.from([...Array<number>(20).fill(100), 90, 250, 80, 70, 60]);
  expect(volumeMultipleAt(volumes, 24, { recent: 5, usual: 20 })).toBe(2.5);
  expect(volumeMultipleAt(volumes, 23, { recent: 5, usual: 20 }), 'too short a history').toBe(0);
  expect(volumeMultipleAt(new Float64Array(25), 24, { recent: 5, usual: 20 }), 'no volume at all').toBe(0);
});
