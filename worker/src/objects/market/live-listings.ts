import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import type { Listing } from '../../market-data/live-feed.ts';
import type { LivePorts } from './live-market.ts';

/** A name the vendor does not know is not asked for again for this long. */
const UNKNOWN_FOR_MS = 10 * MINUTE_MS;
const UNKNOWN_MAX = 1_000;
/** Looked up side by side. */
const LOOK_UPS_MAX = 20;
/** Looked up in one go: a long watchlist; the rest comes when it is asked for again. */
const NAMES_MAX = 100;

/** What a live market knows: everything that was asked for by its exact symbol, or by its id. */
export class LiveListings {
  private readonly ports: Pick<LivePorts, 'config' | 'store' | 'feed' | 'exchange' | 'now' | 'listed' | 'log'>;
  private readonly byId: Map<InstrumentId, Instrument>;
  private readonly unknown = new Map<string, WallMs>();

  constructor(ports: LiveListings['ports']) {
    this.ports = ports;
    this.byId = new Map(ports.store.listed().map((instrument) => [instrument.id, instrument]));
  }

  all(): Instrument[] {
    return [...this.byId.values()];
  }

  of(ids: readonly InstrumentId[]): Instrument[] {
    return ids.flatMap((id) => this.byId.get(id) ?? []);
  }

  /** Looks up what is new. What cannot be found out now stays new. */
  async learn(names: readonly string[]): Promise<void> {
    const symbols = new Set(this.all().map(({ symbol }) => symbol));
    const now = this.ports.now();
    const fresh = [...new Set(names)].filter((name) => {
      if (this.byId.has(name as InstrumentId) || symbols.has(name.toUpperCase())) return false;
      return now - (this.unknown.get(name) ?? -UNKNOWN_FOR_MS) >= UNKNOWN_FOR_MS;
    });
    for (let first = 0; first < Math.min(fresh.length, NAMES_MAX); first += LOOK_UPS_MAX)
      await Promise.all(fresh.slice(first, first + LOOK_UPS_MAX).map((name) => this.lookUp(name)));
  }

  private async lookUp(name: string): Promise<void> {
    const answer = await this.ports.feed.listing(name);
    if (answer.kind === 'unknown') {
      if (this.unknown.size >= UNKNOWN_MAX) this.unknown.clear();
      this.unknown.set(name, this.ports.now());
    }
    if (answer.kind !== 'found') return;
    const instrument = this.instrument(answer.listing);
    this.byId.set(instrument.id, instrument);
    this.ports.store.saveListed(instrument);
    await this.ports.listed(instrument).catch((error: unknown) => {
      this.ports.log('listing-not-in-directory', { instrument: instrument.id, error });
    });
  }

  /** Whole shares: exits that hang together are not taken in parts of one. */
  private instrument({ id, symbol, name, kind }: Listing): Instrument {
    return {
      id,
      marketId: this.ports.config.id,
      symbol,
      nameEn: name,
      nameKo: name,
      exchange: this.ports.exchange,
      currency: 'USD',
      kind,
      sector: null,
      multiplier: '1',
      expiresOn: null,
      lotSize: '1',
    };
  }
}
