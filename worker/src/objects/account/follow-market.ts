import type { Holder } from '#shared/domain/ids.ts';
import type { LevelHit } from '#shared/domain/market.ts';
import type { LookReport, LookingBot } from '#shared/domain/signal.ts';
import { toText } from '#shared/lib/decimal.ts';
import type { SplitNews } from '../market/lock-step-clock.ts';
import type { MarketMoment } from '../market/market-rpc.ts';
import type { AccountContext, Present } from './context.ts';
import { expireQuestions, extendWindows } from './decisions.ts';
import { intendExit } from './exits.ts';
import { instrumentOf } from './instruments.ts';
import { lookingBots, takeLook } from './looks.ts';
import { checkTrips } from './modes.ts';
import { applySplit } from './money-by-hand.ts';
import { balance, heldPosition, heldPositions, inBase, marketDay } from './money-book.ts';
import { intentsIn } from './order-book.ts';
import { decide, pendingProposals } from './proposals.ts';
import { release } from './release.ts';
import { cancelAtBroker, end, send } from './send.ts';
import { equityOf, fetchPresent, markValues } from './valuation.ts';

const SNAPSHOTS_KEPT = 5_000;

/** What the market's clock makes an account do. Each call is complete when it returns: orders sent, fills booked. */
export function followMarket(ctx: AccountContext, isReady: () => boolean) {
  return {
    async botsToLook(): Promise<LookingBot[]> {
      return lookingBots(ctx);
    },

    /** Stops and targets that were reached, orders that waited for this open: worst for the holder first. */
    async onLevels(hits: readonly LevelHit[]): Promise<void> {
      for (const hit of hits) {
        const [kind, first = '', holder = ''] = hit.levelId.split('|');
        const present = await fetchPresent(ctx, [hit.instrumentId]);
        const orderId = ctx.transaction(() =>
          kind === 'open'
            ? released(ctx, first, withHit(present, hit), isReady())
            : crossed(ctx, { purpose: kind === 'stop' ? 'stop' : 'target', holder: holder as Holder, hit }),
        );
        if (orderId !== null) await send(ctx, orderId);
      }
    },

    async look(reports: readonly LookReport[]): Promise<void> {
      const ids = reports.flatMap((report) => [
        ...report.signals.map((signal) => signal.instrumentId),
        ...(report.closest === null ? [] : [report.closest.instrumentId]),
      ]);
      const present = await fetchPresent(ctx, ids);
      const toSend = ctx.transaction(() => reports.flatMap((report) => takeLook(ctx, report, present, isReady())));
      for (const orderId of toSend) await send(ctx, orderId);
    },

    async monitor(): Promise<void> {
      const present = await fetchPresent(ctx);
      const toCancel = ctx.transaction(() => {
        markValues(ctx, present);
        return checkTrips(ctx, present);
      });
      for (const orderId of toCancel) await cancelAtBroker(ctx, orderId);
    },

    /** The value of the market day, overwritten until the day is over. */
    async snapshot(): Promise<void> {
      const present = await fetchPresent(ctx);
      const equity = equityOf(ctx, present);
      if (equity === null) return;
      ctx.sql.run(
        `INSERT INTO snapshot (day, market_at, equity, cash) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (day) DO UPDATE SET market_at = ?2, equity = ?3, cash = ?4`,
        marketDay(ctx),
        ctx.marketNow(),
        inBase(ctx, equity),
        toText(balance(ctx, 'cash', ctx.spec.baseCurrency)),
      );
      ctx.sql.run(
        `DELETE FROM snapshot WHERE day <= (SELECT day FROM snapshot ORDER BY day DESC LIMIT 1 OFFSET ${SNAPSHOTS_KEPT})`,
      );
    },

    /** Before any level is looked at: shares, stops and targets are counted in new shares; what was asked in old ones ends. */
    async onSplits(splits: readonly SplitNews[], moment: MarketMoment): Promise<void> {
      ctx.transaction(() => {
        for (const { instrumentId, ratio } of splits) {
          const isNew = ctx.sql.all(
            "INSERT INTO inbox (channel, external_id, at) VALUES ('split', ?, ?) ON CONFLICT DO NOTHING RETURNING at",
            `${instrumentId}:${moment.step}`,
            ctx.now(),
          );
          if (isNew.length === 0) continue;
          const held = heldPositions(ctx).filter((position) => position.instrumentId === instrumentId);
          if (held.length > 0) applySplit(ctx, held, { numerator: ratio, denominator: 1 });
          const reason = { code: 'split', values: { ratio } };
          for (const proposal of pendingProposals(ctx)) {
            if (proposal.instrumentId !== instrumentId) continue;
            decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason });
          }
          for (const intent of intentsIn(ctx, "('waiting-for-open')")) {
            if (intent.instrumentId === instrumentId) end(ctx, intent.id, 'held-back', reason);
          }
        }
      });
    },

    async holdEnded(): Promise<void> {
      const present = await fetchPresent(ctx);
      const toSend = ctx.transaction(() => {
        extendWindows(ctx, present);
        return expireQuestions(ctx);
      });
      for (const orderId of toSend) await send(ctx, orderId);
    },
  };
}

function released(ctx: AccountContext, intentId: string, present: Present, isReady: boolean): string | null {
  return release(ctx, intentId, present, isReady) ? intentId : null;
}

/** The price at this moment is the one that was hit, whatever else the market says of it. */
function withHit(present: Present, hit: LevelHit): Present {
  const quote = present.quotes.get(hit.instrumentId);
  if (quote === undefined) return present;
  return { ...present, quotes: new Map(present.quotes).set(hit.instrumentId, { ...quote, price: hit.price }) };
}

/** A repeated call finds the position sold or the exit on its way, and changes nothing. */
function crossed(
  ctx: AccountContext,
  { purpose, holder, hit }: { purpose: 'stop' | 'target'; holder: Holder; hit: LevelHit },
): string | null {
  const instrument = instrumentOf(ctx, hit.instrumentId);
  const position = heldPosition(ctx, instrument, holder);
  const level = purpose === 'stop' ? position.stopPrice : position.targetPrice;
  // The level was moved or the position is gone since the market was told.
  if (level === null) return null;
  if (purpose === 'stop' ? hit.price > Number(level) : hit.price < Number(level)) return null;
  return intendExit(ctx, { instrument, holder, purpose, actor: 'clock' })?.id ?? null;
}
