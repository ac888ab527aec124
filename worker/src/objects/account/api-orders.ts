import { failure, type Failure } from '#shared/contract/errors.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { orderCan } from '#shared/domain/order.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { Asking } from './api-ask.ts';
import { holderOf, intendByHand, moveStop, validateOrder } from './by-hand.ts';
import { verdictViews } from './checks.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, eventsAbout } from './event-log.ts';
import { intendExit } from './exits.ts';
import { end } from './journal.ts';
import { listOrders } from './lists.ts';
import { modeOf } from './meta.ts';
import { beginPanic, isSellingEverything, needsPerson, resumeAccount, tighten } from './modes.ts';
import { heldPositions } from './money-book.ts';
import { findIntent, wantCancelled, type Intent } from './order-book.ts';
import { cancelAll, dispatch } from './reconcile.ts';
import { sellAll } from './sell-all.ts';
import { fetchPresent } from './valuation.ts';
import { accountView, orderView, positionView } from './views.ts';

type OrderApi = Pick<
  AccountPort,
  | 'orders'
  | 'order'
  | 'createOrder'
  | 'cancelOrder'
  | 'closePosition'
  | 'moveStop'
  | 'validate'
  | 'pause'
  | 'resume'
  | 'panic'
>;

/** A person's own orders, and what stops orders. */
export function orderApi(asking: Asking): OrderApi {
  const { host } = asking;

  async function view(ctx: AccountContext) {
    return ok(accountView(ctx, await fetchPresent(ctx), !host.isReady()));
  }

  return {
    orders: (caller, query) => asking.ask(caller, 'read', ({ ctx }) => ok(listOrders(ctx, query))),
    order: (caller, orderId) =>
      asking.ask(caller, 'read', ({ ctx }) => {
        const intent = findIntent(ctx, orderId);
        if (intent === null) return err(failure('not-found'));
        const subjects = intent.proposalId === null ? [orderId] : [orderId, intent.proposalId];
        return ok({ ...orderView(ctx, intent), receipt: eventsAbout(ctx, subjects) });
      }),
    createOrder: (caller, input) =>
      asking.about(caller, 'trade', input.symbol, async ({ ctx, ...given }) => {
        const intent = ctx.transaction(() => intendByHand(ctx, caller, input, given));
        return intent.ok ? sent(ctx, intent.value) : intent;
      }),
    cancelOrder: (caller, orderId) =>
      asking.ask(caller, 'trade', async ({ ctx }) => {
        const intent = findIntent(ctx, orderId);
        if (intent === null) return err(failure('not-found'));
        if (!orderCan.cancel(intent.state)) return err(failure('order-not-cancellable', { status: intent.state }));
        const reason = { code: 'cancelled-by-person', values: { by: caller.userId } };
        ctx.transaction(() => {
          const body = { order: orderView(ctx, intent) };
          appendEvent(ctx, { type: 'order.cancel-asked', actor: caller, subject: orderId, body });
          if (intent.state === 'waiting-for-open') end(ctx, orderId, 'cancelled', reason, caller);
          else wantCancelled(ctx, orderId, reason);
        });
        if (intent.state !== 'waiting-for-open') await cancelAll(ctx, [orderId]);
        return ok(orderView(ctx, findIntent(ctx, orderId) ?? intent));
      }),
    closePosition: (caller, input) =>
      asking.about(caller, 'trade', input.symbol, async ({ ctx, instrument }) => {
        const holder = holderOf(ctx, instrument, input.holder);
        if (holder === null) return err(failure('not-found', { symbol: input.symbol }));
        const intent = ctx.transaction(() => intendExit(ctx, { instrument, holder, purpose: 'manual', actor: caller }));
        return intent === null
          ? err(failure('quantity-exceeds-position', { symbol: instrument.symbol }))
          : sent(ctx, intent);
      }),
    moveStop: (caller, input) =>
      asking.about(caller, 'trade', input.symbol, ({ ctx, ...given }) => {
        const moved = ctx.transaction(() => moveStop(ctx, caller, input, given));
        if (!moved.ok) return moved;
        const holders = heldPositions(ctx).filter((position) => position.instrumentId === given.instrument.id);
        return ok(positionView(ctx, holders, given.present));
      }),
    validate: (caller, input) =>
      asking.about(caller, 'read', input.symbol, ({ ctx, ...given }) => {
        if (input.side === 'sell') return ok({ allowed: true, checks: [] });
        const checks = validateOrder(ctx, input, given);
        if (checks === null) return err(failure('unavailable', { what: 'quote' }));
        return ok({ allowed: checks.allowed, checks: verdictViews(checks.verdicts) });
      }),

    // Stopping waits for nothing: not for the broker, not for the market, not for a start that is under way.
    pause: (caller) =>
      asking.atOnce(caller, 'trade', async (ctx) => {
        await cancelAll(
          ctx,
          ctx.transaction(() => tighten(ctx, 'reducing', 'person', caller)),
        );
        return view(ctx);
      }),
    resume: (caller, given) =>
      asking.ask(caller, 'trade', ({ ctx, present }) => {
        if (needsPerson(ctx, modeOf(ctx.sql).mode, given)) return err(failure('step-up-required'));
        ctx.transaction(() => {
          resumeAccount(ctx, caller, present);
        });
        return view(ctx);
      }),
    panic: (caller) =>
      asking.atOnce(caller, 'trade', async (ctx) => {
        const toCancel = ctx.transaction(() => beginPanic(ctx, caller));
        // Exits wait for the first comparison with the broker, at most 10 s; the halt does not.
        await Promise.all([host.ready(), cancelAll(ctx, toCancel)]);
        if (isSellingEverything(ctx)) await sellAll(ctx, caller);
        return view(ctx);
      }),
  };
}

async function sent(ctx: AccountContext, intent: Intent): Promise<Result<OrderView, Failure>> {
  if (intent.state === 'sending') await dispatch(ctx, [intent.id]);
  return ok(orderView(ctx, findIntent(ctx, intent.id) ?? intent));
}
