import type { AccountId, MarketId } from '#shared/domain/ids.ts';
import type { BrokerName } from '#shared/contract/connection.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { CallPriority } from '#shared/ports/broker.ts';
import type { ConnectionFacts, EntryHold } from '#shared/usecases/connection-health.ts';
import type { ConnectionNews } from '#shared/usecases/connection-news.ts';
import type { ConnectedAccount, ConnectionStatus, KeysReplaced } from '#shared/usecases/connection-port.ts';
import type { BrokerEnvironment, VendorObservation, VendorQuote, VendorResponse } from '../../brokers/vendor.ts';
import type { SealedRecord } from '../../vault/vault.ts';

/** What a session is for, fixed for life. */
export interface SessionSpec {
  readonly id: string;
  readonly broker: BrokerName;
  readonly environment: BrokerEnvironment;
}

export interface PermitRequest {
  readonly priority: CallPriority;
  readonly calls: number;
  /** It buys: held back while the connection is unwell, whatever its rank. */
  readonly isEntry: boolean;
  /** The sealed credential the caller has already; another version, or another wrap, comes with the permit. */
  readonly known: { readonly version: number; readonly key: string } | null;
}

export type PermitAnswer =
  | {
      readonly kind: 'granted';
      readonly until: WallMs;
      /** Null: the caller knows it. */
      readonly sealed: SealedRecord | null;
    }
  /** Never for an exit, unless there is no credential at all. */
  | {
      readonly kind: 'wait';
      readonly retryAfterMs: number;
      readonly reason: EntryHold | 'rate-budget' | 'no-credential';
    };

/** How a session stands: never a secret, sealed or open. */
export interface SessionView extends ConnectionStatus {
  readonly spec: SessionSpec;
}

/** Sealed keys, and what the broker answered when they were tried. */
export interface NewSecret {
  readonly sealed: SealedRecord;
  readonly keyEnding: string;
  readonly account: ConnectedAccount;
  readonly observed: VendorObservation;
}

/**
 * One vendor credential: sealed secret, rate budget, socket, health. No order truth. The secret crosses this border only
 * sealed. Methods that change something may be repeated.
 */
export interface BrokerSessionRpc {
  open(spec: SessionSpec, secret: NewSecret): Promise<void>;
  replaceSecret(secret: NewSecret): Promise<KeysReplaced>;
  /** Whether this sealed credential, meant for this very session, opens the same brokerage account as its own. */
  isSameAccount(sealed: SealedRecord): Promise<boolean>;
  /** Version of the next secret. */
  nextVersion(): Promise<number>;
  permit(request: PermitRequest): Promise<PermitAnswer>;
  /** What an account saw on the wire: a hint about the connection. Answers how it stands. */
  noted(observations: readonly VendorObservation[]): Promise<ConnectionFacts>;
  /** An account trades over it from now on. */
  attach(accountId: AccountId): Promise<void>;
  /** How many orders of this account work at the broker: while any does, the socket is open. */
  working(accountId: AccountId, orders: number): Promise<void>;
  /** Quotes of these symbols go to this market until then; none ends it. */
  watchQuotes(marketId: MarketId, symbols: readonly string[], until: WallMs): Promise<void>;
  /** GET of market data or listings with this credential, below orders in rank; a path of the vendor's own adapter. */
  readData(path: string, host?: 'data' | 'trading'): Promise<VendorResponse>;
  /** Null when it was never opened, or was erased. */
  view(): Promise<SessionView | null>;
  /** "Try now": asks the broker whether it is there and takes the key. */
  check(): Promise<SessionView | null>;
  /** Does what is due. */
  wake(): Promise<void>;
  /** The minute cron's watchdog: an alarm that was lost is set again. */
  wakeIfLate(): Promise<void>;
  /** Forgets the credential and everything about it. */
  erase(): Promise<void>;
}

/** What a session tells an account that trades over it. */
export interface BrokerNewsFollower {
  /** The broker has something new: a hint. */
  onBrokerNews(): Promise<void>;
  /** How the connection is, once it lasted; the same again changes nothing. */
  onConnection(news: ConnectionNews, facts: ConnectionFacts): Promise<void>;
}

/** What a session calls in a market that watches quotes. */
export interface QuoteFollower {
  /** Newest last; of the symbols it asked for. */
  onQuotes(quotes: readonly VendorQuote[]): Promise<void>;
}
