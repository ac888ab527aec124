import { CLOCK_SKEW_MAX_MS, healthOf } from '#shared/usecases/connection-health.ts';
import type { ConnectionRecord, ConnectionStatus } from '#shared/usecases/connection-port.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { readerOf } from '#shared/words/format-time.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Composition } from '../../composition.ts';
import type { Env } from '../../env.ts';
import { sessionDoor } from '../../peers.ts';
import type { Finding } from './doctor.ts';

export function vaultFinding({ vaultKeys }: Pick<Env, 'vaultKeys'>): Finding {
  if (vaultKeys === null)
    return {
      check: 'vault key',
      ok: false,
      detail: 'Missing: bring the keys folder along from where the state was made.',
    };
  const others = [...vaultKeys.byName.keys()].filter((name) => name !== vaultKeys.current);
  const more = others.length === 0 ? '' : ` Also here: ${others.join(', ')}; nod rotate-keys ends the change.`;
  return { check: 'vault key', ok: true, detail: `${vaultKeys.current} seals.${more}` };
}

/** Two lines for every connection: whether the broker takes the keys, and whether the clocks agree. Asks each broker now. */
export async function connectionFindings({ env, connections }: Composition): Promise<Finding[]> {
  const records = await connections.all();
  const found = await Promise.all(
    records.map(async (record) => {
      try {
        return findings(record, await sessionDoor(env, record.id).check());
      } catch {
        return [{ check: nameOf(record), ok: false, detail: 'Its object does not answer; see nod logs.' }];
      }
    }),
  );
  return found.flat();
}

function nameOf({ broker, name, environment, accountEnding }: ConnectionRecord): string {
  return `${broker} ${environment} “${name}” …${accountEnding}`;
}

const MENDS: Readonly<Record<string, string>> = {
  'new-keys': ' Mend: make new keys at the broker and enter them under More › Connections.',
  'open-broker': ' Mend: open the broker’s own page and see what it asks of you.',
  'try-now': ' Mend: check this computer’s way to the internet; Nod tries again by itself every 30 s.',
};

function findings(record: ConnectionRecord, status: ConnectionStatus | null): Finding[] {
  const check = nameOf(record);
  if (status === null)
    return [{ check, ok: false, detail: `There are no keys for it here.${MENDS['new-keys'] ?? ''}` }];
  const { facts, sealedWith } = status;
  const now = (facts.okAt ?? 0) as WallMs;
  const health = healthOf({ ...facts, clockSkewMs: null }, now, null);
  const sentence = reasonText(health.sentence, { reader: readerOf('en'), currency: 'USD' });
  const mend = health.mend === null ? '' : (MENDS[health.mend] ?? '');
  const isWell = health.state === 'connected' || health.state === 'slow';
  const skewMs = facts.clockSkewMs;
  const isClockRight = skewMs === null || Math.abs(skewMs) <= CLOCK_SKEW_MAX_MS;
  const seconds = Math.round((skewMs ?? 0) / 1_000);
  return [
    { check, ok: isWell, detail: `${sentence}; sealed with ${sealedWith}.${mend}` },
    {
      check: `clock against ${facts.broker}`,
      ok: isClockRight,
      detail: isClockRight
        ? skewMs === null
          ? 'Not known yet.'
          : `Within ${Math.max(1, Math.abs(seconds))} s.`
        : `${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead'}: nothing is bought. Mend: set this computer’s clock by the network.`,
    },
  ];
}
