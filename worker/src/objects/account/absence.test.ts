import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, sellSignal, unwrap } from '#worker/src/testing/sim-account.ts';

const lastLook = (account: SimAccount, botId: string) =>
  account.looks(botId).at(-1) as { blocked: { symbol: string; reason: { code: string } }[] };
const botOf = async (account: SimAccount, id: string) => unwrap(await account.api.bot(OWNER, id));
/** The next market day, on which a bot may ask again. */
async function nextDay(account: SimAccount): Promise<void> {
  for (let close = 0; close < 96; close += 1) await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100 } });
}

/** So many questions, each left until its time is over, each on a day of its own. */
async function leaveUnanswered(account: SimAccount, botId: string, times: number, signal = buySignal()): Promise<void> {
  for (let asked = 0; asked < times; asked += 1) {
    await nextDay(account);
    await account.look(botId, signal);
    const before = (await account.questions('expired')).length;
    await account.pass(MINUTE_MS);
    expect((await account.questions('expired')).length, `question ${asked + 1} of ${times}`).toBe(before + 1);
  }
}

describe('a bot whose questions nobody answers', () => {
  it('stops asking at the tenth in a row, says so once, and says in its looks why it does not ask', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    await leaveUnanswered(account, bot.id, 9);
    expect((await botOf(account, bot.id)).silent).toBeNull();
    await leaveUnanswered(account, bot.id, 1);
    account.crash();
    expect((await botOf(account, bot.id)).silent).toMatchObject({ why: 'unanswered', unanswered: 10 });
    for (let day = 0; day < 2; day += 1) {
      await nextDay(account);
      await account.look(bot.id, buySignal());
      expect(await account.questions()).toEqual([]);
      expect(lastLook(account, bot.id).blocked).toMatchObject([{ reason: { code: 'stopped-asking' } }]);
    }
    expect(account.events('bot.stopped-asking')).toHaveLength(1);
    expect(
      account.delivered.map(({ event }) => event.type).filter((type) => type === 'bot.stopped-asking'),
    ).toHaveLength(1);
    expect(unwrap(await account.api.view(OWNER)).silentBots).toBe(1);
  });

  it('counts anew after an answer, also one that puts it off', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    await leaveUnanswered(account, bot.id, 9);
    await nextDay(account);
    await account.look(bot.id, buySignal());
    const [question] = await account.questions();
    unwrap(await account.api.later(OWNER, question!.id, { at: (account.now + 5_000) as WallMs }));
    await account.pass(MINUTE_MS);
    expect((await botOf(account, bot.id)).silent, 'the tenth, which somebody looked at').toBeNull();
    await leaveUnanswered(account, bot.id, 8);
    await nextDay(account);
    await account.look(bot.id, buySignal());
    const [skipped] = await account.questions();
    unwrap(await account.api.reject(OWNER, skipped!.id, {}));
    expect((await botOf(account, bot.id)).silent).toBeNull();
  });

  it('goes on protecting what it holds, and sells where silence means to sell', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ sells: 'ask-then-sell' });
    await leaveUnanswered(account, bot.id, 10, buySignal({ instrumentId: OTHR }));
    expect((await botOf(account, bot.id)).silent?.why).toBe('unanswered');
    const [held] = unwrap(await account.api.positions(OWNER));
    expect(held?.holders[0]?.protection.heldBy).not.toBe('none');
    await nextDay(account);
    await account.look(bot.id, sellSignal());
    expect(await account.questions(), 'nobody is asked').toEqual([]);
    await account.bar({ [HRBM]: { open: 100 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('keeps what it was to ask about first, and its stop-loss sells all the same', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ sells: 'ask' });
    await leaveUnanswered(account, bot.id, 10, buySignal({ instrumentId: OTHR }));
    await account.look(bot.id, sellSignal());
    await account.bar({ [HRBM]: { open: 100 } });
    expect(account.broker.held(HRBM)).not.toBe('0');
    await account.bar({ [HRBM]: { open: 80 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('asks again when a person wants it to, written down as theirs', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    await leaveUnanswered(account, bot.id, 10);
    const viewer = { ...OWNER, scopes: ['read', 'approve'] as const };
    expect((await account.api.resumeBot(viewer, bot.id)).ok, 'only who may trade').toBe(false);
    expect(unwrap(await account.api.resumeBot(OWNER, bot.id))).toMatchObject({ mode: 'active', silent: null });
    expect(account.events('bot.asks-again')).toMatchObject([{ actor: OWNER.userId, body: { bot: { id: bot.id } } }]);
    await nextDay(account);
    await account.look(bot.id, buySignal());
    expect(await account.questions()).toHaveLength(1);
    await account.pass(MINUTE_MS);
    expect((await botOf(account, bot.id)).silent, 'counted from the start').toBeNull();
  });

  it('is not started with the others where it was stopped for another reason meanwhile', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    await leaveUnanswered(account, bot.id, 10);
    expect(unwrap(await account.api.view(OWNER)).silentBots).toBe(1);
    unwrap(await account.api.pauseBot(OWNER, bot.id));
    expect(unwrap(await account.api.view(OWNER)).silentBots, 'what "start asking again" is about').toBe(0);
    expect((await botOf(account, bot.id)).silent).toBeNull();
    expect(unwrap(await account.api.away(OWNER, 0 as WallMs)).bots).toEqual([]);
    unwrap(await account.api.resumeBot(OWNER, bot.id));
    await nextDay(account);
    await account.look(bot.id, buySignal());
    expect(await account.questions(), 'started for itself it asks').toHaveLength(1);
  });

  it('is asked about what it would sell while a person has paused it', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ sells: 'ask' });
    await leaveUnanswered(account, bot.id, 10, buySignal({ instrumentId: OTHR }));
    expect((await botOf(account, bot.id)).silent?.why).toBe('unanswered');
    unwrap(await account.api.pauseBot(OWNER, bot.id));
    await nextDay(account);
    await account.look(bot.id, sellSignal());
    expect(await account.questions()).toMatchObject([{ side: 'sell', askBecause: { code: 'sells-asked' } }]);
  });

  it('goes on where somebody answers, be it too late', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    await leaveUnanswered(account, bot.id, 9);
    const late = (await account.questions('expired')).at(0)!;
    expect((await account.api.approve(OWNER, late.id, { hash: late.hash })).ok).toBe(false);
    await leaveUnanswered(account, bot.id, 9);
    expect((await botOf(account, bot.id)).silent).toBeNull();
  });

  it('is not one that only tells', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot({ autonomy: 'suggest' });
    await leaveUnanswered(account, bot.id, 11);
    expect((await botOf(account, bot.id)).silent).toBeNull();
  });
});

describe('a bot that nobody visits', () => {
  const after = async (days: number, autonomy: 'ask' | 'auto' = 'ask') => {
    const account = await SimAccount.open();
    const bot = await account.bot({ autonomy });
    account.visitedAt = account.now;
    await account.look(bot.id);
    await account.bar({});
    account.now = (account.now + days * DAY_MS) as WallMs;
    return { account, bot };
  };

  it('stops asking with the fourteenth day, and no sooner', async () => {
    for (const [days, isSilent] of [
      [13, false],
      [14, true],
      [15, true],
    ] as const) {
      const { account, bot } = await after(days);
      await account.look(bot.id, buySignal());
      expect((await botOf(account, bot.id)).silent !== null, `${days} days`).toBe(isSilent);
      expect(await account.questions()).toHaveLength(isSilent ? 0 : 1);
    }
  });

  it('asks again when somebody wants it to, also where nothing but that says they are here', async () => {
    const { account, bot } = await after(15);
    await account.look(bot.id, buySignal());
    expect(unwrap(await account.api.resumeBot(OWNER, bot.id)).silent).toBeNull();
    await account.bar({});
    await account.look(bot.id, buySignal());
    expect((await botOf(account, bot.id)).silent).toBeNull();
    expect(await account.questions()).toHaveLength(1);
  });

  it('buys nothing alone either', async () => {
    const { account, bot } = await after(14, 'auto');
    await account.look(bot.id, buySignal());
    expect(account.intents()).toEqual([]);
    expect(account.events('bot.stopped-asking')).toMatchObject([{ body: { why: 'unvisited', bot: { id: bot.id } } }]);
  });

  it('goes on where somebody was there meanwhile, by whatever way', async () => {
    const { account, bot } = await after(15);
    account.visitedAt = (account.now - DAY_MS) as WallMs;
    await account.look(bot.id, buySignal());
    expect(await account.questions()).toHaveLength(1);
  });

  it('goes on while nobody can say', async () => {
    const { account, bot } = await after(15);
    account.visitedAt = 'unknown';
    await account.look(bot.id, buySignal());
    expect(await account.questions()).toHaveLength(1);
    account.visitedAt = null;
    await account.bar({});
    await account.look(bot.id, buySignal({ instrumentId: OTHR }));
    expect((await botOf(account, bot.id)).silent?.why).toBe('unvisited');
  });

  it('has its days counted from now where nothing was ever written down', async () => {
    const account = await SimAccount.open();
    account.visitedAt = null;
    const bot = await account.bot();
    await account.look(bot.id);
    account.now = (account.now + 13 * DAY_MS) as WallMs;
    await account.bar({});
    await account.look(bot.id, buySignal());
    expect(await account.questions()).toHaveLength(1);
  });
});
