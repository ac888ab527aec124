import { failure } from '#shared/contract/errors.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { decimal, type Decimal } from '#shared/lib/decimal.ts';
import { err, ok } from '#shared/lib/result.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import { allow } from './access.ts';
import { awayAccount } from './away.ts';
import { alertApi } from './api-alerts.ts';
import { Asking, type AccountHost } from './api-ask.ts';
import { botApi } from './api-bots.ts';
import { endingApi } from './api-endings.ts';
import { orderApi } from './api-orders.ts';
import { proposalApi } from './api-proposals.ts';
import { roleApi } from './api-roles.ts';
import { mayLoosenAccount } from './confirmation.ts';
import type { AccountContext, Present } from './context.ts';
import { eventsSince, newestEvents } from './event-log.ts';
import { findInstrument } from './instruments.ts';
import { listTransactions, summary, transaction } from './lists.ts';
import { limitsView, updateLimits } from './limits.ts';
import { mayTrade } from './meta.ts';
import { rateToBase } from './money-book.ts';
import { bookByHand } from './money-by-hand.ts';
import { listNods, nodSummary } from './nod-views.ts';
import { practiceOf } from './practice.ts';
import { recheckQuestions } from './questions.ts';
import { cancelAll } from './reconcile.ts';
import { riskView } from './risk-view.ts';
import { ownScores } from './scores.ts';
import { splitByHand } from './splits.ts';
import { updateAccount } from './update.ts';
import { equityOf, fetchPresent, markValues } from './valuation.ts';
import { accountView, percentBelow, positionViews } from './views.ts';

/** The account's answers to people, whatever screen they use. Every one checks the caller's grant here, again. */
export function accountApi(host: AccountHost): AccountPort {
  const asking = new Asking(host);
  return {
    ...orderApi(asking),
    ...botApi(asking),
    ...proposalApi(asking),
    ...alertApi(asking),
    ...endingApi(asking),
    ...roleApi(asking),
    view: (caller) =>
      asking.ask(caller, 'read', ({ ctx, present, isReady }) => ok(accountView(ctx, present, { caller, isReady }))),
    // Nothing is read or changed: nobody has to be told afterwards.
    allows: (caller, need) => {
      const allowed = allow(host.context(), caller, need);
      return Promise.resolve(allowed.ok ? ok(null) : allowed);
    },
    update: (caller, change, given) =>
      asking.ask(caller, 'admin', async ({ ctx, present, isReady }) => {
        if (change.mayTrade === true && !mayTrade(ctx.sql)) {
          const allowed = mayLoosenAccount(ctx, ctx.spec.id, given);
          if (!allowed.ok) return allowed;
        }
        await cancelAll(
          ctx,
          ctx.transaction(() => updateAccount(ctx, change, caller)),
        );
        return ok(accountView(ctx, present, { caller, isReady }));
      }),
    positions: (caller) => asking.ask(caller, 'read', ({ ctx, present }) => ok(positionViews(ctx, present))),
    transactions: (caller, query) => asking.ask(caller, 'read', ({ ctx }) => ok(listTransactions(ctx, query))),
    transactionSummary: (caller) => asking.ask(caller, 'read', ({ ctx }) => ok(summary(ctx))),
    createTransaction: (caller, input) =>
      asking.ask(caller, 'trade', async ({ ctx, present }) => {
        const instrument = input.symbol === undefined ? null : await findInstrument(ctx, input.symbol);
        if (input.symbol !== undefined && instrument === null) {
          return err(failure('unknown-instrument', { symbol: input.symbol }, 'symbol'));
        }
        const { type } = input;
        const booked =
          type === 'split'
            ? await splitByHand(ctx, { input, instrument }, { paper: host.splitPaper, actor: caller })
            : ctx.transaction(() => {
                const done = bookByHand(ctx, caller, { ...input, type }, instrument);
                recheckQuestions(ctx, present);
                return done;
              });
        return booked.ok ? ok(transaction(ctx, booked.value)) : booked;
      }),
    events: (caller, query) =>
      asking.ask(caller, 'read', ({ ctx }) =>
        ok(query.since === undefined ? newestEvents(ctx, query.limit) : eventsSince(ctx, query.since, query.limit)),
      ),
    performance: (caller) => asking.ask(caller, 'read', ({ ctx, present }) => ok(performance(ctx, present))),
    practice: (caller) =>
      asking.ask(caller, 'read', ({ ctx, present }) =>
        ok(practiceOf(ctx, present, performance(ctx, present).returnPercent)),
      ),
    scores: (caller) => asking.ask(caller, 'read', ({ ctx, present }) => ok(ownScores(ctx, present))),
    away: (caller, since) =>
      asking.ask(caller, 'read', ({ ctx, present, isReady }) =>
        ok(awayAccount(ctx, present, { since, caller, isReady })),
      ),
    nods: (caller, query) => asking.ask(caller, 'read', ({ ctx }) => ok(listNods(ctx, query))),
    nodSummary: (caller) => asking.ask(caller, 'read', ({ ctx }) => ok(nodSummary(ctx))),
    limits: (caller) => asking.ask(caller, 'read', ({ ctx }) => ok(limitsView(ctx))),
    risk: (caller) =>
      asking.ask(caller, 'read', ({ ctx, present }) => ok(riskView(ctx, present)), { reach: () => 'past' }),
    updateLimits: (caller, change, given) =>
      asking.ask(caller, 'admin', async ({ ctx, present }) => {
        const done = ctx.transaction(() => {
          const updated = updateLimits(ctx, change, { actor: caller, given });
          if (updated.ok) recheckQuestions(ctx, present);
          return updated;
        });
        if (!done.ok) return done;
        // Until now nobody asked when companies report: what waits is weighed by it too.
        if (typeof change.earningsSessions === 'number') {
          const now = await fetchPresent(ctx);
          ctx.transaction(() => {
            recheckQuestions(ctx, now);
          });
        }
        return ok(limitsView(ctx));
      }),
  };
}

/** What was made of the money paid in, in percent of it; money taken out counts as still there. */
function percentOfPaidIn(ctx: AccountContext, equity: Decimal): number | null {
  const moved = { deposit: decimal(0), withdrawal: decimal(0) };
  const rows = ctx.sql.all<{ type: 'deposit' | 'withdrawal'; amount: string; currency: Currency }>(
    "SELECT type, amount, currency FROM booking WHERE type IN ('deposit', 'withdrawal')",
  );
  for (const { type, amount, currency } of rows) {
    const rate = rateToBase(ctx, currency);
    if (rate === null) return null;
    moved[type] = moved[type].plus(decimal(amount).abs().times(rate));
  }
  if (moved.deposit.lte(0)) return null;
  return Number(equity.plus(moved.withdrawal).div(moved.deposit).minus(1).times(100).toFixed(4));
}

function performance(ctx: AccountContext, present: Present) {
  markValues(ctx, present);
  const points = ctx.sql
    .all<{ market_at: number; equity: string; cash: string }>(
      'SELECT market_at, equity, cash FROM snapshot ORDER BY day',
    )
    .map((row) => ({ at: toIso(row.market_at as MarketMs), equity: row.equity, cash: row.cash }));
  const equity = equityOf(ctx, present);
  const peak = points.reduce(
    (most, point) => (decimal(point.equity).gt(most) ? decimal(point.equity) : most),
    equity ?? decimal(0),
  );
  return {
    points,
    returnPercent: equity === null ? null : percentOfPaidIn(ctx, equity),
    drawdownPercent: equity === null ? null : percentBelow(peak, equity),
  };
}
