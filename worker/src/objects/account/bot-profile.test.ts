import { describe, expect, it } from 'vitest';
import { CreateBot, UpdateBot } from '#shared/contract/bot.ts';
import type { OwnProfile } from '#shared/domain/own-profile.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const TIGHT = { stop: 0.03, positionMax: 0.05 };
const UNIVERSE = { instrumentIds: null, missingNames: null, filledUp: false, prices: [] };

describe('a bot’s own risk numbers', () => {
  it('bind its questions: the stop, the target and the largest position are its own', async () => {
    const account = await SimAccount.open();
    const { bot, question } = await account.asking({ profile: TIGHT });
    expect(bot.profile).toEqual(TIGHT);
    expect(question.sizing.boundBy).toBe('position-max-bot');
    expect(Number(question.sizing.cost)).toBeLessThanOrEqual(Number(bot.investmentAmount) * 0.05);
    expect(Number(question.stopPrice)).toBeGreaterThanOrEqual(Number(question.limitPrice) * 0.96);
    const usual = await SimAccount.open();
    const { question: other } = await usual.asking();
    expect(Number(other.sizing.cost)).toBeGreaterThan(Number(question.sizing.cost) * 2);
  });

  it('tighter counts at once: what it asked before is taken back, before and after are kept', async () => {
    const account = await SimAccount.open();
    const { bot, question } = await account.asking();
    expect(unwrap(await account.api.updateBot(OWNER, bot.id, { profile: TIGHT })).profile).toEqual(TIGHT);
    expect((await account.questions('withdrawn')).map(({ id, reason }) => [id, reason?.code])).toEqual([
      [question.id, 'bot-tightened'],
    ]);
    const event = account.events('bot.updated').at(-1);
    expect(event?.body).toMatchObject({ change: { profile: TIGHT }, after: { profile: TIGHT } });
    expect(event?.body).not.toHaveProperty('before.profile');
    account.crash();
    expect(unwrap(await account.api.bot(OWNER, bot.id)).profile).toEqual(TIGHT);
  });

  it('with real money looser needs the person, about these very numbers', async () => {
    const live = await SimAccount.open({ world: 'live' });
    const bot = await live.bot({ profile: TIGHT });
    const looser = { stop: 0.04, positionMax: 0.05 };
    const asked = await live.api.updateBot(OWNER, bot.id, { profile: looser });
    expect(asked).toMatchObject({ error: { code: 'step-up-required', values: { reason: 'loosen-limits' } } });
    expect(unwrap(await live.api.bot(OWNER, bot.id)).profile).toEqual(TIGHT);
    const about = String(asked.ok ? '' : asked.error.values?.['about']);
    const given = { reason: 'loosen-limits', about } as const;
    const other = { profile: { stop: 0.05, positionMax: 0.05 } };
    expect(await live.api.updateBot(OWNER, bot.id, other, given)).toMatchObject({ ok: false });
    expect(unwrap(await live.api.updateBot(OWNER, bot.id, { profile: looser }, given)).profile).toEqual(looser);
    expect(live.events('bot.updated').at(-1)?.body).toMatchObject({
      before: { profile: TIGHT },
      after: { profile: looser },
      confirmed: true,
    });
    // Also back to the level's own, which is looser than that.
    expect(await live.api.updateBot(OWNER, bot.id, { profile: {} })).toMatchObject({ ok: false });
  });

  it('on a day of a loss none risks more, also not the person, until the next session; tighter works at once', async () => {
    const account = await SimAccount.open({ world: 'live' });
    const bot = await account.bot({ profile: TIGHT });
    account.sql.run("UPDATE balance SET amount = '95000' WHERE account = 'cash'");
    await account.bar({ [HRBM]: { open: 100 } });
    const { limitsLock } = unwrap(await account.api.view(OWNER));
    const locked = { code: 'limits-locked', values: { reason: 'daily-loss', until: limitsLock?.until } };
    const set = (profile: OwnProfile) => account.api.updateBot(OWNER, bot.id, { profile });
    for (const looser of [{ ...TIGHT, stop: 0.04 }, { ...TIGHT, positionMax: 0.06 }, { ...TIGHT, target: 0.2 }, {}])
      expect(await set(looser), JSON.stringify(looser)).toMatchObject({ error: locked });
    const made = CreateBot.parse({
      ...{ investmentAmount: '5000', riskLevel: 'low', durationWeeks: 4 },
      profile: { stop: 0.06 },
    });
    expect(await account.api.createBot(OWNER, made, UNIVERSE), 'nor a new one').toMatchObject({ error: locked });
    expect(unwrap(await set({ stop: 0.02, positionMax: 0.05 })).profile).toEqual({ stop: 0.02, positionMax: 0.05 });
    expect(await set(TIGHT), 'nor what it had this morning').toMatchObject({ error: locked });
    expect(account.events('bot.updated').map(({ body }) => body)).toMatchObject([
      { before: { profile: TIGHT }, after: { profile: { stop: 0.02, positionMax: 0.05 } }, confirmed: false },
    ]);
    for (let bar = 0; bar < 96; bar += 1) await account.bar({ [HRBM]: { open: 100 } });
    expect(await set(TIGHT), 'the next session').toMatchObject({ error: { code: 'step-up-required' } });
  });

  it('beyond the account’s limits there are none, with the number that would be within them', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.updateLimits(OWNER, { positionFractionMax: 0.05 }));
    const bot = await account.bot({ investmentAmount: '10000' });
    expect(unwrap(await account.api.view(OWNER)).equity, '5,000 in one instrument').toBe('100000');
    const change = (positionMax: number) => account.api.updateBot(OWNER, bot.id, { profile: { positionMax } });
    expect(await change(0.500001)).toMatchObject({
      error: { code: 'beyond-account-limits', field: 'profile.positionMax', values: { limit: 0.5 } },
    });
    expect(await change(0.5)).toMatchObject({ ok: true });
  });

  it('a copy for another account takes what fits there, without asking again', async () => {
    const live = await SimAccount.open({ world: 'live' });
    const input = CreateBot.parse({
      investmentAmount: '20000',
      riskLevel: 'medium',
      durationWeeks: 4,
      profile: { stop: 0.04, positionMax: 0.9 },
    });
    expect(await live.api.createBot(OWNER, input, UNIVERSE)).toMatchObject({ ok: false });
    const copy = unwrap(await live.api.createBot(OWNER, input, UNIVERSE, { isPaused: true }));
    expect(copy).toMatchObject({ mode: 'reducing', profile: { stop: 0.04, positionMax: 0.5 } });
  });

  it('a stop too far for the risk of one trade is refused', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.updateLimits(OWNER, { riskFractionMax: 0.005 }));
    const bot = await account.bot();
    expect(await account.api.updateBot(OWNER, bot.id, { profile: { stop: 0.5 } })).toMatchObject({
      error: { code: 'beyond-account-limits', field: 'profile.stop' },
    });
  });
});

it.each([
  ['a word', { stop: 'far' }],
  ['nothing at all', { stop: 0 }],
  ['more than there can be', { positionMax: 1.01 }],
  ['a number that cannot be', { target: Number.NaN }],
  ['a name mistyped', { stopp: 0.05 }],
])('own numbers with %s are refused, nowhere skipped', (_, profile) => {
  expect(UpdateBot.safeParse({ profile }).success).toBe(false);
  expect(CreateBot.safeParse({ investmentAmount: '1', riskLevel: 'low', durationWeeks: 1, profile }).success).toBe(
    false,
  );
});
