import { assertNever } from '#shared/lib/invariant.ts';
import { SECOND_MS } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';
import { registerWithMarket } from './levels.ts';
import { isSellingEverything } from './modes.ts';
import { heldPositions } from './money-book.ts';
import { findProposal } from './proposals.ts';
import { expireQuestions, extendWindows } from './questions.ts';
import { dispatch, reconcile } from './reconcile.ts';
import { dueNow, isDue, schedule, unschedule, type Due } from './schedule.ts';
import { sellAll } from './sell-all.ts';
import { fetchPresent } from './valuation.ts';

/** Where a row's work fails, it is tried again after this; nothing is given up. */
const RETRY_MS = 5 * SECOND_MS;

/** Does what is due. Every row is moved first, so that work that fails or is cut off is due again. */
export async function onAlarm(ctx: AccountContext, deliver: () => Promise<void>): Promise<void> {
  for (const due of dueNow(ctx)) {
    // The work of an earlier row, or somebody who came in between, may have settled it.
    if (!isDue(ctx, due)) continue;
    schedule(ctx, due.kind, due.ref, ctx.now() + RETRY_MS);
    try {
      await work(ctx, due, deliver);
    } catch (error) {
      ctx.log({ event: 'alarm-failed', kind: due.kind, error: String(error) });
    }
  }
}

async function work(ctx: AccountContext, due: Due, deliver: () => Promise<void>): Promise<void> {
  switch (due.kind) {
    case 'answer-window': {
      const present = await fetchPresent(ctx);
      // Whether the market still holds for an answer nobody knows: looked at again.
      if (present.market === null) return;
      const toSend = ctx.transaction(() => {
        unschedule(ctx, 'answer-window', due.ref);
        extendWindows(ctx, present);
        const orders = expireQuestions(ctx);
        const left = findProposal(ctx, due.ref);
        if (left?.status === 'pending') schedule(ctx, 'answer-window', left.id, left.answerBy);
        return orders;
      });
      await dispatch(ctx, toSend);
      return;
    }
    case 'resolve-orders':
    case 'reconcile':
      await reconcile(ctx);
      return;
    case 'renew-levels':
      await registerWithMarket(ctx);
      return;
    case 'deliver':
      await deliver();
      return;
    case 'verify-flat':
      await reconcile(ctx);
      if (isSellingEverything(ctx)) await sellAll(ctx, 'clock');
      else unschedule(ctx, 'verify-flat', 'all');
      if (heldPositions(ctx).length > 0) ctx.log({ event: 'not-flat-yet', positions: heldPositions(ctx).length });
      return;
    default:
      assertNever(due.kind);
  }
}
