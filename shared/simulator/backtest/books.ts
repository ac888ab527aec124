import type { ExitKind } from '../../domain/backtest-codes.ts';
import type { Reason } from '../../domain/signal.ts';
import { roundCash } from './fees.ts';
import type { Costs } from './input.ts';
import type { Trade } from './result.ts';
import type { EntryOrder, Slot } from './slot.ts';

/** Where a fill stands: the step of the timeline, and the opening instant of its bar. */
export interface Moment {
  readonly step: number;
  readonly at: number;
}

/**
 * Money and positions of a run in float64, moved as the account's ledger is: cost of a fill to the currency's unit
 * where the market's fee table says so, fees apart, a partial sale takes its part of the cost.
 */
export class Books {
  // Begins as a number (README.md).
  cash = 0;
  /** Set aside for entries that may still fill. */
  reserved = 0;
  fees = 0;
  dividends = 0;
  /** Value of all fills. */
  traded = 0;
  /** Positions that are open. */
  open = 0;
  /** Those of them that a stop, a target or a trailing stop protects. */
  guarded = 0;
  readonly trades: Trade[] = [];
  readonly moment: Moment;
  readonly #costs: Costs;

  constructor(cash: number, costs: Costs, moment: Moment) {
    this.cash = cash;
    this.moment = moment;
    this.#costs = costs;
  }

  /** What a fill at an open or a stop really gets: half the spread and the slippage worse. */
  worse(price: number, side: 1 | -1): number {
    const { spread, slippage } = this.#costs;
    return spread === 0 && slippage === 0 ? price : price * (1 + side * (spread / 2 + slippage));
  }

  /** Most of a quantity that this bar's volume lets through, in whole lots. */
  fillable(slot: Slot, quantity: number): number {
    const { volumeShareMax } = this.#costs;
    if (volumeShareMax === null) return quantity;
    const most = Math.floor((slot.bars.v[slot.index]! * volumeShareMax) / slot.lot) * slot.lot; // in range
    return Math.min(quantity, most);
  }

  /** Opens a position. */
  enter(slot: Slot, order: EntryOrder, fill: { readonly quantity: number; readonly price: number }): void {
    const { side } = order;
    const { quantity, price } = fill;
    const { unit } = slot.fees;
    const cost = roundCash(quantity * price * slot.multiplier, unit);
    const fee = this.#fee(slot, side, quantity, price);
    this.cash -= side * cost + fee;
    this.traded += cost;
    slot.held = side * quantity;
    slot.cost = cost;
    slot.bought = quantity;
    slot.putIn = cost;
    slot.paid = fee;
    slot.got = 0;
    slot.entryStep = this.moment.step;
    slot.entryAt = this.moment.at;
    slot.entryReason = order.reason;
    slot.guard.set(side, price, order);
    slot.isGuarded = slot.guard.isSet;
    if (slot.isGuarded) this.guarded += 1;
    slot.isShown = false;
    this.open += 1;
  }

  /** Sells (or covers) so much of what is held; the trade is written when nothing is left. */
  leave(
    slot: Slot,
    quantity: number,
    price: number,
    why: { readonly kind: ExitKind; readonly reason: Reason | null },
  ): void {
    const side = slot.held > 0 ? 1 : -1;
    const held = Math.abs(slot.held);
    const { unit } = slot.fees;
    const got = roundCash(quantity * price * slot.multiplier, unit);
    const fee = this.#fee(slot, side === 1 ? -1 : 1, quantity, price);
    this.cash += side * got - fee;
    this.traded += got;
    slot.paid += fee;
    slot.got += got;
    slot.cost -= quantity === held ? slot.cost : roundCash((slot.cost * quantity) / held, unit);
    slot.held = side * (held - quantity);
    slot.isShown = false;
    if (held - quantity > 0) return;
    slot.held = 0;
    this.unguard(slot);
    slot.exit = null;
    this.open -= 1;
    this.trades.push(
      tradeOf(slot, side, { ...why, at: this.moment.at, step: this.moment.step, price: averageExit(slot) }),
    );
  }

  /** Nothing protects it any more. */
  unguard(slot: Slot): void {
    if (slot.isGuarded) this.guarded -= 1;
    slot.isGuarded = false;
  }

  /** What is held at the last close, as trades that are not over. */
  stillOpen(slots: readonly Slot[]): Trade[] {
    return slots.flatMap((slot) => {
      if (slot.held === 0) return [];
      const side = slot.held > 0 ? 1 : -1;
      const close = slot.bars.c[Math.max(0, slot.next - 1)]!; // it was bought on a bar
      const pnl = slot.got * side + valueOf(slot, close) - side * slot.putIn - slot.paid;
      return [{ ...tradeOf(slot, side, null), pnl, returnFraction: pnl / slot.putIn }];
    });
  }

  #fee(slot: Slot, side: 1 | -1, quantity: number, price: number): number {
    const fee = slot.fees.at(this.moment.at)({ side: side === 1 ? 'buy' : 'sell', quantity, price });
    this.fees += fee;
    return fee;
  }
}

/** What a position is worth at a price; below 0 for a short one. */
export function valueOf(slot: Slot, price: number): number {
  return roundCash(slot.held * price * slot.multiplier, slot.fees.unit);
}

function averageExit(slot: Slot): number {
  return slot.got / (slot.bought * slot.multiplier);
}

function tradeOf(slot: Slot, side: 1 | -1, exit: Trade['exit']): Trade {
  const { position, instrument, bought, putIn, got, paid } = slot;
  const pnl = side * (got - putIn) - paid;
  return {
    position,
    instrumentId: instrument.id,
    side: side === 1 ? 'long' : 'short',
    quantity: bought,
    entry: {
      at: slot.entryAt,
      step: slot.entryStep,
      price: putIn / (bought * slot.multiplier),
      reason: slot.entryReason,
    },
    exit,
    fees: paid,
    pnl,
    returnFraction: pnl / putIn,
  };
}
