import { unpackColumns, type Timeframe } from '#shared/domain/bar.ts';
import { EXCHANGE_ZONE } from '#shared/domain/bar-times.ts';
import type { MarketCalendar } from '#shared/domain/calendar/market-calendar.ts';
import type { EarningsOf } from '#shared/domain/earnings.ts';
import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { Exchange, Instrument } from '#shared/domain/instrument.ts';
import type { LevelHit, MarketState, PriceLevel, Quote } from '#shared/domain/market.ts';
import { SECOND_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { PAST_RETURNS, pastOfBars, type PastOf } from '#shared/risk/past-prices.ts';
import type { VendorQuote } from '../../brokers/vendor.ts';
import type { JobContext } from '../../cron/job.ts';
import type { LiveFeed } from '../../market-data/live-feed.ts';
import { makeWay } from '../../own-turn.ts';
import { LEASE_MS, ownerKey, toldKey, type OwnerLevels } from './level-book.ts';
import { LiveBars } from './live-bars.ts';
import { LiveHours } from './live-hours.ts';
import { LiveListings } from './live-listings.ts';
import { heldLevels, hitsOfAll, OPEN_LASTS_MS, type LiveGlance } from './live-levels.ts';
import { LiveCloses, type CloseJobs } from './live-closes.ts';
import { closedBars, liveSession, type LiveSession } from './live-session.ts';
import { LivePrices, type PassingPrice } from './live-prices.ts';
import type { AccountFollower } from './market-follower.ts';
import type { BarsDoor } from './market-loading.ts';
import type { LevelOwner, MarketMoment, MarketRpc } from './market-rpc.ts';
import type { LiveConfig, MarketStore } from './market-store.ts';

/** While a level is watched in an open session its price is asked for this often, beside what the socket tells. */
const POLL_MS = 4 * SECOND_MS;
/** The socket is asked for a little longer than until the next poll, so that it stays. */
const WATCH_MS = 60 * SECOND_MS;

export type LiveExchange = Extract<Exchange, 'us' | 'demo-us'>;

export interface LivePorts {
  readonly config: LiveConfig;
  readonly store: Pick<
    MarketStore,
    'levels' | 'saveLevels' | 'followers' | 'saveFollower' | 'listed' | 'saveListed' | 'closedAt' | 'saveClosedAt'
  >;
  readonly feed: LiveFeed;
  /** Whose hours it keeps: those of the US, in a rehearsal any. */
  readonly exchange: LiveExchange;
  now(): WallMs;
  tell(owner: LevelOwner, hits: readonly LevelHit[], moment: MarketMoment): Promise<void>;
  /** Prices of these by socket until then. */
  watch(symbols: readonly string[], until: WallMs): Promise<void>;
  bars(timeframe: Timeframe): Pick<BarsDoor, 'replace' | 'readMany'>;
  account(accountId: AccountId): AccountFollower;
  /** What is due at a close, over this market. */
  jobs(
    ports: Omit<
      JobContext,
      'screens' | 'followed' | 'db' | 'desk' | 'events' | 'beside' | 'dailyScreens' | 'screensAtClose'
    >,
  ): CloseJobs;
  /** Something new is listed: for the directory. */
  listed(instrument: Instrument): Promise<void>;
  setAlarm(at: number | null): Promise<void>;
  log(event: string, values: Readonly<Record<string, unknown>>): void;
}

/**
 * A market of real prices: market time is wall time, nothing moves it. It knows what somebody asked for, and nobody trades
 * inside it. Levels are looked at on every price, by socket and by asking; bots look when a bar has closed.
 */
export class LiveMarket implements MarketRpc {
  private readonly ports: LivePorts;
  private readonly hours: LiveHours;
  private readonly listings: LiveListings;
  private readonly prices: LivePrices;
  private readonly liveBars: LiveBars;
  private readonly closes: LiveCloses;
  private readonly owners = new Map<string, OwnerLevels>();
  /** Levels that are being told: the same again waits for the next price. */
  private readonly telling = new Set<string>();
  private counted: { readonly calendar: MarketCalendar; readonly session: LiveSession | null } | null = null;
  /** As it was set last by this instance; undefined before it ever did. */
  private alarmAt: number | null | undefined = undefined;

  constructor(ports: LivePorts) {
    this.ports = ports;
    this.hours = new LiveHours(ports);
    this.listings = new LiveListings(ports);
    this.prices = new LivePrices(ports);
    this.liveBars = new LiveBars(ports);
    this.closes = new LiveCloses({
      ports,
      calendar: () => this.calendar,
      listings: this.listings,
      bars: this.liveBars,
    });
    // Owners could not renew while nothing ran: whoever was here when it stopped is here now.
    const leaseUntil = (ports.now() + LEASE_MS) as WallMs;
    for (const entry of ports.store.levels()) this.owners.set(ownerKey(entry.owner), { ...entry, leaseUntil });
  }

  async boot(): Promise<MarketState> {
    await this.hours.refresh(this.marketAt());
    await this.arm();
    return this.state();
  }

  async state(): Promise<MarketState> {
    const { id, world } = this.ports.config;
    const marketAt = this.marketAt();
    // Nobody buys on a day that only a projection knows.
    if (this.hours.isOpen(marketAt) === null) await this.hours.refresh(marketAt);
    return {
      id,
      world,
      baseTimeframe: '1d',
      zone: EXCHANGE_ZONE[this.ports.exchange],
      step: closedBars(this.calendar, marketAt, this.ports.config.bootedAt),
      steps: null,
      marketAt,
      phase: this.calendar.isOpen(marketAt) ? 'open' : 'between',
      speed: 1,
      noWait: true,
      holdUntil: null,
      instrumentCount: this.listings.all().length,
      isOpen: this.hours.isOpen(marketAt),
    };
  }

  async instruments(names: readonly string[] = []): Promise<Instrument[]> {
    await this.listings.learn(names);
    return this.listings.all();
  }

  async quotes(instrumentIds: readonly InstrumentId[]): Promise<Quote[]> {
    await this.listings.learn(instrumentIds);
    const known = this.listings.of(instrumentIds);
    const prices = await this.prices.of(known.map(({ symbol }) => symbol));
    return known.flatMap(({ id, symbol }) => {
      const now = prices.get(symbol);
      return now === undefined ? [] : [{ instrumentId: id, ...now, source: this.ports.feed.source }];
    });
  }

  async loadBars(query: { instrumentIds: readonly InstrumentId[]; timeframe: Timeframe }): Promise<void> {
    await this.listings.learn(query.instrumentIds);
    await this.liveBars.load(this.listings.of(query.instrumentIds), query.timeframe);
  }

  async past(instrumentIds: readonly InstrumentId[]): Promise<PastOf[]> {
    await this.loadBars({ instrumentIds, timeframe: '1d' });
    const until = this.marketAt();
    const packed = await this.ports.bars('1d').readMany({ instrumentIds, until, limit: PAST_RETURNS + 1 });
    return packed.flatMap(({ instrumentId, columns }) => {
      const bars = unpackColumns(columns);
      return bars.t.length === 0 ? [] : [{ instrumentId, prices: pastOfBars(bars) }];
    });
  }

  earnings(instrumentIds: readonly InstrumentId[]): Promise<EarningsOf[] | null> {
    return Promise.resolve(this.closes.earnings(instrumentIds));
  }

  /** Nobody trades inside a live market: its orders are the broker's. */
  tradable(): Promise<null> {
    return Promise.resolve(null);
  }

  async setLevels(owner: LevelOwner, levels: readonly PriceLevel[]): Promise<void> {
    const key = ownerKey(owner);
    if (levels.length === 0) {
      this.owners.delete(key);
      this.ports.store.saveLevels(owner, null);
    } else {
      const now = this.ports.now();
      const held = heldLevels(levels, this.owners.get(key)?.levels ?? [], { now, session: this.session() });
      const entry = { owner, levels: held, leaseUntil: (now + LEASE_MS) as WallMs };
      // A lease is renewed by whoever starts again: what stands is not written for it.
      const isKept = JSON.stringify(held) === JSON.stringify(this.owners.get(key)?.levels);
      this.owners.set(key, entry);
      if (!isKept) this.ports.store.saveLevels(owner, entry);
    }
    await this.arm();
  }

  async follow(accountId: AccountId, following: { activeBots: number; openQuestions: number }): Promise<void> {
    this.ports.store.saveFollower({ accountId, ...following });
    await this.arm();
  }

  /** Time is nobody's to move. */
  control(): Promise<MarketState> {
    return this.state();
  }

  watched(): Promise<void> {
    return Promise.resolve();
  }

  lookNow(accountId: AccountId, botId: string): Promise<void> {
    return this.closes.lookNow(accountId, botId);
  }

  runJob(name: string): Promise<boolean> {
    return this.closes.runJob(name);
  }

  jobsChanged(): Promise<void> {
    this.closes.jobsChanged();
    return Promise.resolve();
  }

  owes(): ReturnType<MarketRpc['owes']> {
    return Promise.resolve(this.closes.owes());
  }

  nextCloseAt(): Promise<MarketMs | null> {
    return Promise.resolve(this.closes.nextClose());
  }

  /** Bars come adjusted; the broker books splits of what is held. */
  splits(): Promise<[]> {
    return Promise.resolve([]);
  }

  /** The minute tick: levels are watched, and a close that was missed is worked on. */
  async wake(): Promise<void> {
    await this.hours.refresh(this.marketAt());
    await this.arm();
    await this.closes.runDue();
    await this.closes.tellBriefs();
    await this.arm();
  }

  async onQuotes(quotes: readonly VendorQuote[]): Promise<void> {
    await this.look(this.prices.heard(quotes));
  }

  async alarm(): Promise<void> {
    const now = this.ports.now();
    // Armed before anything is asked: whatever happens to this look, the next one comes.
    await this.setAlarm(now + POLL_MS);
    for (const [key, { owner, leaseUntil }] of this.owners) {
      if (leaseUntil >= now) continue;
      this.owners.delete(key);
      this.ports.store.saveLevels(owner, null);
    }
    const watched = this.watchedSymbols();
    if (this.session() !== null && watched.length > 0) {
      await this.ports.watch(watched, (now + WATCH_MS) as WallMs).catch((error: unknown) => {
        this.ports.log('quotes-not-watched', { market: this.ports.config.id, error });
      });
      await this.prices.refresh(watched);
      await this.look();
    }
    if (this.closes.isDue) await this.closes.runDue();
    await this.arm();
  }

  /**
   * Tells every owner what its levels meet, also at prices that others followed at once. Owners do not wait for each other;
   * one that fails is told again.
   */
  private async look(passed: readonly PassingPrice[] = []): Promise<void> {
    const session = this.session();
    if (session === null) return;
    const now = this.ports.now();
    const listed = this.listings.all();
    const glances = [
      ...passed.flatMap((price) => glanceOf(price, listed)),
      { prices: this.prices.byId(listed), lone: this.prices.lone(listed) },
    ];
    await Promise.all(
      [...this.owners.values()].map(async (entry) => {
        const { owner } = entry;
        const { open, range } = hitsOfAll(entry, glances, { session, now });
        const moment = { step: session.step, marketAt: this.marketAt() };
        // What is sold at a stop does not wait for what is bought at the open.
        await Promise.all([
          this.tell(owner, range, { ...moment, moment: 'range' }),
          this.tell(owner, open, { ...moment, moment: 'open' }),
        ]);
      }),
    );
  }

  /** A level that its owner is working on is not told again meanwhile; others of the same owner do not wait for that. */
  private async tell(owner: LevelOwner, all: readonly LevelHit[], moment: MarketMoment): Promise<void> {
    const hits = all.filter(({ levelId }) => !this.telling.has(toldKey(owner, levelId)));
    if (hits.length === 0) return;
    makeWay();
    for (const { levelId } of hits) this.telling.add(toldKey(owner, levelId));
    try {
      await this.ports.tell(owner, hits, moment);
    } catch (error) {
      this.ports.log('level-not-told', { market: this.ports.config.id, owner: ownerKey(owner), error });
    } finally {
      for (const { levelId } of hits) this.telling.delete(toldKey(owner, levelId));
    }
  }

  private async arm(): Promise<void> {
    const now = this.ports.now();
    const isWatching = this.owners.size > 0;
    const look = !isWatching ? null : this.session() === null ? this.calendar.nextOpen(this.marketAt()) : now + POLL_MS;
    const times = [look, this.closes.dueAt].filter((at) => at !== null);
    const wanted = times.length === 0 ? null : Math.min(...times);
    // Prices are asked for by then already: to move it with every change of a level is a commit to the disk each.
    const isSoon = isWatching && typeof this.alarmAt === 'number' && this.alarmAt > now && wanted !== null;
    if (isSoon && (this.alarmAt ?? 0) <= wanted) return;
    if (wanted !== this.alarmAt) await this.setAlarm(wanted);
  }

  private async setAlarm(at: number | null): Promise<void> {
    this.alarmAt = at;
    await this.ports.setAlarm(at);
  }

  private watchedSymbols(): string[] {
    const session = this.session();
    const isOpening = session !== null && this.ports.now() - session.open < OPEN_LASTS_MS;
    const levels = [...this.owners.values()].flatMap((entry) => entry.levels);
    const ids = new Set(levels.filter(({ kind }) => kind !== 'open' || isOpening).map((level) => level.instrumentId));
    return this.listings.of([...ids]).map(({ symbol }) => symbol);
  }

  /** Its number is counted over all days since the market was made: once a session, not with every price. */
  private session(): LiveSession | null {
    const { calendar } = this;
    const at = this.marketAt();
    const open = calendar.sessionAt(at)?.open ?? null;
    if (open === null || open !== this.counted?.session?.open || calendar !== this.counted.calendar)
      this.counted = { calendar, session: liveSession(calendar, at, this.ports.config.bootedAt) };
    return this.counted.session;
  }

  private get calendar(): MarketCalendar {
    return this.hours.calendar;
  }

  private marketAt(): MarketMs {
    const now: number = this.ports.now();
    return now as MarketMs;
  }
}

function glanceOf({ symbol, price, isLone }: PassingPrice, listed: readonly Instrument[]): LiveGlance[] {
  const id = listed.find((instrument) => instrument.symbol === symbol)?.id;
  return id === undefined ? [] : [{ prices: new Map([[id, price]]), lone: new Set(isLone ? [id] : []) }];
}
