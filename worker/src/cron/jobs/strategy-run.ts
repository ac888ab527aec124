import type { RecordedForecast } from '#shared/analysis/forecast-columns.ts';
import { forecastShare } from '#shared/analysis/forecast-share.ts';
import { forecastLast, withForecast } from '#shared/engine/with-forecast.ts';
import { lookForBot } from '#shared/engine/look.ts';
import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { MarketWindow } from '#shared/domain/screen.ts';
import type { LookReport, LookingBot } from '#shared/domain/signal.ts';
import { summariseScreen } from '#shared/screeners/run-screen.ts';
import { readsForecasts, strategyNamed } from '#shared/strategies/index.ts';
import type { MarketMoment } from '../../objects/market/market-rpc.ts';
import type { Job, JobContext } from '../job.ts';
import { closesBar } from '../schedule.ts';

/** Every active bot whose bar has closed looks once; what it saw goes to its account, which sizes, checks and asks. */
export const strategyRun: Job = async (context, now) => {
  const withBots = context.followers().filter(({ activeBots }) => activeBots > 0);
  const looks = await Promise.all(
    withBots.map(async ({ accountId }) => {
      const account = context.account(accountId);
      const bots = await account.botsToLook(now);
      const reports = await lookAll(
        context,
        bots.filter(({ timeframe }) => closesBar(timeframe, context.market, now.marketAt)),
      );
      if (reports.length > 0) await account.look(reports, now);
      return reports;
    }),
  );
  const reports = looks.flat();
  const signals = reports.reduce((sum, report) => sum + report.signals.length, 0);
  return { code: 'bots-looked', values: { bots: reports.length, signals } };
};

/** One bot looks at the last bar of its timeframe that has closed, whenever that was. */
export async function lookOfBot(
  context: JobContext,
  { accountId, botId, now }: { accountId: AccountId; botId: string; now: MarketMoment },
): Promise<void> {
  const account = context.account(accountId);
  const bots = await account.botsToLook(now);
  const reports = await lookAll(
    context,
    bots.filter((bot) => bot.botId === botId),
  );
  if (reports.length > 0) await account.look(reports, now);
}

async function lookAll(context: JobContext, bots: readonly LookingBot[]): Promise<LookReport[]> {
  const { market, screens, events } = context;
  const reports: LookReport[] = [];
  for (const bot of bots) {
    const window = await market.window(bot.timeframe);
    if (window === null) continue;
    const nextLookAt = bot.timeframe === market.timeframe ? market.nextCloseAt() : null;
    const look = {
      bot,
      market: window,
      screens: screens(bot.timeframe),
      events: await events.at(window.marketAt),
      forecasts: await forecastsFor(context, bot, window),
      nextLookAt,
    };
    reports.push(await withForecasts(context, lookForBot(look), { window, bot }));
  }
  return reports;
}

/**
 * What a bot that goes by forecasts may know of them. Only what is analysed has any: the desk looks at what its screen
 * finds, one after the other.
 */
async function forecastsFor(
  { desk, screens }: JobContext,
  bot: LookingBot,
  window: MarketWindow,
): Promise<ReadonlyMap<InstrumentId, readonly RecordedForecast[]>> {
  const strategy = strategyNamed(bot.strategy);
  if (strategy === null || !readsForecasts(bot.strategy, bot.strategyConfig)) return new Map();
  const screen = strategy.screen(strategy.configSchema.parse(bot.strategyConfig));
  const { candidates } = summariseScreen(screens(bot.timeframe).pass(screen, window), window, null);
  const listed = bot.instrumentIds;
  const wanted = candidates
    .map(({ instrumentId }) => instrumentId)
    .filter((id) => listed === null || listed.includes(id));
  await desk.look(wanted, window, bot.timeframe);
  return desk.forecasts([...wanted, ...bot.holdings.map(({ instrumentId }) => instrumentId)], bot.timeframe);
}

/** What may be asked about says what forecasts were worth on it before, and has their share where they earned one. */
async function withForecasts(
  { desk }: JobContext,
  report: LookReport,
  { window, bot }: { readonly window: MarketWindow; readonly bot: LookingBot },
): Promise<LookReport> {
  const buys = new Set(report.signals.flatMap(({ side, instrumentId }) => (side === 'buy' ? [instrumentId] : [])));
  if (buys.size === 0) return report;
  const lines = await desk.lines(
    window.instruments.filter(({ id }) => buys.has(id)),
    bot.timeframe,
    window,
  );
  const signals = report.signals.map((signal) => {
    const found = signal.side === 'buy' ? lines.get(signal.instrumentId) : undefined;
    if (found === undefined) return signal;
    return withForecast(signal, { line: found.line, share: forecastShare(found.current, found.use, signal) });
  });
  return { ...report, signals: forecastLast(signals) };
}
