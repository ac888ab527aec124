import { ERROR_STATUS, failure, type Failure } from '#shared/contract/errors.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import type { NotReplaced } from '#shared/engine/orders/change.ts';
import { finishExit } from '#shared/engine/orders/exit-now.ts';
import { beginExit, isExitWaiting, type BegunExit } from '#shared/engine/orders/exits.ts';
import type { Intent, NewOrder } from '#shared/engine/orders/intent.ts';
import { keepAnswer, once, type Kept, type Once } from '#shared/engine/orders/once.ts';
import { placeOnce, type NotPlaced } from '#shared/engine/orders/submit.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Placing } from '#shared/usecases/account-port.ts';
import type { AnswerNow, Ask } from './api-ask.ts';
import type { AccountContext } from './context.ts';
import { wishOf, type ExitWish } from './exits.ts';
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
 * is over; a repeat hears until then that it began.
 */
export async function sellOnce(asked: Asked, decide: () => Result<ExitWish, Failure>): Promise<Answer> {
  const { ctx, key } = asked;
  const { wish, exit, ...begun } = ctx.transaction(() => beginOnce(asked, decide));
  const answer = answerOf(begun.once);
  if (wish === null || exit === null) return answer;
  const selling = ctx.run(finishExit(ctx.orders, wishOf(wish), exit));
  if (exit.order !== null && asked.isAnsweredAtOnce === true) asked.answerNow(answer);
  const order = await selling;
  const sold = order === null ? notSold(ctx, wish) : ok(orderView(ctx, order));
  if (key !== undefined && exit.order === null) {
    ctx.transaction(() => {
      if (kept(sold).keep === 'nothing') ctx.orders.store.dropKeyed(key.key);
      else keepAnswer(ctx.orders, key, sold);
    });
  }
  return sold;
}

interface Begun {
  readonly once: Once<Answer>;
  readonly wish: ExitWish | null;
  readonly exit: BegunExit | null;
}

function beginOnce({ ctx, key }: Asked, decide: () => Result<ExitWish, Failure>): Begun {
  let wish: ExitWish | null = null;
  let exit: BegunExit | null = null;
  const begun = once<Answer>(ctx.orders, key, () => {
    const wanted = decide();
    if (!wanted.ok) return kept(wanted);
    wish = wanted.value;
    exit = beginExit(ctx.orders, wishOf(wish));
    return exit.order === null ? { answer: notSold(ctx, wish), keep: 'begun' } : kept(ok(orderView(ctx, exit.order)));
  });
  return { once: begun, wish, exit };
}

function notSold(ctx: AccountContext, { instrument, holder }: ExitWish): Answer {
  // It goes as soon as what protects the shares has ended; the alarm sees to it.
  if (isExitWaiting(ctx.orders, instrument.id, holder)) return err(failure('unavailable', { what: 'broker' }));
  return err(failure('quantity-exceeds-position', { symbol: instrument.symbol }));
}

function answerOf(done: Once<Answer>): Answer {
  if ('answer' in done) return done.answer;
  return err(done.kind === 'begun' ? failure('unavailable', { reason: 'cut-off' }) : failure('idempotency-mismatch'));
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
