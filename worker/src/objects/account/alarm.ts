import { assertNever } from '#shared/lib/invariant.ts';
import { SECOND_MS } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';
import { expireQuestions, extendWindows } from './decisions.ts';
import { registerWithMarket } from './levels.ts';
import { flatten } from './modes.ts';
import { heldPositions } from './money-book.ts';
import { dueNow, schedule, type Due } from './schedule.ts';
import { reconcile, send } from './send.ts';
import { fetchPresent } from './valuation.ts';

/** Where a row's work fails, it is tried again after this; nothing is given up. */
const RETRY_MS = 5 * SECOND_MS;

/** Does what is due. Every row is moved first, so that work that fails or is cut off is due again. */
export async function onAlarm(ctx: AccountContext, deliver: () => Promise<void>): Promise<void> {
  for (const due of dueNow(ctx)) {
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
      const toSend = ctx.transaction(() => {
        ctx.sql.run('DELETE FROM schedule WHERE id = ?', `answer-window:${due.ref}`);
        extendWindows(ctx, present);
        return expireQuestions(ctx);
      });
      for (const orderId of toSend) await send(ctx, orderId);
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
    case 'verify-flat': {
      await reconcile(ctx);
      const toSend = ctx.transaction(() => flatten(ctx, 'clock'));
      for (const orderId of toSend) await send(ctx, orderId);
      if (heldPositions(ctx).length > 0) ctx.log({ event: 'not-flat-yet', positions: heldPositions(ctx).length });
      return;
    }
    default:
      assertNever(due.kind);
  }
}
