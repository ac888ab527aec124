import type { Holder, InstrumentId } from '../../domain/ids.ts';
import type { Currency } from '../../domain/instrument.ts';
import type { Intent, OrderReason } from '../../engine/orders/intent.ts';
import type {
  Booked,
  Difference,
  OrderNews,
  OrderRules,
  Protection,
  TripReason,
  Unsold,
} from '../../engine/orders/ports.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import type { WallMs } from '../../lib/time.ts';
import type { Execution } from '../../ports/broker.ts';
import { centsOf, centsText, feeCents } from './cents.ts';
import type { SimStore } from './sim-store.ts';
import type { Held, Tables } from './tables.ts';

export const INSTRUMENTS: readonly InstrumentId[] = ['i_aaa' as InstrumentId, 'i_bbb' as InstrumentId];
/** Nobody here has heard of it before a broker speaks of it. */
export const UNHEARD = 'i_ccc' as InstrumentId;
export const SYMBOLS: Readonly<Record<string, string>> = { i_aaa: 'AAA', i_bbb: 'BBB', [UNHEARD]: 'CCC' };

/** Thrown where a fill cannot be booked right now: whoever books it tries again. */
export const NOT_BOOKED = 'not now';

/** What the seed decided about the account and the day; not durable because it never changes, or comes from outside. */
export interface World {
  now(): WallMs;
  /** In whole cents. */
  price(instrumentId: string): number;
  /** Stops and targets as a share of the entry, where the broker shall hold them. */
  readonly protects: boolean;
  /** With a target beside the stop. */
  readonly hasTargets: boolean;
  /** Null: the market calls. */
  readonly opensAt: number | null;
  readonly idleReconcileMs: number | null;
  /** Whether the person who nodded may still. */
  isGranted(): boolean;
  noteDifferences(appeared: number, settled: number): void;
  noteTrip(reason: TripReason): void;
  /** Whether the rare instrument was learnt of by now. */
  hasLearnt(): boolean;
  /** What a fill needs (a rate, a rule of fees) cannot be read right now. */
  cannotBook(): boolean;
  /** A person is asked what became of an order. */
  asks(intentId: string): void;
}

/** The account's side: money, news, what it allows. Cents as whole numbers, the quick way for thousands of schedules. */
export class SimRules implements OrderRules {
  readonly #tables: Tables;
  readonly #store: SimStore;
  readonly #world: World;
  readonly idleReconcileMs: number | null;

  constructor(tables: Tables, store: SimStore, world: World) {
    this.#tables = tables;
    this.#store = store;
    this.#world = world;
    this.idleReconcileMs = world.idleReconcileMs;
  }

  instrument(id: InstrumentId): { readonly symbol: string; readonly currency: Currency } | null {
    const symbol = SYMBOLS[id];
    if (symbol === undefined || (id === UNHEARD && !this.#world.hasLearnt())) return null;
    return { symbol, currency: 'USD' };
  }

  costOf(intent: Intent, quantity: DecimalText): DecimalText | null {
    if (intent.side === 'sell') return null;
    const price = intent.limitPrice === null ? this.#world.price(intent.instrumentId) : centsOf(intent.limitPrice);
    return centsText(price * Number(quantity));
  }

  entryBlocked(order: Intent): OrderReason | null {
    if (order.proposalId !== null && !this.#world.isGranted()) return { code: 'grant-gone', values: {} };
    let free = this.#tables.ledger.get('cash') ?? 0;
    for (const [id, amount] of this.#tables.reserved) if (id !== order.id) free -= centsOf(amount);
    const cost = this.costOf(order, order.quantity);
    if (cost !== null && centsOf(cost) > free) return { code: 'buying-power', values: {} };
    return null;
  }

  book(execution: Execution, intent: Intent | null): Booked {
    if (this.#world.cannotBook()) throw new Error(NOT_BOOKED);
    const holder = intent?.holder ?? 'external';
    const { instrumentId, side } = execution;
    const tables = this.#tables;
    const key = `${instrumentId}|${holder}`;
    const before: Held = tables.held.get(key) ?? { instrumentId, holder, quantity: 0, cost: 0 };
    const quantity = Number(execution.quantity);
    const amount = centsOf(execution.price) * quantity;
    const fee = feeCents(side, quantity);
    let realised = 0;
    if (side === 'buy') {
      tables.put(tables.held, key, { ...before, quantity: before.quantity + quantity, cost: before.cost + amount });
      this.#post('cash', -amount - fee);
      this.#post('positions', amount);
    } else {
      const cost = before.quantity === 0 ? 0 : roundHalfEven(before.cost * quantity, before.quantity);
      const left = before.quantity - quantity;
      realised = amount - cost;
      tables.put(tables.held, key, { ...before, quantity: left, cost: before.cost - cost });
      this.#post('cash', amount - fee);
      this.#post('positions', -cost);
      this.#post('realised', -realised);
    }
    this.#post('fees', fee);
    tables.put(tables.booked, execution.id, holder);
    return {
      realized: side === 'buy' ? '0' : centsText(realised),
      tell: (order, { isLate }) => {
        this.#owe(isLate ? 'late-fill' : 'fill', order?.id ?? '', true);
      },
    };
  }

  tell({ type, intent, pages }: OrderNews): void {
    this.#owe(type, intent.id, pages);
    if (type === 'order.needs-human') this.#world.asks(intent.id);
  }

  tellDifferences({ appeared, settled }: { appeared: readonly Difference[]; settled: readonly Difference[] }): void {
    this.#world.noteDifferences(appeared.length, settled.length);
  }

  tellUnsold(_whose: string, left: Unsold | null): void {
    this.#owe(left === null ? 'sold' : 'unsold', '', left === null);
  }

  exitBlocked(exit: Intent): void {
    this.#owe('exit.blocked', exit.id, false);
  }

  trip(reason: TripReason, key: string): boolean {
    const tables = this.#tables;
    if (tables.modes.has(`trip:${key}`)) return false;
    tables.put(tables.modes, `trip:${key}`, reason);
    if (this.#store.mode('manual') === 'active') tables.put(tables.modes, 'account', 'reducing');
    this.#world.noteTrip(reason);
    return true;
  }

  unsettled(): DecimalText {
    return '0';
  }

  bookMoves(): void {
    // The model's broker takes no fees by itself.
  }

  cash(currency: Currency): DecimalText | null {
    return currency === 'USD' ? centsText(this.#tables.ledger.get('cash') ?? 0) : null;
  }

  protection(instrumentId: InstrumentId, holder: Holder): Protection | null {
    if (!this.#world.protects || holder === 'external' || holder === 'manual') return null;
    const held = this.#tables.held.get(`${instrumentId}|${holder}`);
    if (held === undefined || held.quantity <= 0) return null;
    const stop = Math.floor((held.cost / held.quantity) * 0.0095) * 100;
    return {
      quantity: String(held.quantity),
      stopPrice: centsText(stop),
      targetPrice: this.#world.hasTargets ? centsText(stop + 1_000) : null,
    };
  }

  protectedBy(instrumentId: InstrumentId, holder: Holder, by: 'broker' | 'nod'): void {
    this.#tables.put(this.#tables.modes, `protected:${instrumentId}|${holder}`, by);
  }

  changed(): void {
    // Levels of a market and screens: nothing of it reaches a broker.
  }

  opensAt(): WallMs | null {
    return this.#world.opensAt as WallMs | null;
  }

  #post(row: string, change: number): void {
    const { ledger } = this.#tables;
    this.#tables.put(ledger, row, (ledger.get(row) ?? 0) + change);
  }

  /** An event and, for what people must hear, the message they are owed. */
  #owe(type: string, about: string, isOwed: boolean): void {
    const tables = this.#tables;
    const seq = tables.news.size + 1;
    tables.put(tables.news, seq, { type, about, isOwed });
    if (!isOwed) return;
    const now = this.#world.now();
    tables.put(tables.outbox, seq, {
      seq,
      recipient: 'u_1',
      tries: 0,
      state: 'owed',
      nextAt: now,
      since: now,
    });
    this.#store.schedule('deliver', 'all', now, 'keep-earlier');
  }
}

/** a / b of whole numbers, half to even. */
function roundHalfEven(a: number, b: number): number {
  const down = Math.floor(a / b);
  const rest = a - down * b;
  if (rest * 2 < b) return down;
  if (rest * 2 > b) return down + 1;
  return down % 2 === 0 ? down : down + 1;
}
