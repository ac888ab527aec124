import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { BotView, LookView } from '#shared/contract/bot.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { ApproveResult, ProposalView } from '#shared/contract/proposal.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { aToken } from '../testing/sign-in.ts';
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

test('from an empty database to an approved order through the API and the chat', { timeout: 60_000 }, async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 1000 });
  const token = await aToken();
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await exports.default.fetch(`http://localhost/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
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

  const approved = await call<ApproveResult>('POST', `proposals/${proposal.id}/approve`, { hash: proposal.hash });
  expect(approved.proposal.status).toBe('approved');
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
  const jobs = await call<Items<{ name: string; lastResult: string | null }>>('GET', 'jobs');
  expect(jobs.items.find((job) => job.name === 'strategy-run')).toMatchObject({ lastResult: 'ok' });
});
