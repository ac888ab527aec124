import type { Due } from '#shared/engine/orders/effects.ts';
import type { AccountContext } from './context.ts';
import { checkData } from './holds.ts';
import { registerWithMarket } from './levels.ts';
import { findIntent } from './order-book.ts';
import { findProposal, remind } from './proposals.ts';
import { expireQuestions, extendWindows } from './questions.ts';
import { dispatch } from './reconcile.ts';
import { release } from './release.ts';
import { schedule, unschedule } from './schedule.ts';
import { endTrouble } from './troubles.ts';
import { fetchPresent } from './valuation.ts';

/** What is due beside the order protocol's own work. Its row was moved before, so that what fails is due again. */
export async function accountWork(ctx: AccountContext, due: Due): Promise<void> {
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
    case 'remind':
      ctx.transaction(() => remind(ctx, due.ref));
      return;
    case 'release': {
      const order = findIntent(ctx, due.ref);
      if (order?.state !== 'waiting-for-open') unschedule(ctx, 'release', due.ref);
      else await release(ctx, due.ref, await fetchPresent(ctx, [order.instrumentId]));
      return;
    }
    case 'watch-data': {
      const present = await fetchPresent(ctx, [], 'prices');
      ctx.transaction(() => {
        unschedule(ctx, 'watch-data', 'all');
        checkData(ctx, present);
      });
      return;
    }
    case 'end-trouble':
      ctx.transaction(() => {
        endTrouble(ctx, due.ref);
      });
      return;
    case 'renew-levels':
      await registerWithMarket(ctx);
      return;
    default:
      // A row of another version of this code: it is left to that one, a day at a time.
      ctx.log({ event: 'unknown-work', kind: due.kind });
  }
}
