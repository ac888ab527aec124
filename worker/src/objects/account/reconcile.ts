import { all } from '#shared/engine/orders/effects.ts';
import { cancelMany, dispatch as dispatchFlow } from '#shared/engine/orders/dispatch.ts';
import { exitAgain } from '#shared/engine/orders/exit-now.ts';
import { reconcile as reconcileFlow } from '#shared/engine/orders/reconcile.ts';
import type { AccountContext } from './context.ts';

/*
 * The flows of the order protocol that most of the account's own work ends in.
 */

/** Sends what a synchronous block decided to send, in its turn; then the exits that had to make way first. */
export async function dispatch(ctx: AccountContext, intentIds: readonly string[]): Promise<void> {
  await ctx.run(dispatchFlow(ctx.orders, intentIds));
  if (ctx.broker.can.protects) await sellWaiting(ctx);
}

async function sellWaiting(ctx: AccountContext): Promise<void> {
  const waiting = ctx.orders.store.scheduled('exit');
  await ctx.run(all(waiting.map((ref) => exitAgain(ctx.orders, ref))));
}

/** Asks the broker to end these; what it does not confirm is asked for again by every reconcile. */
export async function cancelAll(ctx: AccountContext, intentIds: readonly string[]): Promise<void> {
  await ctx.run(cancelMany(ctx.orders, intentIds));
}

/** Compares with the broker's own book. False: it is out of reach, or something of it could not be taken over. */
export async function reconcile(ctx: AccountContext): Promise<boolean> {
  return ctx.run(reconcileFlow(ctx.orders));
}
