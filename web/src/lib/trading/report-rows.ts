import type { BacktestResultView } from '#shared/contract/backtest-run.ts';
import { saysAYear } from '#shared/domain/year-figures.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { amount, count, DASH, figureOf, share, signedShare } from '../format/figures.ts';
import { ui } from '../state/ui.svelte.ts';
import type { Catalogue } from '../words/en.ts';

type Term = keyof Catalogue['glossary'];

/** One figure of a report in words; `held` is that of buying and holding, null where it has none. */
export interface ReportRow {
  readonly name: string;
  readonly own: string;
  readonly held: string | null;
  /** Its name is a word of the trade. */
  readonly term?: Term;
}

const number = (value: number | null): string => (value === null ? DASH : figureOf(value, 2));

/** What a book is worth, in its currency; as a bare figure where nobody knows any more what its stocks are priced in. */
export const worth = (value: number, currency: Currency | null): string =>
  currency === null ? count(Math.round(value)) : amount(value, currency, { style: 'round' });

/** The figures of a report as they are written: first those that buying and holding has as well. */
export function reportRows({ report, holding }: BacktestResultView, currency: Currency | null): ReportRow[] {
  const f = ui.catalogue.backtest.figures;
  const ofYear = saysAYear(Date.parse(report.from), Date.parse(report.to));
  const year = (text: string): string => (ofYear ? text : DASH);
  const s = report.statistics;
  const wins = Math.round((s.winRate ?? 0) * s.closedTrades);
  const alone = (name: string, own: string, term?: Term): ReportRow => ({
    name,
    own,
    held: null,
    ...(term && { term }),
  });
  return [
    { name: f.returnFraction, own: signedShare(s.returnFraction), held: signedShare(holding.returnFraction) },
    { name: f.annualReturn, own: year(signedShare(s.annualReturn)), held: year(signedShare(holding.annualReturn)) },
    {
      name: f.annualVolatility,
      own: year(share(s.annualVolatility)),
      held: year(share(holding.annualVolatility)),
      term: 'swings',
    },
    { name: f.maxDrawdown, own: share(s.maxDrawdown), held: share(holding.maxDrawdown), term: 'belowPeak' },
    { name: f.sharpe, own: year(number(s.sharpe)), held: year(number(holding.sharpe)), term: 'sharpe' },
    { name: f.sortino, own: year(number(s.sortino)), held: year(number(holding.sortino)), term: 'sortino' },
    alone(f.winRate, ui.w.research.won(count(wins), count(s.closedTrades))),
    alone(f.openTrades, count(s.openTrades)),
    alone(f.calmar, year(number(s.calmar)), 'calmar'),
    alone(f.profitFactor, number(s.profitFactor), 'profitFactor'),
    alone(f.expectancy, signedShare(s.expectancy, 2), 'expectancy'),
    alone(f.bestTrade, signedShare(s.bestTrade)),
    alone(f.worstTrade, signedShare(s.worstTrade)),
    alone(f.sqn, number(s.sqn), 'sqn'),
    alone(f.exposure, s.closedTrades === 0 ? DASH : share(s.exposure)),
    alone(f.annualTurnover, s.annualTurnover === null || !ofYear ? DASH : `${figureOf(s.annualTurnover)}×`, 'turnover'),
    alone(f.fees, currency === null ? number(Number(s.fees)) : amount(s.fees, currency), 'fees'),
  ];
}
