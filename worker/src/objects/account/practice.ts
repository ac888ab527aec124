import { decimal, type Decimal } from '#shared/lib/decimal.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { Practice } from '#shared/usecases/account-port.ts';
import type { AccountContext, Present } from './context.ts';
import type { ProposalCard } from './proposals.ts';
import { equityOf } from './valuation.ts';
import { percentBelow } from './views.ts';

/** What this account showed: for whoever thinks of doing the same with real money. */
export function practiceOf(ctx: AccountContext, present: Present, resultPercent: number | null): Practice {
  const { sql } = ctx;
  const values = sql
    .all<{ equity: string }>('SELECT equity FROM snapshot ORDER BY day')
    .map(({ equity }) => decimal(equity));
  const now = equityOf(ctx, present);
  const opened = sql.first<{ market_at: number }>('SELECT market_at FROM event ORDER BY seq LIMIT 1');
  const trades = sql.first<{ n: number }>(
    "SELECT count(*) AS n FROM intent WHERE purpose = 'entry' AND side = 'buy' AND filled_quantity <> '0'",
  );
  return {
    since: (opened?.market_at ?? ctx.marketNow()) as MarketMs,
    days: values.length,
    trades: trades?.n ?? 0,
    resultPercent,
    deepestFallPercent: deepestFall(now === null ? values : [...values, now]),
    fillVsQuotePercent: fillVsQuote(ctx),
  };
}

/** The largest way down from a value to a later one, in percent of the higher; null without two values. */
export function deepestFall(values: readonly Decimal[]): number | null {
  let [peak] = values;
  if (peak === undefined || values.length < 2) return null;
  let deepest = 0;
  for (const value of values) {
    if (value.gt(peak)) peak = value;
    deepest = Math.max(deepest, percentBelow(peak, value) ?? 0);
  }
  return deepest;
}

/** Average over the entries that were asked, each counting once whatever its size. */
function fillVsQuote(ctx: AccountContext): number | null {
  const rows = ctx.sql.all<{ card: string; quantity: string; value: string }>(
    `SELECT p.card, i.filled_quantity AS quantity, i.filled_value AS value FROM intent i
     JOIN proposal p ON p.id = i.proposal_id WHERE i.side = 'buy' AND i.filled_quantity <> '0'`,
  );
  const distances = rows.flatMap(({ card, quantity, value }) => {
    const quote = (JSON.parse(card) as ProposalCard).quote?.price;
    if (quote === undefined || Number(quote) <= 0) return [];
    return [Number(decimal(value).div(quantity).minus(quote).div(quote).times(100))];
  });
  if (distances.length === 0) return null;
  return Number((distances.reduce((sum, distance) => sum + distance, 0) / distances.length).toFixed(4));
}
