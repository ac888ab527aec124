import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { BarColumns } from '#shared/domain/bar.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import { analyse, type AnalysedNow } from '#shared/usecases/analyse.ts';
import { analysesIn } from '../store/analyses.ts';
import { computeAnalyst } from './compute-analyst.ts';

const deps = { analyst: computeAnalyst(env.COMPUTE), analyses: analysesIn(env.DB, () => 1) };
const upTo = (columns: BarColumns, bars: number): BarColumns =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]: [string, Float64Array]) => [name, column.subarray(0, bars)]),
  ) as unknown as BarColumns;
const of = (name: string) => ({ instrumentId: name as InstrumentId, timeframe: '1d' as const });

async function done(name: string, columns: BarColumns, further = false): Promise<AnalysedNow> {
  const result = await analyse(deps, of(name), columns, further);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

it('seals a forecast when it is made, scores it when its bar has come, and never changes it', async () => {
  const bars = someBars(260, { seed: 21 });
  const first = await done('i_sealed', upTo(bars, 250));
  expect(first.analysis.records.prophet).toMatchObject({ cases: 0, use: 'few' });
  const sealed = await deps.analyses.cases(of('i_sealed'));
  expect(sealed.map(({ model, made, dueAt }) => ({ model, made, dueAt }))).toEqual([
    { model: 'prophet', made: 'live', dueAt: null },
    { model: 'trees', made: 'live', dueAt: null },
  ]);

  const next = await done('i_sealed', upTo(bars, 251));
  expect(next.analysis.records, 'the next bar is known, the fifth is not').toMatchObject({
    prophet: { cases: 0 },
    trees: { cases: 1 },
  });
  const later = await done('i_sealed', upTo(bars, 256));
  expect(later.analysis.records, 'of two forecasts that share days, one counts').toMatchObject({
    prophet: { cases: 1, banded: 1 },
    trees: { cases: 2 },
  });
  const [prophet] = (await deps.analyses.cases(of('i_sealed'))).filter(({ model }) => model === 'prophet');
  expect(prophet).toMatchObject({
    ...sealed[0],
    dueAt: bars.t[254],
    dueClose: bars.c[254],
  });
  await deps.analyses.seal(of('i_sealed'), [{ ...prophet!, chanceUp: 0.99 }]);
  await deps.analyses.score(of('i_sealed'), [{ ...prophet!, dueClose: 1 }]);
  expect((await deps.analyses.cases(of('i_sealed'))).find(({ barAt }) => barAt === prophet!.barAt)).toEqual(prophet);
}, 60_000);

it('looks back slice by slice until the record is whole, and is not measured twice for one bar', async () => {
  const bars = someBars(260, { seed: 22 });
  let now = await done('i_past', bars);
  const before = now.past;
  expect(before.done).toBeLessThan(before.of);
  for (let slices = 0; now.past.done < now.past.of; slices += 1) {
    expect(slices, 'it comes to an end').toBeLessThan(20);
    const progressed = await done('i_past', bars, true);
    expect(progressed.past.done).toBeGreaterThan(now.past.done);
    now = progressed;
  }
  const { prophet, trees } = now.analysis.records;
  expect(prophet.cases, '28 weeks of five days behind 120').toBeGreaterThanOrEqual(28);
  expect(trees.cases).toBeGreaterThanOrEqual(130);
  expect(prophet.banded).toBe(prophet.cases);
  expect(prophet.tried).toBe(2);
  for (const record of [prophet, trees]) {
    expect(record.right).toBeLessThanOrEqual(record.cases);
    expect(record.baseRight * 2).toBeGreaterThanOrEqual(record.cases);
  }
  const again = await done('i_past', bars, true);
  expect(again).toEqual(now);
}, 120_000);

it('lets a model that does not beat the base rate take no part in rating, stop or target', async () => {
  const bars = someBars(260, { seed: 23 });
  let now = await done('i_coin', bars, true);
  for (let slices = 0; now.past.done < now.past.of && slices < 20; slices += 1) now = await done('i_coin', bars, true);
  const { records, checks, levels } = now.analysis;
  expect(records.trees.use, 'a random walk has nothing to find').not.toBe('better');
  expect(records.prophet.use).not.toBe('better');
  expect(checks.map(({ code }) => code)).not.toContain('forecast');
  expect(checks.map(({ code }) => code)).not.toContain('direction');
  expect(levels?.fromForecast).toBe(false);
}, 120_000);

it('keeps nothing of bars it refuses', async () => {
  const bars = someBars(200);
  bars.c[100] = NaN;
  expect(await analyse(deps, of('i_bad'), bars, true)).toMatchObject({ ok: false, error: { code: 'not-a-price' } });
  expect(await deps.analyses.cases(of('i_bad'))).toEqual([]);
});
