import { describe, expect, it } from 'vitest';
import type { PushDeviceView } from '../contract/push.ts';
import type { ApproveProposal, ProposalView } from '../contract/proposal.ts';
import { failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import { isLooser, PUSH_DEFAULTS, pushTerms } from '../domain/push.ts';
import { err, ok } from '../lib/result.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/time.ts';
import type { UseCaseDeps } from './ports.ts';
import { mayNodFrom } from './push-devices.ts';

const ID = 'p_00000001_01';
const CALLER: Caller = {
  ...{ userId: 'u_1' as UserId, channel: 'web', scopes: ['approve'], accountIds: null, sessionId: 's_1' },
};
const ON: Partial<PushDeviceView> = {
  ...{ id: 'd_1', isThis: true, goneAt: null },
  ...PUSH_DEFAULTS,
  nod: { practice: { amount: '1500', currency: 'USD' }, live: null },
};
const ASKED = {
  ...{ id: ID, world: 'paper', side: 'buy', currency: 'USD', twoPeople: null },
  sizing: { cost: '1495.2' },
  askBecause: { code: 'asks-always' },
};

async function asks({
  device = ON,
  asked = ASKED,
  edit,
  baseCurrency = 'USD',
}: {
  device?: Partial<PushDeviceView> | null;
  asked?: object;
  edit?: ApproveProposal['edit'];
  baseCurrency?: 'USD' | 'KRW';
} = {}): Promise<string> {
  const deps = {
    pushDevices: { find: () => Promise.resolve(device) },
    accounts: {
      account: () => ({
        proposal: () => Promise.resolve(ok(asked as ProposalView)),
        view: () => Promise.resolve(ok({ baseCurrency })),
      }),
    },
  } as unknown as UseCaseDeps;
  const input = { hash: 'a'.repeat(64), ...(edit && { edit }) };
  const may = await mayNodFrom(deps, CALLER, { id: ID, device: 'd_1', input });
  return may.ok ? 'may' : may.error.code;
}

describe('a tap on a notification', () => {
  it('approves where its own device was given leave, up to its amount', async () => {
    expect(await asks()).toBe('may');
  });

  it('counts in the money of the account what a stock of another currency costs there', async () => {
    const won = { ...ON, nod: { practice: { amount: '100000', currency: 'KRW' as const }, live: null } };
    const korean = { ...ASKED, currency: 'KRW' };
    expect(await asks({ device: won, asked: korean }), '1,495 dollars are no 1,495 won').toBe('device-opens-card');
    expect(await asks({ asked: korean })).toBe('may');
  });

  it.each([
    ['no device of theirs', { device: null }],
    ['switched off since', { device: { ...ON, nod: { practice: null, live: null } } }],
    ['showing nothing of what is asked', { device: { ...ON, text: { practice: 'hidden', live: 'full' } } }],
    ['asked by another browser', { device: { ...ON, isThis: false } }],
    ['gone', { device: { ...ON, goneAt: '2026-11-20T15:00:00.000Z' } }],
    ['too dear', { asked: { ...ASKED, sizing: { cost: '1500.01' } } }],
    ['of an account in another currency', { baseCurrency: 'KRW' }],
    ['with real money, which was not switched on', { asked: { ...ASKED, world: 'live' } }],
    ['for a second person as well', { asked: { ...ASKED, twoPeople: { above: '1000', first: null } } }],
    ['of a bot that only tells', { asked: { ...ASKED, askBecause: { code: 'only-tells' } } }],
    ['for something else than was asked', { edit: { quantity: '6' } }],
  ] as const)('opens the card: %s', async (_, change) => {
    expect(await asks(change as Parameters<typeof asks>[0])).toBe('device-opens-card');
  });

  it('says what the account says where there is no such question', async () => {
    const deps = {
      pushDevices: { find: () => Promise.resolve(ON) },
      accounts: {
        account: () => ({
          proposal: () => Promise.resolve(err(failure('not-found'))),
          view: () => Promise.resolve(ok({})),
        }),
      },
    } as unknown as UseCaseDeps;
    const may = await mayNodFrom(deps, CALLER, { id: ID, device: 'd_1', input: { hash: 'a'.repeat(64) } });
    expect(may).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

it('leave is looser where it is new, larger or in another currency', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' as const });
  expect(isLooser(null, usd('1'))).toBe(true);
  expect(isLooser(usd('100'), usd('100.01'))).toBe(true);
  expect(isLooser(usd('100'), { amount: '1', currency: 'KRW' })).toBe(true);
  expect(isLooser(usd('100'), usd('100'))).toBe(false);
  expect(isLooser(usd('100'), null)).toBe(false);
});

it('a message wakes a phone by how much it matters, and is kept no longer than it is worth', () => {
  const now = Date.parse('2026-11-20T15:00:00Z');
  expect(pushTerms('question', { now, answerBy: now + 10 * MINUTE_MS })).toEqual({ urgency: 'high', ttlS: 600 });
  expect(pushTerms('question', { now, answerBy: now - 1 }).ttlS, 'never kept for ever').toBe(1);
  expect(pushTerms('halt', { now })).toEqual({ urgency: 'high', ttlS: DAY_MS / 1_000 });
  expect(pushTerms('fill', { now })).toEqual({ urgency: 'normal', ttlS: DAY_MS / 1_000 });
  expect(pushTerms('bot', { now }).urgency).toBe('low');
  expect(pushTerms('brief-morning', { now })).toEqual({ urgency: 'low', ttlS: (12 * HOUR_MS) / 1_000 });
});
