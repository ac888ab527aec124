import { expect, test } from 'vitest';
import { DAY_MS } from '../lib/time.ts';
import { anInstrument, fakeMarkets, risingBars, someDeps } from '../testing/fake-market.ts';
import { readPivots } from './read-pivots.ts';

const START = Date.UTC(2024, 0, 1); // a Monday

async function pivots(marketAt: number, method: 'classic' | 'camarilla' = 'classic') {
  const bars = { A: risingBars(START, DAY_MS, 60) };
  const deps = someDeps({ markets: fakeMarkets({ instruments: [anInstrument('A')], marketAt, bars }) });
  const read = await readPivots(deps, 'A', { method });
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

test('levels of daily bars are those of the week before, and change when the next one begins', async () => {
  // 2024-01-21 is a Sunday: the week before it ended on the 14th.
  const sunday = await pivots(START + 21 * DAY_MS);
  expect(sunday).toMatchObject({ period: 'week', from: '2024-01-08', to: '2024-01-14' });
  const monday = await pivots(START + 22 * DAY_MS);
  expect(monday).toMatchObject({ from: '2024-01-15', to: '2024-01-21' });
  expect(Number(monday.levels?.pivot)).toBeGreaterThan(Number(sunday.levels?.pivot));
  expect(monday.levels?.support).toHaveLength(3);
  expect((await pivots(START + 22 * DAY_MS, 'camarilla')).levels?.resistance).toHaveLength(4);
});

test('there are none before a whole week has been seen, and none are made up', async () => {
  const { levels, from, turns } = await pivots(START + 9 * DAY_MS);
  expect({ levels, from, turns }).toEqual({ levels: null, from: null, turns: { support: [], resistance: [] } });
});
