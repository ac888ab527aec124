import { expect, it } from 'vitest';
import { NodeSql } from '../../testing/node-sql.ts';
import { insertCredential } from './credentials.ts';
import { PushDevices } from './push-devices.ts';
import { mintSecret } from './secret.ts';
import { Sessions } from './sessions.ts';
import { USER_SCHEMA } from './user-schema.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');

/** A browser that is signed in, and a lost phone whose session ran out and that goes on taking pushes. */
async function aPerson() {
  const sql = new NodeSql(USER_SCHEMA);
  const here = { kind: 'session', id: 's_here', name: 'Firefox, Linux', scopes: [], accountIds: null } as const;
  insertCredential(sql, await mintSecret(), { ...here, expiresAt: NOW + 1_000, now: NOW });
  const devices = new PushDevices(sql);
  for (const sessionId of ['s_here', 's_lost'])
    devices.add(
      {
        ...{ endpoint: `https://push.example.net/send/${sessionId}`, keys: { p256dh: 'p', auth: 'a' } },
        ...{ name: sessionId, sessionId, origin: 'https://nod.example.net' },
      },
      NOW,
    );
  const sessions = new Sessions(sql, {
    ended: (id) => void devices.removeOf(id),
    record: () => undefined,
  });
  return { sessions, left: () => devices.list(null, NOW).map(({ name }) => name) };
}

it('whoever signs every other browser out is followed by no lost phone, also one whose session ran out', async () => {
  const { sessions, left } = await aPerson();
  sessions.endOthers('s_here', 'web');
  expect(left()).toEqual(['s_here']);
});

it('nothing is told anywhere after signing out everywhere', async () => {
  const { sessions, left } = await aPerson();
  sessions.endAll('web');
  expect(left()).toEqual([]);
});
