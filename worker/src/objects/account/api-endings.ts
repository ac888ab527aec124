import { protect } from '#shared/engine/orders/protect.ts';
import { sellHeld } from '#shared/engine/orders/sell-everything.ts';
import { ok } from '#shared/lib/result.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { Asking } from './api-ask.ts';
import type { AccountContext } from './context.ts';
import { closeAccount, keysForgotten, leavingView, type Ended } from './leaving.ts';
import { cancelAll } from './reconcile.ts';
import { fetchPresent } from './valuation.ts';
import { accountView } from './views.ts';

export function endingApi(asking: Asking): Pick<AccountPort, 'leavingAccount' | 'close' | 'keysForgotten'> {
  return {
    leavingAccount: (caller) => asking.ask(caller, 'read', ({ ctx, present }) => ok(leavingView(ctx, null, present))),
    close: (caller, choice, given) =>
      asking.atOnce(caller, 'admin', async (ctx) => {
        const closed = ctx.transaction(() => closeAccount(ctx, { ...choice, actor: caller, given }));
        if (!closed.ok) return closed;
        await carryOut(asking, ctx, closed.value);
        await ctx.run(sellHeld(ctx.orders, 'all', caller));
        const present = await fetchPresent(ctx, [], 'prices');
        return ok(accountView(ctx, present, { caller, isReady: asking.host.isReady() }));
      }),
    keysForgotten: (caller, connectionId) =>
      asking.atOnce(caller, 'admin', async (ctx) => {
        ctx.transaction(() => {
          keysForgotten(ctx, connectionId);
        });
        return ok(undefined);
      }),
  };
}

/** What an ending stored is asked of the broker; a start that is under way is waited for, at most 10 s. */
export async function carryOut(asking: Asking, ctx: AccountContext, { toCancel, joined }: Ended): Promise<void> {
  await Promise.all([asking.host.ready(), cancelAll(ctx, toCancel)]);
  for (const instrumentId of joined) await ctx.run(protect(ctx.orders, instrumentId, 'manual'));
}
