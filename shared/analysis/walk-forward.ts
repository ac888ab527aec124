/** One block of a walk-forward: learn from rows before `learnTo`, then answer for rows `from` up to before `to`. */
export interface WalkBlock {
  readonly learnTo: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Blocks that together answer the last `cases` rows whose outcome is known, each learning only from rows whose outcome
 * had come by the first close it answers (López de Prado 2018, ch. 7: rows whose outcome lies ahead are purged).
 * @param rows rows there are; the outcome of row i is known at row i + 1
 * @param options first row with features, fewest rows to learn from, cases wanted, rows a model is used for
 */
export function walkBlocks(
  rows: number,
  options: { readonly first: number; readonly learnMin: number; readonly cases: number; readonly every: number },
): WalkBlock[] {
  const { first, learnMin, cases, every } = options;
  const end = rows - 1;
  const begin = Math.max(first + learnMin + 1, end - cases);
  const blocks: WalkBlock[] = [];
  // Row from - 1 has its outcome at row `from`, the first close that is answered.
  for (let from = begin; from < end; from += every)
    blocks.push({ learnTo: from, from, to: Math.min(from + every, end) });
  return blocks;
}
