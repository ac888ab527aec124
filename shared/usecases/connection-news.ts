import type { ConnectionHealth } from '../contract/connection.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, type WallMs } from '../lib/time.ts';

/** How a connection is, as people were told, and since when. */
export interface ConnectionNews {
  readonly state: ConnectionHealth['state'];
  /** Why: the code of its sentence. */
  readonly code: string;
  readonly since: WallMs;
}

/** What is remembered between two looks at a connection. */
export interface NewsMemory {
  readonly told: ConnectionNews;
  /** Something else was seen first then, and nothing but it since. */
  readonly seen: ConnectionNews | null;
  /** When trouble was told, in the last hour. */
  readonly troubles: readonly WallMs[];
}

/** Something has to last this long before it is said: what passes by itself is no news. */
const LASTS_MS = { lost: MINUTE_MS, 'needs-you': 10 * SECOND_MS, slow: 2 * MINUTE_MS, connected: MINUTE_MS } as const;
/** A connection that comes and goes is called back ever later, so that an hour of it is a handful of messages. */
const CALM_MAX_MS = 30 * MINUTE_MS;

export function firstNews(): NewsMemory {
  return { told: { state: 'connected', code: 'health-connected', since: 0 as WallMs }, seen: null, troubles: [] };
}

/** One look: what is remembered from now on. Another `told` than before is news. */
export function nextNews(memory: NewsMemory, health: ConnectionNews, now: WallMs): NewsMemory {
  const { told } = memory;
  if (isSame(told, health)) return memory.seen === null ? memory : { ...memory, seen: null };
  const seen = memory.seen !== null && goesOn(memory.seen, health) ? memory.seen : health;
  const troubles = memory.troubles.filter((at) => at > now - HOUR_MS);
  const lasted = now - seen.since;
  if (lasted < (health.state === 'connected' ? calmMs(troubles) : LASTS_MS[health.state]))
    return { told, seen, troubles };
  const isTrouble = health.state === 'lost' || health.state === 'needs-you';
  return { told: seen, seen: null, troubles: isTrouble ? [...troubles, now] : troubles };
}

/** Whether something waits to be said: looked at again soon. */
export function isUnsaid({ seen }: NewsMemory): boolean {
  return seen !== null;
}

function calmMs(troubles: readonly WallMs[]): number {
  return Math.min(CALM_MAX_MS, LASTS_MS.connected * 2 ** Math.max(0, troubles.length - 1));
}

/** It was back between two looks: then it has only begun. */
function goesOn(seen: ConnectionNews, health: ConnectionNews): boolean {
  return isSame(seen, health) && (health.state !== 'lost' || health.since <= seen.since);
}

function isSame(a: ConnectionNews, b: ConnectionNews): boolean {
  return a.state === b.state && a.code === b.code;
}
