import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../contract/session.ts';
import { WORLDS } from '../domain/market.ts';
import { timeLabels, ticks } from './axes.ts';
import { pictureOf, pictureSvg } from './draw.ts';
import type { BacktestHead, BarsHead, CandlesHead, CurveHead } from './picture.ts';
import { spreadOut } from './candles.ts';
import { written } from './svg.ts';

const SHEET = {
  world: 'paper',
  worldText: 'PAPER',
  aside: 'Daily bars to 14 Mar 2026',
  title: 'NVIDIA',
  tail: ' (NVDA)',
  figure: { text: '$124.22', tone: 'none' },
  foot: 'Prices: IEX. Trading days in ET',
  theme: 'light',
  rises: 'green-up',
  language: 'en',
  zone: 'UTC',
} as const;
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);
const column = (count: number, of: (index: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, index) => of(index));
const times = (count: number): Float64Array => column(count, (index) => START + index * DAY);

const CANDLES: CandlesHead = {
  ...SHEET,
  kind: 'candles',
  currency: 'USD',
  timeframe: '1d',
  averages: [{ name: '20-day average' }],
  levels: [
    { kind: 'entry', price: 124.6, text: 'At most $124.60' },
    { kind: 'stop', price: 114.63, text: 'Stop-loss $114.63' },
    { kind: 'target', price: 143.29, text: 'Target $143.29' },
  ],
  band: { name: 'Forecast, 80% range' },
};
const bars = (count: number): Float64Array[] => [
  times(count),
  column(count, (at) => 118 + (at % 7)),
  column(count, (at) => 121 + (at % 7)),
  column(count, (at) => 116 + (at % 7)),
  column(count, (at) => 118 + ((at * 3) % 7)),
  column(count, (at) => (at < 19 ? NaN : 119)),
];
const BAND = [column(5, (at) => 118 - at), column(5, () => 120), column(5, (at) => 122 + at)];

const CURVE: CurveHead = {
  ...SHEET,
  kind: 'curve',
  shape: 'line',
  currency: 'USD',
  own: 'This account',
  other: 'Holding SPY',
  across: null,
  marks: [],
};
const BARS: BarsHead = {
  ...SHEET,
  kind: 'bars',
  rows: [
    { name: 'NVDA', text: '+5.8%', fraction: 0.058, tone: 'gain', limit: null },
    { name: 'KO', text: '−4.6%', fraction: -0.046, tone: 'loss', limit: null },
  ],
  more: '2 closed, 1 gained',
};

const BACKTEST: BacktestHead = {
  ...SHEET,
  kind: 'backtest',
  currency: 'USD',
  own: 'Strategy +12.3%',
  held: 'Bought and held +40.1%',
  fall: 'Below the peak, at most −18.2%',
};
const tested = (count: number): Float64Array[] => [
  times(count),
  column(count, (at) => 10_000 + at * 20),
  column(count, (at) => 10_000 + at * 60),
  column(count, (at) => -0.182 * Math.abs(Math.sin(at))),
];

const textsIn = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);
const numbersIn = (svg: string): number[] =>
  [...svg.matchAll(/ d="([^"]+)"/g)].flatMap(([, d = '']) => d.match(/-?[\d.]+/g)?.map(Number) ?? []);

const ALL = [
  { head: CANDLES, columns: [...bars(60), ...BAND] },
  { head: CURVE, columns: [times(40), column(40, (at) => 10_000 + at), column(40, (at) => 10_000 - at)] },
  { head: BARS, columns: [] },
  { head: BACKTEST, columns: tested(60) },
];

describe('every picture', () => {
  it.each(WORLDS)('says its world first, and says it in a shape of its own: %s', (world) => {
    for (const { head, columns } of ALL) {
      const svg = pictureSvg({ head: { ...head, world, worldText: `${world} 2016-03-14` }, columns });
      expect(textsIn(svg)[0]).toBe(`${world} 2016-03-14`);
      expect(textsIn(svg).join('\n')).toContain(SHEET.foot);
    }
  });

  it('is told apart by world without colors', () => {
    const shapes = WORLDS.map((world) =>
      pictureSvg({ head: { ...BARS, world, worldText: 'SAME' }, columns: [] }).replaceAll(/#[0-9a-f]{6}/g, ''),
    );
    expect(new Set(shapes).size).toBe(WORLDS.length);
  });

  it('stays within its frame, and writes no figure that is none', () => {
    for (const picture of ALL) {
      const svg = pictureSvg(picture);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      expect(numbersIn(svg).every((value) => value >= -900 && value <= 900)).toBe(true);
    }
  });

  it('takes any words as words, and cuts long ones before the symbol', () => {
    const head = { ...CANDLES, title: `<script>&${'long name '.repeat(25)}`, averages: [{ name: '"><x' }] };
    const svg = pictureSvg({ head, columns: [...bars(30), ...BAND] });
    expect(svg).not.toMatch(/<script|<x/);
    const title = textsIn(svg).find((text) => text.endsWith('(NVDA)')) ?? '';
    expect(title).toContain('… (NVDA)');
    expect(title.length).toBeLessThan(60);
  });

  it('is drawn from a line of one bar, a level line and an empty list', () => {
    const one = { ...CANDLES, averages: [], levels: [], band: null };
    const flat = [times(1), ...Array.from({ length: 4 }, () => column(1, () => 100))];
    for (const picture of [
      { head: one, columns: flat },
      { head: { ...CURVE, other: null }, columns: [times(2), column(2, () => 0)] },
      {
        head: { ...CURVE, shape: 'fall' as const, currency: null, other: null },
        columns: [times(2), column(2, () => 0)],
      },
      { head: { ...BARS, rows: [] }, columns: [] },
      { head: BACKTEST, columns: [times(2), column(2, () => 100), column(2, () => 100), column(2, () => 0)] },
      {
        head: { ...BACKTEST, currency: null },
        columns: [times(2), column(2, () => 0), column(2, () => 0), column(2, () => 0)],
      },
    ]) {
      expect(pictureOf(picture)).not.toBeNull();
      expect(pictureSvg(picture)).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

it('a test shows both curves over one scale, and the deepest fall below it', () => {
  const svg = pictureSvg({ head: BACKTEST, columns: tested(60) });
  for (const text of [BACKTEST.own, BACKTEST.held, BACKTEST.fall, '0%']) expect(textsIn(svg)).toContain(text);
  // Told apart by their strokes, too.
  expect(svg.match(/stroke-dasharray="12 7" stroke-linejoin/g)).toHaveLength(1);
  expect(pictureOf({ head: BACKTEST, columns: tested(60).slice(1) })).toBeNull();
});

describe('candles', () => {
  const svg = pictureSvg({ head: CANDLES, columns: [...bars(60), ...BAND] });

  it('name what is planned, with a sign beside the color', () => {
    for (const text of ['● At most $124.60', '▼ Stop-loss $114.63', '▲ Target $143.29'])
      expect(textsIn(svg)).toContain(text);
  });

  it('have their currency on the axis', () => {
    for (const [currency, language, sign] of [
      ['USD', 'en', /^\$/],
      ['USD', 'ko', /달러$/],
      ['KRW', 'ko', /원$/],
    ] as const) {
      const head = { ...CANDLES, currency, language, levels: [], figure: null };
      const axis = textsIn(pictureSvg({ head, columns: [...bars(60), ...BAND] })).filter((text) => sign.test(text));
      expect(axis.length, `${currency} ${language}`).toBeGreaterThan(1);
    }
  });

  it('rise hollow and fall filled, so that the color is not needed', () => {
    const rise = /fill="#ffffff" ?\/>|stroke="#0b7a46"[^>]*fill="#ffffff"/;
    expect(svg).toMatch(rise);
    expect(svg).toMatch(/stroke="#cf2e24"[^>]*fill="#cf2e24"/);
  });

  it('rise red and fall blue where it is set so', () => {
    const red = pictureSvg({ head: { ...CANDLES, rises: 'red-up' }, columns: [...bars(60), ...BAND] });
    expect(red).toMatch(/stroke="#cf2e24"[^>]*fill="#ffffff"/);
    expect(red).toMatch(/stroke="#1c5fd0"[^>]*fill="#1c5fd0"/);
  });
});

describe('axes', () => {
  it('stand at round figures', () => {
    expect(ticks(104.1, 133.9)).toEqual([110, 120, 130]);
    expect(ticks(0.0112, 0.0291)).toEqual([0.015, 0.02, 0.025]);
    expect(ticks(-0.152, 0)).toEqual([-0.15, -0.1, -0.05, 0]);
    expect(ticks(5, 5)).toEqual([5]);
  });

  it.each(LANGUAGES)('name the day once where times go past midnight (%s)', (language) => {
    const quarter = 900_000;
    const t = column(60, (at) => Date.UTC(2026, 2, 5, 14) + at * quarter);
    const texts = timeLabels(t, { language, zone: 'UTC', timeframe: '15m' }).map(({ text }) => text);
    const days = texts.filter((text) => /Mar|3월/.test(text));
    expect(days).toHaveLength(2);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('name months over years', () => {
    const texts = timeLabels(
      column(1_000, (at) => START + at * DAY),
      { language: 'en', zone: 'UTC' },
    );
    expect(texts.map(({ text }) => text)[0]).toBe('Jan 2026');
  });
});

it('labels of near levels do not lie on each other, and keep their order', () => {
  for (const wished of [
    [100, 101, 102],
    [395, 398, 399],
    [-5, 0, 399],
  ]) {
    const placed = spreadOut(wished, 37, { from: 0, to: 400 });
    placed.slice(1).forEach((top, at) => expect(top - (placed[at] ?? 0)).toBeGreaterThanOrEqual(36.999));
    expect(Math.min(...placed)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...placed)).toBeLessThanOrEqual(363.001);
  }
});

it('a text that is too long for its place is written smaller, then cut', () => {
  const of = (text: string): string => written(text, { x: 0, y: 0, size: 20, color: '#000000', max: 120 });
  expect(of('short')).toContain('font-size="20"');
  expect(of('a little longer')).toMatch(/font-size="1[5-9](\.\d)?"[^>]*>a little longer</);
  expect(of('far longer than the place it has')).toMatch(/font-size="15"[^>]*>[^<]+…</);
});
