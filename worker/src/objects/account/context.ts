import type { AccountId, InstrumentId, MarketId, UserId } from '#shared/domain/ids.ts';
import type { EarningsOf } from '#shared/domain/earnings.ts';
import type { Currency, Instrument } from '#shared/domain/instrument.ts';
import type { MarketGlance, MarketState, PriceLevel, Quote, World } from '#shared/domain/market.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { LookView } from '#shared/contract/bot.ts';
import type { BrokerName } from '#shared/contract/connection.ts';
import type { Flow } from '#shared/engine/orders/effects.ts';
import type { OrderCore } from '#shared/engine/orders/ports.ts';
import type { Broker } from '#shared/ports/broker.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { PastOf, PastPrices } from '#shared/risk/past-prices.ts';
import type { ConnectionFacts } from '#shared/usecases/connection-health.ts';
import type { Sql } from '../sql.ts';

/** What an account is, fixed for life when it is opened. */
export interface AccountSpec {
  readonly id: AccountId;
  readonly name: string;
  readonly ownerId: UserId;
  readonly marketId: MarketId;
  readonly world: World;
  readonly baseCurrency: Currency;
  /** Four characters in every clientOrderId: who wrote it. */
  readonly writer: string;
  readonly createdAt: WallMs;
  /** Absent: Nod's own paper broker. */
  readonly broker?: BrokerName;
  /** The connection it trades over; absent for Nod's own paper broker. */
  readonly connectionId?: string;
}

/** Its market is the world's: it moves by itself, at the time of day. Others are played. */
export function hasRealPrices({ spec: { world } }: { readonly spec: Pick<AccountSpec, 'world'> }): boolean {
  return world === 'paper' || world === 'live';
}

/** The market as an account sees it. */
export interface AccountMarket {
  /** Where it stands and what these are worth, in one question: this stands before every order. */
  glance(instrumentIds: readonly InstrumentId[]): Promise<MarketGlance>;
  /** Past prices of these, as of its last close; what it has none of is left out. */
  past(instrumentIds: readonly InstrumentId[]): Promise<PastOf[]>;
  /** When these next report; of what is left out nobody knows. Null: it cannot say yet. */
  earnings(instrumentIds: readonly InstrumentId[]): Promise<EarningsOf[] | null>;
  /** A live market looks `names` (symbols or ids) up that are new to it. */
  instruments(names?: readonly string[]): Promise<Instrument[]>;
  setLevels(levels: readonly PriceLevel[]): Promise<void>;
  follow(following: { activeBots: number; openQuestions: number }): Promise<void>;
}

/**
 * Everything the account's functions reach the world through. `transaction` commits all or nothing and must not await.
 * `changed` and `told` collect what has to happen after the commit: levels to register, people to tell.
 */
export interface AccountContext {
  readonly sql: Sql;
  readonly spec: AccountSpec;
  readonly broker: Broker;
  readonly market: AccountMarket;
  transaction<T>(work: () => T): T;
  now(): WallMs;
  /** Market time as last heard of. */
  marketNow(): MarketMs;
  /** How the way to the broker is; null for Nod's own paper broker. */
  facts(): ConnectionFacts | null;
  /** Somebody named the market's time; an earlier one than is known changes nothing. */
  hear(marketAt: MarketMs): void;
  /** Wakes the account at this time or sooner, whatever happens to this call: in the same commit as what is written now. */
  arm(at: WallMs): void;
  newId(): string;
  /** Keyed hash of one event row and the one before. */
  mac(text: string): string;
  sha256(text: string): string;
  /** When any of these people was here last, in whichever way; null: of none it was ever written down. */
  lastVisit(userIds: readonly string[]): Promise<WallMs | null>;
  /** Sends under way in this very instance: a reconcile leaves them alone. */
  readonly inFlight: Set<string>;
  /** False while RECOVERING. */
  isReady(): boolean;
  /** The order protocol over this account. */
  readonly orders: OrderCore;
  /** Drives a flow of it. */
  run<T>(flow: Flow<T>): Promise<T>;
  /** The market must be told before the call is over; where nothing else outlives a crash, use `marketMustKnow`. */
  markChanged(): void;
  tell(news: { event: EventView } | { look: LookView }): void;
  log(entry: Readonly<Record<string, unknown>>): void;
}

/**
 * What the account knows when it decides: fetched before a synchronous block, never inside. A market out of reach leaves
 * it empty: then nothing is bought, and exits go on.
 */
export interface Present {
  readonly market: MarketState | null;
  readonly quotes: ReadonlyMap<string, Quote>;
  /** Past prices, where a limit asks for them; null where none does, or the market did not answer. */
  readonly past: ReadonlyMap<InstrumentId, PastPrices> | null;
  /** When companies next report, where a limit asks (null: nothing announced); what is not in it nobody knows. */
  readonly earnings: ReadonlyMap<InstrumentId, MarketMs | null> | null;
}
