import { failure, type Failure } from '../contract/errors.ts';
import type { MarketView } from '../contract/market.ts';
import type { BarColumns } from '../domain/bar.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketState } from '../domain/market.ts';
import { adjustForSplits } from '../domain/split-adjust.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { finderOf } from './find-instrument.ts';
import type { MarketPort, UseCaseDeps } from './ports.ts';

export interface ActiveMarket {
  readonly id: MarketId;
  readonly market: MarketPort;
  readonly state: MarketState;
}

/** The market this installation runs; `unavailable` before the first start. */
export async function activeMarket(deps: UseCaseDeps): Promise<Result<ActiveMarket, Failure>> {
  const id = await deps.markets.activeId();
  if (id === null) return err(failure('unavailable'));
  const market = deps.markets.market(id);
  return ok({ id, market, state: await market.state() });
}

/** An instrument of the active market by any unambiguous form. */
export async function findInstrument(
  deps: UseCaseDeps,
  name: string,
): Promise<Result<ActiveMarket & { instrument: Instrument }, Failure>> {
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const { id: marketId, state } = active.value;
  const finder = await finderOf(deps, { marketId, marketAt: state.marketAt, names: [name] });
  const instrument = finder.find(name);
  return instrument === null
    ? err(failure('unknown-instrument', { symbol: name.slice(0, 40) }, 'symbol'))
    : ok({ ...active.value, instrument });
}

/** Takes raw bars of the market's instruments as they are with today's shares: what charts, screens and lines read. `asOf`: as they were then. */
export async function splitAdjuster(
  market: MarketPort,
  asOf: number = Infinity,
): Promise<(id: InstrumentId, bars: BarColumns) => BarColumns> {
  const known = (await market.splits()).filter(({ at }) => at <= asOf);
  const splits = Map.groupBy(known, (split) => split.instrumentId);
  return (id, bars) => adjustForSplits(bars, splits.get(id) ?? []);
}

export function marketView(state: MarketState): MarketView {
  return {
    id: state.id,
    world: state.world,
    baseTimeframe: state.baseTimeframe,
    zone: state.zone,
    step: state.step,
    steps: state.steps,
    marketAt: toIso(state.marketAt),
    phase: state.phase,
    speed: state.speed,
    noWait: state.noWait,
    holdUntil: state.holdUntil === null ? null : toIso(state.holdUntil),
    instrumentCount: state.instrumentCount,
  };
}
