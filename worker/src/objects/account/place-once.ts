import { ERROR_STATUS, failure, type Failure } from '#shared/contract/errors.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import type { NotReplaced } from '#shared/engine/orders/change.ts';
import { finishExit, orderOfExit } from '#shared/engine/orders/exit-now.ts';
import {
  beginExit,
  isExitWaiting,
  refOf,
  wishOf as exitIn,
  type BegunExit,
  type ExitWish as Exit,
} from '#shared/engine/orders/exits.ts';
import type { Intent, NewOrder } from '#shared/engine/orders/intent.ts';
import { once, type Kept, type Once } from '#shared/engine/orders/once.ts';
import { newOrderId } from '#shared/engine/orders/place.ts';
import { placeOnce, type NotPlaced } from '#shared/engine/orders/submit.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Placing } from '#shared/usecases/account-port.ts';
import type { AnswerNow, Ask } from './api-ask.ts';
import type { AccountContext } from './context.ts';
import { wishOf, type ExitWish } from './exits.ts';
import { instrumentOf } from './instruments.ts';
import { findIntent } from './order-book.ts';
import { dispatch } from './reconcile.ts';
import { orderView } from './views.ts';

type Answer = Result<OrderView, Failure>;
type Asked = Pick<Ask, 'ctx'> & Placing & { readonly answerNow: AnswerNow<OrderView> };

/**
 * A person's purchase: decided, stored and answered in one block, sent in the same turn. Whoever does not wait for the
 * broker has the answer as soon as that commit is durable.
 */
export async function buyOnce(asked: Asked, decide: () => Result<NewOrder, Failure>): Promise<Answer> {
  const { ctx, key } = asked;
  const placed = placeOnce(ctx.orders, { key, decide, say: (order) => kept(shown(ctx, order)) });
  const answer = answerOf(placed.once);
  if (placed.toSend === null) return answer;
  const sending = dispatch(ctx, [placed.toSend]);
  if (asked.isAnsweredAtOnce === true) asked.answerNow(answer);
  await sending;
  return latest(ctx, placed.toSend) ?? answer;
}

/**
 * A person's sale, the same way. What has to wait for something that rests on the shares to end has its answer when that
 * is over, and so has a repeat, however the sale came about meanwhile: the key names the order it becomes.
 */
export async function sellOnce(asked: Asked, decide: () => Result<ExitWish, Failure>): Promise<Answer> {
  const { ctx } = asked;
  const { wish, exit, ...begun } = ctx.transaction(() => beginOnce(asked, decide));
  if (begun.once.kind === 'exit') return soldMeanwhile(ctx, begun.once.exit);
  const answer = answerOf(begun.once);
  if (wish === null || exit === null) return answer;
  const selling = ctx.run(finishExit(ctx.orders, wish, exit));
  if (exit.order !== null && asked.isAnsweredAtOnce === true) asked.answerNow(answer);
  const order = await selling;
  return order === null ? notSold(ctx, wish) : ok(orderView(ctx, order));
}

interface Begun {
  readonly once: Once<Answer>;
  readonly wish: Exit | null;
  readonly exit: BegunExit | null;
}

function beginOnce({ ctx, key }: Asked, decide: () => Result<ExitWish, Failure>): Begun {
  let wish: Exit | null = null;
  let exit: BegunExit | null = null;
  const begun = once<Answer>(ctx.orders, key, () => {
    const wanted = decide();
    if (!wanted.ok) return kept(wanted);
    wish = { ...wishOf(wanted.value), ...(key !== undefined && { id: newOrderId(ctx.orders) }) };
    exit = beginExit(ctx.orders, wish);
    if (exit.order !== null) return kept(ok(orderView(ctx, exit.order)));
    const answer = notSold(ctx, wish);
    return exit.resting.length > 0 ? { answer, keep: { exit: refOf(wish) } } : kept(answer);
  });
  return { once: begun, wish, exit };
}

/** What a sale that had to wait has come to. */
async function soldMeanwhile(ctx: AccountContext, ref: string): Promise<Answer> {
  const order = await ctx.run(orderOfExit(ctx.orders, ref));
  if (order !== null) return ok(orderView(ctx, order));
  const wish = exitIn(ref);
  return wish === null ? err(failure('unavailable', { reason: 'cut-off' })) : notSold(ctx, wish);
}

function notSold(ctx: AccountContext, { instrumentId, holder }: Exit): Answer {
  // It goes as soon as what protects the shares has ended; the alarm sees to it.
  if (isExitWaiting(ctx.orders, instrumentId, holder)) return err(failure('unavailable', { what: 'broker' }));
  return err(failure('quantity-exceeds-position', { symbol: instrumentOf(ctx, instrumentId).symbol }));
}

function answerOf(done: Once<Answer>): Answer {
  if ('answer' in done) return done.answer;
  // A purchase becomes no exit: under its key there is another request.
  return err(failure('idempotency-mismatch'));
}

/** Behind a 429 or a 503, or before a person has confirmed it, nothing was done: the same key may try again. */
function kept(answer: Answer): Kept<Answer> {
  const status = answer.ok ? 201 : ERROR_STATUS[answer.error.code];
  const isOpen = status === 429 || status === 503 || (!answer.ok && answer.error.code === 'step-up-required');
  return { answer, keep: isOpen ? 'nothing' : 'answer' };
}

function latest(ctx: AccountContext, orderId: string): Answer | null {
  const intent = findIntent(ctx, orderId);
  return intent === null ? null : ok(orderView(ctx, intent));
}

/** What an order or a change of one came to, as people are answered. */
export function shown(ctx: AccountContext, placed: Result<Intent, Failure | NotPlaced | NotReplaced>): Answer {
  if (placed.ok) return ok(orderView(ctx, placed.value));
  const { error } = placed;
  if (error.code === 'not-placed')
    return err(failure('check-denied', { ...error.reason.values, reason: error.reason.code }));
  if (error.code === 'not-replaced') {
    return err(failure('order-not-changeable', { ...error.reason.values, reason: error.reason.code }));
  }
  return err(error);
}
