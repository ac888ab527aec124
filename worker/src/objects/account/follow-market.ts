import type { Holder } from '#shared/domain/ids.ts';
import type { LevelHit } from '#shared/domain/market.ts';
import type { LookReport, LookingBot } from '#shared/domain/signal.ts';
import { protectAll } from '#shared/engine/orders/protect.ts';
import { toText } from '#shared/lib/decimal.ts';
import type { SplitNews } from '../market/lock-step-clock.ts';
import type { MarketMoment } from '../market/market-rpc.ts';
import { lastVisit, silenceUnvisited } from './absence.ts';
import type { AccountContext, Present } from './context.ts';
import { tellBriefs, type BriefFacts } from './briefs.ts';
import { checkEndings } from './endings.ts';
import { exitsAtOnce, type ExitWish } from './exits.ts';
import { checkData } from './holds.ts';
import { instrumentOf, learnInstruments } from './instruments.ts';
import { checkTrips } from './loss-trips.ts';
import { lookingBots, takeLooks } from './looks.ts';
import { balance, heldPosition, heldPositions, inBase, marketDay } from './money-book.ts';
import { judgeNods, owedNods, type Judgement, type OwedNod } from './nods.ts';
import {
  alertReached,
  alertsToJudge,
  judgeAlerts,
  restingInstruments,
  wakeAlerts,
  type AlertToJudge,
  type JudgedAlert,
} from './own-alerts.ts';
import { expireQuestions, extendWindows } from './questions.ts';
import { cancelAll, dispatch, reconcile } from './reconcile.ts';
import { release } from './release.ts';
import { applySplit, type PaperSplit } from './splits.ts';
import { equityOf, fetchPresent, markValues } from './valuation.ts';
import { watchPrice } from './watch.ts';

const SNAPSHOTS_KEPT = 5_000;

interface FollowHost {
  readonly isReady: () => boolean;
  /** The counterparty counts in new shares too. */
  readonly paper: PaperSplit;
}

/** What the market's clock makes an account do. Each call is complete when it returns: orders sent, fills booked. */
export function followMarket(ctx: AccountContext, { isReady, paper }: FollowHost) {
  return {
    async botsToLook(): Promise<LookingBot[]> {
      return lookingBots(ctx);
    },

    /**
     * Orders that waited for this open, stops and targets that were reached, then what else stood there: worst for the
     * holder first. What is sold leaves together. One that fails holds up none of the others; then the market is told, and
     * calls again.
     */
    async onLevels(hits: readonly LevelHit[]): Promise<void> {
      const errors: unknown[] = [];
      const failed = (levels: readonly LevelHit[], error: unknown): void => {
        ctx.log({ event: 'level-failed', levels: levels.map(({ levelId }) => levelId), error: String(error) });
        errors.push(error);
      };
      const { open = [], exit = [], other = [] } = Object.groupBy(hits, kindOf);
      for (const hit of open) await opened(ctx, hit).catch((error: unknown) => failed([hit], error));
      const wishes = exit.flatMap((hit) => {
        try {
          return crossed(ctx, hit) ?? [];
        } catch (error) {
          failed([hit], error);
          return [];
        }
      });
      await exitsAtOnce(ctx, wishes).catch((error: unknown) => failed(exit, error));
      for (const hit of other) await reached(ctx, hit).catch((error: unknown) => failed([hit], error));
      if (errors.length > 0) throw errors[0];
    },

    async look(reports: readonly LookReport[]): Promise<void> {
      const ids = reports.flatMap((report) => [
        ...report.signals.map((signal) => signal.instrumentId),
        ...(report.closest === null ? [] : [report.closest.instrumentId]),
      ]);
      const present = await fetchPresent(ctx, ids);
      // Nothing was looked at: whoever called calls again.
      if (present.market === null) throw new Error('the market is out of reach');
      const visitedAt = await lastVisit(ctx);
      const toSend = ctx.transaction(() => {
        silenceUnvisited(ctx, visitedAt);
        return takeLooks(ctx, reports, present, isReady());
      });
      await dispatch(ctx, toSend);
      await raiseAtBroker(ctx);
    },

    async monitor(): Promise<void> {
      const present = await fetchPresent(ctx, restingInstruments(ctx), 'prices');
      const toCancel = ctx.transaction(() => {
        wakeAlerts(ctx, present);
        markValues(ctx, present);
        checkData(ctx, present);
        const toCancel = checkTrips(ctx, present);
        checkEndings(ctx, present);
        return toCancel;
      });
      await cancelAll(ctx, toCancel);
    },

    /** The value of the market day, overwritten until the day is over. */
    async snapshot(): Promise<void> {
      const present = await fetchPresent(ctx, [], 'prices');
      const equity = equityOf(ctx, present);
      if (equity === null) return;
      ctx.sql.run(
        `INSERT INTO snapshot (day, market_at, equity, cash, at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (day) DO UPDATE SET market_at = ?2, equity = ?3, cash = ?4, at = ?5`,
        marketDay(ctx),
        ctx.marketNow(),
        inBase(ctx, equity),
        toText(balance(ctx, 'cash', ctx.spec.baseCurrency)),
        ctx.now(),
      );
      ctx.sql.run(
        `DELETE FROM snapshot WHERE day <= (SELECT day FROM snapshot ORDER BY day DESC LIMIT 1 OFFSET ${SNAPSHOTS_KEPT})`,
      );
    },

    async brief(facts: BriefFacts): Promise<void> {
      const present = await fetchPresent(ctx, [], 'prices');
      ctx.transaction(() => {
        tellBriefs(ctx, present, facts);
      });
    },

    async alertsToJudge(): Promise<AlertToJudge[]> {
      return alertsToJudge(ctx);
    },

    async judgeAlerts(judged: readonly JudgedAlert[]): Promise<void> {
      await learnInstruments(
        ctx,
        judged.flatMap(({ passing }) => passing ?? []),
      );
      ctx.transaction(() => {
        judgeAlerts(ctx, judged);
      });
    },

    async owedNods(): Promise<OwedNod[]> {
      return owedNods(ctx);
    },

    async judgeNods(judged: readonly Judgement[]): Promise<void> {
      ctx.transaction(() => {
        judgeNods(ctx, judged);
      });
    },

    /** Splits in force from this open, before any level is looked at. */
    async onSplits(splits: readonly SplitNews[], moment: MarketMoment): Promise<void> {
      for (const { instrumentId, ratio } of splits) {
        await applySplit(ctx, { id: `${instrumentId}:${moment.step}`, instrumentId, ratio }, { paper, actor: 'clock' });
      }
    },

    async holdEnded(): Promise<void> {
      const present = await fetchPresent(ctx);
      const toSend = ctx.transaction(() => {
        extendWindows(ctx, present);
        return expireQuestions(ctx);
      });
      await dispatch(ctx, toSend);
    },
  };
}

/** Whether a level is something that is sold at; that is known before anything is asked or written. */
export function isExitLevel(hit: LevelHit): boolean {
  return kindOf(hit) === 'exit';
}

function kindOf({ levelId }: LevelHit): 'open' | 'exit' | 'other' {
  const [kind] = levelId.split('|');
  if (kind === 'stop' || kind === 'target') return 'exit';
  return kind === 'open' ? 'open' : 'other';
}

/** The open that an order waited for. */
async function opened(ctx: AccountContext, hit: LevelHit): Promise<void> {
  const [, orderId = ''] = hit.levelId.split('|');
  const present = withHit(await fetchPresent(ctx, [hit.instrumentId]), hit);
  await release(ctx, orderId, present);
}

/** A price that somebody wanted to be told of, or at which a stop is raised. */
async function reached(ctx: AccountContext, hit: LevelHit): Promise<void> {
  const [kind, first = '', holder = ''] = hit.levelId.split('|');
  if (kind === 'raise') {
    await rose(ctx, holder as Holder, hit);
    return;
  }
  ctx.transaction(() => {
    alertReached(ctx, first, hit);
  });
}

/** A price between two closes at which a bot's plan raises the stop. */
async function rose(ctx: AccountContext, holder: Holder, hit: LevelHit): Promise<void> {
  const instrument = instrumentOf(ctx, hit.instrumentId);
  ctx.transaction(() => {
    watchPrice(ctx, instrument, holder, hit.price);
  });
  await raiseAtBroker(ctx);
}

/** Stops that were raised follow at the broker that holds them; what is taken back for it is placed anew at once. */
async function raiseAtBroker(ctx: AccountContext): Promise<void> {
  const isToFollow = heldPositions(ctx).some(({ heldBy, confirmedAt }) => heldBy === 'broker' && confirmedAt === null);
  if (!isToFollow) return;
  await ctx.run(protectAll(ctx.orders));
  await reconcile(ctx);
}

/** The price at this moment is the one that was hit, whatever else the market says of it. */
function withHit(present: Present, hit: LevelHit): Present {
  const quote = present.quotes.get(hit.instrumentId);
  if (quote === undefined) return present;
  return { ...present, quotes: new Map(present.quotes).set(hit.instrumentId, { ...quote, price: hit.price }) };
}

/**
 * What is to be sold at a level, by what is known here: nothing is asked of anybody before an exit is on its way. A
 * repeated call finds the position sold or the exit on its way, and changes nothing.
 */
function crossed(ctx: AccountContext, hit: LevelHit): ExitWish | null {
  const [kind, , holder = ''] = hit.levelId.split('|');
  const purpose = kind === 'stop' ? 'stop' : 'target';
  const instrument = instrumentOf(ctx, hit.instrumentId);
  const position = heldPosition(ctx, instrument, holder as Holder);
  const level = purpose === 'stop' ? position.stopPrice : position.targetPrice;
  // The level was moved or the position is gone since the market was told.
  if (level === null) return null;
  if (purpose === 'stop' ? hit.price > Number(level) : hit.price < Number(level)) return null;
  return { instrument, holder: holder as Holder, purpose, actor: 'clock' };
}
