import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { BotView, LookView } from '#shared/contract/bot.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { ApproveResult, ProposalView } from '#shared/contract/proposal.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { aToken, owner } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

interface Items<T> {
  items: T[];
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await scheduler.wait(20);
  }
}

/** Somebody else who may answer questions of this account; their token. */
async function anApprover(accountId: string): Promise<string> {
  const composition = compose(readEnv(env));
  await composition.users.create({ id: 'u_kimkim11111111', name: 'Kim', role: 'member' }, Date.now() as WallMs);
  await runInDurableObject(env.ACCOUNT.getByName(accountId), (_, state) => {
    state.storage.sql.exec("INSERT INTO grant_ (user_id, role, granted_at) VALUES ('u_kimkim11111111', 'approver', 0)");
  });
  const made = { name: 'Kim', scopes: [...SCOPES], accountIds: null, expiresInDays: 1, channel: 'cli' as const };
  return (await composition.user('u_kimkim11111111').createToken(made)).token;
}

test('from an empty database to an approved order through the API and the chat', { timeout: 60_000 }, async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 1000 });
  const token = await aToken();
  const call = async <T>(method: string, path: string, body?: unknown, as = token): Promise<T> => {
    const response = await exports.default.fetch(`http://localhost/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json<T>();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };

  const settings = { investmentAmount: 20_000, riskLevel: 'medium', durationWeeks: 8 };
  expect(await call('POST', 'bots/preview', settings)).toMatchObject({ filledUp: true, instrumentCount: 60 });
  const bot = await call<BotView>('POST', 'bots', settings);
  expect(bot).toMatchObject({ investmentAmount: '20000', autonomy: 'ask', instrumentCount: 60 });

  const [proposal] = await until(async () => {
    const { items } = await call<Items<ProposalView>>('GET', 'proposals?status=pending');
    return items.length > 0 ? items : undefined;
  });
  if (proposal === undefined) throw new Error('there is one');
  expect(proposal).toMatchObject({ botId: bot.id, status: 'pending', world: 'demo' });
  const looks = await call<Items<LookView>>('GET', `bots/${bot.id}/looks`);
  expect(looks.items[0]?.looked).toBeGreaterThan(0);

  // Two people: the first nod sends nothing, also not when it is given again; the second one does, once.
  await call('PATCH', `accounts/${bot.accountId}/risk`, { secondNodAbove: '1' });
  const nod = (as?: string) =>
    call<ApproveResult>('POST', `proposals/${proposal.id}/approve`, { hash: proposal.hash }, as);
  for (let taps = 0; taps < 2; taps += 1) {
    const waits = await nod();
    expect(waits).toMatchObject({ order: null, proposal: { status: 'pending', twoPeople: { above: '1' } } });
    expect(waits.proposal.twoPeople?.first).toMatchObject({ by: await owner(), name: 'Owner', channel: 'api' });
  }
  const approved = await nod(await anApprover(bot.accountId));
  expect(approved.proposal).toMatchObject({ status: 'approved', decidedBy: 'u_kimkim11111111' });
  await call('PATCH', `accounts/${bot.accountId}/risk`, { secondNodAbove: null });
  const order = approved.order;
  if (order === null) throw new Error('an approval has its order');
  await until(async () => {
    const { status } = await call<{ status: string }>('GET', `accounts/${bot.accountId}/orders/${order.id}`);
    return ['filled', 'not-sent', 'cancelled', 'expired'].includes(status) ? status : undefined;
  });

  const said = await call<Items<ChatMessage>>('POST', 'chat', { text: 'today' });
  expect(said.items.map((message) => message.from)).toEqual(['me', 'nod']);
  const history = await until(async () => {
    const { items } = await call<Items<ChatMessage>>('GET', 'chat');
    return items.some((message) => message.proposalId === proposal.id) ? items : undefined;
  });
  expect(history.length).toBeGreaterThanOrEqual(3);
  // The one that asked has ended well; another may be about to.
  await until(async () => {
    const jobs = await call<Items<{ name: string; lastResult: string | null }>>('GET', 'jobs');
    const result = jobs.items.find((job) => job.name === 'strategy-run')?.lastResult;
    expect(['ok', 'running']).toContain(result);
    return result === 'ok' ? true : undefined;
  });
});

test('an order under a key is one order: answered as stored, again the same, never with another body', async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  const token = await aToken();
  const call = async (method: string, path: string, body?: unknown, key?: string) => {
    const response = await exports.default.fetch(`http://localhost/api/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const made = await call('POST', 'accounts', { name: 'Keyed', baseCurrency: 'USD' });
  const { id: accountId } = JSON.parse(made.text) as { id: string };
  const orders = `accounts/${accountId}/orders`;
  const listed = JSON.parse((await call('GET', 'instruments?limit=50')).text) as Items<{
    symbol: string;
    kind: string;
  }>;
  const symbol = listed.items.find(({ symbol: name, kind }) => kind === 'stock' && !name.includes(':'))?.symbol;
  const buy = { symbol, side: 'buy', quantity: '1' };

  const first = await call('POST', orders, buy, 'k-1');
  expect(first).toMatchObject({ status: 201, text: expect.stringContaining('"status":"sending"') as string });
  expect(await Promise.all([call('POST', orders, buy, 'k-1'), call('POST', orders, buy, 'k-1')])).toEqual([
    first,
    first,
  ]);
  const other = await call('POST', orders, { ...buy, quantity: '2' }, 'k-1');
  expect([other.status, other.text]).toEqual([422, expect.stringContaining('idempotency-mismatch')]);
  const { id } = JSON.parse(first.text) as { id: string };
  await until(async () => {
    const { items } = JSON.parse((await call('GET', orders)).text) as Items<{ id: string; status: string }>;
    expect(items).toHaveLength(1);
    return items[0]?.id === id && items[0].status !== 'sending' ? true : undefined;
  });
});
