import { HeartbeatResult } from '#shared/contract/heartbeat.ts';
import { outsideAddress } from '#shared/domain/outside-address.ts';
import { invariant } from '#shared/lib/invariant.ts';
import { SECOND_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import type { Heartbeat } from '#shared/usecases/heartbeat.ts';
import type { Env } from './env.ts';
import { log } from './log.ts';
import type { Database } from './store/database.ts';
import { readSetting, writeSetting } from './store/settings.ts';
import { open, rewrap, seal, type SealedRecord, type SealPlace } from './vault/vault.ts';

const PLACE: SealPlace = { connectionId: 'heartbeat', broker: 'outside', environment: 'any' };
const ANSWER_WITHIN_MS = 10 * SECOND_MS;

/** As it lies in `settings`: of the address only the name stands open. */
interface Kept {
  readonly host: string;
  readonly sealed: SealedRecord;
}

/** The address over the settings and the vault. */
export function heartbeatIn(env: Env, database: Database): Heartbeat {
  return {
    canSeal: env.vaultKeys !== null,
    view: async () => {
      const kept = await readKept(database);
      const last = HeartbeatResult.safeParse(parsed(await readSetting(database, 'heartbeat-last')));
      return {
        isSet: kept !== null,
        host: kept?.host ?? null,
        last: kept !== null && last.success ? last.data : null,
      };
    },
    set: async (url) => {
      await writeSetting(database, 'heartbeat-last', '');
      if (url === null) return writeSetting(database, 'heartbeat', '');
      invariant(env.vaultKeys, 'there is a key to seal with');
      const version = ((await readKept(database))?.sealed.version ?? 0) + 1;
      const sealed = await seal(env.vaultKeys, PLACE, { version, secret: { url: url.href } });
      await writeSetting(database, 'heartbeat', JSON.stringify({ host: url.hostname, sealed } satisfies Kept));
    },
  };
}

/**
 * Calls it for this minute, only where everything this minute should have done was done. No redirect is followed and
 * nothing of the answer is read; what was thrown may quote the address and goes nowhere.
 */
export async function beat(
  env: Env,
  database: Database,
  { now, isWell, outside }: { now: WallMs; isWell: boolean; outside: Pick<Fetcher, 'fetch'> },
): Promise<void> {
  const kept = await readKept(database);
  if (kept === null) return;
  const last = isWell ? await called(env, kept, outside) : { result: 'held' as const, status: null };
  if (last.result !== 'ok') log('heartbeat-not-taken', { host: kept.host, ...last });
  const told: HeartbeatResult = { at: toIso(now), ...last };
  await writeSetting(database, 'heartbeat-last', JSON.stringify(told));
}

async function called(
  { vaultKeys }: Env,
  { sealed }: Kept,
  outside: Pick<Fetcher, 'fetch'>,
): Promise<Pick<HeartbeatResult, 'result' | 'status'>> {
  const opened = vaultKeys === null ? null : await open(vaultKeys, PLACE, sealed);
  const url = opened?.ok === true ? outsideAddress(opened.value['url'] ?? '') : null;
  if (url === null) return { result: 'failed', status: null };
  try {
    const response = await outside.fetch(url.href, {
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      headers: { 'user-agent': 'Nod heartbeat' },
    });
    await response.body?.cancel();
    return { result: response.ok ? 'ok' : 'failed', status: response.status };
  } catch {
    return { result: 'failed', status: null };
  }
}

/** What it is sealed under afterwards; null: there is none. */
export async function rotateHeartbeat({ vaultKeys }: Env, database: Database): Promise<string | null> {
  const kept = await readKept(database);
  if (kept === null || vaultKeys === null) return kept?.sealed.key ?? null;
  const rewrapped = await rewrap(vaultKeys, PLACE, kept.sealed);
  if (!rewrapped.ok) {
    log('rewrap-failed', { error: rewrapped.error.code, key: rewrapped.error.key });
    return kept.sealed.key;
  }
  await writeSetting(database, 'heartbeat', JSON.stringify({ ...kept, sealed: rewrapped.value } satisfies Kept));
  return rewrapped.value.key;
}

async function readKept(database: Database): Promise<Kept | null> {
  const kept = parsed(await readSetting(database, 'heartbeat')) as Partial<Kept> | null;
  return kept?.host === undefined || kept.sealed === undefined ? null : { host: kept.host, sealed: kept.sealed };
}

function parsed(text: string | null): unknown {
  try {
    return text === null || text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
