import type { BacktestReport, BacktestStatistics, BacktestTradeView } from '#shared/contract/backtest.ts';
import type { ReasonView } from '#shared/contract/common.ts';
import type { Reason } from '#shared/domain/signal.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import type { BacktestResult, Statistics, Trade } from '#shared/simulator/backtest/result.ts';

/** A result as it goes on the wire. Money of a float book is written to eight decimals: what is below is noise. */
export function reportOf(input: BacktestInput, result: BacktestResult): BacktestReport {
  const { t } = result.curve;
  const symbols = input.instruments.map(({ instrument }) => instrument.symbol);
  return {
    strategy: input.strategy.name,
    config: { ...input.config },
    symbols,
    timeframe: input.timeframe,
    world: input.instruments.some(({ instrument }) => instrument.exchange.startsWith('demo-')) ? 'demo' : 'replay',
    from: instant(t[0] ?? 0),
    to: instant(t[t.length - 1] ?? 0),
    bars: t.length,
    statistics: statisticsView(result.statistics),
    months: [...result.months],
    trades: result.trades.map((trade) => tradeView(trade, symbols[trade.position] ?? '')),
    unfilled: Object.entries(result.unfilled).map(([code, count]) => ({ code, count })),
    assumptions: result.assumptions.map(noteView),
    warnings: result.warnings.map(noteView),
  };
}

function statisticsView(statistics: Statistics): BacktestStatistics {
  const { startCash, finalEquity, peakEquity, fees, dividends } = statistics;
  return {
    ...statistics,
    startCash: text(startCash),
    finalEquity: text(finalEquity),
    peakEquity: text(peakEquity),
    fees: text(fees),
    dividends: text(dividends),
  };
}

function tradeView(
  { side, quantity, entry, exit, fees, pnl, returnFraction }: Trade,
  symbol: string,
): BacktestTradeView {
  return {
    symbol,
    side,
    quantity: text(quantity),
    entryAt: instant(entry.at),
    entryPrice: text(entry.price),
    entryReason: reasonView(entry.reason),
    exitAt: exit === null ? null : instant(exit.at),
    exitPrice: exit === null ? null : text(exit.price),
    exitKind: exit === null ? null : exit.kind,
    exitReason: exit === null ? null : reasonView(exit.reason),
    fees: text(fees),
    pnl: text(pnl),
    returnFraction,
  };
}

function reasonView(reason: Reason | null): ReasonView | null {
  return reason === null ? null : noteView(reason);
}

function noteView({ code, values }: Reason): ReasonView {
  return { code, values: { ...values } };
}

function text(value: number): string {
  return toText(decimal(value.toFixed(8)));
}

function instant(t: number): string {
  return toIso(t as MarketMs);
}
