import type { OrderPurpose } from './order-purpose.ts';
import { err, ok, type Result } from '../lib/result.ts';

export type Side = 'buy' | 'sell';

/**
 * Where an order stands; stored and wire words. `unknown`: nobody told us yet whether the broker has it.
 * `needs-human`: reconciliation could not decide. `not-sent`: it provably never reached a broker.
 */
export const ORDER_STATES = [
  'waiting-for-open',
  'sending',
  'accepted',
  'partially-filled',
  'filled',
  'cancelled',
  'expired',
  'rejected',
  'not-sent',
  'unknown',
  'needs-human',
  'replaced',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/**
 * What can happen to an order. `released`: the session opened and the send begins. `held-back`: it will not be sent,
 * or was proved never to have been placed. `partial-fill` and `fill` are execution reports, already deduplicated by
 * execution id; `fill` is the one that completes the quantity. `unclear`: the answer was lost or made no sense.
 * `gave-up`: reconciliation needs a person. The rest are the broker's own words.
 */
export const ORDER_EVENTS = [
  'released',
  'held-back',
  'accepted',
  'partial-fill',
  'fill',
  'cancelled',
  'expired',
  'rejected',
  'replaced',
  'unclear',
  'gave-up',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

/** The state after an event. `changed` is false for a repeat or a report that came late; `pages` wakes a person. */
export interface OrderStep {
  readonly state: OrderState;
  readonly changed: boolean;
  readonly pages: boolean;
}

export interface OrderEventRefused {
  readonly code: 'order-event-refused';
  readonly state: OrderState;
  readonly event: OrderEvent;
}

type Target = OrderState | { readonly to: OrderState; readonly pages: true };
type Row = Partial<Record<OrderEvent, Target>>;

const paging = (to: OrderState): Target => ({ to, pages: true });

/** While nobody has confirmed it: everything the broker may say decides it. */
const UNCONFIRMED: Row = {
  accepted: 'accepted',
  'partial-fill': 'partially-filled',
  fill: 'filled',
  cancelled: 'cancelled',
  expired: 'expired',
  rejected: 'rejected',
  replaced: 'replaced',
  'held-back': 'not-sent',
};

/** A reconcile that overlapped another one, or an answer lost after the stream already told: it never goes back. */
const late = (state: OrderState): Row => ({ accepted: state, unclear: state, 'gave-up': state, 'held-back': state });

/** A finished order whose remaining shares can still come: the report is booked and wins, the state word stays. */
const ended = (state: 'cancelled' | 'expired'): Row => ({
  ...late(state),
  [state]: state,
  'partial-fill': paging(state),
  fill: paging('filled'),
});

const TABLE: Record<OrderState, Row> = {
  'waiting-for-open': {
    released: 'sending',
    'held-back': 'not-sent',
    cancelled: 'cancelled',
    // Only a second writer (a copied state directory) can have sent it; the execution is real all the same.
    'partial-fill': paging('partially-filled'),
    fill: paging('filled'),
  },
  sending: { ...UNCONFIRMED, unclear: 'unknown' },
  unknown: { ...UNCONFIRMED, unclear: 'unknown', 'gave-up': 'needs-human' },
  'needs-human': { ...UNCONFIRMED, unclear: 'needs-human', 'gave-up': 'needs-human' },
  accepted: {
    ...late('accepted'),
    'partial-fill': 'partially-filled',
    fill: 'filled',
    cancelled: 'cancelled',
    expired: 'expired',
    rejected: 'rejected',
    replaced: 'replaced',
  },
  'partially-filled': {
    ...late('partially-filled'),
    'partial-fill': 'partially-filled',
    fill: 'filled',
    cancelled: 'cancelled',
    expired: 'expired',
    // A broker that refuses the rest of an order it already filled in part: what was filled stays.
    rejected: paging('cancelled'),
    replaced: 'replaced',
  },
  filled: {
    ...late('filled'),
    // Stream and snapshot repeat the end of an order that a late fill completed.
    cancelled: 'filled',
    expired: 'filled',
    replaced: 'filled',
    // More than was ordered: booked, because it happened.
    'partial-fill': paging('filled'),
    fill: paging('filled'),
  },
  cancelled: ended('cancelled'),
  expired: ended('expired'),
  replaced: {
    ...late('replaced'),
    replaced: 'replaced',
    // The order that took its place ended: brokers repeat that for the whole chain.
    cancelled: 'replaced',
    expired: 'replaced',
    rejected: 'replaced',
    // A fill and a change cross on their way: what filled before counts, and nobody has to be woken for it.
    'partial-fill': 'replaced',
    fill: paging('filled'),
  },
  rejected: {
    ...late('rejected'),
    rejected: 'rejected',
    'partial-fill': paging('partially-filled'),
    fill: paging('filled'),
  },
  'not-sent': {
    'held-back': 'not-sent',
    unclear: 'not-sent',
    'gave-up': 'not-sent',
    rejected: 'not-sent',
    // Declared not placed and seen at the broker after all: adopted.
    accepted: paging('accepted'),
    'partial-fill': paging('partially-filled'),
    fill: paging('filled'),
  },
};

/** The transition table of orders. An event that the table lacks is an error: the caller reconciles, never shrugs. */
export function nextOrderState(state: OrderState, event: OrderEvent): Result<OrderStep, OrderEventRefused> {
  const target = TABLE[state][event];
  if (target === undefined) return err({ code: 'order-event-refused', state, event });
  const to = typeof target === 'string' ? target : target.to;
  return ok({ state: to, changed: to !== state, pages: typeof target !== 'string' });
}

const RANK: Record<OrderState, number> = {
  'waiting-for-open': 0,
  sending: 1,
  unknown: 2,
  'needs-human': 3,
  accepted: 4,
  'partially-filled': 5,
  cancelled: 6,
  expired: 6,
  rejected: 6,
  'not-sent': 6,
  replaced: 6,
  filled: 7,
};

/**
 * Whether a write from `from` to `to` goes forward in the order of states. What is written after an await passes this
 * or does not happen; only steps that page (`nextOrderState`) may go against it.
 */
export function isForward(from: OrderState, to: OrderState): boolean {
  return RANK[to] > RANK[from];
}

/** Finished: only an execution report changes it. */
export function isTerminal(state: OrderState): boolean {
  return RANK[state] >= RANK.cancelled;
}

/** At the broker, or possibly: it counts fully against limits and can still fill. `waiting-for-open` is not. */
export function isWorking(state: OrderState): boolean {
  return !isTerminal(state) && state !== 'waiting-for-open';
}

/** Nobody has confirmed it: an exit beside it waits, an equal intent is blocked. */
export function isUnresolved(state: OrderState): boolean {
  return state === 'sending' || state === 'unknown' || state === 'needs-human';
}

/** The broker has confirmed it and it is not over: another may take its place. */
export function isReplaceable(state: OrderState): boolean {
  return state === 'accepted' || state === 'partially-filled';
}

/**
 * What a person may do to an order in a state; server, chat buttons and web buttons read the same table. What protects
 * shares at the broker stands with their position: it is moved or taken back there, by a new stop-loss or a sale.
 */
export const orderCan = {
  /** Before the send it is ours to end; afterwards the broker must have confirmed it. */
  cancel: (state: OrderState, purpose: OrderPurpose): boolean =>
    purpose !== 'protection' && (state === 'waiting-for-open' || state === 'accepted' || state === 'partially-filled'),
  replace: (state: OrderState, purpose: OrderPurpose): boolean =>
    purpose !== 'protection' && purpose !== 'external' && isReplaceable(state),
  release: (state: OrderState): boolean => state === 'waiting-for-open',
  /** A person states what became of it. */
  resolve: (state: OrderState): boolean => state === 'needs-human',
} as const;
