import type { Opinion } from '../../strategies/strategy.ts';
import type { Sizing } from './input.ts';
import type { Desk, Run } from './run.ts';
import type { EntryOrder, Slot } from './slot.ts';

/**
 * The strategy alone: every instrument with a new bar, no screen, no limits, no stop but the strategy's own. Where shorts
 * are allowed, a position that ends is reversed when the strategy says so on the same bar.
 */
export class BareDesk implements Desk {
  readonly #units: number | null;

  constructor(sizing: Exclude<Sizing, { kind: 'bot' }>) {
    this.#units = sizing.kind === 'units' ? sizing.units : null;
  }

  close(run: Run): void {
    const { slots, strategy } = run;
    for (let k = 0; k < slots.length; k += 1) {
      const slot = slots[k]!; // in range
      if (slot.index < 0) continue;
      const { view } = slot;
      view.index = slot.index;
      if (slot.held === 0) view.holding = null;
      else slot.showHolding();
      const opinion = strategy.decide(view);
      if (opinion === null) continue;
      if (slot.held === 0) enter(run, slot, opinion);
      // An opinion to add to what is held is none.
      else if ((opinion.side === 'sell') === slot.held > 0) leave(run, slot, opinion);
    }
  }

  /** An equal share of all equity, in whole lots that its cash pays for, fees included; or so many units. */
  quantityAt(run: Run, slot: Slot, order: EntryOrder, price: number): number | string {
    const { books, slots } = run;
    const unit = price * slot.multiplier;
    const { perSide } = slot.fees;
    // Short positions are sized as if they were paid for: no borrowed money on either side.
    const budget = slots.length === 1 ? books.cash : Math.min(freeCash(run), run.worthBefore() / slots.length);
    const most = Math.floor(budget / (unit * (1 + (perSide ?? 0))) / slot.lot) * slot.lot;
    let quantity = this.#units === null ? most : Math.min(this.#units, most);
    if (this.#units !== null && quantity < this.#units) return 'no-buying-power';
    const fees = perSide === null ? slot.fees.at(books.moment.at) : null;
    const side = order.side === 1 ? 'buy' : 'sell';
    while (quantity > 0 && fees !== null && quantity * unit + fees({ side, quantity, price }) > budget) {
      quantity -= slot.lot;
    }
    return quantity > 0 ? quantity : 'no-buying-power';
  }
}

/** Cash less what short sales brought: that belongs to whoever lent the shares. */
function freeCash({ books, slots }: Run): number {
  let free = books.cash;
  for (const slot of slots) if (slot.held < 0) free -= 2 * slot.cost;
  return free;
}

function leave(run: Run, slot: Slot, opinion: Opinion): void {
  const { view } = slot;
  run.orderExit(slot, 'strategy', opinion.reasons[0] ?? null);
  if (!view.mayShort) return;
  view.holding = null;
  const reversal = run.strategy.decide(view);
  if (reversal !== null) enter(run, slot, reversal);
}

function enter(run: Run, slot: Slot, opinion: Opinion): void {
  if (opinion.side === 'sell' && !slot.view.mayShort) return;
  run.orderEntry(slot, entryOf(slot, opinion));
}

function entryOf(slot: Slot, opinion: Opinion): EntryOrder {
  const scale = slot.scaleNow();
  return {
    side: opinion.side === 'buy' ? 1 : -1,
    quantity: null,
    ceiling: null,
    stop: (opinion.stopPrice ?? NaN) * scale,
    target: (opinion.targetPrice ?? NaN) * scale,
    trail: (opinion.trail ?? NaN) * scale,
    reserved: 0,
    reason: opinion.reasons[0] ?? null,
  };
}
