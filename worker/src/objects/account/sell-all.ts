import type { AccountContext } from './context.ts';
import type { Actor } from './event-log.ts';
import { flatten } from './modes.ts';
import { cancelAll, dispatch } from './reconcile.ts';

/** Exits for everything that is held; shares that resting orders held back go as soon as those are taken back. */
export async function sellAll(ctx: AccountContext, actor: Actor): Promise<void> {
  const first = ctx.transaction(() => flatten(ctx, actor));
  await Promise.all([dispatch(ctx, first.toSend), cancelAll(ctx, first.toCancel)]);
  if (first.toCancel.length === 0) return;
  const rest = ctx.transaction(() => flatten(ctx, actor));
  await dispatch(ctx, rest.toSend);
}
