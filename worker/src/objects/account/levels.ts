import type { PriceLevel } from '#shared/domain/market.ts';
import type { AccountContext } from './context.ts';
import { heldPositions } from './money-book.ts';
import { intentsIn } from './order-book.ts';
import { schedule, unschedule } from './schedule.ts';

/** Levels are leased for 5 minutes of wall time; renewed well before. */
const RENEW_EVERY_MS = 120_000;

/** What the market shall call this account for: stops and targets that Nod holds, and orders that wait for the open. */
export function currentLevels(ctx: AccountContext): PriceLevel[] {
  const levels: PriceLevel[] = [];
  for (const position of heldPositions(ctx)) {
    const { instrumentId, holder } = position;
    if (position.stopPrice !== null) {
      levels.push({
        id: `stop|${instrumentId}|${holder}`,
        instrumentId,
        kind: 'at-or-below',
        price: Number(position.stopPrice),
        rank: 0,
      });
    }
    if (position.targetPrice !== null) {
      levels.push({
        id: `target|${instrumentId}|${holder}`,
        instrumentId,
        kind: 'at-or-above',
        price: Number(position.targetPrice),
        rank: 2,
      });
    }
  }
  for (const intent of intentsIn(ctx, "('waiting-for-open')")) {
    levels.push({ id: `open|${intent.id}`, instrumentId: intent.instrumentId, kind: 'open', price: null, rank: 1 });
  }
  return levels;
}

/**
 * Tells the market what to watch and how many bots and questions there are. A stop counts as confirmed when the market
 * has it.
 */
export async function registerWithMarket(ctx: AccountContext): Promise<void> {
  const levels = currentLevels(ctx);
  const count = (query: string): number => ctx.sql.first<{ n: number }>(`SELECT count(*) AS n FROM ${query}`)?.n ?? 0;
  await Promise.all([
    ctx.market.setLevels(levels),
    ctx.market.follow({
      activeBots: count("bot WHERE mode <> 'halted'"),
      openQuestions: count("proposal WHERE status = 'pending'"),
    }),
  ]);
  ctx.sql.run("UPDATE position SET confirmed_at = ? WHERE held_by = 'nod' AND confirmed_at IS NULL", ctx.now());
  if (levels.length > 0) schedule(ctx, 'renew-levels', 'all', ctx.now() + RENEW_EVERY_MS);
  else unschedule(ctx, 'renew-levels', 'all');
}
