import loadTrees, { type TreesLibrary } from '#generated/trees.js';

/** Named columns of one length. */
export type Features = Readonly<Record<string, readonly number[]>>;

let library: Promise<TreesLibrary> | undefined;

/**
 * Gradient-boosted trees (Yggdrasil Decision Forests, https://ydf.readthedocs.io, its default parameters and seed):
 * learns which examples rose and answers, for each of others, the probability that it rises.
 * @param learn rows to learn from, none of them NaN; `rose` holds both kinds
 */
export async function askTrees(learn: Features, rose: readonly boolean[], ask: Features): Promise<Float64Array> {
  library ??= loadTrees();
  const { GradientBoostedTreesLearner } = await library;
  const learner = new GradientBoostedTreesLearner('rose', 'CLASSIFICATION');
  const model = learner.train({ ...learn, rose: rose.map((value) => (value ? 'up' : 'down')) });
  try {
    const isUpSecond = model.getLabelClasses().indexOf('up') === 1;
    return Float64Array.from(model.predict(ask), (second) => (isUpSecond ? second : 1 - second));
  } finally {
    model.unload();
  }
}
