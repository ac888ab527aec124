import type { Timeframe } from '#shared/domain/bar.ts';
import { barTimes, EXCHANGE_ZONE } from '#shared/domain/bar-times.ts';
import { utcDay } from '#shared/domain/calendar/day.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { EarningsOf } from '#shared/domain/earnings.ts';
import type { AccountId, InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { LevelHit, MarketState, Quote } from '#shared/domain/market.ts';
import { closedBars, type MarketWindow } from '#shared/domain/screen.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { Exchange } from '#shared/domain/instrument.ts';
import type { MarketMs, TradingDay, WallMs } from '#shared/lib/time.ts';
import { pastOfBars, type PastOf } from '#shared/risk/past-prices.ts';
import { deskOf } from '../../analysts/desk-of.ts';
import { compose } from '../../composition.ts';
import { besideIn } from '../../compute/beside.ts';
import { JobRunner } from '../../cron/job-runner.ts';
import { lookOfBot } from '../../cron/jobs/strategy-run.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { inOwnTurns } from '../../store/in-own-turns.ts';
import type { BarSource, StepBars } from './bar-source.ts';
import type { BarWindow } from './bar-window.ts';
import { CoarseWindows } from './coarse-windows.ts';
import { LEASE_MS, LevelBook, type HeldLevel } from './level-book.ts';
import { LockStepClock, type SplitNews } from './lock-step-clock.ts';
import type { AccountFollower } from './market-follower.ts';
import { barsOf, loadWindow, openSource, packSteps } from './market-loading.ts';
import type { LevelOwner, MarketFollower, MarketMoment } from './market-rpc.ts';
import type { ClockState } from './clock-state.ts';
import type { MarketConfig, MarketStore } from './market-store.ts';

/** A booted market in memory: its source, window, levels, clock and jobs, and the doors to those it calls. */
export class MarketRuntime {
  readonly id: MarketId;
  readonly source: BarSource;
  readonly levels = new LevelBook();
  readonly clock: LockStepClock;
  readonly jobs: JobRunner;
  private readonly config: MarketConfig;
  private readonly store: MarketStore;
  private readonly env: RawEnv;
  private readonly storage: DurableObjectStorage;
  private readonly window: BarWindow;
  private readonly positions: ReadonlyMap<InstrumentId, number>;
  private readonly coarse = new CoarseWindows();
  private quotedAs: ReadonlyMap<InstrumentId, number> | null = null;

  /** Throws when the market was never booted. */
  static async load(store: MarketStore, env: RawEnv, storage: DurableObjectStorage): Promise<MarketRuntime> {
    const config = store.config();
    invariant(config, 'a market is booted before it is used');
    const source = openSource(store, env, config);
    const window = await loadWindow(store, env, { config, source });
    const runtime = new MarketRuntime({ store, env, storage, config, source, window });
    await runtime.clock.restore();
    return runtime;
  }

  private constructor(parts: {
    store: MarketStore;
    env: RawEnv;
    storage: DurableObjectStorage;
    config: MarketConfig;
    source: BarSource;
    window: BarWindow;
  }) {
    const { store, env, storage, config, source, window } = parts;
    this.store = store;
    this.env = env;
    this.storage = storage;
    this.config = config;
    this.source = source;
    this.window = window;
    this.id = config.id;
    this.positions = new Map(source.instruments.map(({ id }, position) => [id, position]));
    // Owners could not renew while nothing ran: whoever was here when it stopped is here now.
    for (const entry of store.levels())
      this.levels.restore({ ...entry, leaseUntil: (Date.now() + LEASE_MS) as WallMs });
    this.jobs = new JobRunner({
      db: inOwnTurns(env.DB),
      desk: deskOf(env),
      dailyScreens: (as, atClose) => compose(readEnv(env)).dailyScreens(as, atClose),
      screensAtClose: (as, atClose, asked) => compose(readEnv(env)).screensAtClose(as, atClose, asked),
      beside: besideIn(env),
      market: {
        id: config.id,
        timeframe: config.timeframe,
        exchange: source.instruments[0]?.exchange ?? 'us',
        window: (timeframe) => this.windowOf(timeframe),
        isInvented: config.world === 'demo',
        announced: () => source.events(),
        nextCloseAt: () => source.nextCloseAt(this.clockState().step),
        splits: () => store.splits(),
      },
      followers: () => store.followers(),
      account: (accountId) => this.account(accountId),
    });
    this.clock = this.makeClock();
  }

  save(change: Partial<ClockState>): void {
    this.store.saveClock({ ...this.clockState(), ...change });
  }

  /** The moment inside a step, for what is registered now; null between bars. */
  moment = (): HeldLevel['setIn'] => {
    const { moment, step } = this.clockState();
    if (moment === 'between') return null;
    return moment === 'close' ? { step, moment } : { step: step + 1, moment };
  };

  state(): MarketState {
    const { step, marketAt, speed, paused, noWait } = this.clockState();
    return {
      id: this.config.id,
      world: this.config.world,
      baseTimeframe: this.config.timeframe,
      zone: EXCHANGE_ZONE[this.source.instruments[0]?.exchange ?? 'us'],
      step,
      steps: this.source.steps,
      marketAt,
      phase: this.clock.phase(),
      speed: paused ? 0 : speed,
      noWait,
      holdUntil: this.clock.holdUntil(),
      instrumentCount: this.source.instruments.length,
    };
  }

  quotes(instrumentIds: readonly InstrumentId[]): Quote[] {
    return instrumentIds.flatMap((instrumentId) => {
      const position = this.positions.get(instrumentId);
      const quote = position === undefined ? null : this.quote(instrumentId, position);
      return quote === null ? [] : [quote];
    });
  }

  /** Of days, or of its own bars where they are longer or it is invented. */
  async past(instrumentIds: readonly InstrumentId[]): Promise<PastOf[]> {
    const { step, marketAt } = this.clockState();
    const own = this.window.view(step, marketAt);
    const isInvented = this.config.world === 'demo';
    const window = isInvented ? own : ((await this.windowOf('1d')) ?? own);
    const wanted = new Set(instrumentIds);
    return window.instruments.flatMap(({ id }, position) => {
      const columns = window.columns[position];
      if (columns === undefined || !wanted.has(id)) return [];
      return [{ instrumentId: id, prices: pastOfBars(columns, closedBars(window, position)) }];
    });
  }

  earnings(instrumentIds: readonly InstrumentId[]): EarningsOf[] | null {
    return this.jobs.context.events.earnings(instrumentIds, this.clockState().marketAt);
  }

  tradable(instrumentId: InstrumentId): Pick<Quote, 'price' | 'at'> | null {
    const { under } = this.clock;
    const position = this.positions.get(instrumentId);
    const open = position === undefined ? undefined : under?.o[position];
    if (under === null || open === undefined || Number.isNaN(open)) return null;
    if (this.clockState().moment === 'open') return { price: open, at: under.openAt };
    const price = this.quotedAs?.get(instrumentId);
    return price === undefined ? null : { price, at: (under.closeAt - 1) as MarketMs };
  }

  async lookNow(accountId: AccountId, botId: string): Promise<void> {
    await lookOfBot(this.jobs.context, { accountId, botId, now: this.closeMoment() });
  }

  runJob(name: string): Promise<boolean> {
    return this.jobs.runAsked(name, this.closeMoment());
  }

  private windowOf(timeframe: Timeframe): Promise<MarketWindow | null> {
    const { step, marketAt } = this.clockState();
    const base = this.config.timeframe;
    const window = this.window.view(step, marketAt);
    if (timeframe === base) return Promise.resolve(window);
    const { instruments } = window;
    const splits = this.store.splits();
    return this.coarse.window(timeframe, {
      instruments,
      base,
      step,
      marketAt,
      splits,
      bars: barsOf(this.env, this.config.id, base),
    });
  }

  private quote(instrumentId: InstrumentId, position: number): Quote | null {
    const quote = this.lastPrice(instrumentId, position);
    const exchange = this.source.instruments[position]?.exchange;
    if (quote === null || (exchange !== 'krx' && exchange !== 'demo-krx')) return quote;
    const day = calendarOf(exchange).tradingDayOf(quote.at);
    const previousClose = this.window.lastBefore(position, (t) => dayOfBar(exchange, this.config.timeframe, t) < day);
    return previousClose === null ? quote : { ...quote, previousClose };
  }

  private lastPrice(instrumentId: InstrumentId, position: number): Quote | null {
    const { source } = this;
    const { under } = this.clock;
    const open = under?.o[position];
    if (under !== null && open !== undefined && !Number.isNaN(open)) {
      // Inside a range only its open is known, and the price of the level somebody is being told of.
      const price = this.quotedAs?.get(instrumentId) ?? open;
      const at = this.clockState().moment === 'range' ? ((under.closeAt - 1) as MarketMs) : under.openAt;
      return { instrumentId, price, at, source: source.kind };
    }
    const last = this.window.last(position);
    const exchange = source.instruments[position]?.exchange;
    if (last === null || exchange === undefined) return null;
    const at = barTimes(exchange, this.config.timeframe, last.t).closeAt;
    return { instrumentId, price: last.close, at, source: source.kind };
  }

  private clockState(): ClockState {
    const clock = this.store.clock();
    invariant(clock, 'a market is booted before it is used');
    return clock;
  }

  private closeMoment(): MarketMoment {
    const { step, marketAt } = this.clockState();
    return { step, moment: 'close', marketAt };
  }

  private makeClock(): LockStepClock {
    const { source, store } = this;
    const bars = barsOf(this.env, this.config.id, this.config.timeframe);
    return new LockStepClock({
      source,
      levels: this.levels,
      standAt: this.config.standAt,
      now: () => Date.now() as WallMs,
      clock: () => this.clockState(),
      save: (change) => this.save(change),
      followers: () => store.followers(),
      positionOf: (instrumentId) => this.positions.get(instrumentId),
      tell: (owner, hits, now) => this.tell(owner, hits, now),
      quoteAs: (prices) => {
        this.quotedAs = prices;
      },
      split: (news, under, now) => this.split(news, under, now),
      holdEnded: (accountId, now) => this.account(accountId).holdEnded(now),
      store: async (step) => {
        // A replay's bars are stored already; market time is what makes them visible.
        if (source.kind === 'generated') await bars.append(packSteps(source, [step]));
      },
      close: (step, commit) => {
        this.storage.transactionSync(commit);
        this.window.push(step);
      },
      due: async (now) => {
        for (const owner of this.levels.dropExpired(Date.now() as WallMs)) store.saveLevels(owner, null);
        await this.jobs.runDue(now);
      },
    });
  }

  private account(accountId: AccountId): AccountFollower {
    return this.env.ACCOUNT.getByName(accountId);
  }

  private tell({ kind, accountId }: LevelOwner, hits: readonly LevelHit[], now: MarketMoment): Promise<void> {
    const namespace = kind === 'account' ? this.env.ACCOUNT : this.env.PAPER_BROKER;
    const owner = namespace.getByName(accountId) as unknown as MarketFollower;
    return owner.onLevels(hits, now);
  }

  /** The market's own prices first: accounts (which pass it on to their paper brokers) read them. */
  private async split(news: readonly SplitNews[], under: StepBars, now: MarketMoment): Promise<void> {
    for (const { instrumentId, ratio } of news) {
      const isNew = this.store.addSplit(instrumentId, { at: under.t, ratio });
      const position = this.positions.get(instrumentId);
      if (isNew && position !== undefined) this.window.split(position, ratio);
    }
    const accounts = this.store.followers().map(({ accountId }) => accountId);
    await Promise.all(accounts.map((accountId) => this.account(accountId).onSplits(news, now)));
  }
}

/** The trading day a bar belongs to. */
function dayOfBar(exchange: Exchange, timeframe: Timeframe, t: number): TradingDay {
  const isDay = timeframe === '1d' || timeframe === '1w';
  return isDay ? utcDay(t as MarketMs) : calendarOf(exchange).tradingDayOf(t as MarketMs);
}
