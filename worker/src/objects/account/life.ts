import type { ReasonView } from '#shared/contract/common.ts';
import { end } from '#shared/engine/orders/adopt.ts';
import { advance } from '#shared/engine/orders/advance.ts';
import type { Sql } from '../sql.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { readMeta, writeMeta } from './meta.ts';
import { findIntent, intentsIn } from './order-book.ts';
import { decide, pendingProposals } from './proposals.ts';

/*
 * A life of a state goes from its making, or from a restore or copy, on. What a former life had begun may have gone on
 * elsewhere meanwhile: another writer answered its questions, released its orders, lost its stops. So a new life
 * begins with the broker's book, takes back what nobody has sent yet, and sends nothing again that it did not decide.
 */

/** Which life runs, as the host or the deployment says. */
export interface Life {
  readonly id: string;
  /** Four characters in every clientOrderId that this life makes. */
  readonly writer: string;
}

const RESTORED: ReasonView = { code: 'restored', values: {} };

/** The life a state is made in. An account that never wrote one down was opened in it. */
export const FIRST_LIFE = 'first';

function known(sql: Sql): { id: string; writers: string[]; isReconciled: boolean } {
  return readMeta(sql, 'life') ?? { id: FIRST_LIFE, writers: [], isReconciled: true };
}

/** Nothing leaves until the first reconcile of this life is done. */
export function mustReconcileFirst(sql: Sql, life: Life): boolean {
  const { id, isReconciled } = known(sql);
  return id !== life.id || !isReconciled;
}

/** Everybody who ever wrote orders for this account; their prefixes are ours. */
export function writersOf(sql: Sql): string[] {
  const spec = readMeta(sql, 'spec');
  return [...new Set([...(spec === null ? [] : [spec.writer]), ...known(sql).writers])];
}

/** The life an account is opened in: there is no former one. */
export function openInLife(sql: Sql, { id, writer }: Life): void {
  writeMeta(sql, 'life', { id, writers: [writer], isReconciled: true });
}

/**
 * Takes back what a former life left open, in the caller's transaction; once. Questions are withdrawn, orders that
 * waited are not sent. What was on its way is for the broker to say; what it does not know is a person's to settle.
 */
export function beginLife(ctx: AccountContext, { id, writer }: Life): void {
  if (known(ctx.sql).id === id) return;
  writeMeta(ctx.sql, 'life', { id, writers: [...new Set([...writersOf(ctx.sql), writer])], isReconciled: false });
  const questions = pendingProposals(ctx);
  for (const question of questions) decide(ctx, question, { status: 'withdrawn', actor: 'clock', reason: RESTORED });
  const waiting = intentsIn(ctx, "('waiting-for-open')");
  for (const intent of waiting) end(ctx.orders, intent.id, 'held-back', RESTORED);
  const onTheWay = intentsIn(ctx, "('sending', 'unknown')");
  for (const intent of onTheWay) {
    if (intent.state === 'sending') advance(ctx.orders, intent.id, { event: 'unclear', reason: RESTORED });
    advance(ctx.orders, intent.id, { event: 'gave-up', reason: RESTORED });
  }
  const body = { writer, withdrawn: questions.length, notSent: waiting.length, unconfirmed: onTheWay.length };
  appendEvent(ctx, { type: 'account.restored', actor: 'clock', subject: null, body });
}

/** The broker's book is read: from here on the account sends. What the broker did not know is asked about now. */
export function endOfRecovery(ctx: AccountContext): void {
  const life = readMeta(ctx.sql, 'life');
  if (life === null || life.isReconciled) return;
  writeMeta(ctx.sql, 'life', { ...life, isReconciled: true });
  for (const { id } of intentsIn(ctx, "('needs-human')")) {
    const intent = findIntent(ctx, id);
    if (intent?.reason?.code === RESTORED.code) {
      ctx.orders.rules.tell({ type: 'order.needs-human', intent, actor: 'clock', pages: false });
    }
  }
}
