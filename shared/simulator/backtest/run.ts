import type { ExitKind } from '../../domain/backtest-codes.ts';
import type { Reason } from '../../domain/signal.ts';
import { STRETCH } from '../../lib/stretch.ts';
import type { Strategy, StrategyConfig } from '../../strategies/strategy.ts';
import { Books, valueOf, type Moment } from './books.ts';
import type { BacktestInput } from './input.ts';
import { firstAtOrAfter } from './timeline.ts';
import type { EntryOrder, Slot } from './slot.ts';

/** What happens at a close: opinions become orders for the next open. */
export interface Desk {
  close(run: Run): void;
  /** How much of an order is bought at this price; 0 and why not. */
  quantityAt(run: Run, slot: Slot, order: EntryOrder, price: number): number | string;
  /** An entry that was ordered has ended without a share. */
  notBought?(): void;
}

/**
 * The loop that moves instruments over one timeline, a bar at a time: what was ordered fills at the open, exits before
 * entries; then what protects meets the bar; then the close is judged. Nothing is allocated on a bar where nothing
 * happens.
 */
export class Run implements Moment {
  readonly strategy: Strategy;
  readonly config: StrategyConfig;
  readonly slots: readonly Slot[];
  readonly times: Float64Array;
  readonly equity: Float64Array;
  readonly books: Books;
  readonly unfilled: Record<string, number> = {};
  readonly atEnd: BacktestInput['atEnd'];
  /** Orders that wait for an open. */
  waiting = 0;
  step = 0;
  /** Nothing is left to trade with. */
  isRuined = false;
  /** An entry whose open was missed is not sent later: daily bars ask for one open. */
  readonly #lapses: boolean;
  readonly #desk: Desk;

  /** `equity` is written, as long as the times: new, or one that is used again. */
  constructor(
    input: BacktestInput,
    slots: readonly Slot[],
    times: Float64Array,
    desk: Desk,
    equity: Float64Array = new Float64Array(times.length),
  ) {
    this.strategy = input.strategy;
    this.config = input.config;
    this.slots = slots;
    this.times = times;
    this.equity = equity;
    this.books = new Books(input.cash, input.costs, this);
    this.atEnd = input.atEnd;
    this.#lapses = input.timeframe === '1d' || input.timeframe === '1w';
    this.#desk = desk;
    const first = times[0] ?? 0;
    for (const slot of slots) {
      slot.next = firstAtOrAfter(slot.bars.t, first);
      while ((slot.splits[slot.nextSplit]?.at ?? Infinity) < first) slot.nextSplit += 1;
      while ((slot.dividends[slot.nextDividend]?.at ?? Infinity) < first) slot.nextDividend += 1;
    }
  }

  /** Opening instant of this step's bar. */
  get at(): number {
    return this.times[this.step]!; // in range
  }

  /** Moves to the end. */
  all(): void {
    const { length } = this.times;
    for (let from = 0; from < length; from += STRETCH) this.#stretch(from, Math.min(from + STRETCH, length));
  }

  #stretch(from: number, to: number): void {
    const { times, slots, books, equity } = this;
    const last = times.length - 1;
    // No double goes through a call on a bar where nothing happens: each would be boxed, and what is boxed is garbage.
    for (let step = from; step < to; step += 1) {
      this.step = step;
      for (let k = 0; k < slots.length; k += 1) {
        const slot = slots[k]!; // in range
        const { next } = slot;
        if (next < slot.end && slot.t[next] === times[step]) {
          slot.index = next;
          slot.next = next + 1;
          if (slot.isActedOn) this.#actions(slot);
        } else slot.index = -1;
      }
      if (this.waiting > 0) this.#open();
      if (books.guarded > 0) this.#protect();
      let worth = books.cash;
      for (let k = 0, open = books.open; open > 0; k += 1) {
        const slot = slots[k]!; // as many are held as are open
        if (slot.held === 0) continue;
        worth += valueOf(slot, slot.c[slot.next - 1]!); // it was bought on a bar
        open -= 1;
      }
      equity[step] = worth;
      if (this.isRuined) continue;
      if (worth <= 0) this.#ruin(step);
      else if (step < last) this.#desk.close(this);
      if (step === last - 1 && this.atEnd === 'closed') this.#orderAllOut();
    }
  }

  /** Cash and positions at the last close. */
  worth(): number {
    const { books, slots } = this;
    let total = books.cash;
    if (books.open === 0) return total;
    for (let k = 0; k < slots.length; k += 1) {
      const slot = slots[k]!; // in range
      if (slot.held !== 0) total += valueOf(slot, slot.c[slot.next - 1]!); // it was bought on a bar
    }
    return total;
  }

  orderEntry(slot: Slot, order: EntryOrder): void {
    if (slot.entry === null) this.waiting += 1;
    slot.entry = order;
    this.books.reserved += order.reserved;
  }

  /** An exit that waits already stays what it is. */
  orderExit(slot: Slot, kind: ExitKind, reason: Reason | null): void {
    if (slot.exit !== null) return;
    this.waiting += 1;
    slot.exit = { kind, reason };
  }

  /** Equity at the close before this bar. */
  worthBefore(): number {
    return this.step === 0 ? this.books.cash : this.equity[this.step - 1]!; // in range
  }

  missed(code: string): void {
    this.unfilled[code] = (this.unfilled[code] ?? 0) + 1;
  }

  /** Splits and dividends that are in force from this open on. */
  #actions(slot: Slot): void {
    const time = this.at;
    for (let split = slot.splits[slot.nextSplit]; split !== undefined && split.at <= time;) {
      slot.held *= split.ratio;
      slot.bought *= split.ratio;
      slot.guard.split(split.ratio);
      // An order for shares as they were is not sent.
      if (slot.entry !== null) this.#drop(slot, 'split');
      slot.nextSplit += 1;
      split = slot.splits[slot.nextSplit];
    }
    for (let paid = slot.dividends[slot.nextDividend]; paid !== undefined && paid.at <= time;) {
      const amount = slot.held * paid.perShare * slot.multiplier;
      this.books.cash += amount;
      this.books.dividends += amount;
      slot.nextDividend += 1;
      paid = slot.dividends[slot.nextDividend];
    }
  }

  #open(): void {
    for (const slot of this.slots) if (slot.exit !== null && slot.index >= 0) this.#exitAtOpen(slot, slot.exit);
    for (const slot of this.slots) {
      if (slot.entry === null) continue;
      if (slot.index >= 0) this.#enterAtOpen(slot, slot.entry);
      else if (this.#lapses) this.#drop(slot, 'open-missed');
    }
  }

  #exitAtOpen(slot: Slot, why: { readonly kind: ExitKind; readonly reason: Reason | null }): void {
    const side = slot.held > 0 ? 1 : -1;
    const held = Math.abs(slot.held);
    const quantity = this.books.fillable(slot, held);
    if (!(quantity > 0)) return;
    const price = this.books.worse(slot.bars.o[slot.index]!, side === 1 ? -1 : 1); // in range
    this.books.leave(slot, quantity, price, why);
    if (slot.held === 0) this.waiting -= 1;
  }

  #enterAtOpen(slot: Slot, order: EntryOrder): void {
    this.waiting -= 1;
    slot.entry = null;
    this.books.reserved -= order.reserved;
    // A reversal whose first half could not be sold waits for another day.
    if (slot.held !== 0) return this.#notBought('still-held');
    const price = this.books.worse(slot.bars.o[slot.index]!, order.side); // in range
    if (order.ceiling !== null && price > order.ceiling) return this.#notBought('opened-above-ceiling');
    const wanted = this.#desk.quantityAt(this, slot, order, price);
    if (typeof wanted === 'string') return this.#notBought(wanted);
    const quantity = this.books.fillable(slot, wanted);
    if (!(quantity > 0)) return this.#notBought('no-volume');
    if (quantity < wanted) this.missed('partly-filled');
    this.books.enter(slot, order, { quantity, price });
  }

  #drop(slot: Slot, code: string): void {
    if (slot.entry === null) return;
    this.books.reserved -= slot.entry.reserved;
    slot.entry = null;
    this.waiting -= 1;
    this.#notBought(code);
  }

  #notBought(code: string): void {
    this.missed(code);
    this.#desk.notBought?.();
  }

  #protect(): void {
    for (const slot of this.slots) {
      if (!slot.isGuarded || slot.index < 0) continue;
      const { guard, bars, index } = slot;
      const open = bars.o[index]!; // in range
      const isOld = slot.entryStep < this.step;
      if (!(isOld && guard.isHitAtOpen(open)) && !guard.isHitInRange(open, bars.h[index]!, bars.l[index]!)) continue; // in range
      const side = slot.held > 0 ? 1 : -1;
      const quantity = this.books.fillable(slot, Math.abs(slot.held));
      const price = guard.hit === 'target' ? guard.price : this.books.worse(guard.price, side === 1 ? -1 : 1);
      const hadExit = slot.exit !== null;
      if (quantity > 0) this.books.leave(slot, quantity, price, { kind: guard.hit, reason: null });
      if (slot.held === 0) {
        if (hadExit) this.waiting -= 1;
      } else {
        // What the volume did not take is sold as soon as it can be.
        this.books.unguard(slot);
        this.orderExit(slot, guard.hit, null);
      }
    }
  }

  /** Everything that is held goes at the last open: the last price at which an order could still fill. */
  #orderAllOut(): void {
    for (const slot of this.slots) {
      this.#drop(slot, 'end');
      if (slot.held !== 0) this.orderExit(slot, 'end', null);
    }
  }

  /** A short position has taken everything: it is closed at this close, and nothing is traded any more. */
  #ruin(step: number): void {
    for (const slot of this.slots) {
      this.#drop(slot, 'ruin');
      if (slot.held === 0) continue;
      if (slot.exit !== null) this.waiting -= 1;
      this.books.leave(slot, Math.abs(slot.held), slot.bars.c[slot.next - 1]!, { kind: 'ruin', reason: null }); // as above
    }
    this.isRuined = true;
    this.equity[step] = this.books.cash;
  }
}
