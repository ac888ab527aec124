import { describe, expect, it } from 'vitest';
import type { MorningBrief, WeekBrief } from '#shared/contract/brief.ts';
import { HOUR_MS, MINUTE_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import type { BriefFacts } from './briefs.ts';

const FACTS: BriefFacts = {
  benchmark: { symbol: 'SPY', day: 0.5, week: 1.5 },
  events: [],
};
const at = (iso: string): number => Date.parse(iso);

/** The market stands at this instant, and everything that is due is said; a minute tick after the other. */
async function tick(account: SimAccount, instant: number, facts = FACTS): Promise<void> {
  account.now = instant as WallMs;
  account.market.marketAt = instant as MarketMs;
  await account.runtime.follow(account.market.moment(), (market) => market.brief(facts));
  await account.settle();
}

async function closeDay(account: SimAccount, instant: number): Promise<void> {
  account.now = instant as WallMs;
  account.market.marketAt = instant as MarketMs;
  await account.runtime.follow(account.market.moment(), (market) => market.snapshot());
}

const told = (account: SimAccount, type: 'brief.morning' | 'brief.close' | 'brief.week') =>
  account.events(type).map(({ body }) => body);

describe('briefs with real prices', () => {
  const open = (): Promise<SimAccount> => SimAccount.open({ world: 'live', marketAt: at('2026-01-05T15:00:00Z') });

  it('come once before the session, with what needs the person, also through a crash', async () => {
    const account = await open();
    await account.bot();
    await closeDay(account, at('2026-01-05T21:00:00Z'));
    await closeDay(account, at('2026-01-06T21:00:00Z'));
    const done = { id: 't_1', kind: 'grid', strategy: 'ma-cross', symbols: ['GOOG'] };
    await account.runtime.researchDone(done, OWNER.userId);
    await tick(account, at('2026-01-07T13:59:00Z'));
    expect(told(account, 'brief.morning')).toHaveLength(0);
    for (let minute = 0; minute < 25; minute += 1) {
      await tick(account, at('2026-01-07T14:00:00Z') + minute * MINUTE_MS);
      if (minute % 5 === 0) account.crash();
    }
    const [brief, ...more] = told(account, 'brief.morning') as unknown as MorningBrief[];
    expect(more).toEqual([]);
    expect(brief).toMatchObject({
      day: '2026-01-07',
      value: '100000',
      yesterday: { amount: '0', percent: 0, benchmark: { symbol: 'SPY', percent: 0.5 } },
      protection: { positions: 0, protected: 0 },
      research: [done],
      needs: { questions: 0, unresolved: 0, unprotected: 0, halted: false },
    });
    expect(account.delivered.filter(({ event }) => event.type === 'brief.morning')).toHaveLength(1);
  });

  it('count money paid in as no result', async () => {
    const account = await open();
    await account.bot();
    await closeDay(account, at('2026-01-05T21:00:00Z'));
    account.now = at('2026-01-06T15:00:00Z') as WallMs;
    account.runtime.hear(at('2026-01-06T15:00:00Z') as MarketMs);
    unwrap(await account.api.createTransaction(OWNER, { type: 'deposit', amount: '5000', currency: 'USD' }));
    await closeDay(account, at('2026-01-06T21:00:00Z'));
    await tick(account, at('2026-01-07T14:05:00Z'));
    expect(told(account, 'brief.morning')).toMatchObject([{ value: '105000', yesterday: { amount: '0' } }]);
  });

  it('come after the close only where something happened, and on Saturday for the week', async () => {
    const account = await open();
    await account.bot();
    await closeDay(account, at('2026-01-05T21:00:00Z'));
    await tick(account, at('2026-01-06T21:30:00Z'));
    expect(told(account, 'brief.close')).toEqual([]);
    await tick(account, at('2026-01-10T14:40:00Z'));
    await tick(account, at('2026-01-10T18:00:00Z'));
    const [week, ...more] = told(account, 'brief.week') as unknown as WeekBrief[];
    expect(more).toEqual([]);
    expect(week).toMatchObject({ from: '2026-01-05', to: '2026-01-09', closed: [], drawdownMaxPercent: 15 });
  });

  it('are of accounts that are used, and of days the account was there', async () => {
    const unused = await open();
    await tick(unused, at('2026-01-07T14:05:00Z'));
    expect(told(unused, 'brief.morning')).toEqual([]);
    const late = await SimAccount.open({ world: 'live', marketAt: at('2026-01-10T16:00:00Z') });
    await late.bot();
    await tick(late, at('2026-01-10T17:00:00Z'));
    expect(told(late, 'brief.week'), 'it was not there that week').toEqual([]);
  });
});

describe('briefs of a market that is played', () => {
  it('come with the day that ends, and at most one in a day of the person’s own', async () => {
    const account = await SimAccount.open({ world: 'demo' });
    const { bot } = await account.holding();
    expect(bot.name).not.toBe('');
    const day = (n: number): number => at('2026-01-06T00:00:00Z') + n * 24 * HOUR_MS;
    const wall = account.now;
    for (let n = 0; n < 4; n += 1) {
      account.market.marketAt = day(n) as MarketMs;
      account.now = (wall + n * MINUTE_MS) as WallMs;
      await account.runtime.follow(account.market.moment(), (market) => market.brief(FACTS));
    }
    expect(told(account, 'brief.morning')).toMatchObject([
      { day: '2026-01-06', protection: { positions: 1, protected: 1 } },
    ]);
    account.now = (wall + 24 * HOUR_MS) as WallMs;
    account.market.marketAt = day(5) as MarketMs;
    await account.runtime.follow(account.market.moment(), (market) => market.brief(FACTS));
    expect(told(account, 'brief.morning')).toHaveLength(2);
    expect(account.broker.held(HRBM)).not.toBe('0');
  });
});
