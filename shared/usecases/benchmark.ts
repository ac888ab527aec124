import { unpackColumns } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import { EQUAL_WEIGHT } from '../contract/going-live.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketMs } from '../lib/time.ts';
import { splitAdjuster } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';

/** The fund a live market looks up; the others serve where it has them already. */
const LOOKED_UP = 'SPY';
/** The funds that stand for the whole market, best known first. */
const FUNDS = [LOOKED_UP, 'VOO', 'VTI', 'KRX:069500'];

export interface Benchmark {
  readonly symbol: string;
  /** Price change since then in percent, dividends left out; null without prices then and now. */
  readonly resultPercent: number | null;
}

/**
 * What holding would have made since an instant: a fund of the whole market where the market has one, else the same money
 * in each of its instruments.
 */
export async function benchmarkSince(
  deps: Pick<UseCaseDeps, 'markets'>,
  marketId: MarketId,
  since: MarketMs,
): Promise<Benchmark> {
  const market = deps.markets.market(marketId);
  const [state, all] = await Promise.all([market.state(), market.instruments([LOOKED_UP])]);
  const fund = FUNDS.map((symbol) => all.find((listed) => listed.symbol === symbol)).find(
    (found) => found !== undefined,
  );
  const measured = fund === undefined ? all.filter(({ kind }) => kind !== 'index') : [fund];
  const bars = deps.markets.bars(marketId, state.baseTimeframe);
  const adjusted = await splitAdjuster(market);
  const lastCloses = async (instruments: readonly Instrument[], at: MarketMs): Promise<Map<InstrumentId, number>> => {
    const closes = new Map<InstrumentId, number>();
    for (const [exchange, listed] of Map.groupBy(instruments, (instrument) => instrument.exchange)) {
      const until = visibleUntil(exchange, state.baseTimeframe, at);
      const instrumentIds = listed.map(({ id }) => id);
      for (const { instrumentId, columns } of await bars.readMany({ instrumentIds, until, limit: 1 })) {
        const close = adjusted(instrumentId, unpackColumns(columns)).c.at(-1);
        if (close !== undefined && close > 0) closes.set(instrumentId, close);
      }
    }
    return closes;
  };
  const [then, now] = await Promise.all([lastCloses(measured, since), lastCloses(measured, state.marketAt)]);
  const changes = [...now].flatMap(([id, close]) => {
    const before = then.get(id);
    return before === undefined ? [] : [(close / before - 1) * 100];
  });
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  return { symbol: fund?.symbol ?? EQUAL_WEIGHT, resultPercent: changes.length === 0 ? null : Number(mean.toFixed(4)) };
}
