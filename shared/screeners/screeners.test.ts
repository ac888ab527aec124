import { describe, expect, it } from 'vitest';
import { SCREENER_NAMES, type ScreenDefinition } from '../domain/screen.ts';
import { REASON_CODES } from '../domain/reason-codes.ts';
import { aMarket } from '../testing/a-market.ts';
import { barsOfCloses, firstBars, someBars } from '../testing/some-bars.ts';
import { SCREENERS } from './index.ts';
import { summariseScreen } from './run-screen.ts';
import { ScreenCache } from './screen-cache.ts';
import type { ScreenResult } from './screener.ts';

const DEFAULT: ScreenDefinition = { screener: 'trend-momentum-volume', config: {} };

function screen(
  market: ReturnType<typeof aMarket>,
  definition = DEFAULT,
  positions: number[] | null = null,
): ScreenResult {
  return summariseScreen(new ScreenCache().pass(definition, market), market, positions);
}

/** Rises by half a percent a bar with small setbacks; the last bar's volume is `times` the usual. */
function rising(times: number, slope = 0.005): ReturnType<typeof barsOfCloses> {
  const bars = barsOfCloses(Array.from({ length: 80 }, (_, i) => 100 * (1 + slope) ** i * (i % 3 === 0 ? 0.998 : 1)));
  bars.v[79] = 1_000_000 * times;
  return bars;
}
const falling = (): ReturnType<typeof barsOfCloses> =>
  barsOfCloses(Array.from({ length: 80 }, (_, i) => 100 * 0.995 ** i));

describe('trend, momentum and volume', () => {
  it('counts what is left after each filter and ranks what passes, with reasons', () => {
    const result = screen(aMarket([falling(), rising(1.6), rising(1.2), rising(2.4)]));
    expect(result.looked).toBe(4);
    expect(result.funnel).toEqual([
      { code: 'uptrend', count: 3 },
      { code: 'momentum', count: 3 },
      { code: 'volume', count: 2 },
    ]);
    expect(result.candidates.map(({ instrumentId, place, of }) => [instrumentId, place, of])).toEqual([
      ['d', 1, 2],
      ['b', 2, 2],
    ]);
    expect(result.candidates[0]?.reasons).toContainEqual({ code: 'volume-multiple', values: { times: 2.4 } });
  });

  it('names the closest miss by how far it came, then by how little it lacked', () => {
    const result = screen(aMarket([falling(), rising(1.2), rising(1.1)]));
    expect(result.closest).toEqual({ instrumentId: 'b', code: 'volume', has: 1.2, needs: 1.5 });
  });

  it('lets a volume of exactly what is needed pass, and nothing less', () => {
    expect(screen(aMarket([rising(1.5)])).candidates).toHaveLength(1);
    expect(screen(aMarket([rising(1.499)])).candidates).toHaveLength(0);
  });
});

describe('oversold in an uptrend', () => {
  it('takes a pullback of something that still rises, and not what falls for good', () => {
    const closes = Array.from({ length: 80 }, (_, i) =>
      i < 72 ? 100 * 1.006 ** i : 100 * 1.006 ** 72 * 0.98 ** (i - 71),
    );
    const result = screen(aMarket([barsOfCloses(closes), falling()]), { screener: 'oversold-in-uptrend', config: {} });
    expect(result.candidates.map(({ instrumentId }) => instrumentId)).toEqual(['a']);
    expect(result.funnel[0]).toEqual({ code: 'rising', count: 1 });
  });
});

describe.each(SCREENER_NAMES)('%s', (screener) => {
  const columns = Array.from({ length: 12 }, (_, i) => someBars(330, { seed: i + 1, drift: 0.001 }));

  it('answers the same with later bars in the columns, and with a shorter window of the same bars', () => {
    const whole = aMarket(columns, { counts: new Int32Array(12).fill(290) });
    const cut = aMarket(columns.map((one) => firstBars(one, 290)));
    const tail = columns.map((one) => {
      const window = firstBars(one, 290);
      const from = (column: Float64Array): Float64Array => column.subarray(20);
      return {
        t: from(window.t),
        o: from(window.o),
        h: from(window.h),
        l: from(window.l),
        c: from(window.c),
        v: from(window.v),
      };
    });
    const definition = { screener, config: {} };
    expect(screen(whole, definition)).toEqual(screen(cut, definition));
    expect(screen(aMarket(tail), definition)).toEqual(screen(cut, definition));
  });

  it('looks at an instrument with a short history without passing it, and not at one without a new bar', () => {
    const { barsNeeded, configSchema } = SCREENERS[screener];
    const short = firstBars(columns[0] ?? someBars(0), barsNeeded(configSchema.parse({})) - 1);
    const recent = { ...short, t: (columns[1] ?? short).t.subarray(330 - short.t.length) };
    const result = screen(aMarket([recent, columns[1] ?? short, firstBars(columns[2] ?? short, 300)]), {
      screener,
      config: {},
    });
    expect(result.looked).toBe(2);
    expect(result.candidates.map(({ instrumentId }) => instrumentId)).not.toContain('a');
    expect(result.closest?.instrumentId, 'a short history is no near miss').not.toBe('a');
  });

  it('gives only reasons the catalogue has, with their values', () => {
    const loose: Record<typeof screener, Record<string, number>> = {
      'trend-momentum-volume': { rsiMin: 0, volumeTimes: 0 },
      'oversold-in-uptrend': { rsiMax: 100, volumeTimes: 0 },
      'momentum-rank': { lookback: 40, skip: 5 },
      'most-traded': {},
    };
    const { candidates } = screen(aMarket(columns), { screener, config: loose[screener] });
    const reasons = candidates.flatMap((candidate) => candidate.reasons);
    // What passes for being traded has no more to say for itself.
    expect(screener === 'most-traded' ? candidates.length : reasons.length).toBeGreaterThan(0);
    for (const { code, values } of reasons)
      expect(Object.keys(values).sort()).toEqual(
        [...((REASON_CODES as Record<string, readonly string[]>)[code] ?? [])].sort(),
      );
  });
});

describe('the cache', () => {
  it('measures a screen once for a bar, whoever asks, and anew at the next', () => {
    const cache = new ScreenCache();
    const market = aMarket([rising(1.6)]);
    const first = cache.pass(DEFAULT, market);
    market.columns[0]?.v.fill(0);
    expect(cache.pass({ screener: 'trend-momentum-volume', config: {} }, market), 'an equal definition').toBe(first);
    expect(summariseScreen(first, market, null).candidates).toHaveLength(1);
    const next = cache.pass(DEFAULT, { ...market, step: 2 });
    expect(summariseScreen(next, market, null).candidates).toHaveLength(0);
  });

  it('refuses a configuration the screener does not have', () => {
    const market = aMarket([rising(1.6)]);
    expect(() =>
      new ScreenCache().pass({ screener: 'trend-momentum-volume', config: { rsiMinimum: 3 } }, market),
    ).toThrow();
  });
});

it('takes its list as the universe', () => {
  const market = aMarket([rising(1.6), rising(2), falling()]);
  const result = screen(market, DEFAULT, [0, 2]);
  expect(result.looked).toBe(2);
  expect(result.candidates.map(({ instrumentId }) => instrumentId)).toEqual(['a']);
});
