import type { PriceLevel } from '#shared/domain/market.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { hasRealPrices, type AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { memoryOf } from './memory.ts';
import { instrumentOf } from './instruments.ts';
import { heldPositions, type HeldPosition } from './money-book.ts';
import { intentsIn, OPEN_STATES } from './order-book.ts';
import { entryOf } from './order-rules.ts';
import { alertLevels, waitsForACondition } from './own-alerts.ts';
import { dueAt, schedule, unschedule } from './schedule.ts';
import { planOf, raiseLevel } from './watch.ts';

/** Levels are leased for 5 minutes of wall time; renewed well before. */
const RENEW_EVERY_MS = 120_000;
/** A renewal that stands later than this stays where it is. Sooner comes only what must not wait for a call that is cut off. */
const RENEW_EARLIEST_MS = 10_000;

/**
 * What the market shall call this account for: stops and targets that Nod holds, prices at which a stop is raised, whoever
 * holds it, orders that wait for the open, and prices that somebody wants to be told of.
 */
export function currentLevels(ctx: AccountContext, positions = heldPositions(ctx)): PriceLevel[] {
  const levels: PriceLevel[] = [];
  for (const position of positions) {
    const { instrumentId, holder, heldBy, confirmedAt } = position;
    const raise = raiseLevel(ctx, position);
    if (raise !== null) levels.push(raise);
    // The broker watches these by itself. While a stop is moved there nobody knows which of them rests, or whether any
    // does: until it says so Nod watches too, and what both reach is sold once, as any exit is.
    if (heldBy === 'broker' && confirmedAt !== null) continue;
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
  levels.push(...alertLevels(ctx));
  return levels;
}

/** What the market was told, and when: its lease runs from there. */
export interface Told {
  readonly said: string;
  readonly at: WallMs;
}

function registration(ctx: AccountContext) {
  const positions = heldPositions(ctx);
  // A person's own order needs a market that moves as much as a bot does; so does what they want to be told of at a
  // close, where the market moves by itself. The market asks whether, not how many.
  const following = ctx.sql.first<{ activeBots: number; openQuestions: number }>(
    `SELECT EXISTS (SELECT 1 FROM bot WHERE mode <> 'halted')
       OR EXISTS (SELECT 1 FROM intent WHERE state IN ${OPEN_STATES} AND NOT (?1 AND purpose IN ('stop', 'target')))
         AS activeBots,
       (SELECT count(*) FROM proposal WHERE status = 'pending') AS openQuestions`,
    // Real prices move by themselves: what protects is sold within a moment, and is no reason to look at a close.
    hasRealPrices(ctx) ? 1 : 0,
  );
  // What a halted bot holds is watched all the same.
  const isWatching = (): boolean =>
    positions.some(({ holder }) => planOf(ctx, holder) !== null) || (hasRealPrices(ctx) && waitsForACondition(ctx));
  return {
    levels: currentLevels(ctx, positions),
    following: {
      activeBots: following?.activeBots === 1 || isWatching() ? 1 : 0,
      openQuestions: following?.openQuestions ?? 0,
    },
    unconfirmed: positions.filter((position) => position.heldBy === 'nod' && position.confirmedAt === null),
  };
}

/**
 * Tells the market what to watch and whether there are bots and questions. A stop counts as confirmed when the market
 * has it, as it stood when the market was told. Where it was told just that before (`known`) and no stop waits for its
 * word, it is left alone.
 */
export async function registerWithMarket(ctx: AccountContext, known: Told | null = null): Promise<Told> {
  const { levels, following, unconfirmed } = registration(ctx);
  const said = JSON.stringify({ levels, following });
  // An alarm may have renewed the lease since: what would be due again already is told again.
  const isFresh = known !== null && known.at + RENEW_EVERY_MS > ctx.now();
  const isKnown = isFresh && said === known.said && unconfirmed.length === 0;
  const told = isKnown ? known : { said, at: ctx.now() };
  if (!isKnown) await Promise.all([ctx.market.setLevels(levels), ctx.market.follow(following)]);
  ctx.transaction(() => {
    for (const position of unconfirmed) confirm(ctx, position);
    const due = dueAt(ctx, 'renew-levels', 'all');
    const isInTime = due !== null && due > ctx.now() + RENEW_EARLIEST_MS && due <= told.at + RENEW_EVERY_MS;
    if (levels.length > 0 && !isInTime) schedule(ctx, 'renew-levels', 'all', told.at + RENEW_EVERY_MS);
    if (levels.length === 0) unschedule(ctx, 'renew-levels', 'all');
  });
  return told;
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
  memoryOf(ctx.sql).positions = null;
  const { symbol, currency } = instrumentOf(ctx, instrumentId);
  appendEvent(ctx, {
    type: 'position.protected',
    actor: 'clock',
    subject: entryOf(ctx, instrumentId, holder),
    body: { symbol, currency, holder, stopPrice, targetPrice, heldBy: 'nod' },
  });
}
