import type { Timeframe } from '../domain/bar.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { ScreenTree } from '../domain/screen-tree.ts';
import type { MarketFacts, StoredScreenResult } from '../ports/screens.ts';
import { finishScreen, type ScreenSubject } from './finish-screen.ts';
import type { ScreenPlan } from './screen-plan.ts';

/** Hits kept of one result: the best. */
const HITS_MAX = 300;

/** An instrument beside its row. */
export function subjectOf(
  { id, symbol, sector }: Instrument,
  { events, eventKinds, memberOf }: MarketFacts,
  { hasBar }: { readonly hasBar: boolean },
): ScreenSubject {
  return {
    instrumentId: id,
    symbol,
    sector,
    memberOf: memberOf === null ? null : (memberOf.get(id) ?? []),
    events: events.get(id) ?? [],
    eventKinds,
    hasBar,
  };
}

/** What a screen found, as it is kept. */
export function storedResult(
  plan: ScreenPlan,
  measured: {
    readonly rows: Float64Array;
    readonly subjects: readonly ScreenSubject[];
    readonly tree: ScreenTree;
    readonly timeframe: Timeframe;
    readonly barAt: number;
    readonly marketAt: number;
  },
): StoredScreenResult {
  const { rows, subjects, tree, timeframe, barAt, marketAt } = measured;
  const { looked, unknown, funnel, closest, hits } = finishScreen(plan, { rows, subjects, at: marketAt });
  const idOf = (position: number): string => subjects[position]?.instrumentId ?? '';
  return {
    tree,
    timeframe,
    marketAt,
    barAt,
    looked,
    unknown,
    funnel,
    closest:
      closest === null
        ? null
        : { instrumentId: idOf(closest.position), stage: closest.stage, has: closest.has, needs: closest.needs },
    found: hits.length,
    hits: hits
      .slice(0, HITS_MAX)
      .map(({ position, score, figures }) => ({ instrumentId: idOf(position), score, figures })),
  };
}
