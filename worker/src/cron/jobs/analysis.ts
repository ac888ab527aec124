import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { lookForBot } from '#shared/engine/look.ts';
import type { BotId } from '#shared/domain/ids.ts';
import type { LookingBot } from '#shared/domain/signal.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import { STRATEGIES } from '#shared/strategies/index.ts';
import { saveSignals } from '../../store/signals.ts';
import type { Job } from '../job.ts';

/** What every strategy with its usual numbers thinks of what the screens found; its opinions are kept as signals. */
export const analysis: Job = async ({ db, market, screens, desk, events }, now) => {
  const window = await market.window(market.timeframe);
  if (window === null) return { code: 'analysed', values: { strategies: 0, signals: 0 } };
  const dated = await events.at(window.marketAt);
  const signals = STRATEGIES.flatMap(({ name }) => {
    const bot: LookingBot = {
      botId: 'analysis' as BotId,
      strategy: name,
      strategyConfig: {},
      riskLevel: 'medium',
      timeframe: market.timeframe,
      instrumentIds: null,
      holdings: [],
    };
    const look = { bot, market: window, screens: screens(market.timeframe), events: dated, nextLookAt: null };
    return lookForBot(look).signals.map((signal) => ({ name, signal }));
  });
  if (signals.length > 0) {
    const day = calendarOf(market.exchange).tradingDayOf((now.marketAt - 1) as MarketMs);
    const said = signals.map(({ name, signal: { instrumentId, side, price, reasonsFor } }) => ({
      instrumentId,
      kind: name,
      action: side,
      day,
      price,
      reasons: reasonsFor,
    }));
    await saveSignals(db, { marketId: market.id, marketAt: now.marketAt, now: Date.now() }, said);
  }
  const found = signals.flatMap(({ signal }) => (signal.side === 'buy' ? [signal.instrumentId] : []));
  await desk.look([...new Set(found)], window, market.timeframe);
  return { code: 'analysed', values: { strategies: STRATEGIES.length, signals: signals.length } };
};
