import type { BacktestResultView } from '#shared/contract/backtest-run.ts';
import { count, DASH, figureOf, share, signedShare } from '../format/figures.ts';
import { ui } from '../state/ui.svelte.ts';

/** One figure of a report in words; `held` is that of buying and holding, null where it has none. */
export interface ReportRow {
  readonly name: string;
  readonly own: string;
  readonly held: string | null;
}

const number = (value: number | null): string => (value === null ? DASH : figureOf(value, 2));

/** The figures of a report as they are written: first those that buying and holding has as well. */
export function reportRows({ report, holding }: BacktestResultView): ReportRow[] {
  const f = ui.catalogue.backtest.figures;
  const s = report.statistics;
  const wins = Math.round((s.winRate ?? 0) * s.closedTrades);
  const alone = (name: string, own: string): ReportRow => ({ name, own, held: null });
  return [
    { name: f.returnFraction, own: signedShare(s.returnFraction), held: signedShare(holding.returnFraction) },
    { name: f.annualReturn, own: signedShare(s.annualReturn), held: signedShare(holding.annualReturn) },
    { name: f.annualVolatility, own: share(s.annualVolatility), held: share(holding.annualVolatility) },
    { name: f.maxDrawdown, own: share(s.maxDrawdown), held: share(holding.maxDrawdown) },
    { name: f.sharpe, own: number(s.sharpe), held: number(holding.sharpe) },
    { name: f.sortino, own: number(s.sortino), held: number(holding.sortino) },
    alone(f.winRate, ui.w.research.won(count(wins), count(s.closedTrades))),
    alone(f.openTrades, count(s.openTrades)),
    alone(f.calmar, number(s.calmar)),
    alone(f.profitFactor, number(s.profitFactor)),
    alone(f.expectancy, signedShare(s.expectancy, 2)),
    alone(f.bestTrade, signedShare(s.bestTrade)),
    alone(f.worstTrade, signedShare(s.worstTrade)),
    alone(f.sqn, number(s.sqn)),
    alone(f.exposure, share(s.exposure)),
    alone(f.annualTurnover, number(s.annualTurnover)),
    alone(f.fees, number(Number(s.fees))),
  ];
}
