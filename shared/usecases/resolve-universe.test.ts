import { expect, test } from 'vitest';
import { DAY_MS } from '../lib/time.ts';
import { anInstrument, FAKE_MARKET, fakeMarkets, risingBars, someDeps } from '../testing/fake-market.ts';
import { resolveUniverse } from './resolve-universe.ts';

const START = Date.UTC(2024, 0, 1);
const symbols = Array.from({ length: 70 }, (_, i) => `S${String(i).padStart(2, '0')}`);
const instruments = [...symbols.map((symbol) => anInstrument(symbol)), anInstrument('INDEX', { kind: 'index' })];

/** The higher its number, the more a stock is traded. */
const bars = Object.fromEntries(
  symbols.map((symbol, i) => {
    const rising = risingBars(START, DAY_MS, 30);
    return [symbol, { ...rising, v: rising.v.map(() => i + 1) }];
  }),
);
const deps = someDeps({ markets: fakeMarkets({ instruments, marketAt: START + 40 * DAY_MS, bars }) });

test('takes the names it knows and lists the missing ones', async () => {
  const names = ['S01', 'S02', 'S03', 'S04', 'S05', 'AAPL', 'INDEX'];
  const universe = await resolveUniverse(deps, FAKE_MARKET, names);
  expect(universe).toMatchObject({ missingNames: ['AAPL', 'INDEX'], filledUp: false });
  expect(universe.instrumentIds).toEqual(['S01', 'S02', 'S03', 'S04', 'S05'].map((symbol) => `m-fake.${symbol}`));
  expect(universe.prices).toHaveLength(5);
});

test('fills a list with fewer than five known names with the most traded, and says so', async () => {
  const universe = await resolveUniverse(deps, FAKE_MARKET, ['S01', 'S02', 'S03', 'S04', 'AAPL']);
  expect(universe).toMatchObject({ missingNames: ['AAPL'], filledUp: true });
  expect(universe.instrumentIds).toHaveLength(60);
  expect(universe.instrumentIds?.slice(0, 6)).toEqual(
    ['S01', 'S02', 'S03', 'S04', 'S69', 'S68'].map((symbol) => `m-fake.${symbol}`),
  );
  expect(universe.instrumentIds).not.toContain('m-fake.INDEX');
});

test('adds nothing to a list that a person drew up: what is not on it is not bought', async () => {
  const universe = await resolveUniverse(deps, FAKE_MARKET, ['S01', 'AAPL'], { isOwn: true });
  expect(universe).toMatchObject({ instrumentIds: ['m-fake.S01'], missingNames: ['AAPL'], filledUp: false });
});
