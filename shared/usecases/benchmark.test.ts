import { expect, test } from 'vitest';
import { packColumns } from '../domain/bar.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketMs } from '../lib/time.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { benchmarkSince } from './benchmark.ts';
import type { UseCaseDeps } from './ports.ts';

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 6);
const id = (text: string): InstrumentId => text as InstrumentId;

/** A market of daily bars: closes of the first and of the second day by instrument. */
function aMarket(
  instruments: readonly Instrument[],
  closes: Readonly<Record<string, readonly [number | null, number]>>,
  splits: { instrumentId: InstrumentId; at: number; ratio: number }[] = [],
): Pick<UseCaseDeps, 'markets'> {
  const markets = {
    market: () => ({
      state: () => Promise.resolve({ marketAt: (START + 3 * DAY) as MarketMs, baseTimeframe: '1d' }),
      instruments: () => Promise.resolve(instruments),
      splits: () => Promise.resolve(splits),
    }),
    bars: () => ({
      readMany: ({ instrumentIds, until }: { instrumentIds: readonly InstrumentId[]; until: number }) =>
        Promise.resolve(
          instrumentIds.map((instrumentId) => {
            const all = (closes[instrumentId] ?? []).map((close, day) => ({ t: START + day * DAY, close }));
            const last = all.filter(({ t, close }) => t < until && close !== null).slice(-1);
            const column = Float64Array.from(last, ({ close }) => close ?? 0);
            const bars = {
              t: Float64Array.from(last, ({ t }) => t),
              o: column,
              h: column,
              l: column,
              c: column,
              v: column,
            };
            return { instrumentId, columns: packColumns(bars) };
          }),
        ),
    }),
  };
  return { markets } as unknown as Pick<UseCaseDeps, 'markets'>;
}

const since = (START + 1.1 * DAY) as MarketMs;
const market = 'm' as MarketId;
const stock = (symbol: string, changes: Partial<Instrument> = {}): Instrument =>
  anInstrument({ id: id(symbol), symbol, ...changes });

test('a fund of the whole market is what holding would have made', async () => {
  const deps = aMarket([stock('AAA'), stock('SPY')], { AAA: [10, 30], SPY: [400, 410] });
  expect(await benchmarkSince(deps, market, since)).toEqual({ symbol: 'SPY', resultPercent: 2.5 });
});

test('without one it is the same money in everything, indices left out, splits counted', async () => {
  const deps = aMarket(
    [stock('AAA'), stock('BBB'), stock('IDX', { kind: 'index' }), stock('NEW')],
    { AAA: [100, 110], BBB: [100, 45], IDX: [1, 9], NEW: [null, 50] },
    [{ instrumentId: id('BBB'), at: START + DAY, ratio: 2 }],
  );
  expect(await benchmarkSince(deps, market, since)).toEqual({ symbol: 'equal-weight', resultPercent: 0 });
});

test('until another instant than now it is what holding had made by then', async () => {
  const deps = aMarket([stock('SPY')], { SPY: [400, 410] });
  const until = (START + DAY) as MarketMs;
  expect(await benchmarkSince(deps, market, since, until)).toEqual({ symbol: 'SPY', resultPercent: 0 });
});

test('nothing is claimed without prices then and now', async () => {
  expect(await benchmarkSince(aMarket([stock('AAA')], { AAA: [null, 5] }), market, since)).toMatchObject({
    resultPercent: null,
  });
});
