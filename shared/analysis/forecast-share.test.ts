import { describe, expect, it } from 'vitest';
import { numbersFrom } from '../testing/some-bars.ts';
import { forecastShare } from './forecast-share.ts';

const ENTRY = { price: 100, stopPrice: 92, targetPrice: 115 };
const BETTER = { prophet: 'better', trees: 'few' } as const;
const prophet = (chanceUp: number, low = 94, high = 112) => ({ prophet: { chanceUp, low, high }, trees: null });

describe('a forecast’s share in a purchase', () => {
  it.each(['few', 'no-better', 'luck'] as const)('is none while its record is: %s', (use) => {
    expect(forecastShare(prophet(0.9), { prophet: use, trees: use }, ENTRY)).toBeNull();
  });

  it('is none where none was made lately', () => {
    expect(forecastShare({ prophet: null, trees: null }, { prophet: 'better', trees: 'better' }, ENTRY)).toBeNull();
  });

  it('halves the size where a fall is likelier, and never makes it larger', () => {
    expect(forecastShare(prophet(0.49), BETTER, ENTRY)?.sizeFraction).toBe(0.5);
    expect(forecastShare(prophet(0.5), BETTER, ENTRY)?.sizeFraction).toBe(1);
    expect(forecastShare(prophet(0.99), BETTER, ENTRY)?.sizeFraction).toBe(1);
  });

  it('moves the stop up to the band’s lower edge, not down to it, and never nearer than 2 %', () => {
    expect(forecastShare(prophet(0.6, 94), BETTER, ENTRY)?.stopPrice).toBe(94);
    expect(forecastShare(prophet(0.6, 90), BETTER, ENTRY)?.stopPrice).toBeNull();
    expect(forecastShare(prophet(0.6, 99.5), BETTER, ENTRY)?.stopPrice).toBe(98);
  });

  it('moves the target down to the band’s upper edge where that is worth the risk', () => {
    expect(forecastShare(prophet(0.6, 94, 112), BETTER, ENTRY)?.targetPrice).toBe(112);
    expect(forecastShare(prophet(0.6, 94, 120), BETTER, ENTRY)?.targetPrice).toBeNull();
    expect(forecastShare(prophet(0.6, 94, 105), BETTER, ENTRY)?.targetPrice, '5 for 6 at risk').toBeNull();
  });

  it('counts the model that calls a fall likelier where two disagree, and one without a record not at all', () => {
    const both = { prophet: { chanceUp: 0.7, low: 94, high: 112 }, trees: { chanceUp: 0.3 } };
    expect(forecastShare(both, { prophet: 'better', trees: 'better' }, ENTRY)).toMatchObject({ chanceUp: 0.3 });
    expect(forecastShare(both, BETTER, ENTRY)).toMatchObject({ chanceUp: 0.7, sizeFraction: 1 });
  });

  it('only ever takes, whatever is forecast', () => {
    const next = numbersFrom(9);
    for (let i = 0; i < 5_000; i += 1) {
      const share = forecastShare(
        { prophet: { chanceUp: next(), low: 60 + 60 * next(), high: 80 + 80 * next() }, trees: { chanceUp: next() } },
        { prophet: 'better', trees: next() < 0.5 ? 'better' : 'luck' },
        ENTRY,
      );
      expect(share!.sizeFraction).toBeLessThanOrEqual(1);
      expect(share!.stopPrice ?? ENTRY.stopPrice).toBeGreaterThanOrEqual(ENTRY.stopPrice);
      expect(share!.stopPrice ?? 0).toBeLessThanOrEqual(98);
      expect(share!.targetPrice ?? ENTRY.targetPrice).toBeLessThanOrEqual(ENTRY.targetPrice);
    }
  });
});
