import type { IndicatorView, IndicatorsView } from '#shared/contract/indicators.ts';
import type { Language } from '#shared/contract/session.ts';

/** One output of a chosen indicator, ready to be drawn and to be read. */
export interface ChartLine {
  /** The indicator's whole name. */
  readonly label: string;
  /** `RSI 14`, `MACD 12 26 9: signal`. */
  readonly title: string;
  /** The same without the output: `MACD 12 26 9`. */
  readonly name: string;
  /** Of the output alone; empty where there is only one. */
  readonly part: string;
  /** 0 over the prices, then one panel after another. */
  readonly pane: number;
  readonly isPercent: boolean;
  readonly drawn: 'line' | 'columns' | 'dots' | 'pattern';
  /** 0 to 5, a series color of the style sheet. */
  readonly color: number;
  /** One value for each of `times`. */
  readonly values: readonly (number | null)[];
}

export interface ChartLines {
  /** Seconds since 1970, as the chart takes them. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  /** How many panels stand under the prices. */
  readonly panels: number;
}

export const NO_LINES: ChartLines = { times: [], lines: [], panels: 0 };

const COLORS = 6;
/** Lines of one band share a color. */
const BAND = ['upper', 'middle', 'lower'];

/** What an indicator of the catalogue a whole name says: `stochastic-rsi-14-14-3-3` is no `stochastic`. */
export function indicatorOf(label: string, catalogue: readonly IndicatorView[]): IndicatorView | undefined {
  return catalogue.find(
    ({ name }) => label === name || /^-[\d.-]+$/.test(label.startsWith(name) ? label.slice(name.length) : ''),
  );
}

/** The title of a whole name: `Bollinger bands 20 2`. */
export function titleOf(label: string, indicator: IndicatorView, language: Language): string {
  const title = language === 'ko' ? indicator.titleKo : indicator.titleEn;
  return [title, ...label.slice(indicator.name.length).split('-').filter(Boolean)].join(' ');
}

/** Puts what the API answered onto panes, with colors: overlays take the next free one, every panel begins anew. */
export function chartLinesOf(
  { t, lines }: IndicatorsView,
  {
    labels,
    catalogue,
    language,
  }: { labels: readonly string[]; catalogue: readonly IndicatorView[]; language: Language },
): ChartLines {
  const values = new Map(lines.map((line) => [line.name, line.values]));
  const made: ChartLine[] = [];
  let panels = 0;
  let overlay = 0;
  for (const label of labels) {
    const indicator = indicatorOf(label, catalogue);
    if (indicator === undefined) continue;
    const isPattern = indicator.kind === 'pattern';
    const isOver = isPattern || indicator.place === 'price';
    if (!isOver) panels += 1;
    const isBand = indicator.lines.length > 1 && indicator.lines.every(({ name }) => BAND.includes(name));
    for (const [index, line] of indicator.lines.entries()) {
      const isOne = indicator.lines.length === 1;
      const found = values.get(isOne ? label : `${label}.${line.name}`);
      if (found === undefined) continue;
      const part = isOne ? '' : language === 'ko' ? line.titleKo : line.titleEn;
      const title = titleOf(label, indicator, language);
      made.push({
        label,
        name: title,
        title: isOne ? title : `${title}: ${part}`,
        part,
        pane: isOver ? 0 : panels,
        isPercent: indicator.place === 'percent',
        drawn: isPattern ? 'pattern' : line.drawn,
        color: (isOver ? overlay + (isBand ? 0 : index) : index) % COLORS,
        values: found,
      });
    }
    if (isOver) overlay += isBand ? 1 : indicator.lines.length;
  }
  return { times: t.map(secondsOf), lines: made, panels };
}

/** Of a bar's time as the API says it: a day for daily bars, else an instant. */
export function secondsOf(t: string): number {
  return Date.parse(t.length === 10 ? `${t}T00:00:00Z` : t) / 1000;
}
