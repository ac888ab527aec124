import * as reference from 'technicalindicators';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../domain/bar.ts';
import { googBars, googCsvBars } from '../testing/goog-talib.ts';
import vectors from '../testing/goog-talib-more.json' with { type: 'json' };
import { firstBars, someBars } from '../testing/some-bars.ts';
import { wordsFor } from '../words/catalogue.ts';
import { askFor } from './ask.ts';
import { EVERYTHING, INDICATORS, indicatorNamed } from './index.ts';
import type { Indicator } from './indicator.ts';
import { PATTERN_INDICATORS } from './patterns/patterns.ts';

const GOOG = googBars();

function named(name: string): Indicator {
  const indicator = indicatorNamed(name);
  if (!indicator) throw new Error(`no indicator ${name}`);
  return indicator;
}

function computed(name: string, columns: BarColumns, params = named(name).defaults): readonly Float64Array[] {
  return named(name).compute(columns, params);
}

/** Equal to `relative` of the larger, or of 1; NaN in the same places. */
function expectSame(actual: Float64Array | undefined, expected: ArrayLike<number>, relative = 1e-9): void {
  expect(actual?.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i += 1) {
    const [a, b] = [actual?.[i] ?? Infinity, expected[i] ?? Infinity];
    const isSame = Number.isNaN(b) ? Number.isNaN(a) : Math.abs(a - b) <= relative * Math.max(1, Math.abs(b));
    if (!isSame) expect(a, `bar ${i}`).toBe(b);
  }
}

const over = (columns: BarColumns, change: (price: number) => number): BarColumns => ({
  ...columns,
  o: columns.o.map(change),
  h: columns.h.map(change),
  l: columns.l.map(change),
  c: columns.c.map(change),
});

/** What a price in other units makes of an output: prices and ranges grow with it, ratios and counts do not. */
const GROWS_WITH_PRICE = ['atr', 'macd', 'momentum', 'true-range', 'deviation', 'awesome', 'force'];
const isPrice = ({ name, place }: Indicator): boolean => place === 'price' || GROWS_WITH_PRICE.includes(name);

describe('the list', () => {
  it('has at least 40 indicators and 20 patterns, each name once', () => {
    expect(INDICATORS.length).toBeGreaterThanOrEqual(40);
    expect(PATTERN_INDICATORS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(EVERYTHING.map(({ name }) => name)).size).toBe(EVERYTHING.length);
  });

  it('has a title and a sentence for each, a label for every setting, in both languages', () => {
    for (const language of ['en', 'ko'] as const) {
      const words = wordsFor(language);
      expect(Object.keys(words.indicators)).toEqual(expect.arrayContaining(INDICATORS.map(({ name }) => name)));
      expect(Object.keys(words.indicators)).toHaveLength(INDICATORS.length);
      expect(Object.keys(words.patterns).sort()).toEqual(PATTERN_INDICATORS.map(({ name }) => name).sort());
      for (const { params } of INDICATORS)
        for (const key of Object.keys(params)) expect(words.config[`config.indicator.${key}`], key).toBeDefined();
    }
  });
});

describe('against TA-Lib', () => {
  it.each(Object.entries(vectors.indicators))('%s equals the C library on every bar', (name, outputs) => {
    const lines = computed(name, GOOG);
    outputs.forEach((output, k) =>
      expectSame(
        lines[k],
        output.map((value) => value ?? NaN),
      ),
    );
  });

  it.each(Object.entries(vectors.patterns))('%s is found on the same bars of GOOG', (name, found) => {
    const [column = new Float64Array()] = computed(name, googCsvBars());
    const those = (size: number): number[] =>
      [...column.entries()].flatMap(([i, value]) => (Math.abs(value) === size ? [Math.sign(value) * i] : []));
    expect(those(100)).toEqual(found);
    expect(those(80)).toEqual((vectors.partial as Readonly<Record<string, number[]>>)[name] ?? []);
  });
});

describe('against technicalindicators', () => {
  const bars = someBars(300, { seed: 4 });
  const [high, low, close, volume] = [bars.h, bars.l, bars.c, bars.v].map((column) => [...column]) as [
    number[],
    number[],
    number[],
    number[],
  ];

  it('agrees on CCI and Williams %R (its MFI is not TA-Lib’s)', () => {
    expectSame(computed('cci', bars)[0]?.subarray(19), reference.CCI.calculate({ high, low, close, period: 20 }), 1e-8);
    expectSame(
      computed('williams', bars)[0]?.subarray(13),
      reference.WilliamsR.calculate({ high, low, close, period: 14 }),
    );
  });

  it('gives the values of its own arrays for those it provides, each at the bar that made it', () => {
    const ichimoku = reference.IchimokuCloud.calculate({
      high,
      low,
      conversionPeriod: 9,
      basePeriod: 26,
      spanPeriod: 52,
      displacement: 26,
    });
    expectSame(
      computed('ichimoku', bars)[3]?.subarray(51),
      ichimoku.map(({ spanB }) => spanB),
    );
    const force = reference.ForceIndex.calculate({ close, volume, period: 13 });
    expectSame(computed('force', bars)[0]?.subarray(13), force);
    const awesome = reference.AwesomeOscillator.calculate({ high, low, fastPeriod: 5, slowPeriod: 34 });
    expectSame(computed('awesome', bars)[0]?.subarray(33), awesome);
  });
});

describe('by other ways of saying the same', () => {
  const bars = someBars(400, { seed: 21 });

  it('the Ichimoku lines are middles of Donchian channels', () => {
    const [conversion, base, , spanB] = computed('ichimoku', bars);
    for (const [line, period] of [
      [conversion, 9],
      [base, 26],
      [spanB, 52],
    ] as const)
      expectSame(line?.subarray(51), computed('donchian', bars, { period })[1]?.subarray(51) ?? []);
  });

  it('the Keltner channel is an EMA and ATRs; the chandelier hangs from the Donchian channel', () => {
    const [upper, middle] = computed('keltner', bars);
    const ema = computed('ema', bars)[0] ?? new Float64Array();
    const ten = computed('atr', bars, { period: 10 })[0] ?? new Float64Array();
    expectSame(middle?.subarray(19), ema.subarray(19));
    expectSame(upper?.subarray(19), ema.map((value, i) => value + 2 * (ten[i] ?? NaN)).subarray(19));
    const range = computed('atr', bars, { period: 22 })[0] ?? new Float64Array();
    const most = computed('donchian', bars, { period: 22 })[0] ?? new Float64Array();
    expectSame(
      computed('chandelier', bars)[0]?.subarray(22),
      most.map((value, i) => value - 3 * (range[i] ?? NaN)).subarray(22),
    );
  });

  it('place in the bands and their width follow from the bands', () => {
    const [upper, middle, lower] = computed('bollinger', bars);
    const at = (column: Float64Array | undefined, i: number): number => column?.[i] ?? NaN;
    const place = bars.c.map((close, i) => (close - at(lower, i)) / (at(upper, i) - at(lower, i)));
    expectSame(computed('percent-b', bars)[0], place);
    const width = bars.c.map((_, i) => (100 * (at(upper, i) - at(lower, i))) / at(middle, i));
    expectSame(computed('bandwidth', bars)[0], width);
    const deviation = bars.c.map((_, i) => (at(upper, i) - at(middle, i)) / 2);
    expectSame(computed('deviation', bars)[0], deviation);
  });

  it('the stochastic of RSI never leaves 0 to 100, and without slowing its ends are reached', () => {
    const [k] = computed('stochastic-rsi', bars, { period: 14, range: 14, slowing: 1, signal: 3 });
    const known = [...(k ?? [])].filter((value) => !Number.isNaN(value));
    expect(Math.min(...known)).toBe(0);
    expect(Math.max(...known)).toBe(100);
  });

  it('Supertrend stays on its side of the close, and only tightens while it does', () => {
    const [stop = new Float64Array()] = computed('supertrend', bars);
    for (let i = 11; i < 400; i += 1) {
      const [close, now, before] = [bars.c[i] ?? NaN, stop[i] ?? NaN, stop[i - 1] ?? NaN];
      const wasLong = (bars.c[i - 1] ?? NaN) >= before;
      const isLong = close >= now;
      if (isLong && wasLong) expect(now).toBeGreaterThanOrEqual(before);
      if (!isLong && !wasLong) expect(now).toBeLessThanOrEqual(before);
    }
  });
});

describe.each(EVERYTHING.map((indicator) => [indicator.name, indicator] as const))('%s', (_, indicator) => {
  const { defaults, schema, params } = indicator;

  it('is as long as the bars, and NaN for exactly its declared warm-up', () => {
    const warmUp = indicator.warmUp(defaults);
    for (const length of [0, 1, 2, warmUp, warmUp + 1, 120]) {
      const lines = indicator.compute(firstBars(GOOG, length), defaults);
      expect(lines).toHaveLength(indicator.outputs.length);
      const blanks = lines.map((line) => line.filter(Number.isNaN).length);
      for (const line of lines) expect(line).toHaveLength(Math.min(length, 120));
      expect(Math.max(...blanks)).toBe(Math.min(length, warmUp, 120));
    }
  });

  it('never changes a value when later bars arrive', () => {
    const whole = indicator.compute(GOOG, defaults);
    indicator
      .compute(firstBars(GOOG, 77), defaults)
      .forEach((line, k) => expectSame(line, whole[k]?.subarray(0, 77) ?? [], 0));
  });

  it('neither throws nor gives an infinite number on prices that stand, bars without range or volume', () => {
    const flat = new Float64Array(150).fill(100);
    const still = {
      t: flat.map((_v, i) => i * 86_400_000),
      o: flat,
      h: flat,
      l: flat,
      c: flat,
      v: new Float64Array(150),
    };
    const steps = flat.map((_v, i) => 100 + (i % 3));
    const thin = { ...still, o: steps, h: steps, l: steps, c: steps };
    for (const columns of [still, thin, { ...someBars(150), v: new Float64Array(150) }])
      for (const line of indicator.compute(columns, defaults))
        expect(line.some((value) => Math.abs(value) === Infinity)).toBe(false);
  });

  it('takes prices in other units: a price grows with them, a ratio does not', () => {
    const bars = someBars(200, { seed: 12 });
    const plain = indicator.compute(bars, defaults);
    const cents = indicator.compute(
      over(bars, (price) => price * 1_024),
      defaults,
    );
    const times = isPrice(indicator) ? 1_024 : 1;
    cents.forEach((line, k) =>
      expectSame(
        line,
        (plain[k] ?? new Float64Array()).map((value) => value * times),
        1e-9,
      ),
    );
  });

  it('moves with the prices when all of them are raised by the same, or not at all', () => {
    const bars = someBars(200, { seed: 12 });
    const plain = indicator.compute(bars, defaults);
    const raised = indicator.compute(
      over(bars, (price) => price + 512),
      defaults,
    );
    // Those that are in percent of the price, or weigh by it, do neither.
    if (['roc', 'ppo', 'trix', 'kst', 'bandwidth', 'volatility', 'atr-percent', 'mfi'].includes(indicator.name)) return;
    const by = indicator.place === 'price' ? 512 : 0;
    raised.forEach((line, k) =>
      expectSame(
        line,
        (plain[k] ?? new Float64Array()).map((value) => value + by),
        1e-8,
      ),
    );
  });

  it('says its source, and takes its own defaults', () => {
    expect(indicator.source.length).toBeGreaterThan(10);
    expect(schema.parse({})).toEqual(defaults);
    expect(Object.keys(defaults)).toEqual(Object.keys(params));
    for (const [name, range] of Object.entries(params))
      for (const beyond of [range.min - 1e-3, range.max + 1, NaN])
        expect(schema.safeParse({ [name]: beyond }).success, `${name} ${beyond}`).toBe(false);
  });
});

describe('a name', () => {
  it.each([
    ['sma-20', 'sma-20', { period: 20 }],
    [' SMA ', 'sma-20', { period: 20 }],
    ['macd-5', 'macd-5-26-9', { fast: 5, slow: 26, signal: 9 }],
    ['ichimoku-9-26-52-26', 'ichimoku-9-26-52-26', { conversion: 9, base: 26, span: 52, ahead: 26 }],
    ['stochastic-rsi-10', 'stochastic-rsi-10-14-3-3', { period: 10, range: 14, slowing: 3, signal: 3 }],
    ['bollinger-20-2.5', 'bollinger-20-2.5', { period: 20, deviations: 2.5 }],
    ['three-soldiers', 'three-soldiers', {}],
  ])('%s is %s', (text, label, expected) => {
    expect(askFor(text, EVERYTHING)).toMatchObject({ ok: true, value: { label, params: expected } });
  });

  it.each([
    ['smaa-20', 'unknown-indicator'],
    ['', 'unknown-indicator'],
    ['sma-x', 'unknown-indicator'],
    ['__proto__', 'unknown-indicator'],
    ['sma-0', 'indicator-setting'],
    ['sma--5', 'indicator-setting'],
    ['sma-20.5', 'indicator-setting'],
    ['sma-1001', 'indicator-setting'],
    ['sma-20-3', 'indicator-setting'],
    ['macd-30-20', 'indicator-setting'],
    ['doji-1', 'indicator-setting'],
  ])('%s is refused as %s', (text, code) => {
    expect(askFor(text, EVERYTHING)).toMatchObject({ ok: false, error: { code } });
  });
});
