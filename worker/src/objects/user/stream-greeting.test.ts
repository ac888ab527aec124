import { expect, it } from 'vitest';
import { failure } from '#shared/contract/errors.ts';
import type { StreamMessage } from '#shared/contract/stream.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import { greet, parseSince } from './stream-greeting.ts';

const caller = { userId: 'u_1' as UserId, channel: 'web', scopes: ['read'], accountIds: null } as const;
const gone = () => Promise.resolve(err(failure('unavailable')));

/** Of one account at event 5, before a screen that knows of 3. */
function greeted(change: Partial<UseCases>): Promise<StreamMessage['type'][]> {
  const useCases = {
    market: gone,
    accounts: () => Promise.resolve(ok({ items: [{ id: 'a_00000001', seq: 5 }], nextCursor: null })),
    events: () => Promise.resolve(ok([{ seq: 4 }, { seq: 5 }])),
    ...change,
  } as unknown as UseCases;
  const sent: StreamMessage['type'][] = [];
  const request = { caller, since: parseSince('a_00000001:3'), at: '2026-11-30T00:00:00Z' };
  return greet(useCases, request, ({ type }) => sent.push(type)).then(() => sent);
}

it('a screen that comes back is sent what it missed', async () => {
  expect(await greeted({})).toEqual(['hello', 'event', 'event']);
});

it('a screen whose gap could not be read is not told that there is none', async () => {
  await expect(greeted({ events: gone }), 'what was missed').rejects.toThrow('unavailable');
  await expect(greeted({ accounts: gone }), 'where everything stands').rejects.toThrow('unavailable');
  await expect(greeted({ events: () => Promise.resolve(ok([])) })).rejects.toThrow();
});

it('every account of a long list is followed', () => {
  const ids = Array.from({ length: 120 }, (_, number) => `a_${String(number).padStart(8, '0')}`);
  expect([...parseSince(ids.map((id) => `${id}:7`).join(',')).keys()]).toEqual(ids);
});
