import { isUnresolved } from '../../domain/order.ts';
import type { ReplaceAnswer, SubmitAnswer } from '../../ports/broker.ts';
import { adopt, end, refused } from './adopt.ts';
import { advance } from './advance.ts';
import type { OrderCore } from './ports.ts';
import { isPositive } from './quantities.ts';
import { RESOLVE_EVERY_MS } from './timing.ts';
import { exitFirst } from './wash.ts';

/**
 * What the answer to a send means, in one block, on the row as it is now. Everything that proves nothing is `unknown`.
 * Answers whether the broker's book has something to take over.
 */
export function settle(core: OrderCore, intentId: string, answer: SubmitAnswer | ReplaceAnswer): boolean {
  const { store } = core;
  switch (answer.kind) {
    case 'accepted': {
      adopt(core, intentId, answer.order);
      const intent = store.intent(intentId);
      // What it replaces tells by itself when it is no more.
      const isUnclear = intent !== null && (intent.cancelReason !== null || intent.replaces !== null);
      return isUnclear || isPositive(answer.order.filledQuantity);
    }
    case 'duplicate':
      store.markAttempt(intentId, 'duplicate');
      askSoon(core, RESOLVE_EVERY_MS);
      return true;
    case 'rejected':
      return settleRefusal(core, intentId, answer);
    case 'too-late': {
      const old = store.intent(intentId)?.replaces ?? null;
      end(core, intentId, 'rejected', { code: 'too-late', values: {} });
      if (old !== null) adopt(core, old, answer.order);
      return true;
    }
    case 'throttled':
      store.markAttempt(intentId, 'unsent');
      reportExit(core, intentId);
      askSoon(core, Math.max(answer.retryAfterMs, 1));
      return false;
    case 'unavailable':
      store.markAttempt(intentId, 'unsent');
      reportExit(core, intentId);
      askSoon(core, RESOLVE_EVERY_MS);
      return false;
    case 'unknown': {
      const step = advance(core, intentId, { event: 'unclear', reason: { code: 'no-answer', values: {} } });
      if (step?.changed) {
        core.rules.tell({ type: 'order.unknown', intent: step.intent, actor: 'clock', pages: step.pages });
      }
      askSoon(core, RESOLVE_EVERY_MS);
      return false;
    }
  }
}

/**
 * The broker did not take this one. An earlier attempt of the same order may be there all the same (and may be the very
 * reason: its money is spent): then the refusal decides nothing, and the broker is asked.
 */
function settleRefusal(
  core: OrderCore,
  intentId: string,
  { code, message: words }: Extract<SubmitAnswer, { kind: 'rejected' }>,
): boolean {
  core.store.markAttempt(intentId, 'refused');
  if (core.store.attempts(intentId)?.mayHaveLeft === true) {
    const intent = core.store.intent(intentId);
    if (intent !== null && isUnresolved(intent.state)) {
      core.store.updateIntent(intentId, intent.version, { reason: refused(words) });
    }
    askSoon(core, RESOLVE_EVERY_MS);
    return false;
  }
  const ended = end(core, intentId, 'rejected', refused(words));
  if (ended?.side === 'sell' && code === 'wash-trade') exitFirst(core, ended);
  return false;
}

function reportExit(core: OrderCore, intentId: string): void {
  const intent = core.store.intent(intentId);
  if (intent?.side === 'sell') core.rules.exitBlocked(intent);
}

function askSoon(core: OrderCore, inMs: number): void {
  core.store.schedule('resolve-orders', 'all', core.now() + inMs, 'keep-earlier');
}
