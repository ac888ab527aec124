import { z } from 'zod';
import { HORIZON_BARS, type PriceForecast } from '#shared/analysis/forecast.ts';
import { forecastAt } from '../analysts/price-forecast.ts';
import { barsOfFrame, BarHead } from './bar-frame.ts';
import { WorkRefused, type Work } from './work.ts';

/** Forecasts of one question: a fit takes up to a tenth of a second. */
const ORIGINS_MAX = 20;

/** `ago`: bars before the newest that a forecast is made at, as if nothing after it were known; 0 is the newest. */
const ForecastHead = BarHead.extend({ ago: z.array(z.int().min(0)).max(ORIGINS_MAX).default([0]) });

/**
 * Bars in (`t o h l c v`), one forecast per place asked for out. Columns out: `ago` of those that could be fitted, their
 * chance to rise, then low, median and high after each of the next `HORIZON_BARS` bars, one column per bar.
 */
export const forecast: Work = async (frame) => {
  const columns = barsOfFrame(frame);
  const head = ForecastHead.safeParse(frame.head);
  if (!head.success) throw new WorkRefused('invalid-request');
  const made: { readonly ago: number; readonly said: PriceForecast }[] = [];
  for (const ago of head.data.ago) {
    const last = columns.c.length - 1 - ago;
    const said = last < 0 ? null : await forecastAt(columns.c, last);
    if (said !== null) made.push({ ago, said });
  }
  const each = (of: (one: (typeof made)[number]) => number): Float64Array => Float64Array.from(made, of);
  const bars = Array.from({ length: HORIZON_BARS }, (_, bar) => bar);
  return {
    head: { made: made.length, horizon: HORIZON_BARS },
    columns: [
      each(({ ago }) => ago),
      each(({ said }) => said.chanceUp),
      ...(['low', 'median', 'high'] as const).flatMap(
        (name) => bars.map((bar) => each(({ said }) => said[name][bar]!)), // in range: one per bar ahead
      ),
    ],
  };
};
