import { z } from 'zod';
import { EXIT_KINDS } from '../domain/backtest-codes.ts';
import { TIMEFRAMES } from '../domain/bar.ts';
import { DecimalString, Instant, ReasonView } from './common.ts';

const ratio = z.number().nullable();

/** Figures of a backtest. Ratios are fractions (0.12 is 12 %), null where there is nothing to divide by. */
export const BacktestStatistics = z.object({
  startCash: DecimalString,
  finalEquity: DecimalString,
  peakEquity: DecimalString,
  fees: DecimalString,
  dividends: DecimalString,
  returnFraction: z.number(),
  annualReturn: ratio,
  annualVolatility: ratio,
  sharpe: ratio,
  sortino: ratio,
  calmar: ratio,
  /** Positive: 0.34 is 34 % below the peak. */
  maxDrawdown: z.number(),
  averageDrawdown: ratio,
  maxDrawdownMs: z.number(),
  averageDrawdownMs: ratio,
  closedTrades: z.number(),
  openTrades: z.number(),
  winRate: ratio,
  bestTrade: ratio,
  worstTrade: ratio,
  averageTrade: ratio,
  averageWin: ratio,
  averageLoss: ratio,
  longestTradeMs: ratio,
  averageTradeMs: ratio,
  profitFactor: ratio,
  expectancy: ratio,
  sqn: ratio,
  kelly: ratio,
  exposure: z.number(),
  annualTurnover: ratio,
  buyAndHold: ratio,
});
export type BacktestStatistics = z.infer<typeof BacktestStatistics>;

export const BacktestTradeView = z.object({
  symbol: z.string(),
  side: z.enum(['long', 'short']),
  quantity: DecimalString,
  entryAt: Instant,
  entryPrice: DecimalString,
  entryReason: ReasonView.nullable(),
  /** Null while it is open at the end. */
  exitAt: Instant.nullable(),
  exitPrice: DecimalString.nullable(),
  exitKind: z.enum(EXIT_KINDS).nullable(),
  exitReason: ReasonView.nullable(),
  fees: DecimalString,
  pnl: DecimalString,
  returnFraction: z.number(),
});
export type BacktestTradeView = z.infer<typeof BacktestTradeView>;

/** What a backtest says, without its curve. Hypothetical, whatever it shows. */
export const BacktestReport = z.object({
  strategy: z.string(),
  config: z.record(z.string(), z.unknown()),
  symbols: z.array(z.string()),
  timeframe: z.enum(TIMEFRAMES),
  /** Of its prices: invented, or a past that was. Absent in what was kept before it was said. */
  world: z.enum(['demo', 'replay']).optional(),
  from: Instant,
  to: Instant,
  bars: z.number(),
  statistics: BacktestStatistics,
  months: z.array(z.object({ month: z.string(), returnFraction: z.number() })),
  trades: z.array(BacktestTradeView),
  /** Orders that never filled, by why. */
  unfilled: z.array(z.object({ code: z.string(), count: z.number() })),
  /** How it was reckoned, and what is odd about the bars: codes of the words catalogue. */
  assumptions: z.array(ReasonView),
  warnings: z.array(ReasonView),
});
export type BacktestReport = z.infer<typeof BacktestReport>;
