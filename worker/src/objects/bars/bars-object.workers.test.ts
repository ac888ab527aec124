import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { packColumns, unpackColumns } from '#shared/domain/bar.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { DAY_MS, MINUTE_MS, type MarketMs } from '#shared/lib/time.ts';
import type { BarsObject } from './bars-object.ts';
import type { PackedBars } from './bars-rpc.ts';

const A = 'm.A' as InstrumentId;
const B = 'm.B' as InstrumentId;
const END = 8e15 as MarketMs;
let count = 0;

function open(timeframe = '1d', name = `market-${++count}`): DurableObjectStub<BarsObject> {
  return env.BARS.get(env.BARS.idFromName(`${name}:${timeframe}`));
}

/** Bars whose every price is drawn from its time, so that a wrong place shows. */
function bars(instrumentId: InstrumentId, times: readonly number[], mark = 0): PackedBars {
  const column = (add: number): Float64Array => Float64Array.from(times, (t) => t / 3e7 + add / 7 + mark);
  const columns = { t: Float64Array.from(times), o: column(1), h: column(2), l: column(3), c: column(4), v: column(5) };
  return { instrumentId, columns: packColumns(columns) };
}

const days = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => (from + index) * DAY_MS);
const quarters = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => (from + index) * 15 * MINUTE_MS);

async function times(
  stub: DurableObjectStub<BarsObject>,
  instrumentId: InstrumentId,
  query: { from?: number; until?: number; limit?: number } = {},
): Promise<number[]> {
  const { from = 0, until = END, limit = 100_000 } = query;
  const buffer = await stub.read({ instrumentId, from: from as MarketMs, until: until as MarketMs, limit });
  return [...unpackColumns(buffer).t];
}

describe('single bars', () => {
  test('come back bit for bit, from the tail and from packed blocks', async () => {
    const stub = open('15m');
    const all = quarters(0, 3_000);
    for (let at = 0; at < all.length; at += 50)
      await stub.append([bars(A, all.slice(at, at + 50)), bars(B, all.slice(at, at + 50))]);
    for (const id of [A, B]) {
      const buffer = await stub.read({ instrumentId: id, until: END, limit: 5_000 });
      expect(new Uint8Array(buffer)).toEqual(new Uint8Array(bars(id, all).columns));
    }
    expect(await stub.stats()).toMatchObject({ instruments: 2, bars: 6_000 });
  });

  test('that are there stay as they are', async () => {
    const stub = open();
    expect(await stub.append([bars(A, days(0, 5))])).toEqual({ added: 5 });
    expect(await stub.append([bars(A, days(3, 7), 100)])).toEqual({ added: 2 });
    const { o } = unpackColumns(await stub.read({ instrumentId: A, until: END, limit: 10 }));
    expect([...o].map((price) => price > 90)).toEqual([false, false, false, false, false, true, true]);
  });

  test('of an adjusted source replace all there was of their instrument, in the tail and in blocks, and nothing else', async () => {
    const stub = open();
    await stub.append([bars(A, days(0, 800)), bars(B, days(0, 5))]);
    await stub.append([bars(A, days(800, 810))]);
    await stub.replace([bars(A, days(700, 812), 100)]);
    const read = (limit: number): Promise<ArrayBuffer> => stub.read({ instrumentId: A, until: END, limit });
    expect(new Uint8Array(await read(1_000))).toEqual(new Uint8Array(bars(A, days(700, 812), 100).columns));
    expect(await times(stub, B)).toEqual(days(0, 5));
    await stub.append([bars(A, days(811, 815))]);
    const [replaced, added] = [bars(A, days(811, 812), 100), bars(A, days(812, 815))].map(
      ({ columns }) => unpackColumns(columns).o,
    );
    expect([...unpackColumns(await read(4)).o], 'what replaced it stays').toEqual([...replaced!, ...added!]);
  });

  test('of many instruments are replaced in several pieces, all of them', async () => {
    const stub = open('15m');
    const ids = Array.from({ length: 15 }, (_, n) => `m.${n}` as InstrumentId);
    for (const mark of [0, 7]) {
      expect(await stub.replace(ids.map((id) => bars(id, quarters(0, 1_000), mark)))).toEqual({ added: 15_000 });
    }
    expect(await stub.stats()).toMatchObject({ instruments: 15, bars: 15_000 });
    const all = await stub.readMany({ instrumentIds: ids, until: END, limit: 1_000 });
    const expected = new Uint8Array(bars(A, quarters(0, 1_000), 7).columns);
    for (const { columns } of all) expect(new Uint8Array(columns)).toEqual(expected);
  });

  test('show in every read what came since the one before: newer ones, one from in between, and after packing', async () => {
    const stub = open('15m');
    const seen: number[] = [];
    for (const added of [quarters(0, 5), quarters(5, 9), quarters(20, 21), quarters(12, 13), quarters(1_000, 2_000)]) {
      await stub.append([bars(A, added), bars(B, quarters(0, 1))]);
      seen.push(...added);
      const expected = new Uint8Array(
        bars(
          A,
          seen.toSorted((a, b) => a - b),
        ).columns,
      );
      const buffer = await stub.read({ instrumentId: A, until: END, limit: 5_000 });
      expect(new Uint8Array(buffer)).toEqual(expected);
      expect(await times(stub, B)).toEqual([0]);
    }
    await stub.append([bars(A, quarters(2_000, 3_000))]);
    expect(await times(stub, A, { limit: 2_000 }), 'from the tail and what was packed of it').toEqual(
      quarters(1_000, 3_000),
    );
  });

  test('of a period that closed while the object was away are packed by a later append', async () => {
    const name = `away-${++count}`;
    await open('1m', name).append([bars(A, [0, MINUTE_MS, DAY_MS])]);
    await evictDurableObject(open('1m', name));
    await open('1m', name).append([bars(A, [DAY_MS + MINUTE_MS])]);
    expect(await times(open('1m', name), A)).toEqual([0, MINUTE_MS, DAY_MS, DAY_MS + MINUTE_MS]);
  });
});

test('reads answer the last bars of the range, its end excluded', async () => {
  const stub = open();
  await stub.append([bars(A, days(0, 1_000))]);
  expect(await times(stub, A, { from: 10 * DAY_MS, until: 13 * DAY_MS })).toEqual(days(10, 13));
  expect(await times(stub, A, { until: 900 * DAY_MS, limit: 3 })).toEqual(days(897, 900));
  expect(await times(stub, A, { until: 900 * DAY_MS, limit: 600 })).toEqual(days(300, 900));
  expect(await times(stub, B)).toEqual([]);
  const many = await stub.readMany({ instrumentIds: [A, B], until: END, limit: 2 });
  expect(many.map(({ columns }) => [...unpackColumns(columns).t])).toEqual([days(998, 1_000), []]);
  expect([...new Float64Array(await stub.times())]).toEqual(days(0, 1_000));
});

describe('an import', () => {
  const imported = (id: InstrumentId, at: number[], mark = 0) => ({ ...bars(id, at, mark), adjClose: null });

  test('is invisible until it is published, then all of it is there', async () => {
    const stub = open();
    const id = await stub.beginImport({ file: 'a.csv' });
    await stub.stage(id, [imported(A, days(0, 700))]);
    await stub.stage(id, [imported(A, days(700, 800)), imported(B, days(5, 6))]);
    expect(await times(stub, A)).toEqual([]);
    expect((await stub.times()).byteLength).toBe(0);
    expect(await stub.hasImport('h')).toBe(false);
    expect(await stub.publish(id, 'h')).toEqual({ bars: 801 });
    expect(await times(stub, A)).toEqual(days(0, 800));
    expect(await stub.hasImport('h')).toBe(true);
    expect(await stub.coverage()).toEqual([
      { instrumentId: A, firstT: 0, lastT: 799 * DAY_MS, bars: 800 },
      { instrumentId: B, firstT: 5 * DAY_MS, lastT: 5 * DAY_MS, bars: 1 },
    ]);
  });

  test('that was killed leaves nothing, and cannot be published later', async () => {
    const name = `killed-${++count}`;
    const id = await open('1d', name).beginImport({ file: 'a.csv' });
    await open('1d', name).stage(id, [imported(A, days(0, 700))]);
    await abortAllDurableObjects();
    expect(await times(open('1d', name), A)).toEqual([]);
    expect(await open('1d', name).publish(id, 'h')).toBeNull();
    expect(await open('1d', name).stats()).toMatchObject({ bars: 0 });
  });

  test('that was refused leaves nothing', async () => {
    const stub = open();
    const id = await stub.beginImport({ file: 'a.csv' });
    await stub.stage(id, [imported(A, days(0, 7))]);
    await stub.discard(id);
    expect(await stub.stats()).toMatchObject({ bars: 0 });
  });

  test('keeps bars of an earlier one where both have the same day', async () => {
    const stub = open();
    for (const [mark, at] of [
      [0, days(0, 400)],
      [1e6, days(300, 500)],
    ] as const) {
      const id = await stub.beginImport({ file: `${mark}.csv` });
      await stub.stage(id, [imported(A, [...at], mark)]);
      await stub.publish(id, 'h');
    }
    const { t, o } = unpackColumns(await stub.read({ instrumentId: A, until: END, limit: 1_000 }));
    expect([...t]).toEqual(days(0, 500));
    expect(o.findIndex((price) => price > 1e6)).toBe(400);
  });

  test('keeps adjusted closes apart', async () => {
    const stub = open();
    const id = await stub.beginImport({ file: 'a.csv' });
    await stub.stage(id, [{ ...bars(A, days(0, 3)), adjClose: Float64Array.of(1, Number.NaN, 3).buffer }]);
    await stub.publish(id, 'h');
    await stub.append([bars(A, days(3, 4))]);
    const query = { instrumentId: A, until: END, limit: 10 };
    expect([...new Float64Array(await stub.readAdjustedClose(query))]).toEqual([1, Number.NaN, 3, Number.NaN]);
    expect((await stub.read(query)).byteLength).toBe(4 * 48);
  });
});

test('clear forgets everything', async () => {
  const stub = open();
  await stub.append([bars(A, days(0, 5))]);
  await stub.clear();
  await stub.append([bars(B, days(0, 1))]);
  expect(await stub.stats()).toMatchObject({ instruments: 1, bars: 1 });
});
