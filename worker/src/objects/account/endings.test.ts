import { describe, expect, it } from 'vitest';
import type { EndBot } from '#shared/contract/bot.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const end = (choice: EndBot['choice'], weeks = 4): EndBot => ({ choice, weeks });

/** A bot of one week that holds something, in daily bars. */
async function aBotThatHolds() {
  const account = await SimAccount.open({ timeframe: '1d' });
  const { bot } = await account.holding({ durationWeeks: 1, timeframe: '1d' });
  return { account, id: bot.id, endsAt: Date.parse(bot.endsAt) };
}

async function until(account: SimAccount, marketAt: number): Promise<void> {
  while (account.market.marketAt < marketAt) await account.bar({ [HRBM]: { open: 101 } });
  await account.pass(10_000);
}
const view = async (account: SimAccount, id: string) => unwrap(await account.api.bot(OWNER, id));

describe('a bot near its last day', () => {
  it('asks once, three days before, with what it holds', async () => {
    const { account, id, endsAt } = await aBotThatHolds();
    await until(account, endsAt - 3 * DAY_MS - 1);
    expect(account.events('bot.ending')).toHaveLength(account.market.marketAt >= endsAt - 3 * DAY_MS ? 1 : 0);
    await until(account, endsAt - 1 * DAY_MS);
    const asked = account.events('bot.ending');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toMatchObject({ bot: { id, endsAt: new Date(endsAt).toISOString() }, positions: 1 });
    expect((await view(account, id)).ending).toMatchObject({ choice: null });
    expect(account.delivered.map(({ event }) => event.type)).toContain('bot.ending');
  });

  it('without an answer stops buying then, and keeps watching what it holds', async () => {
    const { account, id, endsAt } = await aBotThatHolds();
    await until(account, endsAt + DAY_MS);
    expect(await view(account, id)).toMatchObject({ mode: 'reducing', modeReason: 'ended' });
    await account.look(id, buySignal({ instrumentId: OTHR }));
    expect(await account.questions()).toEqual([]);
    expect(account.broker.held(HRBM)).not.toBe('0');
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM), 'its stop goes on').toBe('0');
  });

  it('sells on that day where it was told to, and says when it is done', async () => {
    const { account, id, endsAt } = await aBotThatHolds();
    await until(account, endsAt - 2 * DAY_MS);
    unwrap(await account.api.endBot(OWNER, id, end('sell')));
    await until(account, endsAt - DAY_MS / 2);
    expect(account.broker.held(HRBM)).not.toBe('0');
    account.crash();
    await until(account, endsAt + DAY_MS);
    await until(account, endsAt + 2 * DAY_MS);
    expect(account.broker.held(HRBM)).toBe('0');
    await account.pass(60_000);
    expect(account.events('selling.done')[0]?.body).toMatchObject({ whose: id, bot: { id }, sales: 1 });
    expect(unwrap(await account.api.view(OWNER)).mode, 'the account goes on').toBe('active');
  });

  it('sells nothing when the person changes their mind', async () => {
    const { account, id, endsAt } = await aBotThatHolds();
    unwrap(await account.api.endBot(OWNER, id, end('sell')));
    unwrap(await account.api.endBot(OWNER, id, end('keep')));
    await until(account, endsAt + 3 * DAY_MS);
    expect(account.broker.held(HRBM)).not.toBe('0');
    expect((await view(account, id)).ending).toMatchObject({ choice: 'keep' });
  });

  it('that somebody paused is over all the same, and its money is free', async () => {
    const { account, id, endsAt } = await aBotThatHolds();
    unwrap(await account.api.pauseBot(OWNER, id));
    unwrap(await account.api.endBot(OWNER, id, end('sell')));
    await until(account, endsAt + DAY_MS);
    await until(account, endsAt + 2 * DAY_MS);
    expect(account.broker.held(HRBM)).toBe('0');
    const { unassigned, cash } = unwrap(await account.api.view(OWNER));
    expect(unassigned).toBe(cash.USD);
  });

  it('goes on for so many weeks, and asks again before the new last day', async () => {
    const { account, id, endsAt } = await aBotThatHolds();
    await until(account, endsAt - 2 * DAY_MS);
    const extended = unwrap(await account.api.endBot(OWNER, id, end('extend', 2)));
    expect(Date.parse(extended.endsAt)).toBe(endsAt + 14 * DAY_MS);
    await until(account, endsAt + 2 * DAY_MS);
    expect(await view(account, id)).toMatchObject({ mode: 'active', ending: null });
    await until(account, endsAt + 12 * DAY_MS);
    expect(account.events('bot.ending')).toHaveLength(2);
  });

  it('is revived after its last day, or sells at once', async () => {
    const { account, id, endsAt } = await aBotThatHolds();
    await until(account, endsAt + DAY_MS);
    unwrap(await account.api.endBot(OWNER, id, end('extend', 1)));
    expect(await view(account, id)).toMatchObject({ mode: 'active', modeReason: null });
    await until(account, endsAt + 10 * DAY_MS);
    unwrap(await account.api.endBot(OWNER, id, end('sell')));
    await account.pass(10_000);
    await account.bar({ [HRBM]: { open: 101 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });
});

it('an answer to sell that is given twice takes no sale back', async () => {
  const { account, id, endsAt } = await aBotThatHolds();
  await until(account, endsAt + DAY_MS);
  for (let tap = 0; tap < 3; tap += 1) {
    unwrap(await account.api.endBot(OWNER, id, end('sell')));
    await account.pass(6_000);
  }
  expect(account.broker.orders().filter(({ side }) => side === 'sell')).toMatchObject([{ state: 'accepted' }]);
});

describe('deleting a bot', () => {
  it('first shows what it leaves and who protects it, and does nothing without an answer', async () => {
    const { account, id } = await aBotThatHolds();
    const leaving = unwrap(await account.api.leaving(OWNER, id));
    expect(leaving.positions).toMatchObject([{ symbol: 'HRBM', stopPrice: '95', heldBy: 'nod' }]);
    expect(await account.api.deleteBot(OWNER, id, {})).toMatchObject({ error: { code: 'bot-holds' } });
    expect((await view(account, id)).mode).toBe('active');
  });

  it('sells what it holds, through a crash, and then it is gone with its money', async () => {
    const { account, id } = await aBotThatHolds();
    expect(unwrap(await account.api.deleteBot(OWNER, id, { positions: 'sell' }))).toEqual({ id, isGone: false });
    account.crash();
    await account.pass(10_000);
    await account.bar({ [HRBM]: { open: 101 } });
    await account.pass(60_000);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(unwrap(await account.api.bots(OWNER))).toEqual([]);
    const { unassigned, cash } = unwrap(await account.api.view(OWNER));
    expect(unassigned).toBe(cash.USD);
    expect(await account.runtime.follow(account.market.moment(), (market) => market.botsToLook())).toEqual([]);
  });

  it('keeps the stops of what it holds, buys nothing more, and is gone when that is sold', async () => {
    const { account, id } = await aBotThatHolds();
    await account.look(id, buySignal({ instrumentId: OTHR }));
    unwrap(await account.api.deleteBot(OWNER, id, { positions: 'keep' }));
    expect(await account.questions()).toEqual([]);
    await account.look(id, buySignal({ instrumentId: OTHR }));
    expect(await account.questions()).toEqual([]);
    expect(await account.api.resumeBot(OWNER, id)).toMatchObject({ error: { code: 'bot-ended' } });
    expect(await account.api.endBot(OWNER, id, end('extend'))).toMatchObject({ error: { code: 'bot-ended' } });
    expect(unwrap(await account.api.bots(OWNER))).toHaveLength(1);
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(unwrap(await account.api.bots(OWNER))).toEqual([]);
  });

  it('keeps what an answer before it is still selling', async () => {
    const { account, id } = await aBotThatHolds();
    const quantity = account.broker.held(HRBM);
    unwrap(await account.api.deleteBot(OWNER, id, { positions: 'sell' }));
    unwrap(await account.api.deleteBot(OWNER, id, { positions: 'keep' }));
    await account.pass(60_000);
    await account.bar({ [HRBM]: { open: 101 } });
    await account.pass(60_000);
    expect(account.broker.held(HRBM)).toBe(quantity);
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM), 'its stop goes on').toBe('0');
  });

  it('takes an entry back that is under way', async () => {
    const account = await SimAccount.open();
    const { bot, question } = await account.asking();
    unwrap(await account.approve(question));
    expect(await account.api.deleteBot(OWNER, bot.id, {})).toMatchObject({ error: { code: 'bot-holds' } });
    unwrap(await account.api.deleteBot(OWNER, bot.id, { positions: 'sell' }));
    expect(account.events('bot.deleted')[0]?.body, 'what may still be bought is not gone').toMatchObject({
      isGone: false,
    });
    await account.bar({ [HRBM]: { open: 100 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(unwrap(await account.api.bots(OWNER))).toEqual([]);
  });
});
