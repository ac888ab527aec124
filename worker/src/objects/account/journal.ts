import type { ReasonView } from '#shared/contract/common.ts';
import { isTerminal } from '#shared/domain/order.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import type { BrokerOrder } from '#shared/ports/broker.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor, type EventType } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { heldPosition } from './money-book.ts';
import { advance, findIntent, type Intent } from './order-book.ts';
import { schedule } from './schedule.ts';
import { orderView } from './views.ts';

/*
 * What is written about an order on its way, each in the caller's synchronous block: the attempt before it leaves, what
 * the broker says of it, its end.
 */

/** How long a request may be on its way before its answer counts as lost. */
export const FLIGHT_MAX_MS = 10_000;
export const RESOLVE_EVERY_MS = 2_000;
export const RECONCILE_EVERY_MS = 30_000;

/**
 * The attempt that precedes a send, stored with its intent, so that what may reach the broker is always known before.
 * Arms the alarm in the same commit.
 */
export function recordAttempt(ctx: AccountContext, intentId: string): void {
  const last = ctx.sql.first<{ n: number | null }>('SELECT max(n) AS n FROM attempt WHERE intent_id = ?', intentId);
  schedule(ctx, 'resolve-orders', 'all', ctx.now() + FLIGHT_MAX_MS, true);
  ctx.sql.run(
    "INSERT INTO attempt (intent_id, n, state, sent_at, not_found) VALUES (?, ?, 'sending', ?, 0)",
    intentId,
    (last?.n ?? 0) + 1,
    ctx.now(),
  );
}

/** Takes over what the broker says of an order. Fills come as executions, never from here. */
export function adopt(ctx: AccountContext, intentId: string, order: BrokerOrder): void {
  ctx.sql.run(
    `INSERT INTO broker_order (broker_order_id, coid, intent_id, state, quantity, filled_quantity, seen_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
     ON CONFLICT (broker_order_id) DO UPDATE SET state = ?4, filled_quantity = ?6, seen_at = ?7`,
    order.brokerOrderId,
    order.clientOrderId,
    intentId,
    order.state,
    order.quantity,
    order.filledQuantity,
    ctx.now(),
  );
  ctx.sql.run("UPDATE attempt SET state = 'answered' WHERE intent_id = ?", intentId);
  schedule(ctx, 'reconcile', 'all', ctx.now() + RECONCILE_EVERY_MS, true);
  if (order.state === 'rejected') {
    end(ctx, intentId, 'rejected', brokerReason(order));
    return;
  }
  const step = advance(ctx, intentId, { event: 'accepted', brokerOrderId: order.brokerOrderId });
  if (step?.changed) tell(ctx, 'order.accepted', step.intent, 'clock', step.pages);
  const intent = findIntent(ctx, intentId);
  if (intent === null || isTerminal(intent.state)) return;
  // Its last fills are known to the broker only: the next page of executions brings them, then it ends.
  if (decimal(intent.filledQuantity).lt(order.filledQuantity)) return;
  if (order.state === 'cancelled') end(ctx, intentId, 'cancelled', brokerReason(order) ?? intent.cancelReason);
  if (order.state === 'expired') end(ctx, intentId, 'expired', brokerReason(order) ?? lapsed(intent));
}

function brokerReason({ reason }: BrokerOrder): ReasonView | null {
  if (reason === null) return null;
  return reason === 'split' ? { code: 'split', values: {} } : refused(reason);
}

export function refused(words: string): ReasonView {
  return { code: 'broker-refused', values: { broker: 'paper', words } };
}

/** An immediate buy lapses only because nothing could be had at its limit. */
function lapsed(intent: Intent): ReasonView | null {
  return intent.timeInForce === 'ioc' ? { code: 'opened-above-ceiling', values: {} } : null;
}

const END_EVENTS = {
  cancelled: 'order.cancelled',
  expired: 'order.expired',
  rejected: 'order.rejected',
  'held-back': 'order.not-sent',
} as const satisfies Record<string, EventType>;

/** Ends an order that will not fill any further: frees what was set aside, tells why. */
export function end(
  ctx: AccountContext,
  intentId: string,
  event: keyof typeof END_EVENTS,
  reason: ReasonView | null,
  actor: Actor = 'clock',
): Intent | null {
  const step = advance(ctx, intentId, reason === null ? { event } : { event, reason });
  if (step === null || !step.changed) return null;
  ctx.sql.run('DELETE FROM reservation WHERE intent_id = ?', intentId);
  tell(ctx, END_EVENTS[event], step.intent, actor);
  if (event === 'rejected' || event === 'expired') reportBlockedExit(ctx, step.intent);
  return step.intent;
}

/** The news of an order; `pages` makes a message of what usually is none. */
export function tell(
  ctx: AccountContext,
  type: EventType,
  intent: Intent,
  actor: Actor = 'clock',
  pages = false,
): void {
  const body = { order: orderView(ctx, intent) };
  appendEvent(ctx, { type, actor, subject: intent.id, body, ...(pages && { alerts: true }) });
}

const PROTECTIVE: ReadonlySet<Intent['purpose']> = new Set(['stop', 'target', 'panic']);

/**
 * Protection that the broker did not take is said at once and at most once a minute; the level stays and tries again.
 * A split ends orders in old shares: they are sent again in new ones.
 */
function reportBlockedExit(ctx: AccountContext, exit: Intent): void {
  if (!PROTECTIVE.has(exit.purpose) || exit.reason?.code === 'split') return;
  const instrument = instrumentOf(ctx, exit.instrumentId);
  const position = heldPosition(ctx, instrument, exit.holder);
  const isDue = ctx.sql.all(
    `INSERT INTO inbox (channel, external_id, at) VALUES ('exit-blocked', ?1, ?2)
     ON CONFLICT (channel, external_id) DO UPDATE SET at = ?2 WHERE at <= ?3 RETURNING at`,
    `${instrument.id}|${exit.holder}`,
    ctx.now(),
    ctx.now() - MINUTE_MS,
  );
  if (isDue.length === 0) return;
  const { symbol, nameEn, nameKo, currency } = instrument;
  const { quantity, stopPrice } = position;
  appendEvent(ctx, {
    type: 'exit.blocked',
    actor: 'clock',
    subject: exit.id,
    body: { symbol, nameEn, nameKo, currency, quantity, stopPrice, reason: exit.reason ?? undefined },
  });
}
