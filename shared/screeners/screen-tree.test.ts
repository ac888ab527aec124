import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../domain/bar.ts';
import { FUNDAMENTAL_COUNT } from '../domain/fundamentals.ts';
import type { InstrumentId } from '../domain/ids.ts';
import { SCREEN_EVENTS, ScreenTree, type ScreenCondition, type ScreenValue } from '../domain/screen-tree.ts';
import { decodeFrame, encodeFrame } from '../lib/frame.ts';
import { barsOfCloses, firstBars, someBars } from '../testing/some-bars.ts';
import { wordsFor } from '../words/catalogue.ts';
import { explainScreen, warningText } from '../words/screen-text.ts';
import { checkScreen, warningsOf } from './check-screen.ts';
import { finishScreen, type ScreenFindings, type ScreenSubject } from './finish-screen.ts';
import { PRESET_NAMES, PRESETS } from './presets.ts';
import { planScreen } from './screen-plan.ts';
import { measureFrame, measureSlice, sliceFrame } from './screen-work.ts';

const close: ScreenValue = { kind: 'price', field: 'close' };
const number = (value: number): ScreenValue => ({ kind: 'number', value });
const indicator = (name: string): ScreenValue => ({ kind: 'indicator', name });
const compare = (left: ScreenValue, is: 'above' | 'below', right: ScreenValue): ScreenCondition => ({
  kind: 'compare',
  left,
  is,
  right,
});
const tree = (where: ScreenCondition, rest: Partial<ScreenTree> = {}): ScreenTree => ({
  universe: { kind: 'everything' },
  where,
  ...rest,
});

interface About {
  readonly ratios?: Float64Array;
  readonly subjects?: readonly Partial<ScreenSubject>[];
}

function run(screen: ScreenTree, columns: readonly BarColumns[], about: About = {}): ScreenFindings {
  const plan = planScreen(screen);
  const ratios = about.ratios ?? new Float64Array(columns.length * FUNDAMENTAL_COUNT).fill(NaN);
  const rows = measureSlice(plan, { columns, ratios });
  const subjects = columns.map((_, index): ScreenSubject => {
    const name = String.fromCharCode(97 + index);
    const usual = { instrumentId: name as InstrumentId, symbol: name.toUpperCase(), sector: null, memberOf: null };
    return { ...usual, events: [], eventKinds: new Set(SCREEN_EVENTS), hasBar: true, ...about.subjects?.[index] };
  });
  return finishScreen(plan, { rows, subjects, at: 1_000_000_000_000 });
}

const found = (findings: ScreenFindings): number[] => findings.hits.map(({ position }) => position);
const closes = (...values: number[]): BarColumns => barsOfCloses(values);

describe('conditions', () => {
  it('compares a price with a figure of the registry', () => {
    const bars = [closes(1, 2, 3, 4, 10), closes(10, 9, 8, 7, 1)];
    expect(found(run(tree(compare(close, 'above', indicator('sma-3'))), bars))).toEqual([0]);
  });

  it('sees a crossing only on the bar where the sides changed, or within so many bars when asked', () => {
    const cross = (within?: number): ScreenTree =>
      tree({ kind: 'cross', left: close, is: 'above', right: number(5), ...(within !== undefined && { within }) });
    const bars = [closes(1, 1, 1, 9), closes(1, 1, 9, 9), closes(9, 9, 9, 9), closes(1, 9, 9, 9)];
    expect(found(run(cross(), bars))).toEqual([0]);
    expect(found(run(cross(2), bars))).toEqual([0, 1]);
  });

  it('holds within the last bars when it held on one of them', () => {
    const screen = (within: number): ScreenTree =>
      tree({ kind: 'compare', left: close, is: 'above', right: number(5), within });
    const bars = [closes(9, 1, 1), closes(1, 1, 1)];
    expect(found(run(screen(2), bars))).toEqual([]);
    expect(found(run(screen(3), bars))).toEqual([0]);
  });

  it('ranks among everything looked at, what has no bar left out', () => {
    const screen = tree({ kind: 'percentile', value: close, is: 'top', percent: 50 });
    const bars = [closes(1), closes(2), closes(3), closes(99)];
    const subjects = [{}, {}, {}, { hasBar: false }];
    const findings = run(screen, bars, { subjects });
    expect(found(findings).sort()).toEqual([1, 2]);
    expect(findings.looked).toBe(3);
  });

  it('knows sectors, members of an index and events on either side of now', () => {
    const subjects = [
      {
        sector: 'energy',
        memberOf: ['IDX'],
        events: [{ kind: 'earnings', at: 1_000_000_000_000 + 86_400_000 } as const],
      },
      { sector: 'health', memberOf: [], events: [{ kind: 'earnings', at: 1_000_000_000_000 - 86_400_000 } as const] },
    ];
    const bars = [closes(1), closes(1)];
    const of = (where: ScreenCondition): number[] => found(run(tree(where), bars, { subjects }));
    expect(of({ kind: 'sector', in: ['energy'] })).toEqual([0]);
    expect(of({ kind: 'member', index: 'IDX' })).toEqual([0]);
    expect(of({ kind: 'not', of: { kind: 'member', index: 'any' } })).toEqual([1]);
    expect(of({ kind: 'event', event: 'earnings', when: 'ahead', days: 2 })).toEqual([0]);
    expect(of({ kind: 'event', event: 'earnings', when: 'past', days: 2 })).toEqual([1]);
  });

  it('finds a bull flag: a steep rise, then a quieter rest near its top', () => {
    const quiet = Array.from({ length: 20 }, () => 100);
    const rise = [103, 106, 109, 112, 115, 118];
    const flag = barsOfCloses([...quiet, ...rise, 117, 116.5, 116, 116.2]);
    for (let i = 20; i < 26; i += 1) flag.v[i] = 5_000_000;
    const fallen = barsOfCloses([...quiet, ...rise, 110, 105, 101, 100]);
    expect(found(run(tree({ kind: 'pattern', name: 'bull-flag' }), [flag, fallen]))).toEqual([0]);
  });
});

describe('what is not known', () => {
  const cheap = compare({ kind: 'fundamental', field: 'pe' }, 'below', number(15));

  it('passes neither a condition nor its opposite, and is counted', () => {
    for (const where of [cheap, { kind: 'not', of: cheap } as const]) {
      const findings = run(tree(where), [closes(1)]);
      expect(findings.hits).toHaveLength(0);
      expect(findings.unknown).toBe(1);
    }
  });

  it('does not stand in the way of another reason to pass', () => {
    const either = tree({ kind: 'any', of: [cheap, compare(close, 'above', number(0))] });
    expect(run(either, [closes(1)]).hits).toHaveLength(1);
  });

  it('comes last in a ranking, whichever way', () => {
    const ratios = new Float64Array(3 * FUNDAMENTAL_COUNT).fill(NaN);
    ratios[1] = 20;
    ratios[2 * FUNDAMENTAL_COUNT + 1] = 10;
    for (const first of ['largest', 'smallest'] as const) {
      const screen = tree(compare(close, 'above', number(0)), {
        rank: { by: { kind: 'fundamental', field: 'pe' }, first },
      });
      expect(found(run(screen, [closes(1), closes(1), closes(1)], { ratios })).at(-1)).toBe(1);
    }
  });

  it('says that an average is not known before there are enough bars', () => {
    expect(run(tree(compare(close, 'above', indicator('sma-50'))), [closes(1, 2, 3)]).unknown).toBe(1);
  });
});

describe('the funnel', () => {
  const screen = tree({
    kind: 'all',
    of: [compare(close, 'above', number(10)), compare({ kind: 'price', field: 'volume' }, 'above', number(1_500_000))],
  });

  it('counts what each condition left, and names who came closest with what it lacked', () => {
    const [near, far] = [closes(20), closes(20)];
    near.v[0] = 1_400_000;
    far.v[0] = 100;
    const findings = run(screen, [closes(5), near, far]);
    expect(findings.funnel).toEqual([2, 0]);
    expect(findings.closest).toEqual({ position: 1, stage: 1, has: 1_400_000, needs: 1_500_000 });
  });
});

describe('a market in slices', () => {
  const bars = Array.from({ length: 12 }, (_, seed) => someBars(300, { seed: seed + 1, drift: 0.002 }));

  it.each(PRESET_NAMES)(
    '%s: measured beside the process gives the same rows as here, later bars change nothing',
    (name) => {
      const plan = planScreen(PRESETS[name]);
      const slice = { columns: bars, ratios: new Float64Array(bars.length * FUNDAMENTAL_COUNT).fill(12) };
      const here = measureSlice(plan, slice);
      const sent = decodeFrame(encodeFrame(sliceFrame(plan, slice)));
      expect(sent && measureFrame(sent)).toEqual(here);
      const cut = bars.map((one) => firstBars(one, 290));
      const before = measureSlice(plan, { ...slice, columns: cut });
      const again = measureSlice(plan, { ...slice, columns: bars.map((one) => firstBars(one, 290)) });
      expect(again).toEqual(before);
    },
  );

  it('a frame that is no slice is refused', () => {
    const plan = planScreen(PRESETS.leaders);
    const frame = sliceFrame(plan, { columns: bars, ratios: new Float64Array(bars.length * FUNDAMENTAL_COUNT) });
    expect(measureFrame({ ...frame, head: { screen: { where: 1 } } })).toBeNull();
    expect(measureFrame({ ...frame, columns: frame.columns.slice(0, -1) })).toBeNull();
  });
});

describe('a tree is checked', () => {
  it('names an indicator, a setting or a line that does not exist', () => {
    const fault = (value: ScreenValue): string | undefined =>
      checkScreen(tree(compare(value, 'above', number(1))))?.code;
    expect(fault(indicator('nonsense'))).toBe('unknown-indicator');
    expect(fault(indicator('rsi-99999'))).toBe('indicator-setting');
    expect(fault({ kind: 'indicator', name: 'macd-12-26-9', line: 'upper' })).toBe('unknown-line');
    expect(checkScreen(tree({ kind: 'pattern', name: 'rsi' }))?.code).toBe('unknown-indicator');
    expect(fault(indicator('rsi-14'))).toBeUndefined();
  });

  it('is bounded in parts and depth', () => {
    const leaf = compare(close, 'above', number(1));
    const deep = Array.from({ length: 6 }).reduce<ScreenCondition>((inner) => ({ kind: 'not', of: inner }), leaf);
    expect(ScreenTree.safeParse(tree(deep)).success).toBe(false);
    const wide: ScreenCondition = { kind: 'all', of: Array.from({ length: 20 }, () => leaf) };
    expect(ScreenTree.safeParse(tree({ kind: 'any', of: [wide, wide] })).success).toBe(false);
    expect(ScreenTree.safeParse(tree(wide)).success).toBe(false);
    expect(ScreenTree.safeParse(tree({ kind: 'all', of: [leaf, leaf] })).success).toBe(true);
  });

  it.each<[string, ScreenCondition]>([
    [
      'a range without room',
      { kind: 'all', of: [compare(close, 'above', number(9)), compare(close, 'below', number(5))] },
    ],
    ['RSI over 100', compare(indicator('rsi-14'), 'above', number(100))],
    ['a negative volume', compare({ kind: 'price', field: 'volume' }, 'below', number(0))],
    ['a value above itself', compare(close, 'above', close)],
    [
      'two averages each above the other',
      {
        kind: 'all',
        of: [
          compare(indicator('sma-5'), 'above', indicator('sma-9')),
          compare(indicator('sma-9'), 'above', indicator('sma-5')),
        ],
      },
    ],
    [
      'two sectors',
      {
        kind: 'all',
        of: [
          { kind: 'sector', in: ['a'] },
          { kind: 'all', of: [{ kind: 'sector', in: ['b'] }] },
        ],
      },
    ],
    ['not what always is', { kind: 'not', of: { kind: 'compare', left: close, is: 'at-least', right: number(0) } }],
  ])('warns of what can never match: %s', (_, where) => {
    const [warning] = warningsOf({ where });
    expect(warning).toBeDefined();
    for (const language of ['en', 'ko'] as const)
      expect(warning && warningText(warning, wordsFor(language)).length).toBeGreaterThan(20);
  });

  it('does not warn of what can be, at different bars or for some', () => {
    const low: ScreenCondition = { kind: 'compare', left: close, is: 'below', right: number(5), within: 3 };
    expect(warningsOf({ where: { kind: 'all', of: [low, compare(close, 'above', number(9))] } })).toEqual([]);
    for (const name of PRESET_NAMES) expect(warningsOf(PRESETS[name]), name).toEqual([]);
  });
});

describe('the twelve from the start', () => {
  it('are valid, known to the registry, and said in both languages without a gap', () => {
    expect(PRESET_NAMES).toHaveLength(12);
    for (const name of PRESET_NAMES) {
      expect(ScreenTree.safeParse(PRESETS[name]).success, name).toBe(true);
      expect(checkScreen(PRESETS[name]), name).toBeNull();
      for (const language of ['en', 'ko'] as const) {
        const lines = explainScreen(PRESETS[name], wordsFor(language)).map(({ text }) => text);
        expect(lines.length).toBeGreaterThan(2);
        expect(lines.join(' ')).not.toMatch(/undefined|NaN|\?/);
      }
    }
  });

  it('reads as its tree says', () => {
    expect(explainScreen(PRESETS['golden-cross'], wordsFor('en')).map(({ text }) => text)).toEqual([
      'everything in the market',
      'all of these',
      'Simple average (20) crosses above Simple average (50), on one of the last 5 bars',
      'close is above Simple average (50)',
      'average turnover of 20 bars among the highest 80% of all looked at',
      'ranked by highest volume of 5 bars ÷ average volume of 20 bars, 5 bars before, largest first',
    ]);
  });
});
