import type { InstrumentId } from '#shared/domain/ids.ts';
import type { LevelHit, PriceLevel } from '#shared/domain/market.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import type { LivePrice } from '../../market-data/live-feed.ts';
import { nextRangeHit, openHits, toldKey, type HeldLevel, type OwnerLevels } from './level-book.ts';
import type { LiveSession } from './live-session.ts';

/** Orders that wait for the open are told of it this long; later it was missed, and the account says so. */
export const OPEN_LASTS_MS = 5 * MINUTE_MS;

/** Levels as they are kept: one that stays at its price stays as old as it was. */
export function heldLevels(
  levels: readonly PriceLevel[],
  before: readonly HeldLevel[],
  { now, session }: { now: WallMs; session: LiveSession | null },
): HeldLevel[] {
  const known = new Map(before.map((level) => [level.id, level]));
  return levels.map((level) => {
    const old = known.get(level.id);
    if (old?.kind === level.kind && old.price === level.price)
      return { ...level, setIn: old.setIn, since: old.since ?? now };
    return { ...level, setIn: session && { step: session.step, moment: 'range' }, since: now };
  });
}

/** A stop that was raised by a mistaken price stays up there: that alone waits until another trade bears the price out. */
const RAISE_RANK = 3;

/** Prices at one moment. */
export interface LiveGlance {
  readonly prices: ReadonlyMap<InstrumentId, LivePrice>;
  /** Of which the newest price stands alone. */
  readonly lone: ReadonlySet<InstrumentId>;
}

export interface LiveHits {
  readonly open: readonly LevelHit[];
  readonly range: readonly LevelHit[];
}

/**
 * What an owner is to be told of moments that followed each other, the last of which is now. A level that was reached stays
 * so wherever the price went then; it is told once, at the price that went furthest beyond it.
 */
export function hitsOfAll(
  entry: OwnerLevels,
  glances: readonly LiveGlance[],
  at: { readonly session: LiveSession; readonly now: WallMs },
): LiveHits {
  const all = glances.map((glance) => liveHits(entry, glance, at));
  const open = all.at(-1)?.open ?? [];
  const falling = new Set(entry.levels.filter(({ kind }) => kind === 'at-or-below').map(({ id }) => id));
  const reached = new Map<string, LevelHit>();
  for (const hit of all.flatMap(({ range }) => range)) {
    const known = reached.get(hit.levelId)?.price;
    const isFurther = known === undefined || (falling.has(hit.levelId) ? hit.price < known : hit.price > known);
    if (isFurther) reached.set(hit.levelId, hit);
  }
  return { open, range: [...reached.values()] };
}

/** The same of one moment, worst first. Only trades of this session, and since the level stands, count. */
function liveHits(
  entry: OwnerLevels,
  { prices, lone }: LiveGlance,
  { session, now }: { readonly session: LiveSession; readonly now: WallMs },
): LiveHits {
  const priceOf = (level: HeldLevel): number | null => {
    const known = prices.get(level.instrumentId);
    if (known === undefined || known.at < session.open) return null;
    if (level.rank === RAISE_RANK && lone.has(level.instrumentId)) return null;
    return level.kind === 'open' || known.at >= (level.since ?? 0) ? known.price : null;
  };
  const levels = entry.levels.filter((level) => priceOf(level) !== null);
  const rangeOf = (instrumentId: InstrumentId) => {
    const price = prices.get(instrumentId)?.price;
    return price === undefined ? undefined : { open: price, high: price, low: price };
  };
  const waiting = { ...entry, levels: levels.filter(({ kind }) => kind === 'open') };
  const isOpening = now - session.open < OPEN_LASTS_MS;
  // A price is no range: nothing in it was missed, so it matters not when in it a level was set.
  const resting = { ...entry, levels: levels.map((level) => ({ ...level, setIn: null })) };
  const told = new Set<string>();
  const range: LevelHit[] = [];
  for (let next = nextRangeHit([resting], rangeOf, session.step, told); next !== null;) {
    for (const hit of next.hits) told.add(toldKey(entry.owner, hit.levelId));
    range.push(...next.hits);
    next = nextRangeHit([resting], rangeOf, session.step, told);
  }
  return { open: isOpening ? openHits(waiting, rangeOf, session.step) : [], range };
}
