import { underOwner, type OwnerLimits } from '#shared/domain/owner-limits.ts';
import { DEFAULT_LIMITS, readLimits, type AccountLimits } from '#shared/risk/limits.ts';
import type { Mode } from '#shared/risk/check.ts';
import type { LossReason } from '#shared/contract/account.ts';
import type { Difference } from '#shared/engine/orders/ports.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';
import type { AccountSpec } from './context.ts';
import { memoryOf } from './memory.ts';
import type { StoredTrouble } from './stored-trouble.ts';

/** Which loss locked the limits, and until when. */
export interface LimitsLock {
  readonly reason: LossReason;
  readonly until: MarketMs;
}

/** What stops buying and lifts by itself (holds.ts). */
export type HoldReason = 'clock-skew' | 'stale-data';

/** Single values of an account. */
interface MetaValues {
  spec: AccountSpec;
  mode: { mode: Mode; reason: string | null };
  /** Absent: it may. */
  mayTrade: boolean;
  /** Absent: as it was opened. */
  name: string;
  limits: AccountLimits;
  /** Highest equity ever seen, in base currency. */
  peakEquity: string;
  /** When it was reached; absent in accounts whose peak is older than this line. */
  peakAt: MarketMs;
  /** Equity when the market day began, and as last seen in it. */
  dayStart: { day: string; equity: string; last?: string };
  /** After a loss that stopped it no limit is loosened before this market time. */
  limitsLock: LimitsLock;
  /** Where the broker's next snapshot begins: every execution before it is booked. */
  brokerCursor: string;
  brokerCheckedAt: WallMs;
  /** Where the broker's book and ours are not the same. */
  differences: readonly Difference[];
  /** What a connection's account held before it came here is booked. */
  isTakenOver: boolean;
  /** Which news of its connection were taken last, and since when there is trouble. */
  connection: { heard: string | null; trouble: WallMs | null };
  /** The broker's clock less ours. */
  clockSkewMs: number;
  /** What does not work, by its key (troubles.ts). */
  troubles: Readonly<Record<string, StoredTrouble>>;
  /** Positions that nobody protects and that were told of, since when. */
  unprotected: readonly { readonly key: string; readonly since: WallMs }[];
  /** What stops buying right now and lifts by itself, and since when. */
  holds: Partial<Record<HoldReason, WallMs>>;
  /** A person closed it: it buys nothing again. Absent: it is open. */
  closedAt: WallMs;
  /** What the owner set for all accounts; absent: active. */
  globalMode: Mode;
  /** The owner's limits for all accounts, as heard last; absent: never heard of, so entries wait. */
  ownerLimits: OwnerLimits;
  /** Where everything is to be sold (`all`, or a bot): since when, and what was told last of what is left. */
  selling: Readonly<Record<string, Selling>>;
  /** When anybody was here last who may answer, as last heard of. */
  visitedAt: WallMs;
  /** Market time as last heard of. */
  marketAt: MarketMs;
  /** The life of the state this account runs in (life.ts), and everybody who wrote orders in this one and before. */
  life: { id: string; writers: string[]; isReconciled: boolean };
}

/** How selling everything stands with those who were told. */
export interface Selling {
  readonly since: WallMs;
  readonly told: string | null;
  readonly toldAt: WallMs | null;
}

export function readMeta<K extends keyof MetaValues>(sql: Sql, key: K): MetaValues[K] | null {
  const { meta } = memoryOf(sql);
  const known = meta.get(key);
  if (known !== undefined) return known as MetaValues[K] | null;
  const row = sql.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', key);
  const value = row === null ? null : (JSON.parse(row.value) as MetaValues[K]);
  meta.set(key, value);
  return value;
}

export function writeMeta<K extends keyof MetaValues>(sql: Sql, key: K, value: MetaValues[K]): void {
  const text = JSON.stringify(value);
  sql.run('INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2', key, text);
  memoryOf(sql).meta.set(key, JSON.parse(text));
}

/** The limits as they bind now: the first trades with real money end by being made. */
export function limitsOf(sql: Sql): AccountLimits {
  const stored = underOwnerOnce(storedLimits(sql), readMeta(sql, 'ownerLimits') ?? NONE);
  return stored.firstTrades === null || firstTradesLeft(sql) > 0 ? stored : { ...stored, firstTrades: null };
}

/**
 * How many of the first trades with real money are left, 0 where there are none. A trade is one entry of which
 * something was bought; what was placed outside Nod is none of them.
 */
export function firstTradesLeft(sql: Sql): number {
  const { firstTrades } = storedLimits(sql);
  if (firstTrades === null) return 0;
  const made = sql.first<{ n: number }>(
    "SELECT count(*) AS n FROM intent WHERE purpose = 'entry' AND side = 'buy' AND filled_quantity <> '0'",
  );
  return Math.max(0, firstTrades.count - (made?.n ?? 0));
}

export function storedLimits(sql: Sql): AccountLimits {
  const stored: unknown = readMeta(sql, 'limits');
  if (stored === null) return DEFAULT_LIMITS;
  if (typeof stored !== 'object') return readLimits(stored);
  let limits = parsed.get(stored);
  if (limits === undefined) parsed.set(stored, (limits = readLimits(stored)));
  return limits;
}

const NONE: OwnerLimits = {};
const cut = new WeakMap<AccountLimits, { readonly owner: OwnerLimits; readonly limits: AccountLimits }>();

/** An account is never looser than its owner's limits; worked out once for the same two. */
function underOwnerOnce(stored: AccountLimits, owner: OwnerLimits): AccountLimits {
  const known = cut.get(stored);
  if (known?.owner === owner) return known.limits;
  const limits = underOwner(stored, owner);
  cut.set(stored, { owner, limits });
  return limits;
}

/** They stand before every order, several times: the same stored value is read once. */
const parsed = new WeakMap<object, AccountLimits>();

/** What holds the limits at this market time; null where nothing does. */
export function limitsLockAt(sql: Sql, now: MarketMs): LimitsLock | null {
  const lock = readMeta(sql, 'limitsLock');
  return lock !== null && now < lock.until ? lock : null;
}

/** Whether it may buy: a person's switch, beside its mode. */
export function mayTrade(sql: Sql): boolean {
  return readMeta(sql, 'mayTrade') ?? true;
}

export function nameOf({ sql, spec }: { readonly sql: Sql; readonly spec: AccountSpec }): string {
  return readMeta(sql, 'name') ?? spec.name;
}

export function modeOf(sql: Sql): { mode: Mode; reason: string | null } {
  return readMeta(sql, 'mode') ?? { mode: 'active', reason: null };
}

/** What stops buying by itself right now; null where nothing does. */
export function holdOf(sql: Sql): HoldReason | null {
  const holds = readMeta(sql, 'holds') ?? {};
  if (holds['clock-skew'] !== undefined) return 'clock-skew';
  return holds['stale-data'] === undefined ? null : 'stale-data';
}
