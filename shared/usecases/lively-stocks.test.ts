import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../lib/time.ts';
import { anInstrument, FAKE_MARKET, fakeMarkets, risingBars, someDeps } from '../testing/fake-market.ts';
import { livelyStocks } from './lively-stocks.ts';

const START = Date.UTC(2024, 0, 1);

/** Days that go so far from low to high. */
function moving(range: number, count = 30) {
  const days = risingBars(START, DAY_MS, count);
  const at = (price: number) => days.c.map(() => price);
  return { ...days, o: at(100), c: at(100), h: at(100 + range / 2), l: at(100 - range / 2) };
}

const instruments = ['CALM', 'WILD', 'YOUNG'].map((symbol) => anInstrument(symbol));
const bars = { CALM: moving(1.5), WILD: moving(4), YOUNG: moving(9, 5) };
const deps = someDeps({ markets: fakeMarkets({ instruments, marketAt: START + 40 * DAY_MS + HOUR_MS, bars }) });
const asked = (stop: number) =>
  livelyStocks(deps, FAKE_MARKET, { instrumentIds: instruments.map(({ id }) => id), stop });

test('names what a usual day carries most of the way to the stop-loss, and nothing of which too little is known', async () => {
  const lively = await asked(0.05);
  expect(lively.map(({ symbol }) => symbol)).toEqual(['WILD']);
  expect(lively[0]?.move).toBeCloseTo(0.04);
});

test('says nothing where the stop-loss leaves room for that', async () => {
  expect(await asked(0.15)).toEqual([]);
});
