import { fc } from '#shared/testing/property.ts';
import * as reference from 'technicalindicators';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../domain/bar.ts';
import { firstBars, someBars } from '../testing/some-bars.ts';
import { googBars, talib } from '../testing/goog-talib.ts';
import { HOT_INDICATORS } from './index.ts';
import type { HotIndicator, IndicatorParams } from './indicator.ts';

const GOOG = googBars();

function named(name: string): HotIndicator {
  const indicator = HOT_INDICATORS.find((one) => one.name === name);
  if (!indicator) throw new Error(`no indicator ${name}`);
  return indicator;
}

function streamed(indicator: HotIndicator, columns: BarColumns, params: IndicatorParams): Float64Array[] {
  const stream = indicator.stream(params);
  const outputs = indicator.outputs.map(() => new Float64Array(columns.t.length));
  columns.t.forEach((t, i) => {
    const at = (column: Float64Array): number => column[i] ?? NaN;
    const values = stream.next({
      t,
      o: at(columns.o),
      h: at(columns.h),
      l: at(columns.l),
      c: at(columns.c),
      v: at(columns.v),
    });
    outputs.forEach((output, k) => (output[i] = values[k] ?? NaN));
  });
  return outputs;
}

/** Equal to `relative`, NaN in the same places; says where not. */
function expectSame(actual: Float64Array | undefined, expected: ArrayLike<number>, relative = 1e-9): void {
  expect(actual?.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i += 1) {
    const a = actual?.[i] ?? Infinity;
    const b = expected[i] ?? Infinity;
    const same = Number.isNaN(b) ? Number.isNaN(a) : Math.abs(a - b) <= relative * Math.max(1, Math.abs(b));
    if (!same) expect(a, `bar ${i}`).toBe(b);
  }
}

// TA-Lib 0.4 (C) over GOOG: excerpt in shared/testing/goog-talib-120.json.
const VECTORS: readonly (readonly [string, IndicatorParams, readonly Parameters<typeof talib>[0][]])[] = [
  ['sma', { period: 20 }, ['sma20']],
  ['sma', { period: 50 }, ['sma50']],
  ['ema', { period: 12 }, ['ema12']],
  ['ema', { period: 26 }, ['ema26']],
  ['wma', { period: 20 }, ['wma20']],
  ['rsi', { period: 14 }, ['rsi14']],
  ['macd', { fast: 12, slow: 26, signal: 9 }, ['macd', 'macdSignal', 'macdHistogram']],
  ['bollinger', { period: 20, deviations: 2 }, ['bollingerUpper', 'bollingerMiddle', 'bollingerLower']],
  ['atr', { period: 14 }, ['atr14']],
  ['adx', { period: 14 }, ['adx14', 'plusDi14', 'minusDi14']],
  ['stochastic', { range: 14, slowing: 3, signal: 3 }, ['stochasticK', 'stochasticD']],
  ['obv', {}, ['obv']],
  ['roc', { period: 10 }, ['roc10']],
];

describe('against TA-Lib', () => {
  it.each(VECTORS)('%s %o equals the C library on every bar', (name, params, outputs) => {
    const computed = named(name).compute(GOOG, params);
    outputs.forEach((output, k) => expectSame(computed[k], talib(output)));
  });
});

describe('against technicalindicators', () => {
  const bars = someBars(400, { seed: 7 });
  const [high, low, close, volume] = [bars.h, bars.l, bars.c, bars.v].map((column) => [...column]) as [
    number[],
    number[],
    number[],
    number[],
  ];
  const tail = (values: ArrayLike<number>, count: number): number[] => Array.from(values).slice(-count);

  it('agrees on SMA, EMA, WMA, ROC and ATR', () => {
    const input = { period: 20, values: close };
    expectSame(named('sma').compute(bars, { period: 20 })[0]?.subarray(19), reference.SMA.calculate(input));
    expectSame(named('ema').compute(bars, { period: 20 })[0]?.subarray(19), reference.EMA.calculate(input));
    expectSame(named('wma').compute(bars, { period: 20 })[0]?.subarray(19), reference.WMA.calculate(input));
    expectSame(named('roc').compute(bars, { period: 20 })[0]?.subarray(20), reference.ROC.calculate(input));
    expectSame(
      named('atr').compute(bars, { period: 14 })[0]?.subarray(14),
      reference.ATR.calculate({ period: 14, high, low, close }),
    );
  });

  it('agrees on Bollinger bands and on VWAP that never resets', () => {
    const [upper, middle, lower] = named('bollinger').compute(bars, { period: 20, deviations: 2 });
    const bands = reference.BollingerBands.calculate({ period: 20, stdDev: 2, values: close });
    expectSame(
      upper?.subarray(19),
      bands.map((band) => band.upper),
    );
    expectSame(
      middle?.subarray(19),
      bands.map((band) => band.middle),
    );
    expectSame(
      lower?.subarray(19),
      bands.map((band) => band.lower),
    );
    expectSame(named('vwap').compute(bars, { days: 0 })[0], reference.VWAP.calculate({ high, low, close, volume }));
  });

  it('agrees on ADX and MACD once both have converged, and on RSI to its two decimals', () => {
    const adx = reference.ADX.calculate({ period: 14, high, low, close });
    expectSame(
      Float64Array.from(tail(named('adx').compute(bars, { period: 14 })[0] ?? [], 20)),
      tail(
        adx.map((one) => one.adx),
        20,
      ),
      1e-6,
    );
    const macd = reference.MACD.calculate({
      fastPeriod: 12,
      slowPeriod: 26,
      signalPeriod: 9,
      values: close,
      SimpleMAOscillator: false,
      SimpleMASignal: false,
    });
    const line = named('macd').compute(bars, { fast: 12, slow: 26, signal: 9 })[0] ?? [];
    expectSame(
      Float64Array.from(tail(line, 20)),
      tail(
        macd.map((one) => one.MACD ?? NaN),
        20,
      ),
      1e-6,
    );
    const rsi = reference.RSI.calculate({ period: 14, values: close });
    named('rsi')
      .compute(bars, { period: 14 })[0]
      ?.subarray(14)
      .forEach((value, i) => expect(value).toBeCloseTo(rsi[i] ?? NaN, 1));
  });
});

describe.each(HOT_INDICATORS.map((indicator) => [indicator.name, indicator] as const))('%s', (_, indicator) => {
  const params = indicator.defaults;

  it('has an incremental twin that agrees to 1e-9 on any bars', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120 }),
        fc.integer(),
        fc.constantFrom(0.5, 90, 84_000),
        (length, seed, start) => {
          const columns = someBars(length, { seed, start });
          const twin = streamed(indicator, columns, params);
          indicator.compute(columns, params).forEach((output, k) => expectSame(twin[k], output));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is NaN for exactly its declared warm-up, also where there are fewer bars', () => {
    const warmUp = indicator.warmUp(params);
    const longest = (outputs: readonly Float64Array[]): number =>
      Math.max(...outputs.map((output) => output.filter(Number.isNaN).length));
    expect(longest(indicator.compute(GOOG, params))).toBe(warmUp);
    for (const length of [0, 1, 2, warmUp])
      expect(longest(indicator.compute(firstBars(GOOG, length), params))).toBe(Math.min(length, warmUp));
  });

  it('never changes a value when later bars arrive', () => {
    const whole = indicator.compute(GOOG, params);
    const part = indicator.compute(firstBars(GOOG, 77), params);
    part.forEach((output, k) => expectSame(output, whole[k]?.subarray(0, 77) ?? [], 0));
  });

  it('writes into buffers that are given, whatever they held', () => {
    const fresh = indicator.compute(GOOG, params);
    const used = indicator.outputs.map(() => new Float64Array(GOOG.t.length).fill(123));
    indicator.compute(GOOG, params, used).forEach((output, k) => {
      expect(output).toBe(used[k]);
      expectSame(output, fresh[k] ?? [], 0);
    });
  });

  it('has one output for every name and knows its source', () => {
    expect(indicator.compute(GOOG, params)).toHaveLength(indicator.outputs.length);
    expect(indicator.source.length).toBeGreaterThan(10);
  });

  it('stays finite on a price that never moves', () => {
    const flat = Float64Array.from({ length: 80 }, () => 100);
    const columns = {
      t: flat.map((_v, i) => i * 86_400_000),
      o: flat,
      h: flat,
      l: flat,
      c: flat,
      v: new Float64Array(80),
    };
    for (const output of indicator.compute(columns, params)) expect(Number.isFinite(output[79])).toBe(true);
  });
});

describe('donchian', () => {
  it('holds the highest high and the lowest low of the window', () => {
    const bars = someBars(200, { seed: 3 });
    const [upper, , lower] = named('donchian').compute(bars, { period: 20 });
    for (let i = 19; i < 200; i += 1) {
      expect(upper?.[i]).toBe(Math.max(...bars.h.subarray(i - 19, i + 1)));
      expect(lower?.[i]).toBe(Math.min(...bars.l.subarray(i - 19, i + 1)));
    }
  });
});

describe('vwap', () => {
  it('starts anew with each session', () => {
    const bars = someBars(60, { barMs: 3_600_000 });
    const daily = named('vwap').compute(bars, { days: 1 })[0];
    const secondDay = { ...bars };
    for (const name of ['t', 'o', 'h', 'l', 'c', 'v'] as const) secondDay[name] = bars[name].subarray(24);
    expectSame(daily?.subarray(24), named('vwap').compute(secondDay, { days: 1 })[0] ?? []);
  });
});
