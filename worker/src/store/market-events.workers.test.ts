import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { MarketEvent } from '#shared/domain/market-event.ts';
import type { UpcomingEvent } from '#shared/domain/screen.ts';
import { DAY_MS, type MarketMs } from '#shared/lib/time.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { EventBook } from '../cron/event-book.ts';
import { factsIn } from './facts.ts';
import { saveInstruments } from './instrument-store.ts';
import { replaceIndex, saveMarketEvents } from './market-events.ts';

const market = (name: string): MarketId => name as MarketId;
const at = (day: number): MarketMs => (1_700_000_000_000 + day * DAY_MS) as MarketMs;
const joins = (symbol: string, day: number, known = day): MarketEvent => ({
  symbol,
  kind: 'index-addition',
  about: 'IDX',
  at: day === -Infinity ? 0 : at(day),
  knownAt: day === -Infinity ? 0 : at(known),
});
const leaves = (symbol: string, day: number, known = day): MarketEvent => ({
  ...joins(symbol, day, known),
  kind: 'index-removal',
});

async function listed(id: string, exchange: 'us' | 'krx', symbols: readonly string[]): Promise<MarketId> {
  const marketId = market(id);
  const instruments = symbols.map((symbol) =>
    anInstrument({ id: `${id}.${symbol}` as InstrumentId, marketId, symbol, exchange }),
  );
  await saveInstruments(env.DB, instruments);
  return marketId;
}

test('who is in an index at an instant follows its additions and removals, none before it was known', async () => {
  const us = await listed('ev-us', 'us', ['AAA', 'BBB', 'CCC', 'DDD']);
  const rows = [
    joins('AAA', -Infinity),
    joins('BBB', 10, 5),
    leaves('AAA', 10, 5),
    joins('CCC', 20, 25),
    joins('ELSE', 1),
  ];
  await replaceIndex(env.DB, { scope: 'us', index: 'IDX' }, rows);
  const facts = factsIn(env.DB);
  const members = async (day: number) => [...((await facts.of(us, at(day))).memberOf ?? [])].map(([id]) => id);
  expect(await members(9)).toEqual(['ev-us.AAA']);
  expect(await members(10)).toEqual(['ev-us.BBB']);
  expect(await members(24), 'nobody knew yet').toEqual(['ev-us.BBB']);
  expect(await members(25)).toEqual(['ev-us.BBB', 'ev-us.CCC']);
  expect([...(await facts.members(us, at(25))).values()], 'each by the index it is in').toEqual([['IDX'], ['IDX']]);
  const upcoming = await facts.dated(us, { known: at(6), from: at(0), to: at(30) });
  expect(upcoming.map(({ instrumentId, kind, about }) => [instrumentId, kind, about])).toEqual([
    ['ev-us.AAA', 'index-removal', 'IDX'],
    ['ev-us.BBB', 'index-addition', 'IDX'],
  ]);

  const korea = await listed('ev-krx', 'krx', ['AAA']);
  expect((await facts.of(korea, at(9))).memberOf, 'of Korea no list is known').toBeNull();
  expect((await facts.members(korea, at(9))).size).toBe(0);
  const kinds = (await facts.of(us, at(9))).eventKinds;
  expect([...kinds], 'nobody recorded earnings here').toEqual(['index-addition', 'index-removal']);

  await replaceIndex(env.DB, { scope: 'us', index: 'IDX' }, [joins('DDD', -Infinity)]);
  expect(await members(25), 'a new list takes the place of the old one').toEqual(['ev-us.DDD']);
});

test('changes that a market announced are no list of its index without those who were in it before', async () => {
  const id = await listed('ev-own', 'us', ['AAA', 'BBB', 'CCC']);
  await saveMarketEvents(env.DB, id, [joins('AAA', 3, 1), leaves('BBB', 3, 1)]);
  const members = async () => [...(await factsIn(env.DB).members(id, at(5))).keys()];
  expect(await members()).toEqual([]);
  await saveMarketEvents(env.DB, id, [joins('BBB', -Infinity), joins('CCC', -Infinity)]);
  expect(await members()).toEqual(['ev-own.AAA', 'ev-own.CCC']);
});

test('a market records what its source announces, and looks know it with what is stored', async () => {
  const id = await listed('ev-book', 'us', ['AAA', 'BBB']);
  const aaa = 'ev-book.AAA' as InstrumentId;
  await saveMarketEvents(env.DB, id, [{ symbol: 'BBB', kind: 'earnings', about: '', at: at(3), knownAt: at(1) }]);
  let announced: UpcomingEvent[] = [];
  const instruments = [anInstrument({ id: aaa, marketId: id, symbol: 'AAA' })];
  const source = {
    id,
    timeframe: '15m' as const,
    isInvented: false,
    announced: () => Map.groupBy(announced, (one) => one.instrumentId),
    window: () => Promise.resolve({ instruments, columns: [], counts: null, step: 1, marketAt: at(2) }),
  };
  const book = new EventBook(env.DB, source);
  expect([...(await book.at(at(2))).keys()]).toEqual(['ev-book.BBB']);
  announced = [{ instrumentId: aaa, kind: 'index-addition', about: 'IDX', at: at(8), knownAt: at(2) }];
  await book.record();
  await book.record();
  expect((await book.at(at(2))).get(aaa)).toEqual(announced);
  // Before an order nothing is read: what was read today says it, and of whom nobody has a date nobody knows.
  const bbb = 'ev-book.BBB' as InstrumentId;
  expect(book.earnings([aaa, bbb], at(2))).toEqual([{ instrumentId: bbb, at: at(3) }]);
  expect(book.earnings([aaa, bbb], at(3)), 'they have reported').toEqual([]);
  const asked = new EventBook(env.DB, source);
  expect(asked.earnings([bbb], at(2)), 'not read yet').toBeNull();
  await asked.at(at(2));
  expect(asked.earnings([bbb], at(2))).toEqual([{ instrumentId: bbb, at: at(3) }]);
  expect(asked.earnings([bbb], at(30)), 'read too long ago').toBeNull();
  const invented = new EventBook(env.DB, { ...source, isInvented: true });
  announced = [{ instrumentId: aaa, kind: 'earnings', at: at(9), knownAt: at(2) }];
  expect(invented.earnings([aaa, bbb], at(2)), 'an invented market says all it knows').toEqual([
    { instrumentId: aaa, at: at(9) },
    { instrumentId: bbb, at: null },
  ]);
  announced = [{ instrumentId: aaa, kind: 'index-addition', about: 'IDX', at: at(8), knownAt: at(2) }];
  const later = new EventBook(env.DB, { ...source, announced: () => new Map() });
  expect((await later.at(at(2))).get(aaa), 'after a restart it is read').toEqual(announced);
  expect((await later.at(at(400))).size, 'a year later it is forgotten').toBe(0);
});
