import { describe, expect, test } from 'vitest';
import { err, ok } from '../lib/result.ts';
import { failure } from '../contract/errors.ts';
import type { ProposalView } from '../contract/proposal.ts';
import type { Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import type { AccountPort } from './account-port.ts';
import { someDeps } from '../testing/fake-market.ts';
import { listProposals } from './list-proposals.ts';

const CALLER: Caller = { userId: 'u_1' as UserId, channel: 'api', scopes: ['read'], accountIds: null };
const ULID = (n: number) => String(n).padStart(26, '0');

/** Every account has its own numbers: proposal n belongs to account n mod 3. */
function accounts(count: number, refuses: string | null = null) {
  const made = Array.from({ length: count }, (_, n) => n);
  const account = (accountId: string): AccountPort => {
    const own = Number(accountId.at(-1));
    return {
      proposals: (_: Caller, query: { limit: number; cursor?: string }) => {
        if (accountId === refuses) return Promise.resolve(err(failure('not-found')));
        const all = made
          .filter((n) => n % 3 === own)
          .map((n) => ({ id: `p_0000000${own}_${ULID(n)}` }))
          .reverse();
        const { cursor } = query;
        const start = cursor === undefined ? 0 : all.findIndex(({ id }) => id < cursor);
        if (start < 0) return Promise.resolve(ok({ items: [], nextCursor: null }));
        const items = all.slice(start, start + query.limit) as ProposalView[];
        const nextCursor = start + query.limit < all.length ? (items.at(-1)?.id ?? null) : null;
        return Promise.resolve(ok({ items, nextCursor }));
      },
    } as unknown as AccountPort;
  };
  const ids = ['a_00000000', 'a_00000001', 'a_00000002'];
  const deps = someDeps({
    accounts: { idsOf: () => Promise.resolve(ids), defaultId: () => Promise.resolve(null), account },
  });
  return { deps, add: (n: number) => made.push(n) };
}

async function page(deps: ReturnType<typeof accounts>['deps'], limit: number, cursor?: string) {
  const answer = await listProposals(deps, CALLER, { limit, cursor });
  if (!answer.ok) throw new Error(answer.error.code);
  return { numbers: answer.value.items.map(({ id }) => Number(id.slice(-26))), next: answer.value.nextCursor };
}

describe('proposals of several accounts', () => {
  test.each([1, 4, 7, 50])('come newest first in pages of %i, each once', async (limit) => {
    const { deps } = accounts(40);
    const seen: number[] = [];
    for (let next: string | null | undefined; next !== null;) {
      const { numbers, next: following } = await page(deps, limit, next);
      seen.push(...numbers);
      next = following;
    }
    expect(seen).toEqual(Array.from({ length: 40 }, (_, n) => 39 - n));
  });

  test('are not moved by new ones between two pages', async () => {
    const { deps, add } = accounts(10);
    const first = await page(deps, 4);
    add(10);
    add(11);
    const second = await page(deps, 4, first.next ?? undefined);
    expect([...first.numbers, ...second.numbers]).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
  });

  test('leave out an account that does not know the caller', async () => {
    const { deps } = accounts(9, 'a_00000001');
    expect((await page(deps, 50)).numbers).toEqual([8, 6, 5, 3, 2, 0]);
  });

  test('refuse a cursor that is none of theirs, and a token for other accounts', async () => {
    const { deps } = accounts(3);
    expect(await listProposals(deps, CALLER, { limit: 5, cursor: '../x' })).toMatchObject({
      error: { field: 'cursor' },
    });
    const limited = { ...CALLER, accountIds: ['a_00000001'] };
    const asked = await listProposals(deps, limited, { limit: 5, accountId: 'a_00000002' });
    expect(asked).toMatchObject({ error: { code: 'not-allowed' } });
  });
});
