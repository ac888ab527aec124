import type { BrokerName } from '../contract/connection.ts';
import type { AccountId, UserId } from '../domain/ids.ts';
import type { Currency } from '../domain/instrument.ts';
import type { DecimalText } from '../lib/decimal.ts';
import type { WallMs } from '../lib/time.ts';
import type { BrokerAccount } from '../ports/broker.ts';
import type { ConnectionFacts } from './connection-health.ts';

/** Brokers that are connected by keys. */
export type KeyedBroker = Exclude<BrokerName, 'paper'>;
export type Environment = 'paper' | 'live';

/** What a person typed; on its way to the vault and nowhere else. */
export interface BrokerKeys {
  readonly keyId: string;
  readonly secretKey: string;
}

/** A connection as the directory lists it: for lists, never for leave. */
export interface ConnectionRecord {
  readonly id: string;
  readonly broker: KeyedBroker;
  readonly name: string;
  readonly environment: Environment;
  readonly accountEnding: string;
  readonly keyEnding: string;
  readonly createdAt: WallMs;
}

/** What the broker said of the account last. */
export interface ConnectedAccount {
  readonly currency: Currency;
  readonly buyingPower: DecimalText | null;
  readonly permissions: readonly string[];
  readonly mayTrade: boolean;
}

/** How a connection stands, as its own object knows it. Never a secret, sealed or open. */
export interface ConnectionStatus {
  readonly facts: ConnectionFacts;
  readonly account: ConnectedAccount | null;
  readonly keyEnding: string;
  readonly sealedWith: string;
  readonly budget: { readonly perMinute: number; readonly left: number; readonly resetsAt: WallMs };
  readonly stream: { readonly state: 'open' | 'connecting' | 'closed'; readonly heardAt: WallMs | null };
  readonly newestFillAt: WallMs | null;
  readonly accountIds: readonly AccountId[];
}

/** What came of trying keys at one door of a broker. `token` stands for what was seen, for `add` and `replaceKeys`. */
export type KnockResult<Token = unknown> =
  | { readonly kind: 'opened'; readonly account: BrokerAccount; readonly token: Token }
  | { readonly kind: 'keys-refused' }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'unavailable' };

/**
 * What came of new keys for a connection. In all but the first case nothing was changed: they open another brokerage
 * account, or somebody else's came in between.
 */
export type KeysReplaced = 'replaced' | 'other-account' | 'outrun';

/** Broker connections of people: their directory, their vault, their objects. */
export interface Connections {
  /** Whether there is a key to seal with. */
  readonly canSeal: boolean;
  /** The broker as people read it. */
  titleOf(broker: KeyedBroker): string;
  /** Oldest first. */
  list(userId: string): Promise<ConnectionRecord[]>;
  find(userId: string, id: string): Promise<ConnectionRecord | null>;
  knock(broker: KeyedBroker, environment: Environment, keys: BrokerKeys): Promise<KnockResult>;
  /** Seals the keys and keeps them; `existing` when this brokerage account is connected already. */
  add(
    input: { userId: string; broker: KeyedBroker; name: string; environment: Environment; keys: BrokerKeys },
    knocked: Extract<KnockResult, { kind: 'opened' }>,
  ): Promise<{ readonly added: ConnectionRecord } | { readonly existing: ConnectionRecord }>;
  replaceKeys(
    record: ConnectionRecord,
    keys: BrokerKeys,
    knocked: Extract<KnockResult, { kind: 'opened' }>,
  ): Promise<KeysReplaced>;
  /** Null: its object has no keys. */
  status(id: string): Promise<ConnectionStatus | null>;
  /** Asks the broker now. */
  check(id: string): Promise<ConnectionStatus | null>;
  /** Its keys are to be forgotten as soon as nothing is held over them. */
  leave(userId: string, id: string): Promise<void>;
  /** Those, oldest wish first. */
  leaving(): Promise<{ readonly userId: UserId; readonly id: string }[]>;
  /** Forgets the keys, then the line in the directory. */
  remove(userId: string, id: string): Promise<void>;
}
