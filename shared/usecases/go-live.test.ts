import { beforeEach, describe, expect, it } from 'vitest';
import type { AccountView } from '../contract/account.ts';
import { CreateBot, type BotView } from '../contract/bot.ts';
import { failure } from '../contract/errors.ts';
import { GoLive } from '../contract/going-live.ts';
import type { Caller } from '../domain/caller.ts';
import type { AccountId, UserId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import { err, ok } from '../lib/result.ts';
import type { MarketMs, WallMs } from '../lib/time.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import type { ConnectionStatus } from './connection-port.ts';
import { goLive, isTyped } from './go-live.ts';
import { goBackToPaper, isThin, showGoingLive } from './going-live.ts';
import type { UseCaseDeps } from './ports.ts';

const PERSON: Caller = {
  userId: 'u_1' as UserId,
  channel: 'web',
  scopes: ['read', 'propose', 'approve', 'trade', 'admin'],
  accountIds: null,
  sessionId: 's_1',
};
const PAPER = 'a_paper001';
const LIVE = 'a_live0001';
const bot = (id: string, changes: Partial<BotView> = {}): BotView =>
  ({
    id,
    name: id,
    investmentAmount: '4000',
    riskLevel: 'medium',
    durationWeeks: 12,
    autonomy: 'auto',
    sells: 'ask',
    strategy: 'ma-cross',
    watchlistId: null,
    ...changes,
  }) as BotView;

/** A person with a paper account, two bots on it, and a live connection over which nothing trades yet. */
class World {
  world: AccountView['world'] = 'paper';
  practice = { days: 40, trades: 25, resultPercent: 3, deepestFallPercent: 5, fillVsQuotePercent: 0.02 };
  attached: string[] = [];
  buyingPower: string | null = '10000';
  lostSince: WallMs | null = null;
  environment: 'paper' | 'live' = 'live';
  proven: string[] = [`going-live ${PAPER} c_1 5000`];
  opened: unknown[] = [];
  made: { input: CreateBot; isPaused: boolean | undefined }[] = [];
  bots: BotView[] = [bot('b_1'), bot('b_2', { autonomy: 'suggest', investmentAmount: '6000' })];
  lists: { id: string; names: string[] }[] = [];
  /** What the market knows. */
  known: Instrument[] = [];
  said: string[] = [];
  limited: string[] = [];

  deps(): UseCaseDeps {
    const status = (): ConnectionStatus => ({
      facts: {
        broker: 'Alpaca',
        okAt: 1_000 as WallMs,
        lostSince: this.lostSince,
        failures: this.lostSince === null ? 0 : 9,
        keysRefusedAt: null,
        limitedUntil: null,
        clockSkewMs: 0,
        isBlocked: false,
      },
      account: { currency: 'USD', buyingPower: this.buyingPower, permissions: ['trade'], mayTrade: true },
      keyEnding: 'WXYZ',
      sealedWith: '1',
      budget: { perMinute: 200, left: 200, resetsAt: 0 as WallMs },
      stream: { state: 'closed', heardAt: null },
      newestFillAt: null,
      accountIds: this.attached as AccountId[],
    });
    const record = () => ({
      id: 'c_1',
      broker: 'alpaca' as const,
      name: 'Alpaca live',
      environment: this.environment,
      accountEnding: '1234',
      keyEnding: 'WXYZ',
      createdAt: 0 as WallMs,
    });
    const account = (id: string) => ({
      view: () =>
        Promise.resolve(
          ok({
            id,
            world: id === LIVE ? 'live' : this.world,
            marketId: 'm',
            baseCurrency: 'USD',
            name: 'P',
            workingOrders: 0,
            protection: { heldByBroker: 0, heldByNod: 0 },
          }),
        ),
      practice: () => Promise.resolve(ok({ since: 0 as MarketMs, ...this.practice })),
      bots: () => Promise.resolve(ok(this.bots)),
      positions: () =>
        Promise.resolve(
          ok([{ symbol: 'NVDA', holders: [{ quantity: '3', stopPrice: '90', protection: { heldBy: 'broker' } }] }]),
        ),
      pause: () => {
        this.said.push(`pause ${id}`);
        return Promise.resolve(ok({}));
      },
      createBot: (_: Caller, input: CreateBot, __: unknown, given?: { isPaused: boolean }) => {
        this.made.push({ input, isPaused: given?.isPaused });
        return Promise.resolve(ok(bot(`copy of ${input.name}`)));
      },
    });
    const deps = {
      now: () => 2_000 as WallMs,
      background: (name: string) => void this.said.push(name),
      accounts: { account, defaultId: () => Promise.resolve(PAPER), idsOf: () => Promise.resolve([PAPER]) },
      limitTokens: (_: string, ids: readonly string[]) => {
        this.limited.push(ids.join(' '));
        return Promise.resolve();
      },
      opener: {
        openBroker: (input: unknown) => {
          this.opened.push(input);
          this.attached.push(LIVE);
          return Promise.resolve(LIVE);
        },
      },
      connections: {
        titleOf: () => 'Alpaca',
        list: () => Promise.resolve([record()]),
        status: () => Promise.resolve(status()),
      },
      portfolios: { list: () => Promise.resolve([]) },
      watchlists: { list: () => Promise.resolve(this.lists) },
      users: { find: () => Promise.resolve({ language: 'ko' }) },
      markets: {
        market: () => ({
          state: () => Promise.resolve({ marketAt: 0, baseTimeframe: '1d' }),
          instruments: () => Promise.resolve(this.known),
          quotes: () => Promise.resolve([]),
          splits: () => Promise.resolve([]),
        }),
        bars: () => ({ readMany: () => Promise.resolve([]) }),
        aliases: () => Promise.resolve([]),
        imported: () => Promise.resolve(null),
      },
      requireStepUp: (caller: Caller, reason: string, about = '') => {
        const at = this.proven.indexOf(`${reason} ${about}`);
        if (caller.sessionId === undefined || at === -1)
          return Promise.resolve(err(failure('step-up-required', { reason, about })));
        this.proven.splice(at, 1);
        return Promise.resolve(ok(undefined));
      },
    };
    return deps as unknown as UseCaseDeps;
  }

  go(changes: Partial<GoLive> = {}, caller = PERSON) {
    const input = GoLive.parse({
      connectionId: 'c_1',
      amount: '5000',
      typed: 'Nod may invest 5000 of real money',
      ...changes,
    });
    return goLive(this.deps(), caller, { accountId: PAPER, input });
  }
}

let world: World;
beforeEach(() => {
  world = new World();
});
const code = (answer: { ok: boolean; error?: { code: string } }): string | undefined => answer.error?.code;

describe('the door to real money', () => {
  it('makes a new account that may invest so much, with ten trades at quarter size', async () => {
    expect(await world.go()).toEqual(ok({ accountId: LIVE, copiedBots: [], notCopied: [] }));
    expect(world.opened).toMatchObject([
      {
        world: 'live',
        connectionId: 'c_1',
        limits: { investedMax: '5000', firstTrades: { count: 10, sizeFraction: 0.25 } },
      },
    ]);
  });

  it('keeps tokens that trade on every account out of it', async () => {
    await world.go();
    expect(world.limited).toEqual([PAPER, PAPER]);
  });

  it('opens for whoever just confirmed this very amount, and once', async () => {
    expect(code(await world.go({ amount: '6000', typed: 'Nod may invest 6000 of real money' }))).toBe(
      'step-up-required',
    );
    const { sessionId: _, ...token } = PERSON;
    expect(code(await world.go({}, { ...token, channel: 'api' }))).toBe('step-up-required');
    expect((await world.go()).ok).toBe(true);
    world.attached = [];
    expect(code(await world.go())).toBe('step-up-required');
    expect(world.opened).toHaveLength(1);
  });

  it('asks for the confirmation last: a slip of the pen does not use it up', async () => {
    expect(code(await world.go({ typed: 'Nod may invest 500 of real money' }))).toBe('sentence-mismatch');
    expect(world.proven).toHaveLength(1);
  });

  it.each([
    ['more than there is', { amount: '10001', typed: 'Nod may invest 10001 of real money' }, 'insufficient-cash'],
    ['a connection of somebody else', { connectionId: 'c_2' }, 'not-found'],
    ['a bot that is not there', { copyBotIds: ['b_9'] }, 'not-found'],
  ])('stays shut for %s', async (_, changes, expected) => {
    expect(code(await world.go(changes))).toBe(expected);
    expect(world.opened).toEqual([]);
  });

  it('stays shut where an account trades over the connection already, where it is lost, and for paper keys', async () => {
    world.attached = ['a_other001'];
    expect(code(await world.go())).toBe('connection-has-account');
    world.attached = [];
    world.lostSince = 1 as WallMs;
    expect(code(await world.go())).toBe('connection-not-ready');
    world.lostSince = null;
    world.environment = 'paper';
    expect(code(await world.go())).toBe('not-found');
    world.world = 'live';
    expect(code(await world.go())).toBe('already-live');
  });

  it('asks once more after fewer than 20 days or 20 trades, and in worlds that are no paper', async () => {
    const enough = { ...world.practice, since: 0 as MarketMs };
    expect(isThin('paper', { ...enough, days: 20, trades: 20 })).toBe(false);
    expect(isThin('paper', { ...enough, days: 19, trades: 20 })).toBe(true);
    expect(isThin('paper', { ...enough, days: 20, trades: 19 })).toBe(true);
    expect(isThin('demo', enough)).toBe(true);
    world.practice.days = 3;
    expect(await world.go()).toMatchObject({ error: { code: 'practice-thin', values: { days: 3, trades: 25 } } });
    expect((await world.go({ iKnowItIsThin: true })).ok).toBe(true);
  });

  it('copies bots paused and asking, never acting alone, and within the amount', async () => {
    await world.go({ copyBotIds: ['b_1', 'b_2'] });
    expect(
      world.made.map(({ input, isPaused }) => [input.autonomy, isPaused, input.accountId, input.investmentAmount]),
    ).toEqual([
      ['ask', true, LIVE, '2000'],
      ['suggest', true, LIVE, '3000'],
    ]);
    expect(world.said, 'a paused copy does not look').toEqual([]);
  });

  it('copies every choice that made the bot what it was practised with', async () => {
    const own = {
      riskLevel: 'high',
      profile: { stop: 0.1 },
      durationWeeks: 7,
      sells: 'ask-then-sell',
      strategy: 'ma-cross',
      strategyConfig: { fast: 5, slow: 20 },
      timeframe: '1h',
      watchlistId: 'w_1',
      sizing: { method: 'equal-weight', positions: 4 },
      exits: { breakEvenAt: 1, maxBars: 10 },
    } as const satisfies Partial<BotView>;
    world.lists = [{ id: 'w_1', names: ['NVDA'] }];
    world.known = [anInstrument({ symbol: 'NVDA' })];
    world.bots = [bot('b_1', own)];
    await world.go({ copyBotIds: ['b_1'] });
    const [copy] = world.made;
    expect(copy?.input).toMatchObject(own);
    // Where Nod asks by itself is given anew, and a portfolio is of the play money.
    const carried = Object.keys(CreateBot.shape).filter((key) => !['askAbove', 'portfolioId'].includes(key));
    expect(
      Object.keys(copy?.input ?? {})
        .filter((key) => key !== 'portfolioId')
        .sort(),
    ).toEqual(carried.sort());
  });

  it('shows the sentence in the reader’s language and what is missing', async () => {
    world.practice.trades = 2;
    expect(await showGoingLive(world.deps(), PERSON, PAPER)).toMatchObject({
      value: {
        isThin: true,
        sentence: 'Nod가 실제 돈 {amount}까지 투자해도 돼요',
        connections: [{ id: 'c_1', accountEnding: '1234', state: 'connected' }],
        buyingPower: '10000',
        paper: { benchmark: { symbol: 'equal-weight', resultPercent: null } },
      },
    });
  });

  it('leads back in one step: nothing more is bought, and what stays open is listed', async () => {
    const answer = await goBackToPaper(world.deps(), PERSON, LIVE);
    expect(world.said).toEqual([`pause ${LIVE}`]);
    expect(answer).toMatchObject({
      value: { paperAccountId: PAPER, staysOpen: [{ symbol: 'NVDA', quantity: '3', heldBy: 'broker' }] },
    });
    expect(code(await goBackToPaper(world.deps(), PERSON, PAPER))).toBe('not-live');
  });
});

describe('the typed sentence', () => {
  it('holds the amount, in either language and however it is spaced', () => {
    for (const typed of [
      'Nod may invest 5000 of real money',
      ' nod may invest $5,000 of real money. ',
      'Nod가 실제 돈 5,000까지 투자해도 돼요',
      'Nod가 실제돈 5000까지 투자해도 돼요.',
      'Nod가 실제 돈 5,000달러까지 투자해도 돼요',
    ])
      expect(isTyped(typed, '5000'), typed).toBe(true);
    for (const typed of ['', '5000', 'Nod may invest 50000 of real money', 'Nod may invest 5000', 'yes'])
      expect(isTyped(typed, '5000'), typed).toBe(false);
    expect(isTyped('Nod may invest 5000.5 of real money', '5000.50')).toBe(true);
    expect(isTyped('Nod may invest $5,000.5 of real money', '5000.50')).toBe(true);
  });
});
