import type { ReasonView } from '#shared/contract/common.ts';
import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import { isForward, nextOrderState, type OrderEvent, type OrderState, type Side } from '#shared/domain/order.ts';
import type { OrderPurpose } from '#shared/domain/order-purpose.ts';
import type { OrderType, TimeInForce } from '#shared/domain/order-terms.ts';
import { decimal, sum, toText, type Decimal } from '#shared/lib/decimal.ts';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';
import type { AccountContext } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { marketMustKnow, schedule } from './schedule.ts';

/** One intent: what an order is to do, stored before the first byte leaves, and where it stands. */
export interface Intent {
  readonly id: string;
  readonly coid: string;
  readonly version: number;
  readonly state: OrderState;
  readonly purpose: OrderPurpose;
  readonly holder: Holder;
  readonly proposalId: string | null;
  readonly instrumentId: InstrumentId;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly targetPrice: string | null;
  readonly filledQuantity: string;
  /** Sum of price × quantity of its fills. */
  readonly filledValue: string;
  /** Realised result of its fills, in the instrument's currency. */
  readonly realized: string;
  readonly brokerOrderId: string | null;
  readonly reason: ReasonView | null;
  /** Why it shall end; set before the broker is asked. */
  readonly cancelReason: ReasonView | null;
  readonly actor: string;
  readonly createdAt: number;
  readonly marketAt: number;
  readonly updatedAt: number;
}

interface IntentRow {
  id: string;
  coid: string;
  version: number;
  state: OrderState;
  purpose: OrderPurpose;
  holder: Holder;
  proposal_id: string | null;
  instrument_id: InstrumentId;
  side: Side;
  type: OrderType;
  time_in_force: TimeInForce;
  quantity: string;
  limit_price: string | null;
  stop_price: string | null;
  target_price: string | null;
  filled_quantity: string;
  filled_value: string;
  realized: string;
  broker_order_id: string | null;
  reason: string | null;
  cancel_reason: string | null;
  actor: string;
  created_at: number;
  market_at: number;
  updated_at: number;
}

/** A broker that did not confirm an end is asked again after this. */
const CANCEL_AGAIN_AFTER_MS = 2_000;

/** States in which an order is at the broker or may be. */
export const WORKING_STATES = "('sending', 'accepted', 'partially-filled', 'unknown', 'needs-human')";
/** The same and those that have not left yet. */
export const OPEN_STATES = "('waiting-for-open', 'sending', 'accepted', 'partially-filled', 'unknown', 'needs-human')";

type NewIntent = Omit<
  Intent,
  | 'coid'
  | 'version'
  | 'filledQuantity'
  | 'filledValue'
  | 'realized'
  | 'brokerOrderId'
  | 'reason'
  | 'cancelReason'
  | 'createdAt'
  | 'marketAt'
  | 'updatedAt'
>;

/**
 * Stores an intent; its clientOrderId is a pure function of it: environment, writer, intent, leg, revision. Answers
 * false when the intent is already there: then nothing is sent again.
 */
export function insertIntent(ctx: AccountContext, intent: NewIntent): boolean {
  const environment = ctx.spec.world === 'live' ? 'l' : 'p';
  const coid = `${environment}${ctx.spec.writer}-${ulidOf(intent.id)}-${intent.side === 'buy' ? 'e' : 'x'}-1`;
  const now = ctx.now();
  const inserted = ctx.sql.all(
    `INSERT INTO intent (id, coid, version, state, purpose, holder, proposal_id, instrument_id, side, type, time_in_force,
       quantity, limit_price, stop_price, target_price, filled_quantity, filled_value, realized, broker_order_id, reason,
       actor, created_at, market_at, updated_at)
     VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '0', '0', '0', NULL, NULL, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    intent.id,
    coid,
    intent.state,
    intent.purpose,
    intent.holder,
    intent.proposalId,
    intent.instrumentId,
    intent.side,
    intent.type,
    intent.timeInForce,
    intent.quantity,
    intent.limitPrice,
    intent.stopPrice,
    intent.targetPrice,
    intent.actor,
    now,
    ctx.marketNow(),
    now,
  );
  marketMustKnow(ctx);
  return inserted.length === 1;
}

export function findIntent(ctx: AccountContext, id: string): Intent | null {
  const row = ctx.sql.first<IntentRow>('SELECT * FROM intent WHERE id = ?', id);
  return row && fromRow(row);
}

export function intentByCoid(ctx: AccountContext, coid: string): Intent | null {
  const row = ctx.sql.first<IntentRow>('SELECT * FROM intent WHERE coid = ?', coid);
  return row && fromRow(row);
}

/** What this holder last ordered of an instrument. */
export function newestIntent(ctx: AccountContext, instrumentId: InstrumentId, holder: Holder): Intent | null {
  const row = ctx.sql.first<IntentRow>(
    'SELECT * FROM intent WHERE instrument_id = ? AND holder = ? ORDER BY created_at DESC, id DESC LIMIT 1',
    instrumentId,
    holder,
  );
  return row && fromRow(row);
}

/** `states` is one of the callers' own fragments, never input. */
export function intentsIn(ctx: AccountContext, states: string): Intent[] {
  return ctx.sql.all<IntentRow>(`SELECT * FROM intent WHERE state IN ${states} ORDER BY created_at, id`).map(fromRow);
}

interface Change {
  readonly event: OrderEvent;
  readonly reason?: ReasonView | null;
  readonly brokerOrderId?: string | null;
}

/** A step along the table. `changed` is false for a report about an order that keeps its state word. */
interface Advance {
  readonly intent: Intent;
  readonly changed: boolean;
  /** It came against all expectation, and a person is told. */
  readonly pages: boolean;
}

/**
 * Moves an intent along the transition table. What is written after an await re-reads the row first: a step that is not
 * forward changes nothing and answers null, so overlapping reconciles cannot take an order back.
 */
export function advance(ctx: AccountContext, id: string, change: Change): Advance | null {
  const intent = findIntent(ctx, id);
  if (intent === null) return null;
  const step = nextOrderState(intent.state, change.event);
  if (!step.ok) {
    ctx.log({ event: 'order-event-refused', orderId: id, state: intent.state, orderEvent: change.event });
    return null;
  }
  const { state, changed, pages } = step.value;
  if (changed && !pages && !isForward(intent.state, state)) return null;
  const brokerOrderId = change.brokerOrderId ?? intent.brokerOrderId;
  if (!changed && brokerOrderId === intent.brokerOrderId) return { intent, changed, pages };
  const reason = changed && change.reason !== undefined ? change.reason : intent.reason;
  ctx.sql.run(
    'UPDATE intent SET state = ?, reason = ?, broker_order_id = ?, version = version + 1, updated_at = ? WHERE id = ? AND version = ?',
    state,
    reason === null ? null : JSON.stringify(reason),
    brokerOrderId,
    ctx.now(),
    id,
    intent.version,
  );
  marketMustKnow(ctx);
  return { intent: findIntent(ctx, id) ?? intent, changed, pages };
}

/** An order shall end: stored before the broker is asked, so that it is asked until it has answered. */
export function wantCancelled(ctx: AccountContext, id: string, reason: ReasonView): void {
  ctx.sql.run(
    'UPDATE intent SET cancel_reason = ?, version = version + 1 WHERE id = ? AND cancel_reason IS NULL',
    JSON.stringify(reason),
    id,
  );
  schedule(ctx, 'resolve-orders', 'all', ctx.now() + CANCEL_AGAIN_AFTER_MS, true);
}

/** Adds a fill to its intent; the state follows separately. */
export function addFill(
  ctx: AccountContext,
  id: string,
  fill: { quantity: Decimal; price: Decimal; realized: Decimal },
): void {
  const intent = findIntent(ctx, id);
  if (intent === null) return;
  ctx.sql.run(
    'UPDATE intent SET filled_quantity = ?, filled_value = ?, realized = ?, version = version + 1, updated_at = ? WHERE id = ?',
    toText(decimal(intent.filledQuantity).plus(fill.quantity)),
    toText(decimal(intent.filledValue).plus(fill.quantity.times(fill.price))),
    toText(decimal(intent.realized).plus(fill.realized)),
    ctx.now(),
    id,
  );
}

/** What of a holder's position is already on its way out: working and unresolved exits. */
export function exitsOnTheWay(ctx: AccountContext, instrumentId: InstrumentId, holder: Holder): Decimal {
  const rows = ctx.sql.all<{ quantity: string; filled_quantity: string }>(
    `SELECT quantity, filled_quantity FROM intent
     WHERE side = 'sell' AND instrument_id = ? AND holder = ? AND state IN ${OPEN_STATES}`,
    instrumentId,
    holder,
  );
  return sum(rows.map((row) => decimal(row.quantity).minus(row.filled_quantity)));
}

/** What is sent: always the same for the same intent. */
export function requestOf(ctx: AccountContext, intent: Intent): BrokerOrderRequest {
  const instrument = instrumentOf(ctx, intent.instrumentId);
  return {
    clientOrderId: intent.coid,
    instrumentId: intent.instrumentId,
    symbol: instrument.symbol,
    currency: instrument.currency,
    side: intent.side,
    type: intent.type,
    quantity: intent.quantity,
    notional: null,
    limitPrice: intent.limitPrice,
    stopPrice: null,
    trail: null,
    timeInForce: intent.timeInForce,
    extendedHours: false,
    orderClass: 'simple',
    takeProfit: null,
    stopLoss: null,
  };
}

/** The part of an id (`o_<account>_<ulid>`) that no other id shares. */
function ulidOf(id: string): string {
  return id.slice(id.lastIndexOf('_') + 1);
}

function fromRow(row: IntentRow): Intent {
  return {
    id: row.id,
    coid: row.coid,
    version: row.version,
    state: row.state,
    purpose: row.purpose,
    holder: row.holder,
    proposalId: row.proposal_id,
    instrumentId: row.instrument_id,
    side: row.side,
    type: row.type,
    timeInForce: row.time_in_force,
    quantity: row.quantity,
    limitPrice: row.limit_price,
    stopPrice: row.stop_price,
    targetPrice: row.target_price,
    filledQuantity: row.filled_quantity,
    filledValue: row.filled_value,
    realized: row.realized,
    brokerOrderId: row.broker_order_id,
    reason: row.reason === null ? null : (JSON.parse(row.reason) as ReasonView),
    cancelReason: row.cancel_reason === null ? null : (JSON.parse(row.cancel_reason) as ReasonView),
    actor: row.actor,
    createdAt: row.created_at,
    marketAt: row.market_at,
    updatedAt: row.updated_at,
  };
}
