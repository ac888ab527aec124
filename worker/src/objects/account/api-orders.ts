import { failure } from '#shared/contract/errors.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { Holder } from '#shared/domain/ids.ts';
import { orderCan } from '#shared/domain/order.ts';
import { settleByPerson } from '#shared/engine/orders/answer.ts';
import { cancelOrder } from '#shared/engine/orders/dispatch.ts';
import { all } from '#shared/engine/orders/effects.ts';
import { protect } from '#shared/engine/orders/protect.ts';
import { replaceOrder } from '#shared/engine/orders/replace.ts';
import { endSales, sellHeld } from '#shared/engine/orders/sell-everything.ts';
import { err, ok } from '#shared/lib/result.ts';
import { toIso } from '#shared/lib/time.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { Asking } from './api-ask.ts';
import { changeByHand, checkInputByHand, entryByHand, exitByHand, holderOf, moveStop } from './by-hand.ts';
import { validationView } from './checks.ts';
import { mayLift } from './confirmation.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, eventsAbout } from './event-log.ts';
import { listOrders } from './lists.ts';
import { modeOf, readMeta } from './meta.ts';
import { receiptSubjects } from './order-details.ts';
import { resumeAccount, tighten } from './modes.ts';
import { moneyOfOrder } from './money-of-order.ts';
import { fxRate, heldPositions } from './money-book.ts';
import { findIntent, intentsIn, OPEN_STATES, type Intent } from './order-book.ts';
import { buyOnce, sellOnce, shown } from './place-once.ts';
import { cancelAll, reconcile } from './reconcile.ts';
import { beginPanic, takeBackPanic } from './selling.ts';
import { sellingView } from './selling-view.ts';
import { fetchPresent } from './valuation.ts';
import { accountView, orderView, positionView } from './views.ts';

type OrderApi = Pick<
  AccountPort,
  | 'orders'
  | 'order'
  | 'createOrder'
  | 'replaceOrder'
  | 'cancelOrder'
  | 'cancelAllOrders'
  | 'settleOrder'
  | 'closePosition'
  | 'moveStop'
  | 'validate'
  | 'pause'
  | 'resume'
  | 'showPanic'
  | 'panic'
  | 'takeBackPanic'
>;

/** Why an order stands with its position. */
const PROTECTS = { reason: 'protection' } as const;

/** A person's own orders, and what stops orders. */
export function orderApi(asking: Asking): OrderApi {
  const { host } = asking;

  async function view(ctx: AccountContext, caller: Caller) {
    return ok(accountView(ctx, await fetchPresent(ctx, [], 'prices'), { caller, isReady: host.isReady() }));
  }

  return {
    orders: (caller, query) => asking.ask(caller, 'read', ({ ctx }) => ok(listOrders(ctx, query))),
    order: (caller, orderId) =>
      asking.ask(caller, 'read', ({ ctx }) => {
        const intent = findIntent(ctx, orderId);
        if (intent === null) return err(failure('not-found'));
        return ok({ ...orderView(ctx, intent), receipt: eventsAbout(ctx, receiptSubjects(ctx, intent)) });
      }),
    createOrder: (caller, input, { given, ...placing } = {}) =>
      asking.about(
        caller,
        'trade',
        input.symbol,
        ({ ctx, answerNow, ...how }) => {
          const asked = { ctx, answerNow, ...placing };
          return input.side === 'buy'
            ? buyOnce(asked, () => entryByHand(ctx, caller, input, { ...how, given }))
            : sellOnce(asked, () => exitByHand(ctx, caller, input, how));
        },
        input.side === 'buy' ? 'all' : 'prices',
      ),
    replaceOrder: (caller, orderId, input, given) =>
      asking.ask(caller, 'trade', async ({ ctx, present }) => {
        const change = changeByHand(ctx, orderId, input, { caller, present, given });
        if (!change.ok) return change;
        const flow = replaceOrder(ctx.orders, { id: orderId, change: change.value, actor: caller });
        return shown(ctx, await ctx.run(flow));
      }),
    cancelOrder: (caller, orderId) =>
      asking.ask(caller, 'trade', async ({ ctx }) => {
        const intent = findIntent(ctx, orderId);
        if (intent === null) return err(failure('not-found'));
        const { state, purpose } = intent;
        if (!orderCan.cancel(state, purpose))
          return err(failure('order-not-cancellable', { status: state, ...(purpose === 'protection' && PROTECTS) }));
        await cancelByHand(ctx, caller, [intent]);
        return ok(orderView(ctx, findIntent(ctx, orderId) ?? intent));
      }),
    cancelAllOrders: (caller) =>
      asking.atOnce(caller, 'trade', async (ctx) => {
        // What protects stays: it is taken back by selling, or by moving the stop.
        const all = intentsIn(ctx, OPEN_STATES).filter(({ state, purpose }) => orderCan.cancel(state, purpose));
        await cancelByHand(ctx, caller, all);
        return ok(all.map((intent) => orderView(ctx, findIntent(ctx, intent.id) ?? intent)));
      }),
    settleOrder: (caller, orderId, { brokerOrderId }) =>
      asking.ask(caller, 'trade', async ({ ctx }) => {
        const settled = await ctx.run(settleByPerson(ctx.orders, { id: orderId, brokerOrderId, actor: caller }));
        if (settled.ok) return ok(orderView(ctx, settled.value));
        const known = findIntent(ctx, orderId);
        if (known === null) return err(failure('not-found'));
        return err(failure('order-not-settleable', { status: known.state }));
      }),
    closePosition: (caller, input) =>
      asking.about(
        caller,
        'trade',
        input.symbol,
        ({ ctx, answerNow, instrument }) =>
          sellOnce({ ctx, answerNow }, () => {
            const holder = holderOf(ctx, instrument, input.holder);
            if (holder === null) return err(failure('not-found', { symbol: input.symbol }));
            return ok({ instrument, holder, purpose: 'manual', actor: caller });
          }),
        'prices',
      ),
    moveStop: (caller, input, given) =>
      asking.about(
        caller,
        'trade',
        input.symbol,
        async ({ ctx, ...how }) => {
          const moved = ctx.transaction(() => moveStop(ctx, caller, input, { ...how, given }));
          if (!moved.ok) return moved;
          if (ctx.broker.can.protects) {
            await ctx.run(protect(ctx.orders, how.instrument.id, input.holder as Holder));
            await reconcile(ctx);
          }
          const holders = heldPositions(ctx).filter((position) => position.instrumentId === how.instrument.id);
          // It may have been sold meanwhile.
          return holders.length === 0 ? err(failure('not-found')) : ok(positionView(ctx, holders, how.present));
        },
        'prices',
      ),
    validate: (caller, input, gapFraction = null) =>
      asking.about(caller, 'read', input.symbol, ({ ctx, ...given }) => {
        const looked = checkInputByHand(ctx, input, given);
        if (looked === null) return err(failure('unavailable', { what: 'quote' }));
        const money = moneyOfOrder(ctx, input, { looked, present: given.present, gapFraction });
        const stated = fxRate(ctx, looked.instrument.currency, ctx.spec.baseCurrency);
        const fx = stated && { rate: stated.rate, at: toIso(stated.at) };
        return ok({ ...validationView(ctx, looked), money, fx });
      }),

    // Stopping waits for nothing: not for the broker, not for the market, not for a start that is under way.
    pause: (caller) =>
      asking.atOnce(caller, 'stop', async (ctx) => {
        await cancelAll(
          ctx,
          ctx.transaction(() => tighten(ctx, 'reducing', { reason: 'person' }, caller)),
        );
        return view(ctx, caller);
      }),
    resume: (caller, given) =>
      asking.ask(caller, 'trade', ({ ctx, present }) => {
        if (readMeta(ctx.sql, 'closedAt') !== null) return err(failure('account-closed'));
        const allowed = mayLift(ctx, { mode: modeOf(ctx.sql).mode, about: ctx.spec.id }, given);
        if (!allowed.ok) return allowed;
        ctx.transaction(() => {
          resumeAccount(ctx, caller, present);
        });
        return view(ctx, caller);
      }),
    panic: (caller) =>
      asking.atOnce(caller, 'trade', async (ctx) => {
        const toCancel = ctx.transaction(() => beginPanic(ctx, caller));
        // Exits wait for the first comparison with the broker, at most 10 s; the halt does not.
        await Promise.all([host.ready(), cancelAll(ctx, toCancel)]);
        await ctx.run(sellHeld(ctx.orders, 'all', caller));
        return view(ctx, caller);
      }),
    showPanic: (caller) => asking.ask(caller, 'read', ({ ctx, present }) => ok(sellingView(ctx, present))),
    takeBackPanic: (caller) =>
      asking.atOnce(caller, 'trade', async (ctx) => {
        const toCancel = ctx.transaction(() => takeBackPanic(ctx, caller));
        if (toCancel === null) return err(failure('nothing-to-take-back'));
        await ctx.run(endSales(ctx.orders, toCancel));
        return view(ctx, caller);
      }),
  };
}

async function cancelByHand(ctx: AccountContext, caller: Caller, orders: readonly Intent[]): Promise<void> {
  const reason = { code: 'cancelled-by-person', values: { by: caller.userId } };
  ctx.transaction(() => {
    for (const intent of orders) {
      const body = { order: orderView(ctx, intent) };
      appendEvent(ctx, { type: 'order.cancel-asked', actor: caller, subject: intent.id, body });
    }
  });
  await ctx.run(all(orders.map(({ id }) => cancelOrder(ctx.orders, id, reason, caller))));
}
