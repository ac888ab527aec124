import { decimal } from '#shared/lib/decimal.ts';
import type { SubmitAnswer } from '#shared/ports/broker.ts';
import type { AccountContext } from './context.ts';
import { adopt, end, refused, RESOLVE_EVERY_MS, tell } from './journal.ts';
import { advance, findIntent, requestOf } from './order-book.ts';
import { schedule } from './schedule.ts';

/**
 * The one place in the code from which an order leaves. The intent and its attempt are stored; whatever happens here, a
 * later reconcile finds them and asks the broker by the same id. What a person has to settle never leaves by itself.
 * Answers whether the broker's book has something to take over.
 */
export async function send(ctx: AccountContext, intentId: string): Promise<boolean> {
  const intent = findIntent(ctx, intentId);
  if (intent === null || ctx.inFlight.has(intentId)) return false;
  if (intent.state !== 'sending' && intent.state !== 'unknown') return false;
  ctx.inFlight.add(intentId);
  let answer: SubmitAnswer;
  try {
    answer = await ctx.broker.submit(requestOf(ctx, intent));
  } catch (error) {
    answer = { kind: 'unknown', message: String(error) };
  } finally {
    ctx.inFlight.delete(intentId);
  }
  return ctx.transaction(() => settle(ctx, intentId, answer));
}

function settle(ctx: AccountContext, intentId: string, answer: SubmitAnswer): boolean {
  switch (answer.kind) {
    case 'accepted': {
      adopt(ctx, intentId, answer.order);
      const isUnwanted = (findIntent(ctx, intentId)?.cancelReason ?? null) !== null;
      return isUnwanted || decimal(answer.order.filledQuantity).gt(0);
    }
    case 'duplicate':
      return true;
    case 'rejected':
      end(ctx, intentId, 'rejected', refused(answer.message));
      return false;
    case 'throttled':
    case 'unavailable':
    case 'unknown': {
      const step = advance(ctx, intentId, { event: 'unclear', reason: { code: 'no-answer', values: {} } });
      if (step?.changed) tell(ctx, 'order.unknown', step.intent);
      const pause = answer.kind === 'throttled' ? answer.retryAfterMs : RESOLVE_EVERY_MS;
      schedule(ctx, 'resolve-orders', 'all', ctx.now() + pause, true);
      return false;
    }
  }
}

/** Asks the broker to end a working order; what it answers decides. Answers whether its book has something to take over. */
export async function cancelAtBroker(ctx: AccountContext, intentId: string): Promise<boolean> {
  const intent = findIntent(ctx, intentId);
  if (intent === null) return false;
  const answer = await ctx.broker.cancel({ clientOrderId: intent.coid, brokerOrderId: intent.brokerOrderId });
  if (answer.kind === 'cancelled' || answer.kind === 'too-late') {
    ctx.transaction(() => {
      adopt(ctx, intentId, answer.order);
    });
  }
  return answer.kind === 'too-late';
}
