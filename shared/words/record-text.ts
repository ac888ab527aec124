import type { ForecastRecordView } from '../contract/analysis.ts';
import type { Words } from './en.ts';

/** Fewer past cases than this say nothing either way. */
const JUDGED_FROM = 20;

/** How a model did: "Next bar (trees): right 61 of 100; always saying up: 54 (used; 2 models tried)". */
export function recordText(words: Words['analysis'], record: ForecastRecordView): string {
  const { model, use, cases, right, baseRight, baseSide, banded, inside, tried } = record;
  const did =
    cases < JUDGED_FROM
      ? words.tooFew({ total: cases })
      : words.did({ right, total: cases, base: baseRight, side: words[baseSide] });
  const band = banded < JUDGED_FROM ? '' : `; ${words.inside({ count: inside, total: banded })}`;
  return `${words.models[model]}: ${did}${band} (${words.uses[use]}; ${words.tried({ count: tried })})`;
}
