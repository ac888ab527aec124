import { describe, expect, it } from 'vitest';
import { OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { brokenLink } from './audit-chain.ts';
import { appendEvent } from './event-log.ts';

async function withEvents(): Promise<SimAccount> {
  const account = await SimAccount.open();
  await account.holding();
  for (const trigger of ['event_keeps', 'event_stays']) account.sql.run(`DROP TRIGGER ${trigger}`);
  expect(brokenLink(account.ctx)).toBeNull();
  return account;
}

describe('the event log', () => {
  it('keeps its rows: SQL refuses to change or remove one', async () => {
    const account = await SimAccount.open();
    expect(() => account.sql.run("UPDATE event SET actor = 'me'")).toThrow('never changed');
    expect(() => account.sql.run('DELETE FROM event')).toThrow('never removed');
  });

  it.each([
    ['body', "UPDATE event SET body = replace(body, '100', '101') WHERE seq = ?"],
    ['type', "UPDATE event SET type = 'order.filled' WHERE seq = ?"],
    ['actor', "UPDATE event SET actor = 'u_other' WHERE seq = ?"],
    ['channel', "UPDATE event SET channel = 'telegram' WHERE seq = ?"],
    ['time', 'UPDATE event SET at = at + 1 WHERE seq = ?'],
    ['market time', 'UPDATE event SET market_at = market_at - 1 WHERE seq = ?'],
    ['subject', "UPDATE event SET subject = 'o_other' WHERE seq = ?"],
    ['existence', 'DELETE FROM event WHERE seq = ?'],
  ])('shows that the %s of a row was altered', async (_, statement) => {
    const account = await withEvents();
    const seq = account.sql.first<{ seq: number }>(
      "SELECT seq FROM event WHERE body LIKE '%100%' AND type = 'proposal.asked'",
    )!.seq;
    expect(account.sql.run(statement, seq)).toBe(1);
    expect(brokenLink(account.ctx)).toBe(statement.startsWith('DELETE') ? seq + 1 : seq);
  });

  it('shows that rows changed places', async () => {
    const account = await withEvents();
    account.sql.run('UPDATE event SET seq = -seq WHERE seq IN (3, 4)');
    account.sql.run('UPDATE event SET seq = 7 + seq WHERE seq < 0');
    expect(brokenLink(account.ctx)).toBe(3);
  });

  it('holds whatever a body is made of', async () => {
    const account = await SimAccount.open();
    const body = {
      left: undefined,
      zero: -0,
      none: Number.NaN,
      lone: '\ud800',
      deep: [{ b: 1, a: [undefined] }],
      at: new Date(0),
    };
    appendEvent(account.ctx, { type: 'bot.updated', actor: OWNER, subject: null, body });
    expect(brokenLink(account.ctx)).toBeNull();
  });

  it('is told to the stream once it is committed, and not when it was taken back', async () => {
    const account = await SimAccount.open();
    account.published.length = 0;
    expect(() =>
      account.ctx.transaction(() => {
        appendEvent(account.ctx, { type: 'mode.changed', actor: OWNER, subject: null, body: {} });
        throw new Error('taken back');
      }),
    ).toThrow('taken back');
    await account.runtime.wake();
    await account.settle();
    expect(account.published).toHaveLength(0);
    expect(() => account.ctx.transaction(() => Promise.resolve())).toThrow('does not await');
  });

  it('pages for clients by number, oldest first', async () => {
    const account = await SimAccount.open();
    await account.holding();
    const all = unwrap(await account.api.events(OWNER, { since: 0, limit: 500 }));
    const paged = [];
    for (let since = 0; ;) {
      const page = unwrap(await account.api.events(OWNER, { since, limit: 3 }));
      if (page.length === 0) break;
      paged.push(...page);
      since = page.at(-1)!.seq;
    }
    expect(paged).toEqual(all);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
  });
});

describe('what is owed to people', () => {
  it('is delivered in order, tried again until it arrives, and dead after a day', async () => {
    const account = await SimAccount.open();
    account.unreachable.add(OWNER.userId);
    const { question } = await account.asking();
    unwrap(await account.api.reject(OWNER, question.id, {}));
    await account.pass(60_000);
    expect(account.delivered).toHaveLength(0);
    account.unreachable.clear();
    await account.pass(10 * 60_000);
    expect(account.delivered.map(({ event }) => event.type)).toEqual([
      'bot.created',
      'proposal.asked',
      'proposal.decided',
    ]);
    account.unreachable.add(OWNER.userId);
    unwrap(await account.api.pause(OWNER));
    await account.pass(25 * 3_600_000);
    expect(account.sql.all("SELECT * FROM outbox WHERE state = 'dead'")).toHaveLength(1);
    expect(account.sql.all("SELECT * FROM schedule WHERE kind = 'deliver'"), 'nothing more to try').toHaveLength(0);
  });

  it('is still delivered when the process dies right after the commit', async () => {
    const account = await SimAccount.open();
    account.unreachable.add(OWNER.userId);
    await account.bot();
    account.crash();
    account.unreachable.clear();
    await account.pass(60_000);
    expect(account.delivered.map(({ event }) => event.type)).toContain('bot.created');
  });

  it('that never arrives does not keep later news from its reader', async () => {
    const account = await SimAccount.open();
    account.poison = 'proposal.asked';
    const { question } = await account.asking();
    unwrap(await account.api.reject(OWNER, question.id, {}));
    await account.pass(120_000);
    expect(account.delivered.map(({ event }) => event.type)).toEqual(['bot.created', 'proposal.decided']);
  });

  it('does not pile up once it has arrived', async () => {
    const account = await SimAccount.open();
    await account.asking();
    await account.pass(8 * 86_400_000);
    await account.bot();
    await account.pass(5_000);
    expect(account.sql.first<{ n: number }>('SELECT count(*) AS n FROM outbox')?.n).toBeLessThan(3);
  });
});
