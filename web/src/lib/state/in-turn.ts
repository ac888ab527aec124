/*
 * A room that is drawn at once keeps a phone from hearing a tap for a third of a second. In turn, each part is drawn in a
 * frame of its own: what somebody sees first, before what they would have to scroll to.
 */
const [FIRST, AFTER] = [new Set<() => void>(), new Set<() => void>()];
/** Where nothing is painted, as in a tab that nobody looks at, no frame comes. */
const FRAME_MAX_MS = 100;
let isRunning = false;

/** Answers how to step out of the row. */
export function inTurn(work: () => void, when: 'first' | 'after' = 'first'): () => void {
  const row = when === 'first' ? FIRST : AFTER;
  row.add(work);
  if (!isRunning) {
    isRunning = true;
    afterFrame(next);
  }
  return () => void row.delete(work);
}

function next(): void {
  const row = FIRST.size > 0 ? FIRST : AFTER;
  const [work] = row;
  if (work === undefined) {
    isRunning = false;
    return;
  }
  row.delete(work);
  afterFrame(next);
  work();
}

function afterFrame(then: () => void): void {
  let isOver = false;
  const go = (): void => {
    if (isOver) return;
    isOver = true;
    then();
  };
  requestAnimationFrame(() => setTimeout(go));
  setTimeout(go, FRAME_MAX_MS);
}
