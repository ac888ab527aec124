import type { Job } from '../job.ts';
import { endsDay } from '../schedule.ts';

/**
 * Records what was announced, and brings coverage up to date: which bars there are, until when. The market itself has stored the bars; this is the
 * directory's line about them, written once a market day.
 */
export const marketData: Job = async ({ db, market, events }, now) => {
  await events.record();
  const window = await market.window(market.timeframe);
  const instruments = window?.instruments.length ?? 0;
  if (window !== null && endsDay(market, now.marketAt)) {
    const rows = window.instruments.flatMap(({ id }, position) => {
      const times = window.columns[position]?.t;
      const count = window.counts?.[position] ?? 0;
      const first = times?.[0];
      const last = times?.[count - 1];
      return count === 0 || first === undefined || last === undefined
        ? []
        : [{ instrumentId: id, firstT: first, lastT: last }];
    });
    await db
      .prepare(
        `INSERT INTO coverage (market_id, instrument_id, timeframe, first_t, last_t, bars, adjustment, source)
         SELECT ?1, value ->> 'instrumentId', ?2, value ->> 'firstT', value ->> 'lastT', ?3, 'raw', 'market' FROM json_each(?4) WHERE true
         ON CONFLICT (market_id, instrument_id, timeframe) DO UPDATE SET
           last_t = max(last_t, excluded.last_t), bars = max(bars, excluded.bars)`,
      )
      .bind(market.id, market.timeframe, now.step, JSON.stringify(rows))
      .run();
  }
  return { code: 'market-data-current', values: { instruments, step: now.step } };
};
