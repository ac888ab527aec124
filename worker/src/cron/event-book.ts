import type { EarningsOf } from '#shared/domain/earnings.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { UpcomingEvent } from '#shared/domain/screen.ts';
import { DAY_MS, type MarketMs } from '#shared/lib/time.ts';
import { eventRows, readMarketEvents, saveMarketEvents } from '../store/market-events.ts';
import type { JobMarket } from './job.ts';

/** How far back and ahead looks know of events. */
const REACH_MS = 366 * DAY_MS;

type ByInstrument = ReadonlyMap<InstrumentId, readonly UpcomingEvent[]>;

/**
 * Dated things of one market in memory: what is stored, read anew on every market day, and what its source announced
 * since. Nothing is in it before anybody may know it.
 */
export class EventBook {
  readonly #db: D1Database;
  readonly #market: Pick<JobMarket, 'id' | 'announced' | 'isInvented' | 'window' | 'timeframe'>;
  #recorded: ReadonlySet<string> = new Set();
  #stored: { readonly day: number; readonly events: readonly UpcomingEvent[] } | null = null;
  #joined: { readonly of: unknown; readonly news: ByInstrument; readonly all: ByInstrument } | null = null;

  constructor(db: D1Database, market: Pick<JobMarket, 'id' | 'announced' | 'isInvented' | 'window' | 'timeframe'>) {
    this.#db = db;
    this.#market = market;
  }

  /** Everything that is known at this close, by instrument, oldest first. */
  async at(marketAt: MarketMs): Promise<ByInstrument> {
    const day = Math.floor(marketAt / DAY_MS);
    if (this.#stored?.day !== day) {
      const span = { known: marketAt, from: marketAt - REACH_MS, to: marketAt + REACH_MS };
      this.#stored = { day, events: await readMarketEvents(this.#db, this.#market.id, span) };
    }
    const news = this.#market.announced();
    if (this.#joined?.of !== this.#stored || this.#joined.news !== news)
      this.#joined = { of: this.#stored, news, all: joined(this.#stored.events, news) };
    return this.#joined.all;
  }

  /**
   * When these companies next report, from memory alone: whatever stands before an order reads no database. Of what is left
   * out nobody here knows: an invented market says everything in time, of a real company only its date does. What was not
   * read today is read for the next time; null while nothing newer than yesterday's is here.
   */
  earnings(instrumentIds: readonly InstrumentId[], marketAt: MarketMs): EarningsOf[] | null {
    const day = Math.floor(marketAt / DAY_MS);
    const { isInvented } = this.#market;
    // Its own announcements are the whole truth about it, and always here.
    if (!isInvented && this.#stored?.day !== day) this.at(marketAt).catch(() => undefined);
    if (!isInvented && (this.#stored === null || day - this.#stored.day > 1)) return null;
    const stored = this.#stored?.events ?? [];
    const known = isInvented ? this.#market.announced() : Map.groupBy(stored, ({ instrumentId }) => instrumentId);
    return instrumentIds.flatMap((instrumentId) => {
      const dates = (known.get(instrumentId) ?? []).filter(({ kind, at }) => kind === 'earnings' && at > marketAt);
      const at = dates.length === 0 ? null : (Math.min(...dates.map((event) => event.at)) as MarketMs);
      return at === null && !isInvented ? [] : [{ instrumentId, at }];
    });
  }

  /** Writes down what the market's own source has announced. */
  async record(): Promise<void> {
    const announced = [...this.#market.announced().values()].flat();
    const news = announced.filter((event) => !this.#recorded.has(keyOf(event)));
    if (news.length === 0) return;
    const window = await this.#market.window(this.#market.timeframe);
    await saveMarketEvents(this.#db, this.#market.id, eventRows(news, window?.instruments ?? []));
    this.#recorded = new Set(announced.map(keyOf));
  }
}

const keyOf = ({ instrumentId, kind, about = '', at }: UpcomingEvent): string =>
  [instrumentId, kind, about, at].join(' ');

function joined(stored: readonly UpcomingEvent[], news: ByInstrument): ByInstrument {
  const all = new Map([...stored, ...[...news.values()].flat()].map((event) => [keyOf(event), event]));
  const sorted = [...all.values()].sort((a, b) => a.at - b.at);
  return Map.groupBy(sorted, ({ instrumentId }) => instrumentId);
}
