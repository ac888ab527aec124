import { describe, expect, it } from 'vitest';
import type { NodOutcome } from '#shared/domain/nod.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { HRBM, OWNER, SimAccount, buySignal, unwrap } from '#worker/src/testing/sim-account.ts';
import { owedNods } from './nods.ts';

const ended = (pnl: number): NodOutcome => ({
  state: 'ended',
  entry: { at: 1, price: 100 },
  exit: { at: 2, price: 110, kind: 'target' },
  pnl,
  returnFraction: 0.1,
});

async function judge(account: SimAccount, outcome: NodOutcome): Promise<void> {
  const moment = account.market.moment();
  const owed = await account.runtime.follow(moment, (market) => market.owedNods());
  const judged = owed.map(({ seq, sealed }) => ({ seq, proposalId: sealed.proposalId, outcome }));
  await account.runtime.follow(moment, (market) => market.judgeNods(judged));
}

const record = async (account: SimAccount) => unwrap(await account.api.nods(OWNER, { limit: 50 })).items;
const summary = async (account: SimAccount) => unwrap(await account.api.nodSummary(OWNER));

describe('a question is sealed when it is asked', () => {
  it('with all it is judged by, in the commit of the question and in the chained log', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const [owed] = owedNods(account.ctx);
    expect(owed?.sealed).toMatchObject({
      proposalId: question.id,
      revision: 1,
      quantity: question.quantity,
      ceiling: question.limitPrice,
      stop: question.stopPrice,
      target: question.targetPrice,
      close: 100,
      timeframe: '15m',
      holdingBars: 30,
      costs: { commission: 'market', slippage: 0.001 },
      reasonsFor: question.rationale.for.map(({ code }) => code),
    });
    expect(owed?.sealed.botEndsAt).toBeGreaterThan(owed!.sealed.askedAt);
    expect(account.events('proposal.asked')[0]?.seq).toBe(owed?.seq);
  });

  it('also where the bot did not have to ask', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot({ autonomy: 'auto' });
    await account.look(bot.id, buySignal());
    expect(account.events('proposal.sealed')).toHaveLength(1);
    expect((await record(account))[0]).toMatchObject({ answer: 'alone', isHypothetical: false });
    expect((await summary(account)).others.alone).toBe(1);
  });

  it('anew when what was asked changed, and then that counts', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const edit = { quantity: '7' };
    unwrap(await account.api.approve(OWNER, question.id, { hash: question.hash, edit }));
    expect(await record(account)).toMatchObject([{ revision: 2, quantity: '7', answer: 'yes', isHypothetical: false }]);
  });

  it('so that a changed row shows, and counts nowhere', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.api.reject(OWNER, question.id, {}));
    await judge(account, ended(50));
    account.sql.run('DROP TRIGGER event_keeps');
    account.sql.run(`UPDATE event SET body = replace(body, '"stop":"', '"stop":"1') WHERE type = 'proposal.asked'`);
    expect((await record(account))[0]?.seal.isWhole).toBe(false);
    const { broken, groups } = await summary(account);
    expect(broken).toBe(1);
    expect(groups.every(({ count }) => count === 0)).toBe(true);
    expect(owedNods(account.ctx)).toEqual([]);
  });

  it('and an answer is read from the log, whatever the question’s row says today', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.api.reject(OWNER, question.id, {}));
    account.sql.run("UPDATE proposal SET status = 'approved'");
    expect((await record(account))[0]?.answer).toBe('skipped');
  });
});

describe('what became of it', () => {
  it('stands beside the answer: a skip is hypothetical, and what is over is not judged again', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.api.reject(OWNER, question.id, { reason: 'bad-moment' }));
    await judge(account, ended(50));
    await judge(account, ended(-999));
    expect(await record(account)).toMatchObject([
      { answer: 'skipped', isHypothetical: true, result: '50', booked: null, outcome: { exitKind: 'target' } },
    ]);
    const { groups } = await summary(account);
    expect(groups[1]).toMatchObject({ count: 1, ended: 1, total: '50', average: '50', isTooFew: true });
  });

  it('stays hypothetical after a yes that bought nothing', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot({ autonomy: 'suggest' });
    await account.look(bot.id, buySignal());
    const [question] = await account.questions();
    unwrap(await account.api.approve(OWNER, question!.id, { hash: question!.hash }));
    await judge(account, ended(50));
    expect(account.intents()).toEqual([]);
    expect(await record(account)).toMatchObject([{ answer: 'yes', result: '50', isHypothetical: true, booked: null }]);
    expect((await summary(account)).groups[0]).toMatchObject({ answer: 'yes', total: '50', isHypothetical: true });
  });

  it('is no longer hypothetical once it was bought', async () => {
    const account = await SimAccount.open();
    await account.holding();
    await judge(account, ended(50));
    expect(await record(account)).toMatchObject([{ answer: 'yes', result: '50', isHypothetical: false }]);
    expect((await summary(account)).groups[0]).toMatchObject({ answer: 'yes', total: '50', isHypothetical: false });
  });

  it('is judged again while it is open', async () => {
    const account = await SimAccount.open();
    await account.asking();
    await judge(account, { state: 'open', entry: { at: 1, price: 100 }, pnl: -3, returnFraction: -0.01 });
    expect((await record(account))[0]).toMatchObject({ answer: 'waiting', result: '-3' });
    await judge(account, ended(5));
    expect((await record(account))[0]).toMatchObject({ result: '5' });
  });

  it('says of a silence that it was one', async () => {
    const account = await SimAccount.open();
    await account.asking();
    await account.pass(60_000);
    expect((await record(account))[0]?.answer).toBe('unanswered');
  });

  it('shows what the books say of a yes whose position is closed, and nothing before', async () => {
    const account = await SimAccount.open();
    await account.holding();
    expect((await record(account))[0]).toMatchObject({ answer: 'yes', booked: null });
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    await account.bar({ [HRBM]: { open: 103 } });
    const [nod] = await record(account);
    expect(Number(nod?.booked)).toBeGreaterThan(0);
    const sold = account.sql.first<{ realized: string }>("SELECT realized FROM intent WHERE side = 'sell'");
    expect(nod?.booked).toBe(sold?.realized);
  });

  it('is listed in pages, newest first', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.api.reject(OWNER, question.id, {}));
    for (let bar = 0; bar < 25; bar += 1) await account.bar({});
    await account.look((await account.bot()).id, buySignal());
    const first = unwrap(await account.api.nods(OWNER, { limit: 1 }));
    expect(first.items).toHaveLength(1);
    const second = unwrap(await account.api.nods(OWNER, { limit: 1, cursor: first.nextCursor ?? '' }));
    expect(second.items[0]?.proposalId).toBe(question.id);
    expect(second.nextCursor).toBeNull();
  });
});

describe('an offer that follows from it', () => {
  it('blocks the sector by a tap, takes back what waits there, and can be undone', async () => {
    const ids = ['i_a', 'i_b', 'i_c', 'i_d', 'i_e'] as InstrumentId[];
    const instruments = ids.map((id) => anInstrument({ id, symbol: id, exchange: 'demo-us', sector: 'health' }));
    const account = await SimAccount.open({ instruments });
    for (const [place, instrumentId] of ids.entries()) {
      const bot = await account.bot();
      await account.look(bot.id, buySignal({ instrumentId }));
      const [question] = await account.questions();
      if (place < 4) unwrap(await account.api.reject(OWNER, question!.id, {}));
      if (place < 4) await account.bar({});
    }
    const [offer] = (await summary(account)).offers;
    expect(offer).toMatchObject({ code: 'block-sector', values: { sector: 'health', skipped: 4, of: 4 } });
    unwrap(await account.api.updateLimits(OWNER, offer!.change));
    expect(await account.questions()).toHaveLength(0);
    expect((await account.questions('withdrawn'))[0]?.reason?.code).toBe('blocked-sector');
    expect((await summary(account)).offers).toEqual([]);
    unwrap(await account.api.updateLimits(OWNER, { blockedSectors: [] }));
    expect(unwrap(await account.api.limits(OWNER)).blockedSectors).toEqual([]);
  });
});
