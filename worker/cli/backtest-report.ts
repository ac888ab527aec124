import type { CodedNote } from '#shared/domain/backtest-codes.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { saysAYear, YEAR_FIGURES_FROM_DAYS } from '#shared/domain/year-figures.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { drawdownCurve } from '#shared/simulator/backtest/drawdowns.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import type { BacktestResult, Trade } from '#shared/simulator/backtest/result.ts';
import { fill, type FillContext, type Phrase } from '#shared/words/fill.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';

/** Under this many closed trades nobody can tell luck from skill. */
const TRADES_TO_JUDGE = 20;
const TRADES_SHOWN = 20;

/** The result as one flat object of numbers: percentages in percent, the largest fall below zero. */
export function backtestJson(
  input: BacktestInput,
  result: BacktestResult,
  withCurve: boolean,
): Record<string, unknown> {
  const { statistics: s, curve, trades } = result;
  const percent = (fraction: number | null): number | null => (fraction === null ? null : fraction * 100);
  const days = (ms: number | null): number | null => (ms === null ? null : ms / DAY_MS);
  const symbols = input.instruments.map(({ instrument }) => instrument.symbol);
  return {
    strategy: input.strategy.name,
    config: input.config,
    symbols,
    timeframe: input.timeframe,
    from: dayText(curve.t[0] ?? 0),
    to: dayText(curve.t.at(-1) ?? 0),
    bars: curve.t.length,
    startCash: s.startCash,
    trades: s.closedTrades,
    openTrades: s.openTrades,
    finalEquity: s.finalEquity,
    peakEquity: s.peakEquity,
    returnPct: percent(s.returnFraction),
    buyAndHoldPct: percent(s.buyAndHold),
    annualReturnPct: percent(s.annualReturn),
    annualVolatilityPct: percent(s.annualVolatility),
    sharpe: s.sharpe,
    sortino: s.sortino,
    calmar: s.calmar,
    maxDrawdownPct: -s.maxDrawdown * 100,
    averageDrawdownPct: s.averageDrawdown === null ? null : -s.averageDrawdown * 100,
    maxDrawdownDays: days(s.maxDrawdownMs),
    averageDrawdownDays: days(s.averageDrawdownMs),
    winRatePct: percent(s.winRate),
    bestTradePct: percent(s.bestTrade),
    worstTradePct: percent(s.worstTrade),
    averageTradePct: percent(s.averageTrade),
    maxTradeDays: days(s.longestTradeMs),
    averageTradeDays: days(s.averageTradeMs),
    profitFactor: s.profitFactor,
    expectancyPct: percent(s.expectancy),
    sqn: s.sqn,
    kelly: s.kelly,
    exposurePct: percent(s.exposure),
    annualTurnover: s.annualTurnover,
    fees: s.fees,
    dividends: s.dividends,
    months: result.months.map(({ month, returnFraction }) => ({ month, returnPct: returnFraction * 100 })),
    tradeList: trades.map((trade) => tradeJson(trade, symbols[trade.position] ?? '')),
    unfilled: result.unfilled,
    assumptions: result.assumptions.map((note) => noteText(note, wordsFor('en').backtest.assumptions[note.code])),
    warnings: result.warnings.map((note) => noteText(note, wordsFor('en').backtest.warnings[note.code])),
    ...(withCurve && {
      curve: { t: [...curve.t].map(dayText), equity: [...curve.equity], drawdown: [...drawdownCurve(curve.equity)] },
    }),
  };
}

function tradeJson({ side, quantity, entry, exit, fees, pnl, returnFraction }: Trade, symbol: string): object {
  return {
    symbol,
    side,
    quantity,
    entryAt: dayText(entry.at),
    entryPrice: entry.price,
    entryReason: entry.reason,
    exitAt: exit === null ? null : dayText(exit.at),
    exitPrice: exit?.price ?? null,
    exitKind: exit?.kind ?? null,
    exitReason: exit?.reason ?? null,
    fees,
    pnl,
    returnPct: returnFraction * 100,
  };
}

/** The result to read: what it came to, what it did, the trades, and how it was reckoned. */
export function backtestLines(input: BacktestInput, result: BacktestResult): string[] {
  const words = wordsFor('en').backtest;
  const { statistics: s, curve, trades, months } = result;
  const currency = input.instruments[0]?.instrument.currency ?? 'USD';
  const money = moneyIn(currency);
  const percent = (fraction: number | null): string => (fraction === null ? '–' : `${(fraction * 100).toFixed(2)}%`);
  const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
  const ofYear = saysAYear(curve.t[0] ?? 0, curve.t.at(-1) ?? 0);
  const yearly = (value: number | null): number | null => (ofYear ? value : null);
  const symbols = input.instruments.map(({ instrument }) => instrument.symbol);
  const what = symbols.length > 5 ? `${symbols.length} instruments` : symbols.join(', ');
  const wins = trades.filter(({ exit, pnl }) => exit !== null && pnl > 0).length;
  const rows: [string, string][] = [
    [words.figures.finalEquity, `${money(s.finalEquity)} of ${money(s.startCash)}`],
    [words.figures.returnFraction, percent(s.returnFraction)],
    [words.figures.buyAndHold, percent(s.buyAndHold)],
    [
      words.figures.annualReturn,
      `${percent(yearly(s.annualReturn))}, ${words.figures.annualVolatility} ${percent(yearly(s.annualVolatility))}`,
    ],
    [
      words.figures.maxDrawdown,
      `${percent(s.maxDrawdown)}, ${words.figures.maxDrawdownMs} ${Math.round(s.maxDrawdownMs / DAY_MS)} days`,
    ],
    [
      words.figures.sharpe,
      `${figure(yearly(s.sharpe))}, ${words.figures.sortino} ${figure(yearly(s.sortino))}, ${words.figures.calmar} ${figure(yearly(s.calmar))}`,
    ],
    [
      words.figures.closedTrades,
      `${s.closedTrades}, ${words.figures.winRate} ${wins} of ${s.closedTrades}; ${words.figures.openTrades} ${s.openTrades}`,
    ],
    [
      words.figures.bestTrade,
      `${percent(s.bestTrade)}, ${words.figures.worstTrade} ${percent(s.worstTrade)}, ${words.figures.expectancy} ${percent(s.expectancy)}`,
    ],
    [words.figures.profitFactor, `${figure(s.profitFactor)}, ${words.figures.sqn} ${figure(s.sqn)}`],
    [
      words.figures.exposure,
      `${percent(s.closedTrades === 0 ? null : s.exposure)}, ${words.figures.annualTurnover} ${ofYear ? `${figure(s.annualTurnover)} times` : '–'}`,
    ],
    [
      words.figures.fees,
      `${money(s.fees)}${s.dividends === 0 ? '' : `, ${words.figures.dividends} ${money(s.dividends)}`}`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const config = Object.entries(input.config).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return [
    `${input.strategy.name} (${config.join(', ')}) on ${what}, ${curve.t.length} bars, ${dayText(curve.t[0] ?? 0)} to ${dayText(curve.t.at(-1) ?? 0)}`,
    words.hypothetical,
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    ...(ofYear ? [] : ['', words.fewDays({ days: String(YEAR_FIGURES_FROM_DAYS) })]),
    ...(s.closedTrades < TRADES_TO_JUDGE ? ['', words.fewTrades({ count: String(s.closedTrades) })] : []),
    ...unfilledLines(result.unfilled),
    ...monthLines(months),
    ...tradeLines(trades, symbols),
    '',
    ...result.warnings.map((note) => `! ${noteText(note, words.warnings[note.code])}`),
    ...result.assumptions.map((note) => `· ${noteText(note, words.assumptions[note.code])}`),
  ];
}

function unfilledLines(unfilled: BacktestResult['unfilled']): string[] {
  const words = wordsFor('en');
  const named: Record<string, string> = words.backtest.unfilled;
  const lines = Object.entries(unfilled).map(([code, count]) => {
    const denied = (words.denies as Record<string, Phrase>)[code] ?? (words.outcomes as Record<string, Phrase>)[code];
    const text = named[code] ?? denied?.(fill({}, CONTEXT)) ?? GAP;
    // Many refusals under one code have no figures in common: a sentence that needs some is told by its code.
    return `  ${count} × ${text.includes(GAP) ? code.replaceAll('-', ' ') : text}`;
  });
  return lines.length === 0 ? [] : ['', 'Not bought:', ...lines];
}

function monthLines(months: BacktestResult['months']): string[] {
  const byYear = Map.groupBy(months, ({ month }) => month.slice(0, 4));
  const names = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));
  return [
    '',
    `  %     ${names.map((name) => name.padStart(6)).join('')}   year`,
    ...[...byYear].map(([year, list]) => {
      const cells = names.map((name) => {
        const found = list.find(({ month }) => month.endsWith(name));
        return (found === undefined ? '' : tenths(found.returnFraction)).padStart(6);
      });
      const whole = list.reduce((product, { returnFraction }) => product * (1 + returnFraction), 1) - 1;
      return `  ${year}  ${cells.join('')} ${tenths(whole).padStart(6)}`;
    }),
  ];
}

/** In percent; a loss too small to show is no minus zero. */
function tenths(fraction: number): string {
  return ((Math.round(fraction * 1000) || 0) / 10).toFixed(1);
}

function tradeLines(trades: readonly Trade[], symbols: readonly string[]): string[] {
  const { exits } = wordsFor('en').backtest;
  const shown = trades.slice(-TRADES_SHOWN);
  const hidden = trades.length - shown.length;
  return [
    '',
    ...(hidden > 0 ? [`  … ${hidden} trades before these; all of them with --json`] : []),
    ...shown.map(({ side, position, quantity, entry, exit, returnFraction }) => {
      const end = exit === null ? 'still open' : `${dayText(exit.at)} at ${exit.price.toFixed(2)}, ${exits[exit.kind]}`;
      const result = `${returnFraction >= 0 ? '+' : ''}${(returnFraction * 100).toFixed(2)}%`;
      return `  ${result.padStart(8)}  ${side} ${quantity} ${symbols[position] ?? ''}, ${dayText(entry.at)} at ${entry.price.toFixed(2)} → ${end}`;
    }),
  ];
}

/** What a sentence shows for a figure it was not given. */
const GAP = '?';
const CONTEXT: FillContext = { reader: readerOf('en'), currency: 'USD' };

function noteText({ values }: CodedNote, phrase: Phrase): string {
  return phrase(fill({ ...values }, CONTEXT));
}

function moneyIn(currency: Currency): (amount: number) => string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return (amount) => format.format(amount);
}

/** A day, with its minute where the bar is shorter than one. */
function dayText(t: number): string {
  const iso = new Date(t).toISOString();
  return t % DAY_MS === 0 ? iso.slice(0, 10) : iso.slice(0, 16);
}
