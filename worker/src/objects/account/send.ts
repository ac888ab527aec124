import type { ReasonView } from '#shared/contract/common.ts';
import { isUnresolved } from '#shared/domain/order.ts';
import { decimal } from '#shared/lib/decimal.ts';
import type { BrokerOrder, SubmitAnswer } from '#shared/ports/broker.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type EventType } from './event-log.ts';
import { bookExecution } from './fills.ts';
import { readMeta, writeMeta } from './meta.ts';
import { advance, findIntent, intentsIn, requestOf, WORKING_STATES, type Intent } from './order-book.ts';
import { schedule, unschedule } from './schedule.ts';
import { orderView } from './views.ts';

/** How long a request may be on its way before its answer counts as lost. */
export const FLIGHT_MAX_MS = 10_000;
/** An entry that never reached the broker is sent again only while the nod is this fresh; an exit always. */
const RESEND_ENTRY_WITHIN_MS = 120_000;
const RESOLVE_EVERY_MS = 2_000;
const RESOLVE_SLOWEST_MS = 30_000;
const RECONCILE_EVERY_MS = 30_000;

/**
 * The attempt that precedes a send: in the same synchronous block as the intent, so that what may reach the broker is
 * always known before. Arms the alarm first.
 */
export function recordAttempt(ctx: AccountContext, intentId: string): void {
  const n =
    (ctx.sql.first<{ n: number | null }>('SELECT max(n) AS n FROM attempt WHERE intent_id = ?', intentId)?.n ?? 0) + 1;
  schedule(ctx, 'resolve-orders', 'all', ctx.now() + FLIGHT_MAX_MS, true);
  ctx.sql.run(
    "INSERT INTO attempt (intent_id, n, state, sent_at, not_found) VALUES (?, ?, 'sending', ?, 0)",
    intentId,
    n,
    ctx.now(),
  );
}

/**
 * The one place in the code from which an order leaves. The intent and its attempt are stored; whatever happens here, a
 * later reconcile finds them and asks the broker by the same id.
 */
export async function send(ctx: AccountContext, intentId: string): Promise<void> {
  const intent = findIntent(ctx, intentId);
  if (intent === null || !isUnresolved(intent.state) || ctx.inFlight.has(intentId)) return;
  ctx.inFlight.add(intentId);
  let answer: SubmitAnswer;
  try {
    answer = await ctx.broker.submit(requestOf(ctx, intent));
  } catch (error) {
    answer = { kind: 'unknown', message: String(error) };
  } finally {
    ctx.inFlight.delete(intentId);
  }
  await settle(ctx, intentId, answer);
}

async function settle(ctx: AccountContext, intentId: string, answer: SubmitAnswer): Promise<void> {
  switch (answer.kind) {
    case 'accepted':
      adopt(ctx, intentId, answer.order);
      if (decimal(answer.order.filledQuantity).gt(0)) await reconcile(ctx);
      return;
    case 'duplicate':
      await lookUp(ctx, intentId);
      return;
    case 'rejected':
      ctx.transaction(() => {
        end(ctx, intentId, 'rejected', { code: 'broker-refused', values: { broker: 'paper', words: answer.message } });
      });
      return;
    case 'throttled':
    case 'unknown':
      ctx.transaction(() => {
        const step = advance(ctx, intentId, { event: 'unclear', reason: { code: 'no-answer', values: {} } });
        if (step !== null) tell(ctx, 'order.unknown', step.intent);
        schedule(ctx, 'resolve-orders', 'all', ctx.now() + RESOLVE_EVERY_MS, true);
      });
  }
}

/** Takes over what the broker says of an order. Fills come as executions, never from here. */
function adopt(ctx: AccountContext, intentId: string, order: BrokerOrder): void {
  ctx.transaction(() => {
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
    const step = advance(ctx, intentId, { event: 'accepted', brokerOrderId: order.brokerOrderId });
    if (step !== null) tell(ctx, 'order.accepted', step.intent);
    const intent = findIntent(ctx, intentId);
    const isShort = intent !== null && decimal(intent.filledQuantity).lt(order.filledQuantity);
    if (!isShort && (order.state === 'cancelled' || order.state === 'expired' || order.state === 'rejected')) {
      end(
        ctx,
        intentId,
        order.state,
        order.reason === null
          ? endReason(order)
          : { code: 'broker-refused', values: { broker: 'paper', words: order.reason } },
      );
    }
    schedule(ctx, 'reconcile', 'all', ctx.now() + RECONCILE_EVERY_MS, true);
  });
}

function endReason(order: BrokerOrder): ReasonView | null {
  return order.state === 'expired' ? { code: 'opened-above-ceiling', values: {} } : null;
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
): Intent | null {
  const step = advance(ctx, intentId, reason === null ? { event } : { event, reason });
  if (step === null) return null;
  ctx.sql.run('DELETE FROM reservation WHERE intent_id = ?', intentId);
  tell(ctx, END_EVENTS[event], step.intent);
  return step.intent;
}

export function tell(ctx: AccountContext, type: EventType, intent: Intent, more: Record<string, unknown> = {}): void {
  appendEvent(ctx, { type, actor: 'clock', subject: intent.id, body: { order: orderView(ctx, intent), ...more } });
}

/** Asks the broker about one order by our id; answers whether it knows it. */
async function lookUp(ctx: AccountContext, intentId: string): Promise<'found' | 'not-found' | 'unavailable'> {
  const intent = findIntent(ctx, intentId);
  if (intent === null) return 'unavailable';
  const answer = await ctx.broker.orderByClientId(intent.coid);
  if (answer.kind === 'found') adopt(ctx, intentId, answer.order);
  return answer.kind;
}

/**
 * Compares with the broker's own book and takes over what differs: executions first, then orders nobody confirmed, then
 * orders that are no longer open there. The same code runs after a crash, after news and by the alarm. Answers false
 * when the broker is out of reach.
 */
export async function reconcile(ctx: AccountContext): Promise<boolean> {
  const snapshot = await ctx.broker.snapshot(readMeta(ctx.sql, 'lastExecution') ?? 0);
  if (snapshot === null) return false;
  ctx.transaction(() => {
    for (const execution of snapshot.executions) bookExecution(ctx, execution);
    const newest = snapshot.executions.at(-1)?.seq ?? 0;
    if (newest > (readMeta(ctx.sql, 'lastExecution') ?? 0)) writeMeta(ctx.sql, 'lastExecution', newest);
    writeMeta(ctx.sql, 'brokerCheckedAt', ctx.now());
  });
  const open = new Set(snapshot.openOrders.map((order) => order.clientOrderId));
  for (const intent of intentsIn(ctx, WORKING_STATES)) {
    if (ctx.inFlight.has(intent.id)) continue;
    if (isUnresolved(intent.state)) await resolve(ctx, intent);
    else if (!open.has(intent.coid)) await lookUp(ctx, intent.id);
  }
  const missed = intentsIn(ctx, "('accepted', 'partially-filled')").some((intent) => !open.has(intent.coid));
  // Filled between the snapshot and the question: its executions are in the next snapshot.
  if (missed) {
    const later = await ctx.broker.snapshot(readMeta(ctx.sql, 'lastExecution') ?? 0);
    if (later !== null) {
      ctx.transaction(() => {
        for (const execution of later.executions) bookExecution(ctx, execution);
        const newest = later.executions.at(-1)?.seq ?? 0;
        if (newest > (readMeta(ctx.sql, 'lastExecution') ?? 0)) writeMeta(ctx.sql, 'lastExecution', newest);
      });
    }
  }
  scheduleNext(ctx);
  return true;
}

/**
 * An order nobody confirmed: adopted when the broker knows our id, else sent once more under the same id, because this
 * broker deduplicates by it for ever. An entry whose nod is old is not sent any more: it provably never arrived.
 */
async function resolve(ctx: AccountContext, intent: Intent): Promise<void> {
  const answer = await lookUp(ctx, intent.id);
  if (answer !== 'not-found') return;
  const last = ctx.sql.first<{ n: number; sent_at: number; not_found: number }>(
    'SELECT n, sent_at, not_found FROM attempt WHERE intent_id = ? ORDER BY n DESC LIMIT 1',
    intent.id,
  );
  const sentAt = last?.sent_at ?? intent.createdAt;
  const notFound = (last?.not_found ?? 0) + 1;
  if (last !== null)
    ctx.sql.run('UPDATE attempt SET not_found = ? WHERE intent_id = ? AND n = ?', notFound, intent.id, last.n);
  const isEntry = intent.side === 'buy';
  if (isEntry && ctx.now() - intent.createdAt > RESEND_ENTRY_WITHIN_MS) {
    if (ctx.now() - sentAt > FLIGHT_MAX_MS && notFound >= 2) {
      ctx.transaction(() => {
        end(ctx, intent.id, 'held-back', { code: 'never-reached-broker', values: {} });
      });
    }
    return;
  }
  ctx.transaction(() => {
    recordAttempt(ctx, intent.id);
  });
  await send(ctx, intent.id);
}

/** Keeps asking while anything is unresolved or working; slower the longer it takes, never giving up. */
function scheduleNext(ctx: AccountContext): void {
  const unresolved = intentsIn(ctx, "('sending', 'unknown')").filter((intent) => !ctx.inFlight.has(intent.id));
  const [oldest] = unresolved;
  if (oldest === undefined) unschedule(ctx, 'resolve-orders', 'all');
  else {
    const waited = ctx.now() - oldest.updatedAt;
    const pause = Math.min(RESOLVE_SLOWEST_MS, Math.max(RESOLVE_EVERY_MS, waited / 2));
    schedule(ctx, 'resolve-orders', 'all', ctx.now() + pause);
  }
  if (intentsIn(ctx, WORKING_STATES).length > 0) schedule(ctx, 'reconcile', 'all', ctx.now() + RECONCILE_EVERY_MS);
  else unschedule(ctx, 'reconcile', 'all');
}

/** Asks the broker to end a working order; what it answers decides. */
export async function cancelAtBroker(ctx: AccountContext, intentId: string): Promise<void> {
  const intent = findIntent(ctx, intentId);
  if (intent === null) return;
  const answer = await ctx.broker.cancel(intent.coid);
  if (answer.kind === 'cancelled' || answer.kind === 'too-late') adopt(ctx, intentId, answer.order);
  if (answer.kind === 'too-late') await reconcile(ctx);
}
