import { expect, test } from 'vitest';
import type { AccountView, PositionView } from '../contract/account.ts';
import { failure } from '../contract/errors.ts';
import type { CloseAccount, Leaving } from '../contract/leaving.ts';
import type { AccountId, UserId } from '../domain/ids.ts';
import { SCOPES, type Caller } from '../domain/caller.ts';
import { err, ok } from '../lib/result.ts';
import type { WallMs } from '../lib/time.ts';
import type { AccountPort } from './account-port.ts';
import type { ConnectionRecord, ConnectionStatus } from './connection-port.ts';
import { forgetSoldOut, removeConnection, showConnection } from './connections.ts';
import type { UseCaseDeps } from './ports.ts';

const NOW = Date.UTC(2026, 10, 20, 15) as WallMs;
const OWNER: Caller = { userId: 'u_owner' as UserId, channel: 'web', scopes: SCOPES, accountIds: null };
const RECORD: ConnectionRecord = {
  id: 'c_one',
  broker: 'alpaca',
  name: 'Mine',
  environment: 'paper',
  accountEnding: '1234',
  keyEnding: 'K3Y1',
  createdAt: NOW,
};
const STATUS: ConnectionStatus = {
  facts: {
    broker: 'Alpaca',
    okAt: NOW,
    lostSince: NOW,
    failures: 2,
    keysRefusedAt: null,
    limitedUntil: null,
    clockSkewMs: 0,
    isBlocked: false,
  },
  account: null,
  keyEnding: 'K3Y1',
  sealedWith: 'KEK_1',
  budget: { perMinute: 200, left: 150, resetsAt: NOW },
  stream: { state: 'closed', heardAt: null },
  newestFillAt: null,
  accountIds: ['a_one' as AccountId],
};

/** One connection, and an account over it that holds this. */
function aWorld(
  holds: { positions?: number; orders?: number },
  isProven = true,
  environment: 'paper' | 'live' = 'paper',
) {
  const removed: string[] = [];
  const closed: unknown[] = [];
  const told: unknown[] = [];
  const written: unknown[] = [];
  const leaving: { userId: UserId; id: string }[] = [];
  const positions = Array.from({ length: holds.positions ?? 0 }, (_, at) => ({
    symbol: `S${at}`,
    quantity: '2',
    holders: [{ protection: { heldBy: at === 0 ? 'broker' : 'nod' } }],
  }));
  const view = {
    id: 'a_one',
    workingOrders: holds.orders ?? 0,
    protection: { heldByBroker: Math.min(1, positions.length), heldByNod: Math.max(0, positions.length - 1) },
  };
  const account = {
    view: async () => ok(view as AccountView),
    positions: async () => ok(positions as unknown as PositionView[]),
    close: async (_: Caller, choice: CloseAccount, given: unknown) => {
      closed.push({ ...choice, given });
      return ok(view as AccountView);
    },
    keysForgotten: async ({ channel }: Caller, id: string) => {
      told.push({ channel, id, before: [...removed] });
      return ok(undefined);
    },
  } as unknown as AccountPort;
  const deps = {
    now: () => NOW,
    accounts: { account: () => account },
    connections: {
      titleOf: () => 'Alpaca',
      find: async (_: string, id: string) => (id === RECORD.id ? { ...RECORD, environment } : null),
      status: async () => STATUS,
      leave: async (userId: UserId, id: string) => {
        leaving.push({ userId, id });
      },
      leaving: async () => leaving,
      remove: async (_: string, id: string) => {
        removed.push(id);
      },
    },
    accessHistory: {
      record: async (_: UserId, { type, body }: { type: string; body: unknown }) => {
        written.push({ type, body });
      },
    },
    requireStepUp: async () => (isProven ? ok(undefined) : err(failure('step-up-required'))),
  } as unknown as UseCaseDeps;
  return { deps, removed, closed, told, written, leaving, positions };
}

const remove = ({ deps }: ReturnType<typeof aWorld>, positions?: Leaving) =>
  removeConnection(deps, OWNER, { id: RECORD.id, positions });
const GIVEN = { reason: 'close-account', about: 'a_one' };

test('a connection whose accounts hold nothing is removed, and they are closed', async () => {
  const world = aWorld({}, false);
  expect(await remove(world)).toEqual(ok({ id: 'c_one', isGone: true, staysOpen: [], workingOrders: 0 }));
  expect(world.removed).toEqual(['c_one']);
  expect(world.closed).toEqual([{ given: GIVEN }]);
  expect(world.written, 'in the history of access').toEqual([
    { type: 'access.broker-forgotten', body: { id: 'c_one', name: 'Mine' } },
  ]);
});

test.each([[{ positions: 2 }], [{ orders: 1 }]])('with %j it is refused, and says how much is open', async (holds) => {
  const world = aWorld(holds);
  const { positions = 0, orders = 0 } = holds as { positions?: number; orders?: number };
  expect(await remove(world)).toEqual(err(failure('connection-in-use', { positions, orders })));
  expect(world.removed).toEqual([]);
});

test('an account that cannot say what it holds keeps its connection', async () => {
  const world = aWorld({});
  const silent = err(failure('unavailable'));
  for (const method of ['view', 'positions'] as const) {
    const account = { ...world.deps.accounts.account('a_one'), [method]: async () => silent };
    const deps = { ...world.deps, accounts: { ...world.deps.accounts, account: () => account } };
    expect(await removeConnection(deps, OWNER, { id: RECORD.id, positions: 'keep' })).toEqual(silent);
  }
  expect(world.removed).toEqual([]);
});

test('told to, it is removed by the person themself, and the answer says what stays and who holds its stop', async () => {
  const world = aWorld({ positions: 2, orders: 3 });
  const done = await remove(world, 'keep');
  expect(done).toMatchObject({ ok: true, value: { workingOrders: 3 } });
  expect(done.ok && done.value.staysOpen).toEqual([
    { accountId: 'a_one', symbol: 'S0', quantity: '2', heldByBroker: true },
    { accountId: 'a_one', symbol: 'S1', quantity: '2', heldByBroker: false },
  ]);
  const unproven = aWorld({ positions: 1 }, false);
  expect(await remove(unproven, 'keep')).toMatchObject({ error: { code: 'step-up-required' } });
  expect(unproven.removed).toEqual([]);
  expect(unproven.closed, 'nothing is closed before it was confirmed').toEqual([]);
});

test('what is to be sold keeps its keys until nothing is left', async () => {
  const selling = aWorld({ positions: 1 });
  expect(await remove(selling, 'sell')).toMatchObject({ ok: true, value: { isGone: false } });
  expect(selling.removed).toEqual([]);
  expect(selling.closed).toEqual([{ positions: 'sell', given: GIVEN }]);
  const sold = aWorld({});
  expect(await remove(sold, 'sell')).toMatchObject({ ok: true, value: { isGone: true } });
  expect(sold.removed).toEqual(['c_one']);
});

test('keys that were to go once all is sold go by themselves then, and their account tells it first', async () => {
  const world = aWorld({ positions: 1 });
  await remove(world, 'sell');
  expect(world.leaving).toEqual([{ userId: OWNER.userId, id: 'c_one' }]);
  expect(await forgetSoldOut(world.deps)).toBe(0);
  expect([world.removed, world.told], 'something is left').toEqual([[], []]);
  world.positions.length = 0;
  expect(await forgetSoldOut(world.deps)).toBe(1);
  expect(world.removed).toEqual(['c_one']);
  expect(world.told).toEqual([{ channel: 'clock', id: 'c_one', before: [] }]);
});

test('keys that were to stay with what they protect never go by themselves', async () => {
  const world = aWorld({ positions: 1 });
  await remove(world, 'keep');
  expect(world.leaving).toEqual([]);
});

test('keys stay while an account cannot be asked or told that all is sold', async () => {
  const world = aWorld({});
  world.leaving.push({ userId: OWNER.userId, id: 'c_one' });
  const silent = err(failure('unavailable'));
  for (const method of ['view', 'positions', 'keysForgotten'] as const) {
    const account = { ...world.deps.accounts.account('a_one'), [method]: async () => silent };
    const deps = { ...world.deps, accounts: { ...world.deps.accounts, account: () => account } };
    expect(await forgetSoldOut(deps)).toBe(0);
  }
  expect(world.removed).toEqual([]);
});

test('keys stay while what was joined has no stop at the broker yet', async () => {
  const world = aWorld({ positions: 1 });
  const account = world.deps.accounts.account('a_one');
  let isJoining = false;
  const moving = {
    ...account,
    close: async (...asked: Parameters<AccountPort['close']>) => {
      isJoining = true;
      return account.close(...asked);
    },
    positions: async () => {
      const heldBy = isJoining ? 'nod' : 'broker';
      return ok([{ symbol: 'S0', quantity: '2', holders: [{ protection: { heldBy } }] }] as unknown as PositionView[]);
    },
  };
  const deps = { ...world.deps, accounts: { ...world.deps.accounts, account: () => moving } };
  expect(await removeConnection(deps, OWNER, { id: RECORD.id, positions: 'hand-over' })).toMatchObject({
    ok: true,
    value: { isGone: false, staysOpen: [{ symbol: 'S0', heldByBroker: false }] },
  });
  expect(world.removed).toEqual([]);
});

test('keys to real money are never forgotten without the person, also where nothing is held', async () => {
  const world = aWorld({}, false, 'live');
  expect(await remove(world)).toMatchObject({ error: { code: 'step-up-required' } });
  expect(world.removed).toEqual([]);
});

test('a lost connection says which stops still work and which wait for us', async () => {
  const shown = await showConnection(aWorld({ positions: 3 }).deps, OWNER, RECORD.id);
  expect(shown).toMatchObject({
    ok: true,
    value: { health: { state: 'lost', sentence: { code: 'health-lost', values: { atBroker: 1, atNod: 2 } } } },
  });
});

test('an address that holds a key instead of an id is not repeated', async () => {
  const answer = await showConnection(aWorld({}).deps, OWNER, 'something-pasted');
  expect(JSON.stringify(answer)).not.toContain('something-pasted');
});
