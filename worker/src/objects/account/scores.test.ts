import { expect, it } from 'vitest';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

it('what a bot made with its person is the money it has, after fees, beside what became of its questions', async () => {
  const account = await SimAccount.open();
  const { bot } = await account.holding();
  await account.bar({ [HRBM]: { open: 110 } });
  await account.look(bot.id, buySignal({ instrumentId: OTHR }));
  await account.pass(MINUTE_MS);
  const view = unwrap(await account.api.bot(OWNER, bot.id));
  const [score] = unwrap(await account.api.scores(OWNER));
  expect(score).toMatchObject({ botId: bot.id, amount: '20000', trades: 0 });
  expect(Number(score?.result)).toBeCloseTo(Number(view.equity) - 20_000, 6);
  expect(Number(score?.result), 'what it holds has risen').toBeGreaterThan(0);
  expect(Number(score?.fees)).toBeGreaterThanOrEqual(0);
  expect(score?.questions).toEqual({ asked: 2, approved: 1, skipped: 0, unanswered: 1 });
});
