import type { InstrumentId } from '#shared/domain/ids.ts';
import type { LevelHit } from '#shared/domain/market.ts';
import { invariant } from '#shared/lib/invariant.ts';
import { nextRangeHit, openHits, toldKey, type LevelBook, type RangeOf } from './level-book.ts';
import type { LevelOwner, MarketMoment } from './market-rpc.ts';

/** More calls than this in one range are a loop between an owner and its own levels. */
const RANGE_CALLS_MAX = 10_000;

export interface StepPorts {
  readonly levels: LevelBook;
  readonly rangeOf: RangeOf;
  /** Tells an owner; awaited. */
  readonly tell: (owner: LevelOwner, hits: readonly LevelHit[], now: MarketMoment) => Promise<void>;
  /** While an owner is told of levels inside the range, quotes answer the prices of those levels. Null: no longer. */
  readonly quoteAs: (prices: ReadonlyMap<InstrumentId, number> | null) => void;
}

/**
 * The open of a bar: resting orders at paper brokers trade first, as they were there first; then accounts release what
 * waited for the open and leave what the gap crossed. Accounts see the positions that the brokers' fills gave them.
 */
export async function runOpen({ levels, rangeOf, tell }: StepPorts, now: MarketMoment): Promise<void> {
  for (const kind of ['paper-broker', 'account'] as const) {
    await Promise.all(
      levels.of(kind).map(async (entry) => {
        const hits = openHits(entry, rangeOf, now.step);
        if (hits.length > 0) await tell(entry.owner, hits, now);
      }),
    );
  }
}

/**
 * The range of a bar: stops before resting orders before targets, one owner at a time. Looks again after each call,
 * since a fill sets new levels: a stop set inside the range can be hit in it.
 */
export async function runRange({ levels, rangeOf, tell, quoteAs }: StepPorts, now: MarketMoment): Promise<void> {
  const told = new Set<string>();
  for (let calls = 0; ; calls++) {
    invariant(calls < RANGE_CALLS_MAX, 'a range ends');
    const next = nextRangeHit(levels.all(), rangeOf, now.step, told);
    if (next === null) return;
    for (const { levelId } of next.hits) told.add(toldKey(next.owner, levelId));
    quoteAs(new Map(next.hits.map(({ instrumentId, price }) => [instrumentId, price])));
    try {
      await tell(next.owner, next.hits, now);
    } finally {
      quoteAs(null);
    }
  }
}
