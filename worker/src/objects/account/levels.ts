import type { PriceLevel } from '#shared/domain/market.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { heldPositions, type HeldPosition } from './money-book.ts';
import { intentsIn, OPEN_STATES } from './order-book.ts';
import { entryOf } from './order-rules.ts';
import { schedule, unschedule } from './schedule.ts';

/** Levels are leased for 5 minutes of wall time; renewed well before. */
const RENEW_EVERY_MS = 120_000;

/** What the market shall call this account for: stops and targets that Nod holds, and orders that wait for the open. */
export function currentLevels(ctx: AccountContext): PriceLevel[] {
  const levels: PriceLevel[] = [];
  for (const position of heldPositions(ctx)) {
    const { instrumentId, holder, heldBy } = position;
    // The broker watches these by itself.
    if (heldBy === 'broker') continue;
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
 * has it, as it stood when the market was told.
 */
export async function registerWithMarket(ctx: AccountContext): Promise<void> {
  const levels = currentLevels(ctx);
  const unconfirmed = heldPositions(ctx).filter(
    (position) => position.heldBy === 'nod' && position.confirmedAt === null,
  );
  const count = (query: string): number => ctx.sql.first<{ n: number }>(`SELECT count(*) AS n FROM ${query}`)?.n ?? 0;
  await Promise.all([
    ctx.market.setLevels(levels),
    ctx.market.follow({
      // A person's own order needs a market that moves as much as a bot does.
      activeBots: count("bot WHERE mode <> 'halted'") + count(`intent WHERE state IN ${OPEN_STATES}`),
      openQuestions: count("proposal WHERE status = 'pending'"),
    }),
  ]);
  ctx.transaction(() => {
    for (const position of unconfirmed) confirm(ctx, position);
    if (levels.length > 0) schedule(ctx, 'renew-levels', 'all', ctx.now() + RENEW_EVERY_MS);
    else unschedule(ctx, 'renew-levels', 'all');
  });
}

/** The stop that the market was told of is in force, unless it was moved or sold meanwhile. */
function confirm(ctx: AccountContext, { instrumentId, holder, stopPrice, targetPrice }: HeldPosition): void {
  const confirmed = ctx.sql.run(
    `UPDATE position SET confirmed_at = ? WHERE instrument_id = ? AND holder = ? AND stop_price = ? AND held_by = 'nod'
       AND confirmed_at IS NULL`,
    ctx.now(),
    instrumentId,
    holder,
    stopPrice,
  );
  if (confirmed === 0) return;
  const { symbol, currency } = instrumentOf(ctx, instrumentId);
  appendEvent(ctx, {
    type: 'position.protected',
    actor: 'clock',
    subject: entryOf(ctx, instrumentId, holder),
    body: { symbol, currency, holder, stopPrice, targetPrice, heldBy: 'nod' },
  });
}
