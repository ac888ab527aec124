import { databasesOf } from './books-on-disk.ts';
import type { StateOnDisk } from './books-on-disk.ts';

interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Bars as a generated market stored them, by instrument and opening time: never adjusted, never asked of the product. */
type Bars = ReadonlyMap<string, ReadonlyMap<number, Bar>>;

interface Block {
  readonly id: string;
  readonly length: number;
  readonly columns: Uint8Array;
}

function readBars(stateDir: string): Bars {
  const bars = new Map<string, Map<number, Bar>>();
  const put = (id: string, [t = 0, open = 0, high = 0, low = 0, close = 0]: readonly number[]) => {
    const known = bars.get(id) ?? new Map<number, Bar>();
    bars.set(id, known.set(t, { open, high, low, close }));
  };
  databasesOf(stateDir, 'BarsObject', (db) => {
    const blocks = db
      .prepare('SELECT i.id, b.length, b.columns FROM block b JOIN instrument i ON i.n = b.instrument')
      .all() as unknown as Block[];
    for (const { id, length, columns } of blocks) {
      // Columns one after another: t o h l c v.
      const view = new DataView(columns.buffer, columns.byteOffset, columns.byteLength);
      for (let row = 0; row < length; row++)
        put(
          id,
          [0, 1, 2, 3, 4].map((column) => view.getFloat64((column * length + row) * 8, true)),
        );
    }
    const tail = db
      .prepare('SELECT i.id, b.t, b.o, b.h, b.l, b.c FROM tail b JOIN instrument i ON i.n = b.instrument')
      .all() as { id: string; t: number; o: number; h: number; l: number; c: number }[];
    for (const { id, t, o, h, l, c } of tail) put(id, [t, o, h, l, c]);
  });
  return bars;
}

/** Every fill at the open of its bar, or inside the range of the bar it was made in. */
export function fillFaults(stateDir: string, disk: StateOnDisk, barMs: number): { faults: string[]; compared: number } {
  const bars = readBars(stateDir);
  const faults: string[] = [];
  let compared = 0;
  for (const { broker, intents } of disk.accounts) {
    const instrumentOf = new Map(intents.map((intent) => [intent.coid, intent.instrument_id]));
    for (const { seq, client_order_id: coid, market_at: at, price } of broker.executions) {
      const t = Math.floor(at / barMs) * barMs;
      const bar = bars.get(instrumentOf.get(coid) ?? '')?.get(t);
      const paid = Number(price);
      compared++;
      if (bar === undefined) faults.push(`fill ${seq} of ${coid}: no bar at ${new Date(at).toISOString()}`);
      else if (at === t ? paid !== bar.open : paid < bar.low || paid > bar.high)
        faults.push(
          `fill ${seq} of ${coid} at ${paid}: ${JSON.stringify(bar)} ${at === t ? 'at its open' : 'in its range'}`,
        );
    }
  }
  return { faults, compared };
}
