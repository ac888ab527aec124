import type { BarColumns } from '../domain/bar.ts';
import type { InstrumentId } from '../domain/ids.ts';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import type { UpcomingEvent } from '../domain/screen.ts';
import { ColumnStore } from '../indicators/column-store.ts';
import { DAY_MS, type MarketMs } from '../lib/time.ts';
import type { CandidateView, Holding, Strategy } from '../strategies/strategy.ts';
import { BarView } from '../strategies/view.ts';
import { anInstrument } from './an-instrument.ts';

export const A_HOLDING: Holding = {
  side: 'long',
  instrumentId: 'instrument-1' as InstrumentId,
  quantity: 10,
  averagePrice: 100,
  openedAt: 0 as MarketMs,
};

/** A view of one instrument's daily bars at their last bar, with the strategy's usual numbers where none are given. */
export function aView<Config>(
  strategy: Strategy<Config>,
  columns: BarColumns,
  given: {
    readonly config?: Record<string, unknown>;
    readonly index?: number;
    readonly holding?: Holding;
    readonly place?: number;
    readonly mayShort?: boolean;
    readonly events?: readonly UpcomingEvent[];
  } = {},
): BarView<Config> {
  const view = new BarView<Config>({
    strategy,
    config: strategy.configSchema.parse(given.config ?? {}),
    instrument: anInstrument(),
    store: new ColumnStore(columns),
    timeframe: '1d',
    profile: RISK_PROFILES.medium,
    mayShort: given.mayShort ?? false,
    events: given.events ?? [],
  });
  view.index = given.index ?? columns.t.length - 1;
  view.at = ((columns.t[view.index] ?? 0) + DAY_MS) as MarketMs;
  view.holding = given.holding ?? null;
  const { place } = given;
  const candidate: CandidateView | null =
    place === undefined ? null : { score: 1, place, of: 60, looked: 60, reasons: [] };
  view.screened = () => candidate;
  return view;
}
