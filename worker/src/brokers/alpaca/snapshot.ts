import { z } from 'zod';
import { DAY_MS, MINUTE_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import type { BrokerOrder, BrokerSnapshot, Execution } from '#shared/ports/broker.ts';
import type { VendorHttp, VendorInstruments, VendorResponse } from '../vendor.ts';
import { calls, FILLS_MAX, ORDERS_MAX } from './calls.ts';
import { readMoves, type MovesMemory } from './cash-moves.ts';
import { bodyOf, type AlpacaClient } from './client.ts';
import { judge } from './errors.ts';
import { brokerOrder, brokerOrders, execution, position } from './mapper.ts';
import { clockSkewMs } from './rate-limit.ts';
import { AlpacaAccount, AlpacaFill, AlpacaOrder, AlpacaPosition } from './schema.ts';

/** Fills may be listed late and out of order: how far a look reaches back behind the newest fill that was seen. */
const MARGIN_MS = DAY_MS;
/** In between two looks of that depth, this is enough. */
const SHORT_MARGIN_MS = 10 * MINUTE_MS;
const DEEP_EVERY_MS = 5 * MINUTE_MS;
/** Most pages of one snapshot; what is left comes with the next one. */
const FILL_PAGES_MAX = 5;
const ORDER_PAGES_MAX = 20;
/** Orders whose ids are remembered for fills to come. */
const REMEMBERED_MAX = 5_000;
/** With more unknown orders than this, one list is cheaper than asking for each. */
const SINGLE_LOOKS_MAX = 4;

const Cursor = z.object({
  /** Fills after this instant. */
  after: z.number().nullable(),
  /** In the middle of a list: the fill it goes on after. */
  page: z.string().nullable(),
  newest: z.number().nullable(),
});
type Cursor = z.infer<typeof Cursor>;

type Named = Pick<BrokerOrder, 'clientOrderId' | 'instrumentId'>;
interface FillPages {
  readonly fills: readonly AlpacaFill[];
  readonly next: Cursor;
  readonly isLast: boolean;
}

/** What was learnt of one account and saves calls; losing it costs nothing but those. */
interface Memory {
  readonly names: Map<string, Named>;
  readonly moves: MovesMemory;
  deepAt: WallMs | null;
}

/** An adapter lives for one call, the way to the broker as long as its account: memory goes with the way. */
const MEMORIES = new WeakMap<VendorHttp, Memory>();

function memoryOf(http: VendorHttp): Memory {
  let memory = MEMORIES.get(http);
  if (memory === undefined) MEMORIES.set(http, (memory = newMemory()));
  return memory;
}

function newMemory(): Memory {
  return { names: new Map(), moves: { readAt: null, cash: null, changedAt: null }, deepAt: null };
}

/**
 * Reads the whole book of one account. Null as soon as one of its questions was not answered. Orders are read before
 * fills, so that a fill's order is known; between the answers the broker goes on, and orders and positions can disagree
 * for up to 10 s (alpacahq/Alpaca-API#276): a difference counts once it stayed.
 */
export class SnapshotReader {
  private readonly client: AlpacaClient;
  private readonly instruments: VendorInstruments;
  private readonly now: () => WallMs;
  private readonly memory: Memory;

  constructor(parts: { http: VendorHttp; client: AlpacaClient; instruments: VendorInstruments; now: () => WallMs }) {
    this.memory = memoryOf(parts.http);
    this.client = parts.client;
    this.instruments = parts.instruments;
    this.now = parts.now;
  }

  async read(from: { cursor: string | null; since: WallMs }): Promise<BrokerSnapshot | null> {
    const orders = await this.orders(from.since);
    if (orders === null) return null;
    for (const order of orders) this.remember(order.brokerOrderId, order);
    const [pages, positions, account] = await Promise.all([
      this.fillPages(from.cursor),
      this.client.read(calls.positions(), z.array(AlpacaPosition)),
      this.client.ask(calls.account()),
    ]);
    const cash = bodyOf(account, AlpacaAccount)?.cash;
    if (pages === null || positions === null || cash === undefined || account.kind !== 'answer') return null;
    const executions = await this.executions(pages.fills);
    const { client, instruments, memory } = this;
    const moves = await readMoves(
      { client, instruments, memory: memory.moves, now: this.now() },
      { since: from.since, cash },
    );
    if (executions === null || moves === 'lost') return null;
    return {
      orders,
      executions,
      cursor: JSON.stringify(pages.next),
      moves,
      isLast: pages.isLast,
      positions: positions.map((held) => position(held, this.instruments)),
      cash: { USD: cash },
      clockSkewMs: clockSkewMs(account.response satisfies VendorResponse),
    };
  }

  /** What is open, and everything submitted since: an order that ended in between is in the later list. */
  private async orders(since: WallMs): Promise<BrokerOrder[] | null> {
    const open = await this.allOrders('open', null);
    const recent = await this.allOrders('all', toIso((since - MARGIN_MS) as WallMs));
    if (open === null || recent === null) return null;
    const byId = new Map<string, BrokerOrder>();
    for (const order of [...open, ...recent]) {
      for (const one of brokerOrders(order, this.instruments)) byId.set(one.brokerOrderId, one);
    }
    return [...byId.values()].toSorted((a, b) => a.submittedAt - b.submittedAt);
  }

  private async allOrders(status: 'open' | 'all', after: string | null): Promise<AlpacaOrder[] | null> {
    const all: AlpacaOrder[] = [];
    let last: string | null = null;
    for (let page = 0; page < ORDER_PAGES_MAX; page++) {
      // An order id and an instant must not be mixed; from the second page on the id alone leads on.
      const where: { after: string | null } | { after_order_id: string } =
        last === null ? { after } : { after_order_id: last };
      const list: AlpacaOrder[] | null = await this.client.read(
        calls.orders({ status, direction: 'asc', ...where }),
        z.array(AlpacaOrder),
      );
      if (list === null) return null;
      all.push(...list);
      last = list.at(-1)?.id ?? null;
      // Whether legs count towards the limit is not documented: taken as if, one page too many is harmless.
      const count = list.reduce((sum, { legs }) => sum + 1 + legs.length, 0);
      if (count < ORDERS_MAX || last === null) return all;
    }
    // More than 10,000 orders: half a book must not pass for a whole one.
    return null;
  }

  private async fillPages(cursor: string | null): Promise<FillPages | null> {
    const from = this.start(cursor);
    const after = from.after === null ? null : toIso(from.after as WallMs);
    const fills: AlpacaFill[] = [];
    let { page, newest } = from;
    for (let count = 0; count < FILL_PAGES_MAX; count++) {
      const list: AlpacaFill[] | null = await this.client.read(
        calls.fills({ after, page_token: page }),
        z.array(AlpacaFill),
      );
      if (list === null) return null;
      fills.push(...list);
      for (const fill of list) newest = Math.max(newest ?? 0, Date.parse(fill.transaction_time));
      page = list.at(-1)?.id ?? page;
      if (list.length < FILLS_MAX) return { fills, next: { after: null, page: null, newest }, isLast: true };
    }
    return { fills, next: { after: from.after, page, newest }, isLast: false };
  }

  /** In the middle of a list it goes on; else it begins behind the newest fill, every few minutes a whole day behind. */
  private start(cursor: string | null): Cursor {
    const known = cursor === null ? null : Cursor.safeParse(parsed(cursor));
    const from = known?.success === true ? known.data : { after: null, page: null, newest: null };
    if (from.page !== null || from.newest === null) return from;
    const now = this.now();
    const isDeep = this.memory.deepAt === null || now - this.memory.deepAt >= DEEP_EVERY_MS;
    if (isDeep) this.memory.deepAt = now;
    return { ...from, after: from.newest - (isDeep ? MARGIN_MS : SHORT_MARGIN_MS) };
  }

  private async executions(fills: readonly AlpacaFill[]): Promise<Execution[] | null> {
    const unknown = new Set(fills.map(({ order_id }) => order_id).filter((id) => !this.memory.names.has(id)));
    const newest = fills.at(-1);
    if (unknown.size > SINGLE_LOOKS_MAX && newest !== undefined) {
      const until = toIso((Date.parse(newest.transaction_time) + 1) as WallMs);
      const list = await this.client.read(
        calls.orders({ status: 'all', direction: 'desc', until }),
        z.array(AlpacaOrder),
      );
      for (const order of list ?? []) {
        for (const one of brokerOrders(order, this.instruments)) this.remember(one.brokerOrderId, one);
      }
    }
    const executions: Execution[] = [];
    for (const fill of fills) {
      const of = this.memory.names.get(fill.order_id) ?? (await this.lookUp(fill));
      if (of === null) return null;
      executions.push(execution(fill, of));
    }
    return executions;
  }

  /** A fill is never dropped: without its order it is booked under the broker's own id. */
  private async lookUp(fill: AlpacaFill): Promise<Named | null> {
    const reply = await this.client.ask(calls.order(fill.order_id));
    const order = bodyOf(reply, AlpacaOrder);
    if (order !== null) return this.remember(order.id, brokerOrder(order, this.instruments, null));
    if (judge('look', reply).verdict !== 'gone') return null;
    return this.remember(fill.order_id, {
      clientOrderId: fill.order_id,
      instrumentId: this.instruments.idOf(fill.symbol),
    });
  }

  private remember(brokerOrderId: string, { clientOrderId, instrumentId }: Named): Named {
    const named = { clientOrderId, instrumentId };
    this.memory.names.set(brokerOrderId, named);
    if (this.memory.names.size > REMEMBERED_MAX) {
      for (const oldest of this.memory.names.keys()) {
        this.memory.names.delete(oldest);
        break;
      }
    }
    return named;
  }
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(cursor);
  } catch {
    return null;
  }
}
