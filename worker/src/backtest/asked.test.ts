import { expect, test } from 'vitest';
import { CreateBacktest } from '#shared/contract/backtest-run.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import { askedOf } from './asked.ts';

const bars = someBars(5_000);
const at = (index: number): string => new Date(bars.t[index] ?? 0).toISOString().slice(0, 10);

function columnsOf(range: { from?: string }): Float64Array[] {
  const run = CreateBacktest.parse({ kind: 'backtest', strategy: 'ma-cross', symbols: ['ACME'], ...range });
  const past = { instrument: anInstrument(), timeframe: '1d' as const, bars, splits: [], events: [], forecasts: [] };
  return askedOf(run, [past as never], bars.t[4_999] ?? 0).columns;
}

test('of what lies before the range only the warm-up is sent along', () => {
  expect(columnsOf({}).map(({ length }) => length)).toEqual(Array(6).fill(5_000));
  const [times] = columnsOf({ from: at(4_000) });
  expect(times?.[0], 'a thousand bars before the first that counts').toBe(bars.t[3_000]);
  expect(times?.at(-1)).toBe(bars.t[4_999]);
  expect(columnsOf({ from: at(500) })[0]?.[0], 'all there is where that is less').toBe(bars.t[0]);
});
