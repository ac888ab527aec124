import { describe, expect, it } from 'vitest';
import { OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { createHmac } from 'node:crypto';
import { brokenLink, checkChain, headOf, linked, type EventRow } from './audit-chain.ts';
import { anchorChain, appendEvent } from './event-log.ts';

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

describe('a chain that was written under another key', () => {
  const former = (text: string): string => createHmac('sha256', 'a_test0001').update(text).digest('hex');
  const check = (account: SimAccount) => checkChain(account.ctx, null, () => Promise.resolve());

  /** The same rows, as they would stand there had the account's id been the key. */
  async function ofFormerKey(): Promise<SimAccount> {
    const account = await withEvents();
    let prev = '';
    for (const row of account.sql.all<EventRow>('SELECT * FROM event ORDER BY seq')) {
      const mac = former(`${prev}\n${JSON.stringify(linked(row))}`);
      account.sql.run('UPDATE event SET prev = ?, mac = ? WHERE seq = ?', prev, mac, row.seq);
      prev = mac;
    }
    return account;
  }

  it('is no chain of ours until somebody takes it over, which is recorded and changes no row', async () => {
    const account = await ofFormerKey();
    expect((await check(account)).brokenAt).toBe(1);
    account.crash();
    unwrap(await account.api.view(OWNER));
    expect((await check(account)).brokenAt, 'not by a start').toBe(1);
    const before = headOf(account.sql);
    expect(anchorChain(account.ctx, former)).toMatchObject({ wasWhole: true });
    expect(account.events('audit.anchored')).toHaveLength(1);
    expect(await checkChain(account.ctx, before, () => Promise.resolve())).toMatchObject({ brokenAt: null });
    unwrap(await account.api.pause(OWNER));
    expect(brokenLink(account.ctx)).toBeNull();
    expect(anchorChain(account.ctx, former), 'once').toBeNull();
  });

  it('shows every change from then on, of what was before too', async () => {
    const account = await ofFormerKey();
    const rows = headOf(account.sql).seq;
    anchorChain(account.ctx, former);
    unwrap(await account.api.pause(OWNER));
    const rewind = account.checkpoint();
    for (let seq = 1; seq <= headOf(account.sql).seq; seq += 1) {
      account.sql.run("UPDATE event SET actor = 'u_other' WHERE seq = ?", seq);
      expect(brokenLink(account.ctx), `row ${seq} altered`).not.toBeNull();
      rewind();
    }
    account.sql.run('DELETE FROM event WHERE seq = ?', rows + 1);
    expect(brokenLink(account.ctx), 'without the event that took over').not.toBeNull();
    rewind();
    account.sql.run('DELETE FROM event WHERE seq = 2');
    expect(brokenLink(account.ctx), 'a row less').not.toBeNull();
  });

  it('that did not hold is told as what it was', async () => {
    const account = await ofFormerKey();
    account.sql.run("UPDATE event SET actor = 'u_other' WHERE seq = 2");
    expect(anchorChain(account.ctx, former)).toMatchObject({ wasWhole: false });
    expect(brokenLink(account.ctx)).toBeNull();
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

  it('is delivered at once when it came while something before it was on its way', async () => {
    const account = await SimAccount.open();
    account.onTheWay = async ({ type }) => {
      if (type !== 'bot.created') return;
      unwrap(await account.api.pause(OWNER));
      // Whoever was to tell of it has found that somebody tells already.
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    };
    await account.bot();
    await account.pass(100);
    expect(account.delivered.map(({ event }) => event.type)).toEqual(['bot.created', 'mode.changed']);
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
