import { decimal, sum, toText, type Decimal } from '../lib/decimal.ts';
import {
  deny,
  PASS,
  unknown,
  type CheckAnswer,
  type CheckInput,
  type CheckValues,
  type DenyCode,
  type PendingTrade,
} from './check.ts';
import { lotsWithin, unitCost } from './cost.ts';

/** A limit in money over more than this entry: what may be at most, and what there is already. Null: unknown. */
export interface Room {
  readonly limit: Decimal | null;
  readonly before: Decimal | null;
  /** Fields of `CheckInput` that may be unknown, by name: those that are null are named. */
  readonly from: Readonly<Record<string, unknown>>;
  readonly code: DenyCode;
  readonly values?: CheckValues;
}

/** Passes where this entry, at its ceiling, still fits; else says what there would be, and the quantity that fits. */
export function withinRoom(input: CheckInput, { limit, before, from, code, values }: Room): CheckAnswer {
  const unit = unitCost(input);
  if (limit === null || before === null || unit === null) {
    const missing = Object.keys(from).filter((name) => from[name] === null);
    return unknown(...missing, ...(unit === null ? ['limitPrice, rate'] : []));
  }
  const after = before.plus(unit.times(input.quantity));
  if (after.lte(limit)) return PASS;
  const passes = lotsWithin(limit.minus(before), unit, input.instrument);
  return deny(code, { has: toText(after), limit: toText(limit), ...values, passes });
}

/** What is held and what questions and orders that are chosen will add to it; null when part of it is unknown. */
export function heldAndPending(held: string | null, pending: readonly PendingTrade[] | null): Decimal | null {
  const open = openCostOf(pending);
  return held === null || open === null ? null : decimal(held).plus(open);
}

/** What of the cost of these is not yet in positions and cash; null when one of them does not know. */
export function openCostOf(pending: readonly PendingTrade[] | null): Decimal | null {
  if (pending === null) return null;
  const costs = pending.flatMap(({ openCost }) => (openCost === null ? [] : [decimal(openCost)]));
  return costs.length === pending.length ? sum(costs) : null;
}

/** What is pending of this entry's own instrument, on its side. */
export function pendingOfSame({ pending, instrument, side }: CheckInput): PendingTrade[] | null {
  return pending?.filter((trade) => trade.instrumentId === instrument.id && trade.side === side) ?? null;
}
