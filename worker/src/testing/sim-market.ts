import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type {
  LevelHit,
  MarketGlance,
  MarketPhase,
  MarketState,
  PriceLevel,
  Quote,
  World,
} from '#shared/domain/market.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { EarningsOf } from '#shared/domain/earnings.ts';
import { PAST_RETURNS, type PastOf } from '#shared/risk/past-prices.ts';
import type { AccountMarket } from '../objects/account/context.ts';
import { LevelBook, type BarRange } from '../objects/market/level-book.ts';
import type { MarketMoment } from '../objects/market/market-rpc.ts';
import { runOpen, runRange } from '../objects/market/market-step.ts';

export interface SimBar {
  readonly open: number;
  readonly high?: number;
  readonly low?: number;
  readonly close?: number;
  readonly volume?: number;
}

/** Whom the market calls, as the real one does: the broker's resting orders first, then the account. */
export interface SimFollower {
  onBrokerLevels(hits: readonly LevelHit[], now: MarketMoment): Promise<void>;
  onLevels(hits: readonly LevelHit[], now: MarketMoment): Promise<void>;
}

const FOREVER = Number.MAX_SAFE_INTEGER as WallMs;

/** A market whose bars a test writes: the real level book and the real order of a step, prices by hand. */
export class SimMarket implements AccountMarket {
  readonly instrumentList: Instrument[];
  readonly prices = new Map<InstrumentId, number>();
  #levels = new LevelBook();
  readonly #set = new Map<'account' | 'paper-broker', readonly PriceLevel[]>();
  phase: MarketPhase = 'between';
  marketAt: MarketMs;
  step = 100;
  holdUntil: WallMs | null = null;
  /** Nothing answers. */
  isDown = false;
  following = { activeBots: 0, openQuestions: 0 };
  told: readonly PriceLevel[] = [];
  toldTimes = 0;
  /** Awaited before anything is answered. */
  onReach: () => Promise<void> = () => Promise.resolve();
  /** Awaited before levels are in force. */
  beforeLevels: () => Promise<void> = () => Promise.resolve();
  /** Bars that were written here, as past prices. */
  readonly #past = new Map<InstrumentId, { t: number[]; close: number[]; tradedValue: number[] }>();
  #quotedAs: ReadonlyMap<InstrumentId, number> | null = null;
  readonly #world: World;
  readonly #timeframe: Timeframe;
  readonly #barMs: number;

  constructor(made: {
    instruments: Instrument[];
    world: World;
    timeframe: Timeframe;
    marketAt: number;
    barMs: number;
  }) {
    this.instrumentList = made.instruments;
    this.#world = made.world;
    this.#timeframe = made.timeframe;
    this.#barMs = made.barMs;
    this.marketAt = made.marketAt as MarketMs;
    for (const { id } of made.instruments) this.prices.set(id, 100);
  }

  async glance(ids: readonly InstrumentId[]): Promise<MarketGlance> {
    await this.#reach();
    return { state: this.#state(), quotes: this.#quotes(ids) };
  }

  #state(): MarketState {
    return {
      id: 'demo' as MarketId,
      world: this.#world,
      baseTimeframe: this.#timeframe,
      zone: 'UTC',
      step: this.step,
      steps: null,
      marketAt: this.marketAt,
      phase: this.phase,
      speed: 1,
      noWait: false,
      holdUntil: this.holdUntil,
      instrumentCount: this.instrumentList.length,
    };
  }

  async instruments(): Promise<Instrument[]> {
    await this.#reach();
    return this.instrumentList;
  }

  #quotes(ids: readonly InstrumentId[]): Quote[] {
    return ids.flatMap((instrumentId) => {
      const price = this.#quotedAs?.get(instrumentId) ?? this.prices.get(instrumentId);
      // A close that nobody wrote was at this very price.
      return price === undefined
        ? []
        : [{ instrumentId, price, at: this.marketAt, source: 'generated' as const, previousClose: price }];
    });
  }

  /** When a company next reports, as it is announced. What is not in it nobody knows. */
  readonly reports = new Map<InstrumentId, MarketMs | null>();
  /** Nobody has looked yet. */
  knowsReports = true;

  async earnings(ids: readonly InstrumentId[]): Promise<EarningsOf[] | null> {
    await this.#reach();
    if (!this.knowsReports) return null;
    return ids.flatMap((instrumentId) => {
      const at = this.reports.get(instrumentId);
      return at === undefined ? [] : [{ instrumentId, at }];
    });
  }

  async past(ids: readonly InstrumentId[]): Promise<PastOf[]> {
    await this.#reach();
    return ids.flatMap((instrumentId) => {
      const past = this.#past.get(instrumentId);
      if (past === undefined) return [];
      const last = (row: number[]): number[] => row.slice(-PAST_RETURNS - 1);
      const prices = { t: last(past.t), close: last(past.close), tradedValue: last(past.tradedValue) };
      return [{ instrumentId, prices }];
    });
  }

  async setLevels(levels: readonly PriceLevel[]): Promise<void> {
    await this.#reach();
    await this.beforeLevels();
    this.told = levels;
    this.toldTimes += 1;
    this.#register('account', levels);
  }

  async follow(following: { activeBots: number; openQuestions: number }): Promise<void> {
    await this.#reach();
    this.following = following;
  }

  /** The price that can be had right now; null while the market stands between two bars. */
  tradable(instrumentId: string): number | null {
    if (this.phase !== 'open' && this.phase !== 'range') return null;
    const id = instrumentId as InstrumentId;
    return this.#quotedAs?.get(id) ?? this.prices.get(id) ?? null;
  }

  brokerLevels(levels: readonly PriceLevel[]): void {
    this.#register('paper-broker', levels);
  }

  /** One bar: open, range, close, with the calls the real clock makes. */
  async bar(bars: Readonly<Record<string, SimBar>>, follower: SimFollower): Promise<void> {
    const ranges = new Map<string, BarRange>();
    for (const [id, { open, high = open, low = open, close = open }] of Object.entries(bars)) {
      ranges.set(id, { open, high: Math.max(open, high, close), low: Math.min(open, low, close) });
      this.prices.set(id as InstrumentId, open);
    }
    const ports = {
      levels: this.#levels,
      rangeOf: (id: InstrumentId) => ranges.get(id),
      tell: ({ kind }: { kind: string }, hits: readonly LevelHit[], now: MarketMoment) =>
        kind === 'account' ? follower.onLevels(hits, now) : follower.onBrokerLevels(hits, now),
      quoteAs: (prices: ReadonlyMap<InstrumentId, number> | null) => {
        this.#quotedAs = prices;
      },
    };
    this.phase = 'open';
    await runOpen(ports, this.#moment('open', 0));
    this.phase = 'range';
    await runRange(ports, this.#moment('range', this.#barMs - 1));
    for (const [id, { open, close = open, volume = 1e6 }] of Object.entries(bars)) {
      this.prices.set(id as InstrumentId, close);
      const past = this.#past.get(id as InstrumentId) ?? { t: [], close: [], tradedValue: [] };
      past.t.push(this.marketAt);
      past.close.push(close);
      past.tradedValue.push(close * volume);
      this.#past.set(id as InstrumentId, past);
    }
    this.step += 1;
    this.marketAt = (this.marketAt + this.#barMs) as MarketMs;
    this.phase = 'between';
  }

  moment(): MarketMoment {
    return { step: this.step, moment: 'close', marketAt: this.marketAt };
  }

  #moment(moment: 'open' | 'range', after: number): MarketMoment {
    return { step: this.step + 1, moment, marketAt: (this.marketAt + after) as MarketMs };
  }

  /** Marks the market as it is now; the answer brings it back. */
  checkpoint(): () => void {
    const { phase, marketAt, step, holdUntil, isDown, following, told, toldTimes, beforeLevels, onReach } = this;
    const [prices, levels] = [[...this.prices], [...this.#set]];
    return () => {
      Object.assign(this, {
        phase,
        marketAt,
        step,
        holdUntil,
        isDown,
        following,
        told,
        toldTimes,
        beforeLevels,
        onReach,
      });
      this.#quotedAs = null;
      this.prices.clear();
      for (const [id, price] of prices) this.prices.set(id, price);
      this.#levels = new LevelBook();
      for (const [kind, of] of levels) this.#register(kind, of);
    };
  }

  #register(kind: 'account' | 'paper-broker', levels: readonly PriceLevel[]): void {
    this.#set.set(kind, levels);
    const during = this.phase === 'open' || this.phase === 'range' ? { step: this.step + 1, moment: this.phase } : null;
    this.#levels.set({ owner: { kind, accountId: 'a_test0001' as never }, levels, leaseUntil: FOREVER, during });
  }

  async #reach(): Promise<void> {
    await this.onReach();
    if (this.isDown) throw new Error('the market is out of reach');
  }
}
