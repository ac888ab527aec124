import type { InstrumentId } from '#shared/domain/ids.ts';
import type { LevelHit, PriceLevel } from '#shared/domain/market.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { LevelOwner, MarketMoment } from './market-rpc.ts';

/** Levels that are not renewed for this long, in wall time, are dropped. */
export const LEASE_MS = 5 * 60_000;

type Moment = MarketMoment['moment'];

/** A level and when in the market's time it was first registered: what was set inside a range knows part of it. */
export interface HeldLevel extends PriceLevel {
  readonly setIn: { readonly step: number; readonly moment: Moment } | null;
  /** In a live market: since when it stands at this price. What traded before does not reach it. */
  readonly since?: WallMs;
}

export interface OwnerLevels {
  readonly owner: LevelOwner;
  readonly levels: readonly HeldLevel[];
  readonly leaseUntil: WallMs;
}

/** The prices of one bar that decide what is hit; undefined for an instrument without a bar in this step. */
export interface BarRange {
  readonly open: number;
  readonly high: number;
  readonly low: number;
}
export type RangeOf = (instrumentId: InstrumentId) => BarRange | undefined;

export function ownerKey({ kind, accountId }: LevelOwner): string {
  return `${kind}:${accountId}`;
}

/** All levels of a market by owner. */
export class LevelBook {
  private readonly owners = new Map<string, OwnerLevels>();

  /** Replaces the levels of an owner. Those it had before, by id, stay as old as they were. */
  set(entry: {
    owner: LevelOwner;
    levels: readonly PriceLevel[];
    leaseUntil: WallMs;
    during: HeldLevel['setIn'];
  }): OwnerLevels | null {
    const { owner, levels, leaseUntil, during } = entry;
    const key = ownerKey(owner);
    if (levels.length === 0) {
      this.owners.delete(key);
      return null;
    }
    const before = new Map(this.owners.get(key)?.levels.map((level) => [level.id, level]));
    const held = levels.map((level): HeldLevel => ({
      ...level,
      setIn: before.has(level.id) ? (before.get(level.id)?.setIn ?? null) : during,
    }));
    const stored = { owner, levels: held, leaseUntil };
    this.owners.set(key, stored);
    return stored;
  }

  restore(entry: OwnerLevels): void {
    this.owners.set(ownerKey(entry.owner), entry);
  }

  /** Forgets owners whose lease is over; answers who they were. */
  dropExpired(now: WallMs): LevelOwner[] {
    const expired = [...this.owners.values()].filter(({ leaseUntil }) => leaseUntil < now);
    for (const { owner } of expired) this.owners.delete(ownerKey(owner));
    return expired.map(({ owner }) => owner);
  }

  of(kind: LevelOwner['kind']): OwnerLevels[] {
    return [...this.owners.values()].filter(({ owner }) => owner.kind === kind);
  }

  all(): OwnerLevels[] {
    return [...this.owners.values()];
  }
}

/** What an owner is told at the open: orders that waited for it first, then what the gap crossed, worst first. */
export function openHits(entry: OwnerLevels, rangeOf: RangeOf, step: number): LevelHit[] {
  const hits: { level: HeldLevel; price: number }[] = [];
  for (const level of entry.levels) {
    const range = rangeOf(level.instrumentId);
    if (range === undefined) continue;
    // "At the next open" said during a step means the next step's.
    if (level.kind === 'open' ? level.setIn?.step !== step : isCrossed(level, range.open, range.open)) {
      hits.push({ level, price: range.open });
    }
  }
  hits.sort((a, b) => Number(a.level.kind !== 'open') - Number(b.level.kind !== 'open') || byRank(a.level, b.level));
  return hits.map(({ level, price }) => ({
    levelId: level.id,
    instrumentId: level.instrumentId,
    price,
    moment: 'open',
  }));
}

/** A level inside the range that has not been told yet, and what can be had there. */
export interface RangeHit {
  readonly owner: LevelOwner;
  readonly hits: readonly LevelHit[];
}

/**
 * The next call of the range: of the lowest rank that is hit, one owner, one level per instrument (the first that the
 * price reaches). Null when everything hit was told. `told` holds `ownerKey level id` of what was.
 *
 * A target set inside this very range waits for the next bar: whether the price was there before or after is unknown,
 * and the doubt must not favour the holder.
 */
export function nextRangeHit(
  entries: readonly OwnerLevels[],
  rangeOf: RangeOf,
  step: number,
  told: ReadonlySet<string>,
): RangeHit | null {
  let best: { owner: LevelOwner; hits: HeldLevel[]; rank: number } | null = null;
  for (const { owner, levels } of entries) {
    for (const level of levels) {
      if (level.kind === 'open' || told.has(toldKey(owner, level.id)) || (best !== null && level.rank > best.rank))
        continue;
      const range = rangeOf(level.instrumentId);
      if (range === undefined || !isCrossed(level, range.low, range.high)) continue;
      if (level.rank === 2 && level.setIn?.step === step && level.setIn.moment === 'range') continue;
      if (best === null || level.rank < best.rank) best = { owner, hits: [level], rank: level.rank };
      else if (best.owner === owner) best.hits.push(level);
    }
  }
  if (best === null) return null;
  const first = new Map<InstrumentId, HeldLevel>();
  for (const level of best.hits.sort(byRank)) if (!first.has(level.instrumentId)) first.set(level.instrumentId, level);
  const hits = [...first.values()].map((level): LevelHit => {
    const { open } = rangeOf(level.instrumentId) as BarRange; // it was hit
    const price = level.price as number; // only `open` has none
    return {
      levelId: level.id,
      instrumentId: level.instrumentId,
      // Set after an open that was already beyond it: the open is what could be had.
      price: level.kind === 'at-or-below' ? Math.min(price, open) : Math.max(price, open),
      moment: 'range',
    };
  });
  return { owner: best.owner, hits };
}

export function toldKey(owner: LevelOwner, levelId: string): string {
  return `${ownerKey(owner)} ${levelId}`;
}

function isCrossed(level: PriceLevel, low: number, high: number): boolean {
  if (level.price === null) return false;
  return level.kind === 'at-or-below' ? low <= level.price : high >= level.price;
}

// The price reaches the highest stop and the lowest target first.
function byRank(a: HeldLevel, b: HeldLevel): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  const sign = a.kind === 'at-or-below' ? -1 : 1;
  return sign * ((a.price ?? 0) - (b.price ?? 0));
}
