import type { ReasonView } from '#shared/contract/common.ts';
import type { Intent, IntentChange } from '#shared/engine/orders/intent.ts';
import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import type { OrderState, Side } from '#shared/domain/order.ts';
import type { OrderPurpose } from '#shared/domain/order-purpose.ts';
import type { OrderType, TimeInForce } from '#shared/domain/order-terms.ts';
import type { BrokerOrder } from '#shared/ports/broker.ts';
import type { AccountContext } from './context.ts';
import { memoryOf, rememberIntent, rememberUnknown } from './memory.ts';

/*
 * The orders of an account in its tables. What becomes of them is decided by the order protocol (shared/engine/orders).
 */

export type { Intent } from '#shared/engine/orders/intent.ts';

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
  extended_hours: number;
  quantity: string;
  limit_price: string | null;
  stop_price: string | null;
  target_price: string | null;
  trail_percent: string | null;
  filled_quantity: string;
  filled_value: string;
  realized: string;
  broker_order_id: string | null;
  reason: string | null;
  cancel_reason: string | null;
  replaces: string | null;
  replaced_by: string | null;
  filled_before: string;
  candidates: string | null;
  actor: string;
  created_at: number;
  market_at: number;
  updated_at: number;
}

/** States in which an order is at the broker or may be. */
export const WORKING_STATES = "('sending', 'accepted', 'partially-filled', 'unknown', 'needs-human')";
/** The same and those that have not left yet. */
export const OPEN_STATES = "('waiting-for-open', 'sending', 'accepted', 'partially-filled', 'unknown', 'needs-human')";

/** False when the id or the clientOrderId is there already. */
export function insertIntent({ sql }: Pick<AccountContext, 'sql'>, intent: Intent): boolean {
  const inserted = sql.all(
    `INSERT INTO intent (id, coid, version, state, purpose, holder, proposal_id, instrument_id, side, type, time_in_force,
       extended_hours, quantity, limit_price, stop_price, target_price, trail_percent, filled_quantity, filled_value,
       realized, broker_order_id, reason, cancel_reason, replaces, replaced_by, filled_before, candidates, actor,
       created_at, market_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING RETURNING id`,
    intent.id,
    intent.coid,
    intent.version,
    intent.state,
    intent.purpose,
    intent.holder,
    intent.proposalId,
    intent.instrumentId,
    intent.side,
    intent.type,
    intent.timeInForce,
    intent.extendedHours ? 1 : 0,
    intent.quantity,
    intent.limitPrice,
    intent.stopPrice,
    intent.targetPrice,
    intent.trailPercent,
    intent.filledQuantity,
    intent.filledValue,
    intent.realized,
    intent.brokerOrderId,
    json(intent.reason),
    json(intent.cancelReason),
    intent.replaces,
    intent.replacedBy,
    intent.filledBefore,
    json(intent.candidates),
    intent.actor,
    intent.createdAt,
    intent.marketAt,
    intent.updatedAt,
  );
  if (inserted.length !== 1) return false;
  rememberIntent(memoryOf(sql), intent);
  return true;
}

const COLUMNS = {
  state: 'state',
  filledQuantity: 'filled_quantity',
  filledValue: 'filled_value',
  realized: 'realized',
  brokerOrderId: 'broker_order_id',
  reason: 'reason',
  cancelReason: 'cancel_reason',
  replacedBy: 'replaced_by',
  candidates: 'candidates',
} as const satisfies Record<keyof IntentChange, string>;

/** Writes only while `version` is the stored one. */
export function updateIntent(
  { sql, now }: Pick<AccountContext, 'sql' | 'now'>,
  id: string,
  version: number,
  change: IntentChange,
): boolean {
  const keys = (Object.keys(change) as (keyof IntentChange)[]).filter((key) => change[key] !== undefined);
  const values = keys.map((key) => {
    const value = change[key];
    return value === null || value === undefined || typeof value === 'string' ? (value ?? null) : json(value);
  });
  const memory = memoryOf(sql);
  const known = memory.intents.get(id);
  memory.intents.delete(id);
  const updatedAt = now();
  const changed = sql.run(
    `UPDATE intent SET ${keys.map((key) => `${COLUMNS[key]} = ?, `).join('')}version = version + 1, updated_at = ?
     WHERE id = ? AND version = ?`,
    ...values,
    updatedAt,
    id,
    version,
  );
  if (changed === 0) return false;
  if (known?.version === version) {
    const changes = Object.fromEntries(keys.map((key) => [key, change[key]]));
    rememberIntent(memory, { ...known, ...changes, version: version + 1, updatedAt });
  }
  return true;
}

/**
 * Open orders, and what is set aside for them, become another holder's. Whoever waits for an answer about one of them reads
 * it anew, as after any other change.
 */
export function moveIntents({ sql, now }: Pick<AccountContext, 'sql' | 'now'>, from: Holder, to: Holder): void {
  const moved = sql.all<{ id: string }>(
    `UPDATE intent SET holder = ?, version = version + 1, updated_at = ? WHERE holder = ? AND state IN ${OPEN_STATES}
     RETURNING id`,
    to,
    now(),
    from,
  );
  for (const { id } of moved) memoryOf(sql).intents.delete(id);
  sql.run('UPDATE reservation SET holder = ? WHERE holder = ?', to, from);
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** As this instance wrote or read it last: it is the only one that writes. */
export function findIntent({ sql }: Pick<AccountContext, 'sql'>, id: string): Intent | null {
  const memory = memoryOf(sql);
  const known = memory.intents.get(id);
  if (known !== undefined) return known;
  return remembered(memory, sql.first<IntentRow>('SELECT * FROM intent WHERE id = ?', id));
}

export function intentByCoid(ctx: Pick<AccountContext, 'sql'>, coid: string): Intent | null {
  const memory = memoryOf(ctx.sql);
  const id = memory.intentIds.get(coid);
  if (id === null) return null;
  if (id !== undefined) return findIntent(ctx, id);
  const found = remembered(memory, ctx.sql.first<IntentRow>('SELECT * FROM intent WHERE coid = ?', coid));
  if (found === null) rememberUnknown(memory, coid);
  return found;
}

function remembered(memory: ReturnType<typeof memoryOf>, row: IntentRow | null): Intent | null {
  if (row === null) return null;
  const intent = fromRow(row);
  rememberIntent(memory, intent);
  return intent;
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
export function intentsIn({ sql }: Pick<AccountContext, 'sql'>, states: string): Intent[] {
  return sql.all<IntentRow>(`SELECT * FROM intent WHERE state IN ${states} ORDER BY created_at, id`).map(fromRow);
}

/** The same of one holder's instrument. */
export function intentsOf(
  { sql }: Pick<AccountContext, 'sql'>,
  of: { readonly instrumentId: InstrumentId; readonly holder: Holder },
  states: string,
): Intent[] {
  return sql
    .all<IntentRow>(
      `SELECT * FROM intent WHERE instrument_id = ? AND holder = ? AND state IN ${states} ORDER BY created_at, id`,
      of.instrumentId,
      of.holder,
    )
    .map(fromRow);
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
    extendedHours: row.extended_hours !== 0,
    quantity: row.quantity,
    limitPrice: row.limit_price,
    stopPrice: row.stop_price,
    targetPrice: row.target_price,
    trailPercent: row.trail_percent,
    filledQuantity: row.filled_quantity,
    filledValue: row.filled_value,
    realized: row.realized,
    brokerOrderId: row.broker_order_id,
    reason: parsed<ReasonView>(row.reason),
    cancelReason: parsed<ReasonView>(row.cancel_reason),
    replaces: row.replaces,
    replacedBy: row.replaced_by,
    filledBefore: row.filled_before,
    candidates: parsed<readonly BrokerOrder[]>(row.candidates),
    actor: row.actor,
    createdAt: row.created_at,
    marketAt: row.market_at,
    updatedAt: row.updated_at,
  };
}

function parsed<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}
