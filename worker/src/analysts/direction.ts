import type { BarColumns } from '#shared/domain/bar.ts';
import { directionFeatures, FEATURES_WARM_UP } from '#shared/analysis/direction-features.ts';
import { walkBlocks } from '#shared/analysis/walk-forward.ts';
import { askTrees, type Features } from './trees/trees.ts';

/** Rows a model learns from at least. */
const LEARN_MIN = 60;
/** Closes a trained model answers before it is trained anew. */
const RETRAIN_EVERY = 20;

/** Which rows rose by the next close; the newest has no answer yet. */
export function roseNext(closes: Float64Array): boolean[] {
  return Array.from({ length: Math.max(0, closes.length - 1) }, (_, i) => closes[i + 1]! > closes[i]!); // in range
}

/** The chance that the bar after the newest closes higher. Null where nothing can be learned: every bar went one way. */
export async function directionNow(columns: BarColumns): Promise<number | null> {
  const last = columns.c.length - 1;
  const rose = roseNext(columns.c);
  const [chance] = (await answers(directionFeatures(columns), rose, { learnTo: last, from: last, to: last + 1 })) ?? [];
  return chance ?? null;
}

/** What the model would have said of past closes, none of which it had learned from. */
export interface PastDirections {
  /** Row of the bars each was said at. */
  readonly rows: Float64Array;
  readonly chanceUp: Float64Array;
}

/**
 * Walks forward over the last `cases` closes whose next bar is known.
 * @param rose which rows rose by the next close; a test gives others
 */
export async function pastDirections(
  columns: BarColumns,
  cases: number,
  rose: readonly boolean[] = roseNext(columns.c),
): Promise<PastDirections> {
  const features = directionFeatures(columns);
  const blocks = walkBlocks(columns.c.length, {
    first: FEATURES_WARM_UP,
    learnMin: LEARN_MIN,
    cases,
    every: RETRAIN_EVERY,
  });
  const rows: number[] = [];
  const chanceUp: number[] = [];
  for (const block of blocks) {
    const said = await answers(features, rose, block);
    if (said === null) continue;
    for (const [index, chance] of said.entries()) {
      rows.push(block.from + index);
      chanceUp.push(chance);
    }
  }
  return { rows: Float64Array.from(rows), chanceUp: Float64Array.from(chanceUp) };
}

async function answers(
  features: Readonly<Record<string, Float64Array>>,
  rose: readonly boolean[],
  { learnTo, from, to }: { readonly learnTo: number; readonly from: number; readonly to: number },
): Promise<Float64Array | null> {
  const cut = (begin: number, end: number): Features =>
    Object.fromEntries(
      Object.entries(features).map(([name, column]) => [name, Array.from(column.subarray(begin, end))]),
    );
  const labels = rose.slice(FEATURES_WARM_UP, learnTo);
  if (labels.every((label) => label === labels[0])) return null;
  return askTrees(cut(FEATURES_WARM_UP, learnTo), labels, cut(from, to));
}
