import type { EventView } from '#shared/contract/account.ts';
import type { StreamMessage } from '#shared/contract/stream.ts';
import type { Broker } from '#shared/ports/broker.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { OwnerLimits } from '#shared/domain/owner-limits.ts';
import type { Mode } from '#shared/risk/check.ts';
import type { ConnectionFacts } from '#shared/usecases/connection-health.ts';
import type { Sql } from '../sql.ts';
import type { AccountMarket, AccountSpec } from './context.ts';
import type { Life } from './life.ts';
import type { PaperSplit } from './splits.ts';

/** Those an account talks to. */
export interface AccountPeers {
  readonly broker: Broker;
  readonly market: AccountMarket;
  readonly splitPaper: PaperSplit;
  /** How the way to the broker was when it was used last; null for Nod's own paper broker. */
  readonly facts?: () => ConnectionFacts | null;
  /** The session knows better. */
  readonly hearFacts?: (facts: ConnectionFacts) => void;
  /** So many exits will leave in this very turn: what the way to the broker needs is asked for beside their commit. */
  readonly expectExits?: (count: number) => void;
}

/** What an account runs on: the object's storage and neighbours, or a test's. */
export interface AccountPorts {
  readonly sql: Sql;
  /** Commits all or nothing; `work` is synchronous. */
  readonly transaction: <T>(work: () => T) => T;
  /** Which life of the state runs: another one after a restore or a copy. */
  readonly life: Life;
  readonly now: () => WallMs;
  readonly newId: () => string;
  readonly mac: (text: string) => string;
  readonly sha256: (text: string) => string;
  readonly peers: (spec: AccountSpec) => AccountPeers;
  /** The one alarm; null takes it away. */
  readonly setAlarm: (at: WallMs | null) => void;
  /** What the work came to, or null when it takes longer than this. */
  readonly waitFor: <T>(work: Promise<T>, ms: number) => Promise<T | null>;
  /** What the owner set for all accounts; null: nothing. */
  readonly globalMode: () => Promise<Mode | null>;
  /** The owner's limits as they stand written down; null: damaged. */
  readonly ownerLimits: () => Promise<OwnerLimits | null>;
  /** When any of these people was here last; null: of none it was ever written down. */
  readonly lastVisit: (userIds: readonly string[]) => Promise<WallMs | null>;
  /** Lets some time pass. */
  readonly pause: (ms: number) => Promise<void>;
  /** The stream of one user's open screens: a hint. */
  readonly publish: (userId: string, news: readonly StreamMessage[]) => Promise<void>;
  /** One message that is owed to a user; fails when it did not arrive. */
  readonly deliver: (userId: string, event: EventView) => Promise<void>;
  /** Goes on after the call has answered. */
  readonly background: (work: Promise<void>) => void;
  readonly log: (entry: Readonly<Record<string, unknown>>) => void;
}
