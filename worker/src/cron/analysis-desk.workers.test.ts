import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketWindow } from '#shared/domain/screen.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { Analyst } from '#shared/ports/analyst.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { recordedForecasts } from '#shared/testing/recorded-forecasts.ts';
import { firstBars, someBars } from '#shared/testing/some-bars.ts';
import { deskOf } from '../analysts/desk-of.ts';
import { analysesIn } from '../store/analyses.ts';
import { AnalysisDesk } from './analysis-desk.ts';

const instruments: readonly Instrument[] = ['i_desk_a', 'i_desk_b'].map((id) => ({
  ...anInstrument({ symbol: id.toUpperCase() }),
  id: id as InstrumentId,
}));
const ids = instruments.map(({ id }) => id);
const window = (bars: number, step: number): MarketWindow => ({
  instruments,
  columns: instruments.map((_, seed) => someBars(bars, { seed: seed + 1 })),
  counts: null,
  step,
  marketAt: (step * 1_000) as MarketMs,
});

it('a close goes on while an analysis takes its time, and a second one waits for another close', async () => {
  const asked: string[] = [];
  const never = (work: string) => () => {
    asked.push(work);
    return new Promise<never>(() => undefined);
  };
  const slow: Analyst = { measure: never('measure'), pastForecasts: never('f'), pastDirections: never('d') };
  const desk = new AnalysisDesk({ analyst: slow, analyses: analysesIn(env.DB, () => 1) });
  await desk.look(ids, window(200, 1), '1d');
  await desk.look(ids, window(200, 2), '1d');
  expect(asked).toEqual(['measure']);
});

it('says on a card how forecasts did, and of an instrument nobody analysed that there are too few', async () => {
  const desk = deskOf(env);
  await desk.look([ids[0]!], window(260, 1), '1d'); // there are two
  const cases = analysesIn(env.DB, () => 1);
  while ((await cases.cases({ instrumentId: ids[0]!, timeframe: '1d' })).length < 10) await scheduler.wait(100);
  const said = await desk.lines(instruments, '1d', window(260, 1));
  const lines = new Map([...said].map(([id, { line }]) => [id, line]));
  expect(lines.get(ids[0]!)).toMatchObject({ code: 'forecast-too-few' });
  expect(lines.get(ids[0]!)?.values['total']).toBeGreaterThan(0);
  expect(lines.get(ids[1]!)).toMatchObject({ code: 'forecast-too-few', values: { total: 0, symbol: 'I_DESK_B' } });
}, 60_000);

it('gives what was recorded to whoever goes by it, and of each instrument its own', async () => {
  const [a, b] = ['i_rec_a', 'i_rec_b'] as InstrumentId[];
  const analyses = analysesIn(env.DB, () => 1);
  const said = { model: 'prophet', made: 'past', close: 100, low: 95, high: 105, dueAt: null, dueClose: null } as const;
  await analyses.seal({ instrumentId: a!, timeframe: '1d' }, [
    { ...said, barAt: 2_000, chanceUp: 0.6 },
    { ...said, barAt: 1_000, chanceUp: 0.4 },
    { ...said, barAt: 3_000, chanceUp: 0.5, made: 'unfitted' },
    { ...said, barAt: 4_000, chanceUp: 0.9, model: 'trees' },
  ]);
  const recorded = await deskOf(env).forecasts([a!, b!], '1d');
  expect(recorded.get(a!)).toEqual([
    { barAt: 1_000, close: 100, chanceUp: 0.4, low: 95, high: 105 },
    { barAt: 2_000, close: 100, chanceUp: 0.6, low: 95, high: 105 },
  ]);
  expect(recorded.get(b!)).toEqual([]);
});

it('says that a forecast with a good record is not used while none was made lately, and what the newest says else', async () => {
  const id = 'i_rec_c' as InstrumentId;
  const columns = someBars(400, { seed: 3 });
  const bars = (count: number): MarketWindow => ({
    ...window(1, 1),
    instruments: [{ ...anInstrument(), id }],
    columns: [firstBars(columns, count)],
  });
  const analyses = analysesIn(env.DB, () => 1);
  const cases = recordedForecasts(firstBars(columns, 300)).map((one) => {
    const at = columns.t.indexOf(one.barAt) + 5;
    return { ...one, model: 'prophet', made: 'past', dueAt: columns.t[at]!, dueClose: columns.c[at]! } as const;
  });
  await analyses.seal({ instrumentId: id, timeframe: '1d' }, cases);
  await analyses.score({ instrumentId: id, timeframe: '1d' }, cases);
  const newest = columns.t.indexOf(cases.at(-1)!.barAt);
  const at = async (count: number) => (await deskOf(env).lines(bars(1).instruments, '1d', bars(count))).get(id);
  expect(await at(newest + 1)).toMatchObject({
    line: { code: 'forecast-used' },
    use: { prophet: 'better', trees: 'few' },
    current: { prophet: { chanceUp: cases.at(-1)!.chanceUp }, trees: null },
  });
  expect(await at(newest + 6)).toMatchObject({ line: { code: 'forecast-not-now' }, current: { prophet: null } });
});
