import type { AnalysisView } from '#shared/contract/analysis.ts';
import { dateIn, readerOf, time } from '#shared/words/format-time.ts';
import { fill } from '#shared/words/fill.ts';
import { recordText } from '#shared/words/record-text.ts';
import { wordsFor } from '#shared/words/catalogue.ts';

/** An analysis in plain lines: figures first, counts before percentages, no price without its range. */
export function analysisLines(view: AnalysisView): string[] {
  const words = wordsFor('en').analysis;
  const context = { reader: readerOf('en', 'UTC'), currency: 'USD', timeframe: view.timeframe } as const;
  const bar = words.bar(view.timeframe);
  const passed = view.checks.filter((check) => check.passed).length;
  const last = view.bars.at(-1);
  const levels = view.levels;
  return [
    words.head({ symbol: view.symbol, close: view.close, asOf: asOfText(view), bars: view.barsSeen }),
    words.rating({ passed, of: view.checks.length }),
    ...view.checks.map(
      (check) =>
        `  ${check.passed ? '+' : '-'} ${words.checks[check.code]?.(fill(check.values, context)) ?? check.code}`,
    ),
    ...view.patterns.map(({ name, bars }) => `  ${words.pattern({ name: patternName(name), bars })}`),
    ...(view.nextBar === null ? [] : [words.nextBar({ ...view.nextBar, bar })]),
    last === undefined ? words.notFitted : words.forecast({ ...last, bar }),
    ...view.records.map((record) => `  ${recordText(words, record)}`),
    ...turnLines(view),
    ...(levels === null ? [] : [words.levels({ ...levels, horizon: words.horizons[view.horizon] })]),
  ];
}

/** The day of a daily bar; of a shorter one its day and opening time, in the zone that is written behind it. */
function asOfText({ asOf, timeframe }: AnalysisView): string {
  const day = dateIn(asOf, 'UTC');
  return timeframe === '1d' || timeframe === '1w' ? day : `bar of ${day} ${time(asOf, readerOf('en', 'UTC'))}`;
}

function turnLines({ turns: { support, resistance } }: AnalysisView): string[] {
  const words = wordsFor('en').analysis;
  if (support === null && resistance === null) return [];
  return [words.turns({ support: support && words.turn(support), resistance: resistance && words.turn(resistance) })];
}

function patternName(name: string): string {
  const { patterns } = wordsFor('en');
  return Object.hasOwn(patterns, name) ? patterns[name]!.term : wordsFor('en').analysis.bullFlag; // it is there
}
