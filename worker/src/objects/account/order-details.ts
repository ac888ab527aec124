import type { AccountView } from '#shared/contract/account.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { RESOLVE_SLOWEST_MS } from '#shared/engine/orders/timing.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';
import { instrumentIfKnown } from './instruments.ts';
import { holdOf, modeOf, readMeta } from './meta.ts';
import type { Intent } from './order-book.ts';
import { effectiveMode } from './order-store.ts';

/** While nobody has confirmed an order: since when, what is set aside, and when there is news of it at the latest. */
export function unconfirmedOf(ctx: AccountContext, intent: Intent): OrderView['unconfirmed'] {
  if (intent.state !== 'unknown' && intent.state !== 'sending' && intent.state !== 'needs-human') return null;
  const known = ctx.sql.first<{ sent: WallMs | null; aside: string | null; due: WallMs | null }>(
    `SELECT (SELECT min(sent_at) FROM attempt WHERE intent_id = ?1) AS sent,
       (SELECT amount FROM reservation WHERE intent_id = ?1) AS aside,
       (SELECT min(due_at) FROM schedule WHERE kind IN ('resolve-orders', 'reconcile')) AS due`,
    intent.id,
  );
  const newsBy = Math.max(known?.due ?? 0, ctx.now()) as WallMs;
  const latest = (ctx.now() + RESOLVE_SLOWEST_MS) as WallMs;
  return {
    sentAt: toIso(known?.sent ?? (intent.createdAt as WallMs)),
    setAside: known?.aside ?? '0',
    currency: ctx.spec.baseCurrency,
    newsBy: toIso(newsBy < latest ? newsBy : latest),
  };
}

/** While an order needs a person: what of the broker's list it could be. */
export function candidatesOf(ctx: AccountContext, intent: Intent): OrderView['candidates'] {
  if (intent.state !== 'needs-human') return null;
  return (intent.candidates ?? []).map((order) => ({
    brokerOrderId: order.brokerOrderId,
    symbol: instrumentIfKnown(ctx, order.instrumentId)?.symbol ?? order.symbol,
    side: order.side,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    limitPrice: order.limitPrice,
    status: order.state,
    submittedAt: toIso(order.submittedAt),
  }));
}

/** What an account's mode is, why, and as a sentence; what the owner set for all accounts counts where it is stricter. */
/** Why an account that a person closed buys nothing. */
const CLOSED = 'account-closed';

export function modeView(ctx: AccountContext): Pick<AccountView, 'mode' | 'modeReason' | 'modeSentence'> {
  const own = modeOf(ctx.sql);
  const mode = effectiveMode(ctx, 'manual');
  const isGlobal = mode === (readMeta(ctx.sql, 'globalMode') ?? 'active');
  const isClosed = readMeta(ctx.sql, 'closedAt') !== null;
  const byItself = isClosed ? CLOSED : holdOf(ctx.sql);
  const isOwn = mode === own.mode && !(isClosed && mode === 'reducing');
  const modeReason = isOwn ? own.reason : isGlobal ? 'global-stop' : byItself;
  const modeSentence = mode === 'active' || modeReason === null ? null : { code: modeReason, values: {} };
  return { mode, modeReason, modeSentence };
}

/** Differences that stayed, with both sides. */
export function differencesOf(ctx: AccountContext): AccountView['differences'] {
  return (readMeta(ctx.sql, 'differences') ?? [])
    .filter(({ isTold }) => isTold)
    .map(({ what, name, broker, ours }) => ({
      what,
      name: what === 'position' ? (instrumentIfKnown(ctx, name)?.symbol ?? name) : name,
      broker,
      ours,
    }));
}

/**
 * What one order's receipt is made of: the question, the whole chain of the order, and for a purchase what became of its
 * shares, up to the sale that ended them.
 */
export function receiptSubjects(ctx: AccountContext, intent: Intent): string[] {
  const root = intent.id.split('~')[0] ?? intent.id;
  const chain = ctx.sql.all<{ id: string }>(
    "SELECT id FROM intent WHERE id = ?1 OR substr(id, 1, length(?1) + 1) = ?1 || '~'",
    root,
  );
  const subjects = [...chain.map(({ id }) => id), ...(intent.proposalId === null ? [] : [intent.proposalId])];
  if (intent.side === 'sell' || intent.filledQuantity === '0') return subjects;
  const next = ctx.sql.first<{ at: number | null }>(
    `SELECT min(created_at) AS at FROM intent WHERE instrument_id = ?1 AND holder = ?2 AND side = 'buy'
       AND created_at > ?3 AND filled_quantity <> '0' AND substr(id, 1, length(?4)) <> ?4`,
    intent.instrumentId,
    intent.holder,
    intent.createdAt,
    root,
  );
  const sales = ctx.sql.all<{ id: string; proposal_id: string | null }>(
    `SELECT id, proposal_id FROM intent WHERE instrument_id = ? AND holder = ? AND side = 'sell' AND created_at >= ?
       AND created_at <= ? ORDER BY created_at LIMIT 20`,
    intent.instrumentId,
    intent.holder,
    intent.createdAt,
    next?.at ?? Number.MAX_SAFE_INTEGER,
  );
  return [...subjects, ...sales.flatMap(({ id, proposal_id }) => (proposal_id === null ? [id] : [id, proposal_id]))];
}
