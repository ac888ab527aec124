import { failure, type Failure } from '../contract/errors.ts';
import type { IndicatorView, IndicatorsView } from '../contract/indicators.ts';
import { EVERYTHING, INDICATORS } from '../indicators/index.ts';
import type { Indicator } from '../indicators/indicator.ts';
import { askFor, lineNames, type AskedIndicator } from '../indicators/ask.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { wordsFor } from '../words/catalogue.ts';
import type { IndicatorsRequest } from './facade.ts';
import type { UseCaseDeps } from './ports.ts';
import { barTime, readColumns } from './read-bars.ts';

const USUAL = 'sma-20,sma-50,rsi-14';
const LINES_MAX = 10;
/** Bars that recursive figures need to forget where they began. */
const SETTLING_BARS = 250;

/** Indicator lines beside the newest closed bars. */
export async function readIndicators(
  deps: UseCaseDeps,
  name: string,
  query: IndicatorsRequest,
): Promise<Result<IndicatorsView, Failure>> {
  const asked: AskedIndicator[] = [];
  const names = (query.names ?? USUAL).split(',').filter((text) => text.trim() !== '');
  if (names.length > LINES_MAX) return err(failure('invalid-request', undefined, 'names'));
  for (const text of names) {
    const one = askFor(text, EVERYTHING);
    if (!one.ok) return err(failure(one.error.code, one.error.values, 'names'));
    asked.push(one.value);
  }
  const warmUp = Math.max(0, ...asked.map(({ indicator, params }) => indicator.warmUp(params)));
  const read = await readColumns(deps, name, {
    timeframe: query.timeframe,
    limit: query.limit + Math.max(warmUp * 3, SETTLING_BARS),
  });
  if (!read.ok) return read;
  const { instrument, timeframe, columns } = read.value;
  const has = columns.t.length;
  for (const { label, indicator, params } of asked) {
    const needs = indicator.warmUp(params) + 1;
    if (has < needs) return err(failure('too-few-bars', { name: label, needs, has }, 'names'));
  }
  const skip = Math.max(0, has - query.limit);
  const lines = asked.flatMap((one) => {
    const labels = lineNames(one);
    return one.indicator.compute(columns, one.params).map((values, index) => ({
      name: labels[index]!, // one name for every output
      values: Array.from(values.subarray(skip), (value) => (Number.isFinite(value) ? value : null)),
    }));
  });
  return ok({
    symbol: instrument.symbol,
    timeframe,
    t: Array.from(columns.t.subarray(skip), (t) => barTime(timeframe, t)),
    lines,
  });
}

/** Every indicator and pattern with its words, settings and lines. */
export function indicatorCatalogue(): IndicatorView[] {
  return EVERYTHING.map((indicator, index) => {
    const kind = index < INDICATORS.length ? 'indicator' : 'pattern';
    const [en, ko] = [wordsFor('en'), wordsFor('ko')];
    const of = (words: typeof en) => (kind === 'pattern' ? words.patterns : words.indicators) as Named;
    const [english, korean] = [of(en)[indicator.name]!, of(ko)[indicator.name]!]; // a test asks for all of them
    return {
      name: indicator.name,
      kind,
      titleEn: english.term,
      titleKo: korean.term,
      meansEn: english.means,
      meansKo: korean.means,
      source: indicator.source,
      place: indicator.place,
      settings: settingsOf(indicator),
      rising: [...(indicator.rising ?? [])],
      lines: indicator.outputs.map((name) => ({
        name,
        titleEn: en.indicatorLines[name] ?? english.term,
        titleKo: ko.indicatorLines[name] ?? korean.term,
        drawn: indicator.drawn?.[name] ?? 'line',
      })),
    };
  });
}

type Named = Readonly<Record<string, { readonly term: string; readonly means: string }>>;

function settingsOf({ params }: Indicator): IndicatorView['settings'] {
  return Object.entries(params).map(([name, range]) => {
    const code = `config.indicator.${name}`;
    const [titleEn, titleKo] = [wordsFor('en').config[code], wordsFor('ko').config[code]];
    if (titleEn === undefined || titleKo === undefined) throw new Error(`no words for ${code}`);
    return { name, titleEn, titleKo, ...range };
  });
}
