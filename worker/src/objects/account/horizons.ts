import type { Holder } from '#shared/domain/ids.ts';
import type { Horizon } from '#shared/domain/signal.ts';
import { decimal, sum, toText, type DecimalText } from '#shared/lib/decimal.ts';
import { strategyNamed } from '#shared/strategies/index.ts';
import { findBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { limitsOf } from './meta.ts';
import { heldPositions, valueInBase, type HeldPosition } from './money-book.ts';
import { equityOf } from './valuation.ts';

/** For how long an order is meant: as its question said; a person's own belongs to no share of the split. */
export function horizonOfOrder(
  ctx: AccountContext,
  { proposalId, holder }: { readonly proposalId: string | null; readonly holder: Holder },
): Horizon | 'none' {
  if (holder === 'manual' || holder === 'external') return 'none';
  const asked = ctx.sql.first<{ horizon: Horizon | null }>(
    "SELECT card ->> '$.horizon' AS horizon FROM proposal WHERE id = ?",
    proposalId,
  );
  return asked?.horizon ?? horizonOfBot(ctx, holder);
}

/** What its strategy means to hold on its bars, where no question says more. */
function horizonOfBot(ctx: AccountContext, holder: Holder): Horizon {
  const config = findBot(ctx, holder)?.config;
  const strategy = config === undefined ? null : strategyNamed(config.strategy);
  return strategy === null || config === undefined ? 'mid' : strategy.horizon[config.timeframe];
}

function horizonOfHolding(ctx: AccountContext, { instrumentId, holder }: HeldPosition): Horizon | 'none' {
  const entry = ctx.sql.first<{ proposalId: string | null }>(
    `SELECT proposal_id AS proposalId FROM intent WHERE instrument_id = ? AND holder = ? AND side = 'buy'
       AND filled_quantity <> '0' ORDER BY created_at DESC LIMIT 1`,
    instrumentId,
    holder,
  );
  return horizonOfOrder(ctx, { proposalId: entry?.proposalId ?? null, holder });
}

/** What bots hold, by horizon, in base currency; null when a price or rate is unknown, and where nobody asks for it. */
export function investedByHorizon(
  ctx: AccountContext,
  present: Present,
  positions: readonly HeldPosition[],
): Record<Horizon, DecimalText> | null {
  if (limitsOf(ctx.sql).horizonSplit === null) return null;
  const totals = { short: decimal(0), mid: decimal(0), long: decimal(0) };
  for (const position of positions) {
    const horizon = horizonOfHolding(ctx, position);
    if (horizon === 'none') continue;
    const value = valueInBase(ctx, position, instrumentOf(ctx, position.instrumentId), present);
    if (value === null) return null;
    totals[horizon] = totals[horizon].plus(value);
  }
  return { short: toText(totals.short), mid: toText(totals.mid), long: toText(totals.long) };
}

/** What is left of a horizon's share, for a size; without a split there is no end to it, unknown it is nothing. */
export function horizonRoom(ctx: AccountContext, horizon: Horizon, present: Present): number {
  const { horizonSplit } = limitsOf(ctx.sql);
  if (horizonSplit === null) return Infinity;
  const equity = equityOf(ctx, present);
  const invested = investedByHorizon(ctx, present, heldPositions(ctx));
  if (equity === null || invested === null) return 0;
  const reservations = ctx.sql.all<{ amount: string; proposalId: string | null; holder: Holder }>(
    `SELECT r.amount, i.proposal_id AS proposalId, i.holder FROM reservation r JOIN intent i ON i.id = r.intent_id`,
  );
  const setAside = reservations.filter((order) => horizonOfOrder(ctx, order) === horizon);
  const used = decimal(invested[horizon]).plus(sum(setAside.map(({ amount }) => decimal(amount))));
  return Number(equity.times(horizonSplit[horizon]).div(100).minus(used));
}
