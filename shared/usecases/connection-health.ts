import type { ConnectionHealth } from '../contract/connection.ts';
import { MINUTE_MS, SECOND_MS, toIso, type WallMs } from '../lib/time.ts';

/** What is known of the way to a broker; instants are wall time. */
export interface ConnectionFacts {
  /** The broker as people read it. */
  readonly broker: string;
  /** The last answer that was one. */
  readonly okAt: WallMs | null;
  /** The first of the failures since; null while all is well. */
  readonly lostSince: WallMs | null;
  /** How many failures since the last answer. */
  readonly failures: number;
  /** The broker does not take the key any more, since then. */
  readonly keysRefusedAt: WallMs | null;
  /** The broker limits us until then. */
  readonly limitedUntil: WallMs | null;
  /** The broker's clock less ours, in ms. */
  readonly clockSkewMs: number | null;
  /** The broker itself lets nothing be bought in this account. */
  readonly isBlocked: boolean;
  /** A socket that is needed has not been open since then; null or absent: all that are needed are. */
  readonly silentSince?: WallMs | null;
}

/** Stops of open positions by who holds them. */
export interface HeldStops {
  readonly atBroker: number;
  readonly atNod: number;
}

/** A clock further off than this holds entries back until it is right again. */
export const CLOCK_SKEW_MAX_MS = 10 * SECOND_MS;
/** A socket that is cut is open again within seconds; one that is not for so long is said. */
const SILENT_AFTER_MS = MINUTE_MS;
/** Answers come and the socket tells nothing: fills and prices are asked for. */
export const SILENT = 'health-silent';
/** One lost answer is weather; from the second on it is said. */
const LOST_FROM_FAILURES = 2;

export type EntryHold = 'connection-needs-you' | 'connection-lost' | 'clock-skew';

/** Why no entry may go over this connection now; null when it may. Exits always may. */
export function entryHold(facts: ConnectionFacts): EntryHold | null {
  if (facts.keysRefusedAt !== null) return 'connection-needs-you';
  if (facts.isBlocked) return 'connection-needs-you';
  if (isClockOff(facts)) return 'clock-skew';
  return isLost(facts) ? 'connection-lost' : null;
}

/** The one sentence about a connection, and the one button that helps. `stops` null: not known here. */
export function healthOf(facts: ConnectionFacts, now: WallMs, stops: HeldStops | null): ConnectionHealth {
  const { state, code, values = {}, mend = null } = verdict(facts, now, stops);
  return {
    state,
    sentence: { code, values: { broker: facts.broker, ...values } },
    mend,
    checkedAt: facts.okAt && toIso(facts.okAt),
    lostSince: facts.lostSince !== null && isLost(facts) ? toIso(facts.lostSince) : null,
  };
}

interface Verdict {
  readonly state: ConnectionHealth['state'];
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly mend?: ConnectionHealth['mend'];
}

function verdict(facts: ConnectionFacts, now: WallMs, stops: HeldStops | null): Verdict {
  const { okAt, lostSince, keysRefusedAt, limitedUntil, clockSkewMs, silentSince = null } = facts;
  if (keysRefusedAt !== null) return { state: 'needs-you', code: 'health-keys-refused', mend: 'new-keys' };
  if (lostSince !== null && isLost(facts)) {
    const values = { since: toIso(lostSince), ...stops };
    return { state: 'lost', code: 'health-lost', values, mend: 'try-now' };
  }
  if (facts.isBlocked) return { state: 'needs-you', code: 'health-account-blocked', mend: 'open-broker' };
  if (isClockOff(facts)) {
    const values = { skew: Math.abs(clockSkewMs ?? 0) };
    return { state: 'needs-you', code: 'health-clock-off', values, mend: 'try-now' };
  }
  if (limitedUntil !== null && limitedUntil > now) return { state: 'slow', code: 'health-slow' };
  if (silentSince !== null && now - silentSince >= SILENT_AFTER_MS)
    return { state: 'slow', code: SILENT, values: { since: toIso(silentSince) } };
  if (okAt === null) return { state: 'lost', code: 'health-not-checked', mend: 'try-now' };
  return { state: 'connected', code: 'health-connected', values: { age: Math.max(0, now - okAt) } };
}

function isLost({ failures }: ConnectionFacts): boolean {
  return failures >= LOST_FROM_FAILURES;
}

function isClockOff({ clockSkewMs }: ConnectionFacts): boolean {
  return clockSkewMs !== null && Math.abs(clockSkewMs) > CLOCK_SKEW_MAX_MS;
}
