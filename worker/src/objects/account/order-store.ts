import type {
  Attempts,
  AttemptState,
  KeyedAnswer,
  OrderMeta,
  OrderStore,
  OwedMessage,
  SeenOrder,
} from '#shared/engine/orders/ports.ts';
import type { OrderState } from '#shared/domain/order.ts';
import { sum, decimal, toText } from '#shared/lib/decimal.ts';
import { invariant } from '#shared/lib/invariant.ts';
import { DAY_MS, HOUR_MS, type WallMs } from '#shared/lib/time.ts';
import { STRICTNESS, type Mode } from '#shared/risk/check.ts';
import { findBot } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { heldPositions } from './money-book.ts';
import { memoryOf, rememberExecution, rememberSeen } from './memory.ts';
import { holdOf, modeOf, readMeta, writeMeta } from './meta.ts';
import { findIntent, insertIntent, intentByCoid, intentsIn, intentsOf, updateIntent } from './order-book.ts';
import { decide, findProposal } from './proposals.ts';
import { dueNow, isDue, schedule, unschedule, type Due, type ScheduleKind } from './schedule.ts';

/** The event itself stays for ever; that it arrived is of no use later. */
const DELIVERED_KEPT_MS = 7 * DAY_MS;
/** A request under the same key is the same one for so long. */
const KEYS_KEPT_MS = DAY_MS;
const KEYS_SWEPT_EVERY_MS = HOUR_MS;
const META = {
  cursor: 'brokerCursor',
  checkedAt: 'brokerCheckedAt',
  differences: 'differences',
  clockSkewMs: 'clockSkewMs',
} as const satisfies Record<keyof OrderMeta, string>;

/** The protocol's own constant lists, as fragments of SQL. */
const fragments = new Map<readonly OrderState[], string>();

function fragmentOf(states: readonly OrderState[]): string {
  let fragment = fragments.get(states);
  if (fragment === undefined) fragments.set(states, (fragment = `(${states.map((state) => `'${state}'`).join(', ')})`));
  return fragment;
}

/** The strictest of global, account and the holder's own, what stops buying by itself, and that it was closed. */
export function effectiveMode(ctx: AccountContext, holder: string): Mode {
  const modes = [
    readMeta(ctx.sql, 'globalMode') ?? 'active',
    modeOf(ctx.sql).mode,
    findBot(ctx, holder)?.mode,
    holdOf(ctx.sql) === null && readMeta(ctx.sql, 'closedAt') === null ? 'active' : 'reducing',
  ] as const;
  return modes.reduce<Mode>(
    (strictest, mode) => (mode !== undefined && STRICTNESS[mode] > STRICTNESS[strictest] ? mode : strictest),
    'active',
  );
}

/** The order protocol's store over the account's tables. */
export function orderStore(ctx: AccountContext): OrderStore {
  const { sql } = ctx;
  return {
    transaction: (work) => ctx.transaction(work),

    intent: (id) => findIntent(ctx, id),
    intentByCoid: (coid) => intentByCoid(ctx, coid),
    intentsIn: (states) => intentsIn(ctx, fragmentOf(states)),
    intentsOf: (instrumentId, holder, states) => intentsOf(ctx, { instrumentId, holder }, fragmentOf(states)),
    insertIntent: (intent) => insertIntent(ctx, intent),
    updateIntent: (id, version, change) => updateIntent(ctx, id, version, change),

    ...attemptStore(ctx),

    ...seenStore(ctx),

    held: (instrumentId, holder) =>
      sql.first<{ quantity: string }>(
        'SELECT quantity FROM position WHERE instrument_id = ? AND holder = ?',
        instrumentId,
        holder,
      )?.quantity ?? '0',
    heldByInstrument: () => heldByInstrument(ctx),
    holders: () =>
      sql
        .all<{ instrument_id: never; holder: never }>(
          `SELECT instrument_id, holder FROM position WHERE quantity <> '0'
           UNION SELECT instrument_id, holder FROM intent WHERE purpose = 'protection'
             AND state IN ('sending', 'accepted', 'partially-filled', 'unknown', 'needs-human')`,
        )
        .map((row) => ({ instrumentId: row.instrument_id, holder: row.holder })),

    reserve: (intentId, holder, amount) => {
      sql.run(
        'INSERT INTO reservation (intent_id, holder, amount) VALUES (?1, ?2, ?3) ON CONFLICT (intent_id) DO UPDATE SET amount = ?3',
        intentId,
        holder,
        amount,
      );
    },
    free: (intentId) => {
      sql.run('DELETE FROM reservation WHERE intent_id = ?', intentId);
    },

    claimProposal: ({ proposalId, revision, actor, orderId }) => {
      const proposal = findProposal(ctx, proposalId);
      if (proposal?.revision !== revision) return false;
      return decide(ctx, proposal, { status: 'approved', actor, reason: null, orderId });
    },
    ...keyStore(ctx),
    mode: (holder) => effectiveMode(ctx, holder),
    meta: (key) => readMeta(sql, META[key]) as never,
    setMeta: (key, value) => {
      writeMeta(sql, META[key], value as never);
    },

    schedule: (kind, ref, dueAt, how) => {
      schedule(ctx, kind as ScheduleKind, ref, dueAt, how === 'keep-earlier');
    },
    unschedule: (kind, ref) => {
      unschedule(ctx, kind as ScheduleKind, ref);
    },
    due: () => dueNow(ctx),
    isDue: (due) => isDue(ctx, due as Due),
    isScheduled: (kind, begin) =>
      sql.first('SELECT 1 FROM schedule WHERE kind = ?1 AND substr(ref, 1, length(?2)) = ?2', kind, begin) !== null,
    scheduled: (kind) =>
      sql.all<{ ref: string }>('SELECT ref FROM schedule WHERE kind = ? ORDER BY due_at', kind).map(({ ref }) => ref),

    ...outboxStore(ctx),
  };
}

function seenStore(
  ctx: AccountContext,
): Pick<OrderStore, 'seenOrder' | 'saveSeen' | 'knowsExecution' | 'insertExecution'> {
  const { sql } = ctx;
  return {
    seenOrder: (brokerOrderId) => {
      const memory = memoryOf(sql);
      const known = memory.seen.get(brokerOrderId);
      if (known !== undefined) return known;
      const order = sql.first<SeenOrder>(
        'SELECT broker_order_id AS brokerOrderId, intent_id AS intentId FROM broker_order WHERE broker_order_id = ?',
        brokerOrderId,
      );
      rememberSeen(memory, brokerOrderId, order);
      return order;
    },
    saveSeen: (order, intentId) => {
      const [saved] = sql.all<SeenOrder>(
        `INSERT INTO broker_order (broker_order_id, coid, intent_id, state, quantity, filled_quantity, seen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (broker_order_id) DO UPDATE SET intent_id = coalesce(intent_id, ?3), state = ?4, quantity = ?5,
           filled_quantity = ?6, seen_at = ?7
         RETURNING broker_order_id AS brokerOrderId, intent_id AS intentId`,
        order.brokerOrderId,
        order.clientOrderId,
        intentId,
        order.state,
        order.quantity,
        order.filledQuantity,
        ctx.now(),
      );
      if (saved !== undefined) rememberSeen(memoryOf(sql), saved.brokerOrderId, saved);
    },
    knowsExecution: (id) => {
      const memory = memoryOf(sql);
      if (memory.executions.has(id)) return true;
      const isKnown = sql.first('SELECT 1 FROM execution WHERE id = ?', id) !== null;
      if (isKnown) rememberExecution(memory, id);
      return isKnown;
    },
    insertExecution: (execution, intentId) => {
      const inserted = sql.all(
        `INSERT INTO execution (id, seq, coid, intent_id, instrument_id, side, quantity, price, at, market_at)
         VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM execution), ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        execution.id,
        execution.clientOrderId,
        intentId,
        execution.instrumentId,
        execution.side,
        execution.quantity,
        execution.price,
        execution.at,
        execution.marketAt,
      );
      rememberExecution(memoryOf(sql), execution.id);
      return inserted.length === 1;
    },
  };
}

function keyStore(ctx: AccountContext): Pick<OrderStore, 'keyed' | 'putKeyed'> {
  const { sql } = ctx;
  return {
    keyed: (key) =>
      sql.first<KeyedAnswer>(
        'SELECT body_hash AS bodyHash, answer, exit FROM keyed WHERE key = ? AND at > ?',
        key,
        ctx.now() - KEYS_KEPT_MS,
      ),
    putKeyed: (key, { bodyHash, answer, exit }) => {
      sweepKeys(ctx);
      // One that no longer counts may lie here still; one that does was found by whoever asked in this same block.
      const written = sql.run(
        `INSERT INTO keyed (key, body_hash, answer, exit, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO UPDATE
         SET body_hash = ?2, answer = ?3, exit = ?4, at = ?5 WHERE keyed.at <= ?6`,
        key,
        bodyHash,
        answer,
        exit,
        ctx.now(),
        ctx.now() - KEYS_KEPT_MS,
      );
      invariant(written > 0, 'a key that counts is kept once');
    },
  };
}

/** Now and then: a key that is older than it counts is not found anyway. */
function sweepKeys(ctx: AccountContext): void {
  const now = ctx.now();
  const memory = memoryOf(ctx.sql);
  if (now < memory.keysSweptAt + KEYS_SWEPT_EVERY_MS) return;
  ctx.sql.run('DELETE FROM keyed WHERE at <= ?', now - KEYS_KEPT_MS);
  memory.keysSweptAt = now;
}

function attemptStore(
  ctx: AccountContext,
): Pick<OrderStore, 'addAttempt' | 'attempts' | 'markAttempt' | 'countNotFound'> {
  const { sql } = ctx;
  const newest = 'n = (SELECT max(n) FROM attempt WHERE intent_id = ?1)';
  return {
    addAttempt: (intentId) => {
      sql.run(
        `INSERT INTO attempt (intent_id, n, state, sent_at, not_found)
         VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM attempt WHERE intent_id = ?1), 'sending', ?2, 0)`,
        intentId,
        ctx.now(),
      );
    },
    attempts: (intentId): Attempts | null => {
      const rows = sql.all<{ state: AttemptState; sent_at: WallMs; not_found: number }>(
        'SELECT state, sent_at, not_found FROM attempt WHERE intent_id = ? ORDER BY n',
        intentId,
      );
      const [first, last] = [rows[0], rows.at(-1)];
      if (first === undefined || last === undefined) return null;
      return {
        count: rows.length,
        firstAt: first.sent_at,
        lastAt: last.sent_at,
        mayHaveLeft: rows.some(({ state }) => state === 'sending' || state === 'duplicate'),
        isRefused: last.state === 'refused',
        isKnownThere: rows.some(({ state }) => state === 'duplicate'),
        notFound: last.not_found,
      };
    },
    markAttempt: (intentId, state) => {
      const which = state === 'answered' ? '' : ` AND ${newest}`;
      sql.run(`UPDATE attempt SET state = ?2 WHERE intent_id = ?1${which}`, intentId, state);
    },
    countNotFound: (intentId) => {
      sql.run(`UPDATE attempt SET not_found = not_found + 1 WHERE intent_id = ?1 AND ${newest}`, intentId);
    },
  };
}

function outboxStore(ctx: AccountContext): Pick<OrderStore, 'owed' | 'markMessage' | 'nextOwedAt'> {
  const { sql } = ctx;
  return {
    owed: (limit) => {
      if (memoryOf(sql).owesNothing) return [];
      return sql.all<OwedMessage>(
        `SELECT o.event_seq AS seq, o.recipient, o.tries, e.at AS since FROM outbox o JOIN event e ON e.seq = o.event_seq
         WHERE o.state = 'owed' AND o.next_at <= ? ORDER BY o.event_seq LIMIT ?`,
        ctx.now(),
        limit,
      );
    },
    markMessage: ({ seq, recipient }, state, nextAt) => {
      sql.run(
        'UPDATE outbox SET state = ?, tries = tries + 1, next_at = ? WHERE event_seq = ? AND recipient = ?',
        state,
        nextAt,
        seq,
        recipient,
      );
      if (state !== 'delivered') return;
      sql.run("DELETE FROM outbox WHERE state = 'delivered' AND next_at < ?", ctx.now() - DELIVERED_KEPT_MS);
    },
    nextOwedAt: () => {
      if (memoryOf(sql).owesNothing) return null;
      const row = sql.first<{ at: WallMs | null }>("SELECT min(next_at) AS at FROM outbox WHERE state = 'owed'");
      const at = row?.at ?? null;
      memoryOf(sql).owesNothing = at === null;
      return at;
    },
  };
}

function heldByInstrument(ctx: AccountContext): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  for (const [id, positions] of Map.groupBy(heldPositions(ctx), ({ instrumentId }) => instrumentId)) {
    held.set(id, toText(sum(positions.map(({ quantity }) => decimal(quantity)))));
  }
  return held;
}
