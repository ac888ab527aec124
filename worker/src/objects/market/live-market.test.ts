import { beforeEach, describe, expect, it } from 'vitest';
import { unpackColumns, type BarColumns, type Timeframe } from '#shared/domain/bar.ts';
import type { AccountId, InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { LevelHit, PriceLevel } from '#shared/domain/market.ts';
import type { MarketWindow } from '#shared/domain/screen.ts';
import type { ListedDay } from '#shared/domain/calendar/market-calendar.ts';
import type { BotId } from '#shared/domain/ids.ts';
import type { LookingBot } from '#shared/domain/signal.ts';
import { ScreenCache } from '#shared/screeners/screen-cache.ts';
import { DAY_MS, MINUTE_MS, type MarketMs, type TradingDay, type WallMs } from '#shared/lib/time.ts';
import type { FeedBars, LiveFeed, LivePrice } from '../../market-data/live-feed.ts';
import type { JobContext } from '../../cron/job.ts';
import type { PackedBars } from '../bars/bars-rpc.ts';
import type { Follower } from './clock-state.ts';
import { LEASE_MS, ownerKey, type OwnerLevels } from './level-book.ts';
import { LiveMarket } from './live-market.ts';
import type { AccountFollower } from './market-follower.ts';
import type { LevelOwner, MarketMoment } from './market-rpc.ts';

const A = 'i_alp_a' as InstrumentId;
const B = 'i_alp_b' as InstrumentId;
const MINE: LevelOwner = { kind: 'account', accountId: 'a_1' as AccountId };
const OTHER: LevelOwner = { kind: 'account', accountId: 'a_2' as AccountId };
/** A Friday with a regular session, 9:30 to 16:00 in New York. */
const OPEN = Date.parse('2026-11-20T14:30:00Z');
const CLOSE = Date.parse('2026-11-20T21:00:00Z');
const NEXT_OPEN = Date.parse('2026-11-23T14:30:00Z');

interface Told {
  readonly account: string;
  readonly hits: readonly LevelHit[];
  readonly moment: MarketMoment;
}

let now: number;
let alarm: number | null;
let saved: number;
let told: Told[];
let prices: Map<string, LivePrice> | null;
let asked: { prices: number; listings: string[]; bars: FeedBars[] };
let watched: (readonly string[])[];
let stored: { instruments: Map<string, Instrument>; levels: Map<string, OwnerLevels>; closedAt: number | null };
let followers: Follower[];
let bots: Pick<LookingBot, 'botId' | 'timeframe'>[];
let alertsAt: Timeframe[];
let isBriefOn: boolean;
let briefed: number;
let ran: (MarketMoment & { window: MarketWindow | null })[];
let appended: { timeframe: string; bars: readonly PackedBars[] }[];
let bars: Map<string, BarColumns> | null;
let onBars: ((query: FeedBars) => BarColumns) | null;
let listedDays: readonly ListedDay[] | null;
let onTell: (account: string) => Promise<void>;

beforeEach(() => {
  now = OPEN + 30 * MINUTE_MS;
  alarm = null;
  saved = 0;
  told = [];
  prices = new Map();
  asked = { prices: 0, listings: [], bars: [] };
  watched = [];
  stored = { instruments: new Map(), levels: new Map(), closedAt: null };
  followers = [];
  bots = [];
  alertsAt = [];
  isBriefOn = true;
  briefed = 0;
  ran = [];
  appended = [];
  bars = new Map();
  onBars = null;
  listedDays = null;
  onTell = () => Promise.resolve();
});

const LISTED = new Map([
  ['AAA', A],
  ['BBB', B],
  [A, A],
  [B, B],
]);

function aFeed(): LiveFeed {
  return {
    source: 'iex',
    prices: () => {
      asked.prices += 1;
      return Promise.resolve(prices);
    },
    bars: (query) => {
      asked.bars.push(query);
      return Promise.resolve(onBars === null ? bars : new Map([['AAA', onBars(query)]]));
    },
    calendar: () => Promise.resolve(listedDays),
    listing: (name) => {
      asked.listings.push(name);
      const id = LISTED.get(name);
      if (name === 'CUT') return Promise.resolve({ kind: 'unavailable' });
      if (id === undefined) return Promise.resolve({ kind: 'unknown' });
      const symbol = id === A ? 'AAA' : 'BBB';
      return Promise.resolve({ kind: 'found', listing: { id, symbol, name: `${symbol} Works`, kind: 'stock' } });
    },
  };
}

function aMarket(): LiveMarket {
  return new LiveMarket({
    config: {
      id: 'live-c_1' as MarketId,
      world: 'paper',
      vendor: 'alpaca',
      connectionId: 'c_1',
      bootedAt: (OPEN - 3 * DAY_MS) as WallMs,
    },
    store: {
      levels: () => [...stored.levels.values()],
      saveLevels: (owner, entry) => {
        saved += 1;
        if (entry === null) stored.levels.delete(ownerKey(owner));
        else stored.levels.set(ownerKey(owner), entry);
      },
      followers: () => followers,
      closedAt: () => stored.closedAt,
      saveClosedAt: (at) => {
        stored.closedAt = at;
      },
      saveFollower: () => undefined,
      listed: () => [...stored.instruments.values()],
      saveListed: (instrument) => {
        stored.instruments.set(instrument.id, instrument);
      },
    },
    feed: aFeed(),
    exchange: 'us',
    now: () => now as WallMs,
    tell: async ({ accountId }, hits, moment) => {
      told.push({ account: accountId, hits, moment });
      await onTell(accountId);
    },
    watch: (symbols) => {
      watched.push(symbols);
      return Promise.resolve();
    },
    bars: (timeframe) => ({
      replace: (bars) => {
        appended.push({ timeframe, bars });
        return Promise.resolve({ added: 0 });
      },
      readMany: ({ instrumentIds }) =>
        Promise.resolve(
          instrumentIds.map((instrumentId) => ({
            instrumentId,
            columns:
              appended
                .filter((one) => one.timeframe === timeframe)
                .flatMap((one) => one.bars)
                .findLast((one) => one.instrumentId === instrumentId)?.columns ?? new ArrayBuffer(0),
          })),
        ),
    }),
    account: () =>
      ({
        botsToLook: () => Promise.resolve(bots),
        alertsToJudge: () => Promise.resolve(alertsAt.map((timeframe) => ({ tree: { timeframe } }))),
        brief: () => {
          briefed += 1;
          return Promise.resolve();
        },
      }) as unknown as AccountFollower,
    jobs: (context) => ({
      context: {
        ...context,
        screens: () => new ScreenCache(),
        desk: { look: () => Promise.resolve(), lines: () => Promise.resolve(new Map()) },
        dailyScreens: () => Promise.resolve({ looked: 0, found: 0 }),
        screensAtClose: () => Promise.resolve([]),
        events: { at: () => Promise.resolve(new Map()) },
      } as unknown as JobContext,
      runDue: async (moment) => {
        ran.push({ ...moment, window: await context.market.window(context.market.timeframe) });
      },
      runAsked: () => Promise.resolve(true),
      forget: () => undefined,
      isOn: () => Promise.resolve(isBriefOn),
    }),
    listed: () => Promise.resolve(),
    setAlarm: (at) => {
      alarm = at;
      return Promise.resolve();
    },
    log: () => undefined,
  });
}

const price = (symbol: string, value: number, at = now): void => {
  prices?.set(symbol, { price: value, at: at as MarketMs });
};
const level = (id: string, kind: PriceLevel['kind'], at: number | null, rank: PriceLevel['rank'] = 0): PriceLevel => ({
  id,
  instrumentId: A,
  kind,
  price: at,
  rank,
});
const STOP = level('stop', 'at-or-below', 95);
const TARGET = level('target', 'at-or-above', 110, 2);
const RELEASE = level('open', 'open', null, 1);
const hits = () => told.map(({ account, hits }) => [account, hits.map(({ levelId, price }) => [levelId, price])]);

/** The market knows A and its levels stand. */
async function watching(levels: readonly PriceLevel[], market = aMarket()): Promise<LiveMarket> {
  await market.instruments(['AAA']);
  await market.setLevels(MINE, levels);
  now += 1_000;
  return market;
}

describe('what a live market knows', () => {
  it('is what was asked for, by symbol or id, and stays known', async () => {
    const market = aMarket();
    expect(await market.instruments()).toEqual([]);
    expect((await market.instruments(['AAA'])).map(({ symbol }) => symbol)).toEqual(['AAA']);
    await market.instruments(['aaa', A, B]);
    expect(asked.listings).toEqual(['AAA', B]);
    expect((await aMarket().instruments()).map(({ id }) => id)).toEqual([A, B]);
  });

  it('does not ask for nonsense twice, and asks again for what could not be answered', async () => {
    const market = aMarket();
    await market.instruments(['NOPE', 'CUT']);
    await market.instruments(['NOPE', 'CUT']);
    expect(asked.listings).toEqual(['NOPE', 'CUT', 'CUT']);
  });

  it('has the time of the wall and the world of its connection', async () => {
    const market = aMarket();
    // Booted on Tuesday; Tuesday's, Wednesday's and Thursday's bars have closed.
    expect(await market.state()).toMatchObject({ world: 'paper', marketAt: now, phase: 'open', step: 3, steps: null });
    now = CLOSE;
    expect(await market.state()).toMatchObject({ phase: 'between', step: 4 });
    expect(await market.nextCloseAt()).toBe(Date.parse('2026-11-23T21:00:00Z'));
    expect(await market.control()).toMatchObject({ marketAt: now });
    expect(await market.tradable()).toBeNull();
  });
});

describe('hours', () => {
  const day = (text: string, closeMinute = 960): ListedDay => ({
    day: text as TradingDay,
    openMinute: 570,
    closeMinute,
  });

  it('are the broker’s where it says another thing than the rule', async () => {
    const market = aMarket();
    expect(await market.state()).toMatchObject({ isOpen: true, phase: 'open' });
    // Mourning on Friday, and half of Monday.
    listedDays = [day('2026-11-19'), day('2026-11-23', 780)];
    await market.wake();
    expect(await market.state()).toMatchObject({ isOpen: false, phase: 'between' });
    expect(await market.nextCloseAt()).toBe(Date.parse('2026-11-23T18:00:00Z'));
    await market.setLevels(MINE, [RELEASE]);
    expect(alarm).toBe(NEXT_OPEN);
  });

  it('of a projected day are not known before the broker was asked, and are then', async () => {
    now = Date.parse('2029-03-05T16:00:00Z');
    const market = aMarket();
    expect((await market.state()).isOpen).toBeNull();
    listedDays = [day('2029-03-05')];
    expect((await market.state()).isOpen, 'not asked again within the minute').toBeNull();
    now += MINUTE_MS;
    expect((await market.state()).isOpen).toBe(true);
  });
});

describe('quotes', () => {
  it('are the last prices, with their age and source', async () => {
    price('AAA', 100, now - 5_000);
    const market = aMarket();
    expect(await market.quotes([A, 'nobody' as InstrumentId])).toEqual([
      { instrumentId: A, price: 100, at: now - 5_000, source: 'iex' },
    ]);
  });

  it('are asked for again after three seconds, and stay as old as they are while the feed is gone', async () => {
    price('AAA', 100);
    const market = aMarket();
    await market.quotes([A]);
    now += 2_000;
    await market.quotes([A]);
    expect(asked.prices).toBe(1);
    const before = now - 2_000;
    prices = null;
    now += 60_000;
    expect(await market.quotes([A])).toMatchObject([{ price: 100, at: before }]);
    expect(asked.prices).toBe(2);
  });

  it('do not go back to an older trade', async () => {
    price('AAA', 100);
    const market = aMarket();
    await market.quotes([A]);
    now += 10_000;
    await market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last: 101, size: 1, at: now as WallMs }]);
    now += 10_000;
    expect(await market.quotes([A])).toMatchObject([{ price: 101 }]);
  });
});

describe('levels', () => {
  it('are told at the price that is reached, by asking', async () => {
    const market = await watching([STOP, TARGET]);
    expect(alarm).toBe(now - 1_000 + 4_000);
    price('AAA', 94);
    await market.alarm();
    expect(hits()).toEqual([['a_1', [['stop', 94]]]]);
    expect(told[0]?.moment).toEqual({ step: 4, moment: 'range', marketAt: now });
    expect(watched).toEqual([['AAA']]);
  });

  it('at which a stop is raised wait until a second trade bears out one that is far off', async () => {
    const raise = { id: 'raise', instrumentId: A, kind: 'at-or-above', price: 105, rank: 3 } as const;
    const market = await watching([raise]);
    const trades = async (...values: readonly number[]): Promise<void> => {
      for (const last of values) {
        now += 1_000;
        await market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last, size: 1, at: now as WallMs }]);
      }
    };
    await trades(104, 104.1, 150);
    await market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last: 150, size: 1, at: now as WallMs }]);
    price('AAA', 150);
    await market.alarm();
    expect(told, 'the same trade again is no second one').toEqual([]);
    await trades(104.2, 104.9);
    expect(told, 'it was a mistake').toEqual([]);
    await trades(150, 150.4);
    expect(hits()).toEqual([['a_1', [['raise', 150.4]]]]);
    await trades(150.2);
    expect(told, 'a step within the bound counts by itself').toHaveLength(2);
  });

  it('that protect do not wait for a second trade', async () => {
    const market = await watching([STOP, TARGET]);
    await market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last: 100, size: 1, at: now as WallMs }]);
    now += 1_000;
    await market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last: 60, size: 1, at: now as WallMs }]);
    expect(hits()).toEqual([['a_1', [['stop', 60]]]]);
  });

  it('that stand and are registered again move no alarm, and are not written again', async () => {
    const market = await watching([STOP, TARGET]);
    const set = alarm;
    const kept = saved;
    now += 1_000;
    await market.setLevels(MINE, [STOP, TARGET]);
    expect([alarm, saved]).toEqual([set, kept]);
    await market.setLevels(MINE, [STOP]);
    expect([alarm, saved], 'one is gone').toEqual([set, kept + 1]);
    now = (set ?? 0) + 500;
    await market.alarm();
    expect(alarm, 'the next look is armed').toBe(now + 4_000);
  });

  it('are told while an order that waited for the open is still on its way', async () => {
    const market = await watching([STOP, level('open|o_1', 'open', null, 1)]);
    now = NEXT_OPEN + 1_000;
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    onTell = () => answered;
    const looking = market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last: 94, size: 1, at: now as WallMs }]);
    expect(told.map(({ moment }) => moment.moment).toSorted()).toEqual(['open', 'range']);
    answer(undefined);
    await looking;
  });

  it('are told at once when the socket brings a trade', async () => {
    const market = await watching([STOP, TARGET]);
    await market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last: 111, size: 1, at: now as WallMs }]);
    expect(hits()).toEqual([['a_1', [['target', 111]]]]);
  });

  it('are reached by every trade of a frame, wherever its last one stands', async () => {
    const raise = { id: 'raise', instrumentId: A, kind: 'at-or-above', price: 105, rank: 3 } as const;
    const market = await watching([STOP, TARGET, raise]);
    const frame = (...values: readonly number[]): Promise<void> => {
      now += 1_000;
      return market.onQuotes(
        values.map((last) => ({ symbol: 'AAA', bid: null, ask: null, last, size: 1, at: now as WallMs })),
      );
    };
    await frame(100, 94, 93.5, 96);
    expect(hits(), 'a print through the stop, and one above it').toEqual([['a_1', [['stop', 93.5]]]]);
    told = [];
    await frame(104, 150, 104.2);
    expect(hits(), 'a mistaken price sells at its target, as any; it raises no stop').toEqual([
      ['a_1', [['target', 150]]],
    ]);
    told = [];
    await frame(104.5, 105.5, 106, 104.8);
    expect(hits(), 'a stop is raised by the highest of them').toEqual([['a_1', [['raise', 106]]]]);
  });

  it('are not reached by one side of a book', async () => {
    const market = await watching([STOP]);
    await market.onQuotes([{ symbol: 'AAA', bid: 10, ask: 90, last: null, size: null, at: now as WallMs }]);
    expect(told).toEqual([]);
  });

  it('are not reached by what traded before they stood there', async () => {
    price('AAA', 94);
    now += 10_000;
    const market = await watching([STOP]);
    await market.alarm();
    expect(told).toEqual([]);
    price('AAA', 94);
    await market.alarm();
    expect(hits()).toEqual([['a_1', [['stop', 94]]]]);
  });

  it('that stay where they were stay as old as they were', async () => {
    const market = await watching([STOP]);
    price('AAA', 94);
    now += 1_000;
    await market.setLevels(MINE, [STOP]);
    await market.alarm();
    expect(hits()).toEqual([['a_1', [['stop', 94]]]]);
  });

  it('are told again while they stand, and never twice at a time', async () => {
    const market = await watching([STOP]);
    price('AAA', 94);
    await market.alarm();
    await market.alarm();
    expect(told).toHaveLength(2);
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    onTell = () => {
      begin(undefined);
      return answered;
    };
    const slow = market.alarm();
    await begun;
    await market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last: 93, size: 1, at: now as WallMs }]);
    expect(told).toHaveLength(3);
    answer(undefined);
    await slow;
  });

  it('of one account are told while another of it is worked on: one that raises a stop, another sale', async () => {
    const raise = { id: 'raise', instrumentId: A, kind: 'at-or-above', price: 105, rank: 3 } as const;
    const market = await watching([STOP, raise]);
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    price('AAA', 104);
    await market.alarm();
    onTell = () => answered;
    price('AAA', 106);
    const slow = market.alarm();
    await expect.poll(() => told.length).toBe(1);
    now += 1_000;
    onTell = () => Promise.resolve();
    await market.onQuotes([{ symbol: 'AAA', bid: null, ask: null, last: 94, size: 1, at: now as WallMs }]);
    expect(hits()).toEqual([
      ['a_1', [['raise', 106]]],
      ['a_1', [['stop', 94]]],
    ]);
    answer(undefined);
    await slow;
  });

  it('of one account are told while another one fails', async () => {
    const market = await watching([STOP]);
    await market.setLevels(OTHER, [STOP]);
    now += 1_000;
    price('AAA', 94);
    onTell = (account) => (account === 'a_1' ? Promise.reject(new Error('down')) : Promise.resolve());
    await market.alarm();
    expect(told.map(({ account }) => account)).toEqual(['a_1', 'a_2']);
    await market.alarm();
    expect(told).toHaveLength(4);
  });

  it('sleep outside the session and are looked at from the open on', async () => {
    now = CLOSE;
    const market = await watching([STOP]);
    expect(alarm).toBe(NEXT_OPEN);
    price('AAA', 94, CLOSE - 1);
    await market.alarm();
    now = NEXT_OPEN;
    await market.setLevels(MINE, [STOP]);
    await market.alarm();
    expect(told).toEqual([]);
    price('AAA', 93, NEXT_OPEN + 500);
    now = NEXT_OPEN + 1_000;
    await market.alarm();
    expect(hits()).toEqual([['a_1', [['stop', 93]]]]);
  });

  it('end with their lease', async () => {
    const market = await watching([STOP]);
    now += LEASE_MS + 1;
    price('AAA', 94);
    await market.alarm();
    expect(told).toEqual([]);
    expect(stored.levels.size).toBe(0);
    expect(alarm).toBeNull();
  });

  it('outlive a restart with a new lease', async () => {
    await watching([STOP]);
    now += LEASE_MS + 1;
    const market = aMarket();
    price('AAA', 94);
    await market.alarm();
    expect(hits()).toEqual([['a_1', [['stop', 94]]]]);
  });

  it('need no alarm when there are none', async () => {
    const market = await watching([STOP]);
    await market.setLevels(MINE, []);
    expect(alarm).toBeNull();
    expect(asked.prices).toBe(0);
  });
});

describe('orders that wait for the open', () => {
  it('are told of the first trade after it', async () => {
    now = CLOSE + 60_000;
    const market = await watching([RELEASE]);
    price('AAA', 100, CLOSE - 1);
    now = NEXT_OPEN;
    await market.setLevels(MINE, [RELEASE]);
    await market.alarm();
    expect(told).toEqual([]);
    now = NEXT_OPEN + 4_000;
    price('AAA', 101);
    await market.alarm();
    expect(hits()).toEqual([['a_1', [['open', 101]]]]);
    expect(told[0]?.moment).toMatchObject({ moment: 'open', step: 5 });
  });

  it('given during a session wait for the next one', async () => {
    const market = await watching([RELEASE]);
    price('AAA', 100);
    await market.alarm();
    expect(told).toEqual([]);
    now = NEXT_OPEN + 4_000;
    await market.setLevels(MINE, [RELEASE]);
    price('AAA', 101);
    await market.alarm();
    expect(hits()).toEqual([['a_1', [['open', 101]]]]);
  });

  it('that missed the open are not told of a later price', async () => {
    now = CLOSE + 60_000;
    const market = await watching([RELEASE]);
    now = NEXT_OPEN + 6 * MINUTE_MS;
    await market.setLevels(MINE, [RELEASE]);
    price('AAA', 101);
    await market.alarm();
    expect(told).toEqual([]);
  });
});

describe('bars', () => {
  const days = (...dates: string[]): BarColumns => {
    const t = Float64Array.from(dates, (date) => Date.parse(date));
    return { t, o: t, h: t, l: t, c: t, v: t };
  };
  const times = (index = 0): number[] => [...unpackColumns(appended[index]?.bars[0]?.columns ?? new ArrayBuffer(0)).t];

  it('are fetched when somebody looks, closed ones only, and not again before another has closed', async () => {
    bars = new Map([['AAA', days('2026-11-18', '2026-11-19', '2026-11-20')]]);
    const market = aMarket();
    await market.loadBars({ instrumentIds: [A], timeframe: '1d' });
    await market.loadBars({ instrumentIds: [A], timeframe: '1d' });
    expect(asked.bars).toHaveLength(1);
    expect(times()).toEqual([Date.parse('2026-11-18'), Date.parse('2026-11-19')]);
    now = CLOSE + 2 * MINUTE_MS;
    await market.loadBars({ instrumentIds: [A], timeframe: '1d' });
    expect(times(1)).toContain(Date.parse('2026-11-20'));
  });

  it('that have closed are the past prices that limits stand on; without any there are none', async () => {
    bars = new Map([['AAA', days('2026-11-18', '2026-11-19', '2026-11-20')]]);
    const past = await aMarket().past([A, B]);
    expect(past.map(({ instrumentId }) => instrumentId)).toEqual([A]);
    expect(past[0]?.prices.t).toEqual([Date.parse('2026-11-18'), Date.parse('2026-11-19')]);
  });

  it('of minutes are those of regular sessions', async () => {
    const early = '2026-11-20T13:00:00Z';
    bars = new Map([['AAA', days(early, '2026-11-20T14:30:00Z', '2026-11-20T15:00:00Z')]]);
    await aMarket().loadBars({ instrumentIds: [A], timeframe: '5m' });
    expect(appended.map(({ timeframe }) => timeframe)).toEqual(['1m']);
    expect(times()).toEqual([OPEN]);
  });

  it('that could not be fetched are asked for again', async () => {
    bars = null;
    const market = aMarket();
    await market.loadBars({ instrumentIds: [A], timeframe: '1d' });
    await market.loadBars({ instrumentIds: [A], timeframe: '1d' });
    expect([asked.bars.length, appended.length]).toEqual([2, 0]);
  });
});

describe('the close of a bar', () => {
  const daily = (...dates: string[]): BarColumns => {
    const t = Float64Array.from(dates, (date) => Date.parse(date));
    return { t, o: t, h: t, l: t, c: t, v: t };
  };
  const withBot = async (timeframe: LookingBot['timeframe']): Promise<LiveMarket> => {
    bots = [{ botId: 'b_1' as BotId, timeframe }];
    followers = [{ accountId: 'a_1' as AccountId, activeBots: 1, openQuestions: 0 }];
    const market = aMarket();
    await market.instruments(['AAA']);
    return market;
  };
  const closes = (): string[] => ran.map(({ marketAt }) => new Date(marketAt).toISOString());

  it('is worked on once, a little later, when its bars are there', async () => {
    bars = new Map([['AAA', daily('2026-11-19', '2026-11-20')]]);
    const market = await withBot('1d');
    await market.wake();
    now = CLOSE + 1;
    await market.wake();
    const before = closes();
    now = CLOSE + 2 * MINUTE_MS;
    await market.wake();
    await market.wake();
    expect(closes().slice(before.length)).toEqual(['2026-11-20T21:00:00.000Z']);
    expect(ran.at(-1)?.window?.columns[0]?.t.at(-1)).toBe(Date.parse('2026-11-20'));
  });

  it('is never worked on with the bars of the one before', async () => {
    bars = new Map([['AAA', daily('2026-11-18', '2026-11-19')]]);
    stored.closedAt = Date.parse('2026-11-19T21:00:00Z');
    const market = await withBot('1d');
    now = CLOSE + 2 * MINUTE_MS;
    await market.wake();
    bars = null;
    now += MINUTE_MS;
    await market.wake();
    expect(closes()).toEqual([]);
    bars = new Map([['AAA', daily('2026-11-19', '2026-11-20')]]);
    now += MINUTE_MS;
    await market.wake();
    expect(closes()).toEqual(['2026-11-20T21:00:00.000Z']);
  });

  it('that was missed while nothing ran is made up for, the newest only', async () => {
    bars = new Map([['AAA', daily('2026-11-18', '2026-11-19')]]);
    stored.closedAt = Date.parse('2026-11-17T21:00:00Z');
    await (await withBot('1d')).wake();
    expect(closes()).toEqual(['2026-11-19T21:00:00.000Z']);
  });

  it('of a bot on short bars comes with every one of them', async () => {
    const quarter = (iso: string): number => Date.parse(iso);
    const t = Float64Array.from([quarter('2026-11-20T14:30:00Z'), quarter('2026-11-20T14:45:00Z')]);
    bars = new Map([['AAA', { t, o: t, h: t, l: t, c: t, v: t }]]);
    const market = await withBot('15m');
    stored.closedAt = OPEN;
    now = Date.parse('2026-11-20T15:00:11Z');
    await market.wake();
    expect(closes()).toEqual(['2026-11-20T15:00:00.000Z']);
    expect(asked.bars.at(-1)?.timeframe).toBe('15m');
    expect(alarm).toBe(Date.parse('2026-11-20T15:15:10Z'));
  });

  it('that ends the day is worked on by its alarm, for days and short bars alike, once both are there', async () => {
    const t = Float64Array.from([CLOSE - 15 * MINUTE_MS]);
    const quarters: BarColumns = { t, o: t, h: t, l: t, c: t, v: t };
    const market = await withBot('15m');
    bots.push({ botId: 'b_2' as BotId, timeframe: '1d' });
    await market.setLevels(MINE, [STOP]);
    stored.closedAt = CLOSE - 15 * MINUTE_MS;
    await market.wake();
    bars = new Map([['AAA', quarters]]);
    now = CLOSE + 11_000;
    await market.alarm();
    expect(closes()).toEqual([]);
    onBars = (query) => (query.timeframe === '1d' ? daily('2026-11-20') : quarters);
    now = CLOSE + 2 * MINUTE_MS;
    await market.alarm();
    expect(closes()).toEqual(['2026-11-20T21:00:00.000Z']);
  });

  it('comes at the pace of an alert where no bot looks', async () => {
    const t = Float64Array.from([OPEN, OPEN + 15 * MINUTE_MS]);
    bars = new Map([['AAA', { t, o: t, h: t, l: t, c: t, v: t }]]);
    const market = await withBot('15m');
    bots = [];
    alertsAt = ['15m'];
    stored.closedAt = OPEN;
    now = OPEN + 30 * MINUTE_MS + 11_000;
    await market.wake();
    expect(closes()).toEqual(['2026-11-20T15:00:00.000Z']);
  });

  it('is followed by no brief where a person turned them off', async () => {
    const market = await withBot('1d');
    now = NEXT_OPEN - 10 * MINUTE_MS;
    isBriefOn = false;
    await market.wake();
    expect(briefed).toBe(0);
    isBriefOn = true;
    await market.wake();
    expect(briefed).toBe(1);
  });

  it('without an active bot is nobody’s', async () => {
    bars = new Map([['AAA', daily('2026-11-19', '2026-11-20')]]);
    const market = await watching([]);
    now = CLOSE + 2 * MINUTE_MS;
    await market.wake();
    expect([closes(), alarm]).toEqual([[], null]);
  });
});
