import type { Fundamentals } from '#shared/domain/fundamentals.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import type { Facts } from '#shared/ports/screens.ts';
import { knownKinds, readMarketEvents, readMembers } from './market-events.ts';

/** Screens look no further ahead or back for an event. */
const EVENT_REACH_MS = 366 * DAY_MS;

/** What is known of a market's instruments beside their bars, in D1. Nothing that became known after the instant asked for. */
export function factsIn(db: D1Database): Facts {
  return {
    async of(marketId, at) {
      const [fundamentals, events, eventKinds, memberOf] = await Promise.all([
        readFundamentals(db, marketId, at),
        readMarketEvents(db, marketId, { known: at, from: at - EVENT_REACH_MS, to: at + EVENT_REACH_MS }),
        knownKinds(db, marketId),
        readMembers(db, marketId, at),
      ]);
      return {
        fundamentals: new Map(fundamentals.map((one) => [one.instrumentId, one])),
        events: Map.groupBy(events, ({ instrumentId }) => instrumentId),
        eventKinds,
        memberOf: eventKinds.has('index-addition') ? memberOf : null,
      };
    },
    members: (marketId, at) => readMembers(db, marketId, at),
    dated: (marketId, span) => readMarketEvents(db, marketId, span),
  };
}

/** The newest known of each instrument. */
async function readFundamentals(db: D1Database, marketId: MarketId, at: number): Promise<Fundamentals[]> {
  const { results } = await db
    .prepare(
      `SELECT instrument_id AS instrumentId, max(as_of) AS asOf, known_at AS knownAt, currency, shares, earnings, equity,
         dividends, source
       FROM fundamentals WHERE market_id = ?1 AND known_at <= ?2 GROUP BY instrument_id`,
    )
    .bind(marketId, at)
    .all<Fundamentals>();
  return results;
}

/** Writes what companies reported; the same again changes nothing. */
export async function saveFundamentals(
  db: D1Database,
  marketId: MarketId,
  reported: readonly Fundamentals[],
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO fundamentals (market_id, instrument_id, as_of, known_at, currency, shares, earnings, equity, dividends, source)
       SELECT ?1, value ->> 'instrumentId', value ->> 'asOf', value ->> 'knownAt', value ->> 'currency', value ->> 'shares',
         value ->> 'earnings', value ->> 'equity', value ->> 'dividends', value ->> 'source'
       FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(marketId, JSON.stringify(reported))
    .run();
}
