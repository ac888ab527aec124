import { lookForBot } from '#shared/engine/look.ts';
import type { BotId } from '#shared/domain/ids.ts';
import type { LookingBot } from '#shared/domain/signal.ts';
import { STRATEGIES } from '#shared/strategies/index.ts';
import type { Job } from '../job.ts';

/** Signals kept of one market. */
const SIGNALS_KEPT = 2_000;

/** What every strategy with its usual numbers thinks of what the screens found; its opinions are kept as signals. */
export const analysis: Job = async ({ db, market, screens, desk }, now) => {
  const window = await market.window(market.timeframe);
  if (window === null) return { code: 'analysed', values: { strategies: 0, signals: 0 } };
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
    const look = { bot, market: window, screens: screens(market.timeframe), events: market.events(), nextLookAt: null };
    return lookForBot(look).signals.map((signal) => ({ name, signal }));
  });
  if (signals.length > 0) {
    const rows = signals.map(({ name, signal }) => ({
      id: `s_${market.id}.${now.step}.${name}.${signal.instrumentId}`,
      instrumentId: signal.instrumentId,
      kind: name,
      action: signal.side,
      body: JSON.stringify(signal),
    }));
    await db.batch([
      db
        .prepare(
          `INSERT INTO signals (id, market_id, instrument_id, kind, action, market_at, body, created_at)
           SELECT value ->> 'id', ?1, value ->> 'instrumentId', value ->> 'kind', value ->> 'action', ?2, value ->> 'body', ?3
           FROM json_each(?4) WHERE true ON CONFLICT DO NOTHING`,
        )
        .bind(market.id, now.marketAt, Date.now(), JSON.stringify(rows)),
      db
        .prepare(
          `DELETE FROM signals WHERE market_id = ?1 AND market_at <
             (SELECT market_at FROM signals WHERE market_id = ?1 ORDER BY market_at DESC LIMIT 1 OFFSET ?2)`,
        )
        .bind(market.id, SIGNALS_KEPT),
    ]);
  }
  const found = signals.flatMap(({ signal }) => (signal.side === 'buy' ? [signal.instrumentId] : []));
  await desk.look([...new Set(found)], window, market.timeframe);
  return { code: 'analysed', values: { strategies: STRATEGIES.length, signals: signals.length } };
};
