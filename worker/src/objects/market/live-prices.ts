import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { SECOND_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import type { VendorQuote } from '../../brokers/vendor.ts';
import type { LivePrice } from '../../market-data/live-feed.ts';
import type { LivePorts } from './live-market.ts';

/** Whoever asks again within this time is answered from memory. */
const FRESH_MS = 3 * SECOND_MS;
/**
 * A trade this far from the one before it may be a mistake: odd prints and corrections are several percent off, and two of
 * them in a row at one price are rare. Whatever can wait for a second trade does.
 */
const FAR_FRACTION = 0.02;

interface Known {
  readonly price: LivePrice | null;
  readonly readAt: WallMs;
  /** The newest price that another trade bears out, a moment before it or after; null: none yet. */
  readonly borneOut: LivePrice | null;
}

/** A price that was the newest of its symbol for a moment, and whether it stood alone then. */
export interface PassingPrice {
  readonly symbol: string;
  readonly price: LivePrice;
  readonly isLone: boolean;
}

/** The newest price of each symbol, from the socket and from asking: whichever is younger at the exchange. */
export class LivePrices {
  private readonly ports: Pick<LivePorts, 'feed' | 'now'>;
  private readonly known = new Map<string, Known>();

  constructor(ports: LivePrices['ports']) {
    this.ports = ports;
  }

  /** A feed out of reach leaves what was known, as old as it is. */
  async of(symbols: readonly string[]): Promise<ReadonlyMap<string, LivePrice>> {
    const now = this.ports.now();
    const stale = symbols.filter((symbol) => now - (this.known.get(symbol)?.readAt ?? -FRESH_MS) >= FRESH_MS);
    if (stale.length > 0) await this.refresh(stale);
    return new Map(
      symbols.flatMap((symbol) => {
        const price = this.known.get(symbol)?.price ?? null;
        return price === null ? [] : [[symbol, price] as const];
      }),
    );
  }

  async refresh(symbols: readonly string[]): Promise<void> {
    const prices = await this.ports.feed.prices(symbols);
    if (prices === null) return;
    const readAt = this.ports.now();
    for (const symbol of symbols) this.take(symbol, prices.get(symbol) ?? null, readAt);
  }

  /**
   * Trades only: one side of one exchange is no price. Answers those that a later trade of the same call followed, in their
   * order: what they reached they did reach.
   */
  heard(quotes: readonly VendorQuote[]): PassingPrice[] {
    const passed: PassingPrice[] = [];
    const taken = new Set<string>();
    for (const { symbol, last, at } of quotes) {
      if (last === null) continue;
      const before = this.known.get(symbol)?.price ?? null;
      if (taken.has(symbol) && before !== null) passed.push({ symbol, price: before, isLone: this.isLone(symbol) });
      taken.add(symbol);
      const traded: number = at;
      this.take(symbol, { price: last, at: traded as MarketMs }, this.ports.now());
    }
    return passed;
  }

  byId(instruments: readonly Instrument[]): ReadonlyMap<InstrumentId, LivePrice> {
    const prices = new Map<InstrumentId, LivePrice>();
    for (const { id, symbol } of instruments) {
      const price = this.known.get(symbol)?.price;
      if (price != null) prices.set(id, price);
    }
    return prices;
  }

  /** Those of which the newest price stands alone, far from the trades before it. */
  lone(instruments: readonly Instrument[]): ReadonlySet<InstrumentId> {
    return new Set(instruments.filter(({ symbol }) => this.isLone(symbol)).map(({ id }) => id));
  }

  private isLone(symbol: string): boolean {
    const known = this.known.get(symbol);
    return known !== undefined && known.price !== known.borneOut;
  }

  private take(symbol: string, price: LivePrice | null, readAt: WallMs): void {
    const before = this.known.get(symbol) ?? null;
    const isNewer = price !== null && (before?.price == null || price.at >= before.price.at);
    if (!isNewer || isSame(price, before?.price ?? null)) {
      this.known.set(symbol, { price: before?.price ?? null, readAt, borneOut: before?.borneOut ?? null });
      return;
    }
    const isNear = [before?.price, before?.borneOut].some((other) => other != null && !areFar(other, price));
    this.known.set(symbol, { price, readAt, borneOut: isNear ? price : (before?.borneOut ?? null) });
  }
}

/** The same trade, told by the socket and by asking. */
function isSame(a: LivePrice, b: LivePrice | null): boolean {
  return a.at === b?.at && a.price === b.price;
}

function areFar(a: LivePrice, b: LivePrice): boolean {
  return Math.abs(a.price - b.price) > FAR_FRACTION * Math.min(a.price, b.price);
}
