import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Measured } from '#shared/analysis/analysis.ts';
import type { BarColumns } from '#shared/domain/bar.ts';
import type { Frame } from '#shared/lib/frame.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import { askCompute } from './ask-compute.ts';

const asking = (work: string, columns: BarColumns, head: object = {}) => {
  const { t, o, h, l, c, v } = columns;
  const frame: Frame = { head: { timeframe: '1d', ...head }, columns: [t, o, h, l, c, v] };
  return askCompute(env.COMPUTE, { work, frame, timeoutMs: 60_000 });
};
const answered = async (work: string, columns: BarColumns, head: object = {}): Promise<Frame> => {
  const answer = await asking(work, columns, head);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};

describe('the analysis of one instrument', () => {
  const bars = someBars(300, { seed: 3, drift: 0.001 });

  it('holds a forecast with its band, the chance of the next bar, and the range it may have', async () => {
    const { prophet, trees, range, measures, close } = (await answered('analyse', bars)).head as Measured;
    expect(prophet?.median).toHaveLength(5);
    for (const [bar, median] of prophet!.median.entries()) {
      expect(prophet!.low[bar]).toBeLessThan(median);
      expect(prophet!.high[bar]).toBeGreaterThan(median);
      expect(median / close, 'a week away, not a year').toBeGreaterThan(0.7);
      expect(median / close).toBeLessThan(1.3);
    }
    expect(trees?.chanceUp).toBeGreaterThan(0);
    expect(trees?.chanceUp).toBeLessThan(1);
    expect(range!.low).toBeLessThan(close);
    expect(range!.high).toBeGreaterThan(close);
    expect(range!.inside / range!.of, 'about 8 of 10 past bars').toBeGreaterThan(0.6);
    expect(measures.sma200).not.toBeNull();
  }, 60_000);

  it('is the same for the same bars, whatever was asked before', async () => {
    const first = await answered('analyse', bars);
    await answered('analyse', someBars(200, { seed: 8 }));
    await answered('forecast', bars, { ago: [0, 7] });
    expect((await answered('analyse', bars)).head).toEqual(first.head);
  }, 60_000);

  it('forecasts a past close as if nothing after it were known', async () => {
    const cut = 10;
    const shorter = Object.fromEntries(
      Object.entries(bars).map(([name, column]: [string, Float64Array]) => [name, column.subarray(0, -cut)]),
    ) as unknown as BarColumns;
    const past = await answered('forecast', bars, { ago: [cut] });
    const then = await answered('forecast', shorter, { ago: [0] });
    expect(past.columns.slice(1)).toEqual(then.columns.slice(1));
    expect(past.columns[0]).toEqual(Float64Array.of(cut));
  }, 60_000);

  it('refuses bars no forecast can be made from, and says which', async () => {
    const spoiled = (change: (columns: BarColumns) => void, length = 200): BarColumns => {
      const columns = someBars(length);
      change(columns);
      return columns;
    };
    const cases: [string, BarColumns][] = [
      ['too-few-bars', someBars(119)],
      ['not-a-price', spoiled(({ c }) => (c[150] = NaN))],
      ['not-a-price', spoiled(({ l }) => (l[150] = 0))],
      ['not-a-price', spoiled(({ v }) => (v[150] = -1))],
      ['bars-out-of-order', spoiled(({ t }) => (t[150] = t[149]!))],
      ['bars-with-gap', spoiled(({ t }) => t.subarray(150).forEach((at, i) => (t[150 + i] = at + 30 * 86_400_000)))],
      ['price-never-moves', spoiled(({ o, h, l, c }) => [o, h, l, c].forEach((column) => column.fill(10)))],
      [
        'price-jumps',
        spoiled((all) =>
          [all.o, all.h, all.l, all.c].forEach((one) => one.subarray(150).forEach((_, i) => (one[150 + i]! *= 10))),
        ),
      ],
    ];
    for (const [code, columns] of cases) {
      for (const work of ['analyse', 'forecast', 'direction']) {
        const answer = await asking(work, columns, work === 'direction' ? { cases: 30 } : {});
        expect(answer, `${work}: ${code}`).toMatchObject({ ok: false, error: { kind: 'refused', code } });
      }
    }
    expect(await asking('direction', bars, { cases: -1 })).toMatchObject({ error: { code: 'invalid-request' } });
    expect(await asking('forecast', bars, { ago: [1.5] })).toMatchObject({ error: { code: 'invalid-request' } });
  }, 60_000);

  it('still answers where the price only ever rises', async () => {
    const rising = someBars(200);
    rising.c.forEach((_, i) => {
      const price = 100 * 1.001 ** i;
      rising.o[i] = price;
      rising.c[i] = price * 1.0005;
      rising.l[i] = price * 0.9995;
      rising.h[i] = price * 1.001;
    });
    const { trees, prophet } = (await answered('analyse', rising)).head as Measured;
    expect(trees, 'nothing to learn from').toBeNull();
    if (prophet !== null) expect(prophet.median.every((value) => value > 0)).toBe(true);
  }, 60_000);
});
