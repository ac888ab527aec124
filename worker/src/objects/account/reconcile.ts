import { isUnresolved } from '#shared/domain/order.ts';
import { DAY_MS, type WallMs } from '#shared/lib/time.ts';
import type { BrokerOrder, BrokerSnapshot, LookUpAnswer } from '#shared/ports/broker.ts';
import type { AccountContext } from './context.ts';
import { bookExecution } from './fills.ts';
import { learnInstruments } from './instruments.ts';
import { adopt, end, FLIGHT_MAX_MS, RECONCILE_EVERY_MS, recordAttempt, RESOLVE_EVERY_MS } from './journal.ts';
import { modeOf, readMeta, writeMeta } from './meta.ts';
import { findIntent, intentByCoid, intentsIn, wantCancelled, WORKING_STATES, type Intent } from './order-book.ts';
import { schedule, unschedule } from './schedule.ts';
import { cancelAtBroker, send } from './send.ts';

/** An entry that never reached the broker is sent again only this long after it first left; an exit always. */
const RESEND_ENTRY_WITHIN_MS = 120_000;
const RESOLVE_SLOWEST_MS = 30_000;
/** An order seen closed while its fills are not: the next snapshot has them. More rounds than this wait for the alarm. */
const ROUNDS_MAX = 3;

/** Sends what a synchronous block decided to send, in its turn, side by side, and takes over what comes of it at once. */
export async function dispatch(ctx: AccountContext, intentIds: readonly string[]): Promise<void> {
  const news = await Promise.all(intentIds.map((id) => send(ctx, id)));
  if (news.includes(true)) await reconcile(ctx);
}

/** The same for orders to be ended. What the broker does not confirm is asked for again by every reconcile. */
export async function cancelAll(ctx: AccountContext, intentIds: readonly string[]): Promise<void> {
  const news = await Promise.all(intentIds.map((id) => cancelAtBroker(ctx, id)));
  if (news.includes(true)) await reconcile(ctx);
}

/**
 * Compares with the broker's own book and takes over what differs: executions first, then orders nobody confirmed, then
 * orders that are no longer open there. The same code runs after a crash, after news and by the alarm. Runs may overlap:
 * whatever is written after an await reads the present again and only goes forward. False: the broker is out of reach,
 * or something of its book could not be taken over.
 */
export async function reconcile(ctx: AccountContext): Promise<boolean> {
  let isComplete = true;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const read = await bookNews(ctx);
    if (read === null) return false;
    isComplete = read.isComplete;
    const open = new Set(read.snapshot.orders.filter(isOpenThere).map((order) => order.clientOrderId));
    for (const order of read.snapshot.orders) adoptForgotten(ctx, order);
    const again = await Promise.all(intentsIn(ctx, WORKING_STATES).map(({ id }) => follow(ctx, id, open)));
    if (!again.includes(true)) break;
  }
  scheduleNext(ctx);
  return isComplete;
}

/** Books every execution that is new at the broker, page by page. One that cannot be booked stops none of the others. */
async function bookNews(ctx: AccountContext): Promise<{ snapshot: BrokerSnapshot; isComplete: boolean } | null> {
  for (;;) {
    const cursor = readMeta(ctx.sql, 'brokerCursor');
    const snapshot = await ctx.broker.snapshot({ cursor, since: (ctx.now() - DAY_MS) as WallMs });
    if (snapshot === null) return null;
    const { executions } = snapshot;
    if (executions.length > 0) await learnQuietly(ctx, snapshot);
    let isComplete = true;
    for (const execution of executions) {
      try {
        ctx.transaction(() => {
          bookExecution(ctx, execution);
        });
      } catch (error) {
        isComplete = false;
        ctx.log({ event: 'execution-not-booked', execution: execution.id, error: String(error) });
      }
    }
    writeMeta(ctx.sql, 'brokerCheckedAt', ctx.now());
    // Up to here everything is booked; what could not be is asked for again.
    if (isComplete) writeMeta(ctx.sql, 'brokerCursor', snapshot.cursor);
    if (snapshot.isLast || !isComplete) return { snapshot, isComplete };
  }
}

function isOpenThere({ state }: BrokerOrder): boolean {
  return state === 'accepted' || state === 'partially-filled';
}

async function learnQuietly(ctx: AccountContext, { executions }: BrokerSnapshot): Promise<void> {
  try {
    await learnInstruments(ctx, [...new Set(executions.map((execution) => execution.instrumentId))]);
  } catch (error) {
    ctx.log({ event: 'instruments-not-learnt', error: String(error) });
  }
}

/** Said to have never arrived, and there after all: taken over, told, and not wanted any more. */
function adoptForgotten(ctx: AccountContext, order: BrokerOrder): void {
  const intent = intentByCoid(ctx, order.clientOrderId);
  if (intent?.state !== 'not-sent') return;
  ctx.transaction(() => {
    adopt(ctx, intent.id, order);
    wantCancelled(ctx, intent.id, { code: 'never-reached-broker', values: {} });
  });
}

/** One order against the broker's open ones; answers whether another look at the book is worth it now. */
async function follow(ctx: AccountContext, id: string, open: ReadonlySet<string>): Promise<boolean> {
  const intent = findIntent(ctx, id);
  if (intent === null || ctx.inFlight.has(id)) return false;
  if (isUnresolved(intent.state)) return resolve(ctx, id);
  if (!open.has(intent.coid)) {
    await lookUp(ctx, intent);
    return isWorkingStill(ctx, id);
  }
  return intent.cancelReason !== null && (await cancelAtBroker(ctx, id));
}

/** Confirmed, not open there, not ended here: its fills are still to come. */
function isWorkingStill(ctx: AccountContext, id: string): boolean {
  const state = findIntent(ctx, id)?.state;
  return state === 'accepted' || state === 'partially-filled';
}

/** Asks the broker about one order by our id, and adopts what it says. */
async function lookUp(ctx: AccountContext, intent: Intent): Promise<LookUpAnswer['kind']> {
  const answer = await ctx.broker.orderByClientId(intent.coid);
  if (answer.kind === 'found') {
    ctx.transaction(() => {
      adopt(ctx, intent.id, answer.order);
    });
  }
  return answer.kind;
}

/**
 * An order nobody confirmed: adopted when the broker knows our id, else sent once more under the same id, because this
 * broker deduplicates by it for ever. An entry that is old or not wanted any more is not sent again: when it provably
 * never arrived, it ends.
 */
async function resolve(ctx: AccountContext, id: string): Promise<boolean> {
  const before = findIntent(ctx, id);
  if (before === null) return false;
  const answer = await lookUp(ctx, before);
  if (answer === 'found') return isWorkingStill(ctx, id);
  // While the broker was asked, another run may have settled or sent it.
  const intent = findIntent(ctx, id);
  if (answer !== 'not-found' || intent === null || ctx.inFlight.has(id)) return false;
  if (intent.state !== 'sending' && intent.state !== 'unknown') return false;
  const resent = ctx.transaction(() => resendOrEnd(ctx, intent));
  return resent && (await send(ctx, id));
}

function resendOrEnd(ctx: AccountContext, intent: Intent): boolean {
  const attempts = ctx.sql.first<{ n: number; first: number; last: number; not_found: number }>(
    `SELECT max(n) AS n, min(sent_at) AS first, max(sent_at) AS last, sum(not_found) AS not_found FROM attempt
     WHERE intent_id = ? GROUP BY intent_id`,
    intent.id,
  );
  if (attempts !== null) {
    ctx.sql.run('UPDATE attempt SET not_found = not_found + 1 WHERE intent_id = ? AND n = ?', intent.id, attempts.n);
  }
  const first = attempts?.first ?? intent.createdAt;
  const isEntry = intent.side === 'buy';
  const isUnwanted = intent.cancelReason !== null || (isEntry && modeOf(ctx.sql).mode !== 'active');
  const isOld = isEntry && ctx.now() - first > RESEND_ENTRY_WITHIN_MS;
  if (!isUnwanted && !isOld) {
    recordAttempt(ctx, intent.id);
    return true;
  }
  const isLanded = ctx.now() - (attempts?.last ?? intent.createdAt) > FLIGHT_MAX_MS;
  if (isLanded && (attempts?.not_found ?? 0) + 1 >= 2) {
    end(ctx, intent.id, 'held-back', intent.cancelReason ?? { code: 'never-reached-broker', values: {} });
  }
  return false;
}

/** Keeps asking while anything is unresolved, unwanted or working; slower the longer it takes, never giving up. */
function scheduleNext(ctx: AccountContext): void {
  const working = intentsIn(ctx, WORKING_STATES);
  const restless = working.filter((intent) => isUnresolved(intent.state) || intent.cancelReason !== null);
  if (restless.length === 0) unschedule(ctx, 'resolve-orders', 'all');
  else {
    const pauses = restless.map((intent) => {
      // What is on its way in this very instance answers by itself; the row is for the next instance.
      if (ctx.inFlight.has(intent.id)) return FLIGHT_MAX_MS;
      return Math.min(RESOLVE_SLOWEST_MS, Math.max(RESOLVE_EVERY_MS, (ctx.now() - intent.updatedAt) / 2));
    });
    schedule(ctx, 'resolve-orders', 'all', ctx.now() + Math.min(...pauses));
  }
  if (working.length > 0) schedule(ctx, 'reconcile', 'all', ctx.now() + RECONCILE_EVERY_MS);
  else unschedule(ctx, 'reconcile', 'all');
}
