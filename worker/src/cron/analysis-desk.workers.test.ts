import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketWindow } from '#shared/domain/screen.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { Analyst } from '#shared/ports/analyst.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { someBars } from '#shared/testing/some-bars.ts';
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
  for (let waits = 0; (await cases.cases({ instrumentId: ids[0]!, timeframe: '1d' })).length < 10; waits += 1) {
    expect(waits, 'the analysis ends').toBeLessThan(300);
    await scheduler.wait(100);
  }
  const lines = await desk.lines(instruments, '1d');
  expect(lines.get(ids[0]!)).toMatchObject({ code: 'forecast-too-few' });
  expect(lines.get(ids[0]!)?.values['total']).toBeGreaterThan(0);
  expect(lines.get(ids[1]!)).toMatchObject({ code: 'forecast-too-few', values: { total: 0, symbol: 'I_DESK_B' } });
}, 60_000);
