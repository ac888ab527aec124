import type { BothLanguages, ScreenNews, ScreenResultView, ScreenView, ScreenWords } from '../contract/screen.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { ScreenTree } from '../domain/screen-tree.ts';
import { toIso, type MarketMs } from '../lib/time.ts';
import type { LatestFound, StoredScreen, StoredScreenResult } from '../ports/screens.ts';
import { warningsOf } from '../screeners/check-screen.ts';
import { PRESET_NAMES, PRESETS, type PresetName } from '../screeners/presets.ts';
import { planScreen } from '../screeners/screen-plan.ts';
import { wordsFor } from '../words/catalogue.ts';
import type { Words } from '../words/en.ts';
import { conditionText, explainScreen, valueText, warningText } from '../words/screen-text.ts';

const EN = wordsFor('en');
const KO = wordsFor('ko');
const both = (say: (words: Words) => string): BothLanguages => ({ en: say(EN), ko: say(KO) });

/** Names of a person's watchlists by id. */
export type ListNames = ReadonlyMap<string, string>;

/** A checked screen in words. */
export function screenWords(tree: ScreenTree, lists: ListNames = new Map()): ScreenWords {
  const ko = explainScreen(tree, KO, lists);
  return {
    explained: explainScreen(tree, EN, lists).map(({ depth, text }, index) => ({
      depth,
      en: text,
      ko: ko[index]?.text ?? '',
    })),
    warnings: warningsOf(tree).map((warning) => both((words) => warningText(warning, words))),
    barsNeeded: planScreen(tree).barsNeeded,
  };
}

export function presetView(name: PresetName): ScreenView {
  const preset = PRESETS[name];
  return {
    id: name,
    title: both(({ screens }) => screens.presets[name].title),
    means: both(({ screens }) => screens.presets[name].means),
    isPreset: true,
    screen: preset,
    createdAt: null,
    ...screenWords(preset),
  };
}

export function presetViews(): ScreenView[] {
  return PRESET_NAMES.map(presetView);
}

export function savedView({ id, name, tree, createdAt }: StoredScreen, lists: ListNames): ScreenView {
  return {
    id,
    title: { en: name, ko: name },
    means: null,
    isPreset: false,
    screen: tree,
    createdAt: toIso(createdAt),
    ...screenWords(tree, lists),
  };
}

/** How many are new and how many gone since the day before. */
export function newsOf(latest: LatestFound | null): ScreenNews | null {
  if (latest === null) return null;
  const { marketAt, found, instrumentIds, before } = latest;
  const [now, then] = [new Set(instrumentIds), new Set(before?.instrumentIds)];
  return {
    marketAt: toIso(marketAt as MarketMs),
    found,
    isNew: before === null ? null : instrumentIds.filter((id) => !then.has(id)).length,
    gone: before === null ? null : before.instrumentIds.filter((id) => !now.has(id)).length,
  };
}

/** A kept result with its names, compared with the one of the day before. */
export function resultView(
  result: StoredScreenResult,
  beside: {
    readonly screenId: string | null;
    readonly before: StoredScreenResult | null;
    readonly instruments: ReadonlyMap<InstrumentId, Instrument>;
  },
): ScreenResultView {
  const { before, instruments, screenId } = beside;
  const plan = planScreen(result.tree);
  const named = (id: string): Pick<ScreenResultView['gone'][number], 'symbol' | 'nameEn' | 'nameKo'> => {
    const known = instruments.get(id as InstrumentId);
    return { symbol: known?.symbol ?? id, nameEn: known?.nameEn ?? id, nameKo: known?.nameKo ?? id };
  };
  const then = new Set(before?.hits.map(({ instrumentId }) => instrumentId));
  const now = new Set(result.hits.map(({ instrumentId }) => instrumentId));
  const stages = plan.stages.map(({ condition }) => both((words) => conditionText(condition, words)));
  const { closest } = result;
  return {
    screenId,
    timeframe: result.timeframe,
    marketAt: toIso(result.marketAt as MarketMs),
    barAt: toIso(result.barAt as MarketMs),
    looked: result.looked,
    unknown: result.unknown,
    funnel: stages.map((stage, index) => ({ ...stage, count: result.funnel[index] ?? 0 })),
    closest:
      closest === null
        ? null
        : {
            ...named(closest.instrumentId),
            lacked: stages[closest.stage] ?? { en: '', ko: '' },
            has: closest.has,
            needs: closest.needs,
          },
    columns: plan.figures.map(({ value }) => both((words) => valueText(value, words))),
    found: result.found,
    hits: result.hits.map(({ instrumentId, score, figures }) => ({
      ...named(instrumentId),
      score,
      figures: [...figures],
      isNew: before === null ? null : !then.has(instrumentId),
    })),
    comparedWith: before === null ? null : toIso(before.marketAt as MarketMs),
    gone: (before?.hits ?? [])
      .filter(({ instrumentId }) => !now.has(instrumentId))
      .map((hit) => named(hit.instrumentId)),
  };
}
