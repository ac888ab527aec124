import type { BarColumns } from '../domain/bar.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { MarketWindow } from '../domain/screen.ts';
import type { LookingBot } from '../domain/signal.ts';
import type { MarketMs } from '../lib/time.ts';
import { anInstrument } from './an-instrument.ts';

/** A market window of the given columns; instruments are called `a`, `b`, `c`, … */
export function aMarket(columns: readonly BarColumns[], changes: Partial<MarketWindow> = {}): MarketWindow {
  const newest = Math.max(...columns.map(({ t }) => t.at(-1) ?? 0));
  return {
    instruments: columns.map((_, i) => {
      const name = String.fromCharCode(97 + i);
      return anInstrument({ id: name as InstrumentId, symbol: name.toUpperCase() });
    }),
    columns,
    counts: null,
    step: 1,
    marketAt: (newest + 86_400_000) as MarketMs,
    ...changes,
  };
}

/** A medium-risk bot on daily bars that trades the whole market and holds nothing. */
export function aLookingBot(changes: Partial<LookingBot> = {}): LookingBot {
  return {
    botId: 'bot-1' as LookingBot['botId'],
    strategy: 'ma-cross',
    strategyConfig: {},
    riskLevel: 'medium',
    timeframe: '1d',
    instrumentIds: null,
    holdings: [],
    ...changes,
  };
}
