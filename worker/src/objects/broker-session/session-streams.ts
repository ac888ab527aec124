import type { AccountId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { BrokerSecret, Vendor, VendorQuote } from '../../brokers/vendor.ts';
import { Coalesced } from './coalesced.ts';
import type { QuoteFollower } from './broker-session-rpc.ts';
import type { SessionStore } from './session-store.ts';
import { VendorSocket, type SocketPorts } from './vendor-socket.ts';

type StreamName = 'orderStream' | 'quoteStream';

export interface StreamPorts {
  readonly store: SessionStore;
  readonly now: () => WallMs;
  readonly vendor: () => Vendor | null;
  readonly secret: () => Promise<BrokerSecret | null>;
  readonly connect: (vendor: Vendor) => SocketPorts['connect'];
  readonly tellAccount: (accountId: AccountId) => Promise<void>;
  readonly market: (marketId: string) => QuoteFollower;
  readonly onKeysRefused: () => void;
  /** Soon, before the next tick: a socket ended. */
  readonly onEnded: () => void;
  readonly background: (work: Promise<void>) => void;
  readonly log: (event: string, values: Readonly<Record<string, unknown>>) => void;
}

/**
 * The vendor's sockets of one session: which are open, and whom they tell. One is open only while an order works or
 * somebody needs its prices: a socket keeps the object in memory.
 */
export class SessionStreams {
  readonly #ports: StreamPorts;
  readonly #hints = new Map<AccountId, Coalesced>();
  #orders: VendorSocket | null = null;
  #quotes: VendorSocket | null = null;

  constructor(ports: StreamPorts) {
    this.#ports = ports;
  }

  get orderState(): { readonly state: 'open' | 'connecting' | 'closed'; readonly heardAt: WallMs | null } {
    const loop = this.#orders?.loop;
    return { state: loop?.state ?? 'closed', heardAt: loop?.heardAt ?? null };
  }

  /** When a socket that is down is tried again; null when none is. */
  get retryAt(): WallMs | null {
    const times = [this.#orders, this.#quotes].map((socket) => socket?.loop.retryAt ?? null);
    const due = times.filter((at) => at !== null);
    return due.length === 0 ? null : (Math.min(...due) as WallMs);
  }

  /** A socket that is needed is not open since then, as the ticks saw it; null: all that are needed are. */
  get silentSince(): WallMs | null {
    return this.#ports.store.read('silentSince');
  }

  get isWanted(): boolean {
    const { store, now } = this.#ports;
    return store.hasWorking(now()) || store.quoteWatches(now()).length > 0;
  }

  /** Opens what is needed and closes what is not. */
  async follow(): Promise<void> {
    const { store, now } = this.#ports;
    const isWorking = store.hasWorking(now());
    const symbols = [...new Set(store.quoteWatches(now()).flatMap((watch) => watch.symbols))].toSorted();
    if (isWorking) this.#orders ??= this.#socket('orderStream');
    if (symbols.length > 0) this.#quotes ??= this.#socket('quoteStream');
    await this.#orders?.want(isWorking, []);
    await this.#quotes?.want(symbols.length > 0, symbols);
  }

  async tick(): Promise<void> {
    await Promise.all([this.#orders?.tick(), this.#quotes?.tick()]);
    // One whose key was refused waits for a person, who is told of that.
    const isDown = [this.#orders, this.#quotes].some((socket) => socket?.loop.state === 'connecting');
    const silentSince = isDown ? (this.silentSince ?? this.#ports.now()) : null;
    // Kept, so that a restart is no sign of life.
    if (silentSince !== this.silentSince) this.#ports.store.write('silentSince', silentSince);
  }

  keysChanged(): void {
    this.#orders?.loop.keysChanged();
    this.#quotes?.loop.keysChanged();
  }

  async closeAll(): Promise<void> {
    await Promise.all([this.#orders?.want(false, []), this.#quotes?.want(false, [])]);
  }

  /** A hint: each account reads the broker's book. What comes while it reads makes it read once more. */
  tellAccounts(): void {
    const { store, tellAccount, background, log } = this.#ports;
    for (const accountId of store.accountIds()) {
      let hint = this.#hints.get(accountId);
      if (hint === undefined) {
        const told = (): Promise<void> => tellAccount(accountId);
        hint = new Coalesced(told, (error) => {
          log('account-not-told', { account: accountId, error });
        });
        this.#hints.set(accountId, hint);
      }
      background(hint.ask());
    }
  }

  #socket(name: StreamName): VendorSocket | null {
    const { store, now, secret, connect, onKeysRefused, onEnded, log } = this.#ports;
    const vendor = this.#ports.vendor();
    const stream = vendor?.[name] ?? null;
    if (vendor === null || stream === null) return null;
    return new VendorSocket(stream, {
      now,
      secret,
      connect: connect(vendor),
      onCatchUp: () => {
        if (name === 'orderStream') this.tellAccounts();
      },
      onOrderNews: (isExecution) => {
        if (isExecution) store.newestFillAt = now();
        this.tellAccounts();
      },
      onQuotes: (quotes) => {
        this.#tellMarkets(quotes);
      },
      onKeysRefused,
      log: (event, message) => {
        log(event, { stream: name, message });
        onEnded();
      },
    });
  }

  #tellMarkets(quotes: readonly VendorQuote[]): void {
    const { store, now, market, background, log } = this.#ports;
    for (const { marketId, symbols } of store.quoteWatches(now())) {
      const wanted = quotes.filter((quote) => symbols.includes(quote.symbol));
      if (wanted.length === 0) continue;
      const failed = (error: unknown): void => {
        log('market-not-told', { market: marketId, error });
      };
      background(market(marketId).onQuotes(wanted).catch(failed));
    }
  }
}
