import type { UpdateAccount } from '#shared/contract/account.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { mayTrade, nameOf, writeMeta } from './meta.ts';
import { stopEntries } from './modes.ts';
import { marketMustKnow } from './schedule.ts';

/**
 * Its name, and whether it may buy. Switched off, questions are taken back and entries end as with "stop buying"; exits
 * and protection go on. Answers the working entries that have to be cancelled at the broker.
 */
export function updateAccount(ctx: AccountContext, change: UpdateAccount, actor: Actor): string[] {
  const before = { name: nameOf(ctx), mayTrade: mayTrade(ctx.sql) };
  const after = { name: change.name ?? before.name, mayTrade: change.mayTrade ?? before.mayTrade };
  if (after.name !== before.name) writeMeta(ctx.sql, 'name', after.name);
  if (after.mayTrade !== before.mayTrade) writeMeta(ctx.sql, 'mayTrade', after.mayTrade);
  const toCancel = after.mayTrade ? [] : stopEntries(ctx, actor);
  if (after.name !== before.name || after.mayTrade !== before.mayTrade) {
    const body = { ...after, before, cancelled: toCancel.length };
    appendEvent(ctx, { type: 'account.changed', actor, subject: null, body });
    marketMustKnow(ctx);
  }
  return toCancel;
}
