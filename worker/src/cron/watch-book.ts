import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';

/** A market that ought to have gone on: `mark` changes with every step forward. */
export interface OwedMarket {
  readonly mark: string;
  readonly since: WallMs;
  /** Its accounts were told, and are to be told when it goes on. */
  readonly isTold: boolean;
}

/** What the minute tick remembers between two of them, also over a restart. */
export interface WatchBook {
  /** The last one that came to its end. */
  readonly minute: WallMs;
  /** Nobody was there; not every account has heard of it yet. */
  readonly off: { readonly from: WallMs; readonly to: WallMs } | null;
  readonly markets: Readonly<Record<string, OwedMarket>>;
  /** Markets whose accounts were told of work that failed, and are to be told when it succeeds; absent: none. */
  readonly failing?: readonly string[];
}

/** A tick may be late or left out; a process that is off misses more. */
const OFF_AFTER_MS = 5 * MINUTE_MS;
/** Jobs of a close take their time, and bars may come late; after this long it is said. */
const LATE_AFTER_MS = 5 * MINUTE_MS;

/** The book as a tick begins; a gap since the last one is one in which Nod was off, an earlier one that is still owed stays. */
export function begun(book: WatchBook | null, now: WallMs): WatchBook {
  if (book === null) return { minute: now, off: null, markets: {} };
  const isGap = now - book.minute >= OFF_AFTER_MS;
  return { ...book, off: isGap ? { from: book.off?.from ?? book.minute, to: now } : book.off };
}

/** What every market owes now, by its id (null: nothing), as it is remembered. What is the same as before goes on. */
export function looked(book: WatchBook, owed: ReadonlyMap<string, string | null>, now: WallMs): WatchBook {
  const markets: Record<string, OwedMarket> = {};
  for (const [id, mark] of owed) {
    const before = book.markets[id];
    if (mark !== null && before?.mark === mark) markets[id] = before;
    else if (mark !== null) markets[id] = { mark, since: now, isTold: before?.isTold ?? false };
    else if (before?.isTold === true) markets[id] = { mark: '', since: now, isTold: true };
  }
  return { ...book, markets };
}

/** Which markets are late and which were and go on again: whose accounts are to be told. */
export function news(book: WatchBook, now: WallMs): { readonly late: string[]; readonly over: string[] } {
  const isLate = ({ mark, since }: OwedMarket): boolean => mark !== '' && now - since >= LATE_AFTER_MS;
  const all = Object.entries(book.markets);
  return {
    late: all.filter(([, one]) => isLate(one)).map(([id]) => id),
    over: all.filter(([, one]) => one.isTold && !isLate(one)).map(([id]) => id),
  };
}

/** Jobs of which people are told that they fail: again and again, or the last time and not since. */
export function lasting<Failed extends { readonly at: WallMs; readonly inARow: boolean }>(
  failed: readonly Failed[],
  now: WallMs,
): Failed[] {
  return failed.filter(({ at, inARow }) => inARow || now - at >= LATE_AFTER_MS);
}

/** A market whose accounts all heard that its work fails, or succeeds. */
export function toldOfFailing(book: WatchBook, id: string, isFailing: boolean): WatchBook {
  const others = (book.failing ?? []).filter((one) => one !== id);
  return { ...book, failing: isFailing ? [...others, id] : others };
}

/** One whose accounts all heard. */
export function told(book: WatchBook, id: string, isLate: boolean): WatchBook {
  const { [id]: one, ...others } = book.markets;
  if (one === undefined) return book;
  const isDone = !isLate && one.mark === '';
  return { ...book, markets: isDone ? others : { ...others, [id]: { ...one, isTold: isLate } } };
}
