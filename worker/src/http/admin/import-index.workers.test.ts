import { gzipSync } from 'node:zlib';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { readMembers } from '../../store/market-events.ts';
import { saveInstruments } from '../../store/instrument-store.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import { importIndex } from './import-index.ts';

const about = { file: 'idx.csv', index: 'IDX', exchange: 'us' } as const;
const bytes = (part: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(part);
      controller.close();
    },
  });
const sent = (text: string) => bytes(new TextEncoder().encode(text));
const packed = (text: string) => bytes(new Uint8Array(gzipSync(text)));

test('a list is taken whole, and one with a mistake leaves the old one as it was', async () => {
  const marketId = 'import-index' as MarketId;
  const symbols = ['INVA', 'INVB', 'INVC'];
  await saveInstruments(
    env.DB,
    symbols.map((symbol) =>
      anInstrument({ id: `${marketId}.${symbol}` as InstrumentId, marketId, symbol, exchange: 'us' }),
    ),
  );
  const members = async () =>
    [...(await readMembers(env.DB, marketId, Date.UTC(2024, 5, 1)))].map(([id]) => id.slice(marketId.length + 1));

  const taken = await importIndex(
    env.DB,
    about,
    packed('symbol,from,until\nINVA,,\nINVB,2020-01-02,2024-03-18\nINVC,2024-07-01,'),
  );
  expect(await taken.json()).toEqual({ index: 'IDX', spans: 3, members: 2, changes: 3, announced: 0 });
  expect(await members()).toEqual(['INVA']);

  const refused = await importIndex(env.DB, about, sent('symbol,from\nINVB,\nINVC,soon'));
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    code: 'bad-csv',
    title: 'idx.csv, line 3: from is "soon", which is not a date such as 2020-01-31',
    line: 3,
  });
  expect(await members()).toEqual(['INVA']);
  const binary = await importIndex(env.DB, about, bytes(new Uint8Array([0xff, 0xfe, 0x00])));
  expect(await binary.json()).toMatchObject({ title: 'idx.csv: it is not UTF-8 text, plain or gzip' });

  await importIndex(env.DB, about, sent('symbol,from\nINVB,\nINVC,'));
  expect(await members(), 'a new list takes the place of the old one').toEqual(['INVB', 'INVC']);
});
