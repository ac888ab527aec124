import { z } from 'zod';
import { failure, type Failure } from '../contract/errors.ts';
import type { ScreenResultView, ScreenView, StrategyView } from '../contract/research.ts';
import { unpackColumns, type BarColumns } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import type { Instrument } from '../domain/instrument.ts';
import { SCREENER_NAMES, type MarketWindow } from '../domain/screen.ts';
import { BARS_READ } from '../indicators/last-bar.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { SCREENERS } from '../screeners/index.ts';
import { summariseScreen } from '../screeners/run-screen.ts';
import { ScreenCache } from '../screeners/screen-cache.ts';
import { STRATEGIES } from '../strategies/index.ts';
import { activeMarket, splitAdjuster, type ActiveMarket } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';

const schemaOf = (schema: z.ZodType): Record<string, unknown> => z.toJSONSchema(schema, { io: 'input' });

export function listStrategies(): StrategyView[] {
  return STRATEGIES.map((strategy) => ({
    name: strategy.name,
    config: schemaOf(strategy.configSchema),
    warmUpBars: strategy.barsNeeded(strategy.configSchema.parse({})),
  }));
}

export function listScreens(): ScreenView[] {
  return SCREENER_NAMES.map((name) => ({ id: name, name, config: schemaOf(SCREENERS[name].configSchema) }));
}

/** What a screen finds on the last closed bar of the active market, best first, with its usual numbers. */
export async function listScreenResults(deps: UseCaseDeps, id: string): Promise<Result<ScreenResultView[], Failure>> {
  const name = SCREENER_NAMES.find((known) => known === id);
  if (name === undefined) return err(failure('not-found', { id: id.slice(0, 40) }));
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const { configSchema } = SCREENERS[name];
  const market = await windowOf(deps, active.value);
  const pass = new ScreenCache().pass({ screener: name, config: configSchema.parse({}) }, market);
  const { looked, funnel, candidates } = summariseScreen(pass, market, null);
  const hits = candidates.map(({ position, score }) => ({ symbol: market.instruments[position]?.symbol ?? '', score }));
  return ok([{ screenId: id, marketAt: toIso(active.value.state.marketAt), looked, funnel: [...funnel], hits }]);
}

/** The newest closed bars of everything tradable. */
async function windowOf(deps: UseCaseDeps, { id, market, state }: ActiveMarket): Promise<MarketWindow> {
  const instruments = (await market.instruments()).filter((instrument) => instrument.kind !== 'index');
  const bars = deps.markets.bars(id, state.baseTimeframe);
  const adjusted = await splitAdjuster(market);
  const columnsOf = new Map<string, BarColumns>();
  for (const exchange of new Set(instruments.map((instrument) => instrument.exchange))) {
    const instrumentIds = instruments.filter((listed) => listed.exchange === exchange).map((listed) => listed.id);
    const until = visibleUntil(exchange, state.baseTimeframe, state.marketAt);
    for (const packed of await bars.readMany({ instrumentIds, until, limit: BARS_READ }))
      columnsOf.set(packed.instrumentId, adjusted(packed.instrumentId, unpackColumns(packed.columns)));
  }
  const known: Instrument[] = instruments.filter((instrument) => columnsOf.has(instrument.id));
  const columns = known.flatMap((instrument) => columnsOf.get(instrument.id) ?? []);
  return { instruments: known, columns, counts: null, step: state.step, marketAt: state.marketAt };
}
