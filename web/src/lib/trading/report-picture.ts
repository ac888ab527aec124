import type { BacktestResultView, BacktestRunDetail } from '#shared/contract/backtest-run.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import type { ReportPicture } from '#shared/pictures/report.ts';
import { count, share } from '../format/figures.ts';
import { ui } from '../state/ui.svelte.ts';
import { researchText } from '../words/research-text.ts';
import { wordOf } from '../words/text.ts';
import { reportRows, worth } from './report-rows.ts';

/** The report of a test as its picture says it, in the reader's language. */
export function reportPicture(
  run: BacktestRunDetail,
  result: BacktestResultView,
  currency: Currency | null,
): ReportPicture {
  const w = ui.w.research;
  const { report, curve } = result;
  const [from, to] = [report.from.slice(0, 10), report.to.slice(0, 10)];
  const worths = [...curve.equity, ...curve.holding];
  const { closedTrades, maxDrawdown } = report.statistics;
  return {
    world: worldLine(report.world),
    title: `${w.kinds[run.kind]} · ${shortList(report.symbols)}`,
    lead: [
      `${wordOf(ui.s.strategies, report.strategy)} (${settingsText(report.config)})`,
      `${from} – ${to} · ${ui.w.markets.timeframes[report.timeframe]} · ${w.trades(count(closedTrades))}`,
      ...luckText(result),
      ui.catalogue.backtest.hypothetical,
    ],
    equity: { title: w.equity, own: w.ofStrategy, held: w.ofHolding },
    drawdown: { title: w.drawdown, deepest: `−${share(maxDrawdown)}` },
    from,
    to,
    top: worth(Math.max(...worths), currency),
    bottom: worth(Math.min(...worths), currency),
    rows: reportRows(result, currency).map(({ name, own, held }) => ({ name, own, held: held ?? '' })),
    notesTitle: w.assumptions,
    notes: [
      ...report.assumptions.map((note) => researchText('assumptions', note)),
      ...report.warnings.map((note) => researchText('warnings', note)),
    ],
    curve,
  };
}

function worldLine(world: BacktestResultView['report']['world']): string {
  if (world === undefined) return '';
  const { badge, line } = ui.w.world[world];
  return `${badge} · ${line}`;
}

/** How many tries it is the best of: a picture that is passed on says so too. */
function luckText({ search, walk }: BacktestResultView): string[] {
  const luck = search?.luck ?? walk?.luck;
  if (luck === undefined) return [];
  const w = ui.w.research;
  const chances = luck.deflated === null ? w.deflatedUnknown : w.deflated(count(Math.round(luck.deflated * 100)));
  return [`${w.tries(count(luck.trials))}. ${chances}`];
}

const SYMBOLS_SAID = 6;
const shortList = (symbols: readonly string[]): string =>
  symbols.length > SYMBOLS_SAID ? `${symbols.slice(0, SYMBOLS_SAID).join(', ')} …` : symbols.join(', ');

/** Settings by the names their schema has; parts of a vote as their strategies. */
function settingsText(config: Readonly<Record<string, unknown>>): string {
  const said = (value: unknown): string => {
    if (!Array.isArray(value)) return String(value);
    return value
      .map((part: { strategy?: string; weight?: number }) => `${part.strategy ?? ''} ${part.weight ?? ''}`.trim())
      .join(' + ');
  };
  return Object.entries(config)
    .map(([name, value]) => `${name} ${said(value)}`)
    .join(', ');
}
