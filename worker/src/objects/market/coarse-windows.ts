import { TIMEFRAME_MS, unpackColumns, type Timeframe } from '#shared/domain/bar.ts';
import { visibleUntil } from '#shared/domain/bar-times.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { resampleBars } from '#shared/domain/resample.ts';
import type { MarketWindow } from '#shared/domain/screen.ts';
import { adjustForSplits, type DatedSplit } from '#shared/domain/split-adjust.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { BarsDoor } from './market-loading.ts';

/** Coarse bars a bot looks back on. */
const COARSE_BARS = 260;

/**
 * Windows of coarser bars than the market's own, put together from stored ones when a bot asks. Each is kept until a
 * later bar has closed.
 */
export class CoarseWindows {
  private readonly kept = new Map<Timeframe, { until: number; window: MarketWindow }>();

  /** Null: finer than the market's own bars. */
  async window(
    timeframe: Timeframe,
    market: {
      readonly instruments: readonly Instrument[];
      readonly base: Timeframe;
      readonly step: number;
      readonly marketAt: MarketMs;
      readonly bars: Pick<BarsDoor, 'read'>;
      readonly splits: ReadonlyMap<InstrumentId, readonly DatedSplit[]>;
    },
  ): Promise<MarketWindow | null> {
    const { instruments, base, step, marketAt } = market;
    const [first] = instruments;
    if (first === undefined || TIMEFRAME_MS[timeframe] < TIMEFRAME_MS[base]) return null;
    const until = visibleUntil(first.exchange, timeframe, marketAt);
    const known = this.kept.get(timeframe);
    if (known !== undefined && known.until === until) return known.window;
    const perBar = Math.ceil(TIMEFRAME_MS[timeframe] / TIMEFRAME_MS[base]);
    const limit = (COARSE_BARS + 1) * perBar;
    const fineUntil = visibleUntil(first.exchange, base, marketAt);
    const columns = await Promise.all(
      instruments.map(async ({ id, exchange }) => {
        const raw = unpackColumns(await market.bars.read({ instrumentId: id, until: fineUntil, limit }));
        const fine = adjustForSplits(raw, market.splits.get(id) ?? []);
        return resampleBars(fine, {
          to: timeframe,
          exchange,
          until,
          limit: COARSE_BARS,
          isCut: raw.t.length === limit,
        });
      }),
    );
    const window: MarketWindow = { instruments, columns, counts: null, step, marketAt };
    this.kept.set(timeframe, { until, window });
    return window;
  }
}
