import { failure } from '#shared/contract/errors.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { Asking } from './api-ask.ts';
import type { AccountContext } from './context.ts';
import { approve, later, reject } from './decisions.ts';
import { findIntent } from './order-book.ts';
import { findProposal, listProposals, proposalView } from './proposals.ts';
import { extendWindows } from './questions.ts';
import { dispatch } from './reconcile.ts';
import { orderView } from './views.ts';

/** Questions, and the answers to them. */
export function proposalApi(
  asking: Asking,
): Pick<AccountPort, 'proposals' | 'proposal' | 'approve' | 'reject' | 'later'> {
  return {
    proposals: (caller, query) =>
      asking.ask(caller, 'read', ({ ctx, present }) => {
        extendWindows(ctx, present);
        const found = listProposals(ctx, { ...query, limit: query.limit + 1 });
        const items = found.slice(0, query.limit).map((proposal) => proposalView(ctx, proposal));
        return ok({ items, nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
      }),
    proposal: (caller, id) =>
      asking.ask(caller, 'read', ({ ctx, present }) => {
        extendWindows(ctx, present);
        const found = findProposal(ctx, id);
        return found === null ? err(failure('not-found')) : ok(proposalView(ctx, found));
      }),
    approve: (caller, id, input, given, name) =>
      asking.ask(
        caller,
        'approve',
        async ({ ctx, present, isReady, answerNow }) => {
          const nod = ctx.transaction(() => {
            extendWindows(ctx, present);
            return approve(ctx, caller, id, input, { present, isReady, given, name });
          });
          if (!nod.ok) return nod;
          const { orderId, toSend } = nod.value;
          if (toSend !== null) await dispatch(ctx, [toSend]);
          const proposal = findProposal(ctx, id);
          if (proposal === null) return err(failure('not-found'));
          const intent = orderId === null ? null : findIntent(ctx, orderId);
          const said = {
            proposal: proposalView(ctx, proposal),
            order: intent === null ? null : orderView(ctx, intent),
          };
          // It has left: what the market is told from here on is no part of what the broker made of it.
          if (toSend !== null) answerNow(ok(said));
          return ok(said);
        },
        { reach: reachOf(id) },
      ),
    reject: (caller, id, input) =>
      asking.ask(
        caller,
        'approve',
        ({ ctx, present }) => {
          const done = ctx.transaction(() => {
            extendWindows(ctx, present);
            return reject(ctx, caller, id, input);
          });
          return done.ok ? ok(proposalView(ctx, done.value)) : done;
        },
        { reach: () => 'prices' },
      ),
    later: (caller, id, input) =>
      asking.ask(
        caller,
        'approve',
        ({ ctx, present }) => {
          const done = ctx.transaction(() => {
            extendWindows(ctx, present);
            return later(ctx, caller, id, input);
          });
          return done.ok ? ok(proposalView(ctx, done.value)) : done;
        },
        { reach: () => 'prices' },
      ),
  };
}

/** A sale waits for nothing that only a purchase is measured by. */
function reachOf(id: string): (ctx: AccountContext) => 'all' | 'prices' {
  return (ctx) => (findProposal(ctx, id)?.side === 'sell' ? 'prices' : 'all');
}
