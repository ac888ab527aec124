type Parts = Record<string, unknown>;
const isMade = (value: unknown): value is Parts => typeof value === 'object' && value !== null;

/**
 * A newer answer, in which whatever says the same as before is the very thing it was: what hangs on it is not drawn anew.
 * `next` is nobody's yet, as it came off the wire: it is written into.
 */
export function withSameParts(before: unknown, next: unknown): unknown {
  if (!isMade(before) || !isMade(next) || Array.isArray(before) !== Array.isArray(next)) return next;
  const names = Object.keys(next);
  let isSame = names.length === Object.keys(before).length;
  for (const name of names) {
    const part = withSameParts(before[name], next[name]);
    next[name] = part;
    if (part !== before[name] || !(name in before)) isSame = false;
  }
  return isSame ? before : next;
}
