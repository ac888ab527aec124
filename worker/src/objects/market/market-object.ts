import { DurableObject } from 'cloudflare:workers';
import type { EarningsOf } from '#shared/domain/earnings.ts';
import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketGlance, MarketState, PriceLevel, Quote } from '#shared/domain/market.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { PastOf } from '#shared/risk/past-prices.ts';
import type { VendorQuote } from '../../brokers/vendor.ts';
import type { RawEnv } from '../../env.ts';
import type { QuoteFollower } from '../broker-session/broker-session-rpc.ts';
import { migrate } from '../sql.ts';
import { liveMarketOf } from './live-boot.ts';
import type { LiveMarket } from './live-market.ts';
import { LockStepMarket } from './lock-step-market.ts';
import type { LevelOwner, MarketBoot, MarketDoor, MarketRpc, MarketVenue } from './market-rpc.ts';
import { MARKET_MIGRATIONS, MarketStore } from './market-store.ts';

type Control = Parameters<MarketRpc['control']>[0];

/** Quotes, price levels and the clock of one market: one that moves in lock-step, or a live one. */
export class MarketObject extends DurableObject<RawEnv> implements MarketDoor, QuoteFollower {
  readonly #store: MarketStore;
  readonly #lockStep: LockStepMarket;
  #live: LiveMarket | null = null;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    migrate(ctx.storage, MARKET_MIGRATIONS);
    this.#store = new MarketStore(ctx.storage.sql);
    this.#lockStep = new LockStepMarket(ctx, env, this.#store);
  }

  /** A market that is there keeps its source. */
  async boot(boot: MarketBoot): Promise<MarketState> {
    const { id, source } = boot;
    const isNew = this.#store.config() === null && this.#store.live() === null;
    if (source.kind === 'live' && isNew) {
      const { world, vendor, connectionId } = source;
      this.#store.saveLive({ id, world, vendor, connectionId, bootedAt: Date.now() as WallMs });
    }
    return this.#market().boot(boot);
  }

  async state(): Promise<MarketState> {
    return this.#market().state();
  }

  async glance(instrumentIds: readonly InstrumentId[]): Promise<MarketGlance> {
    const market = this.#market();
    const [state, quotes] = await Promise.all([market.state(), market.quotes(instrumentIds)]);
    return { state, quotes };
  }

  async venue(instrumentId: InstrumentId): Promise<MarketVenue> {
    const market = this.#market();
    const [state, tradable] = await Promise.all([market.state(), market.tradable(instrumentId)]);
    return { state, tradable };
  }

  async instruments(names?: readonly string[]): Promise<Instrument[]> {
    return this.#market().instruments(names);
  }

  async quotes(instrumentIds: readonly InstrumentId[]): Promise<Quote[]> {
    return this.#market().quotes(instrumentIds);
  }

  async past(instrumentIds: readonly InstrumentId[]): Promise<PastOf[]> {
    return this.#market().past(instrumentIds);
  }

  async earnings(instrumentIds: readonly InstrumentId[]): Promise<EarningsOf[] | null> {
    return this.#market().earnings(instrumentIds);
  }

  async loadBars(query: Parameters<MarketRpc['loadBars']>[0]): Promise<void> {
    return this.#market().loadBars(query);
  }

  async tradable(instrumentId: InstrumentId): Promise<Pick<Quote, 'price' | 'at'> | null> {
    return this.#market().tradable(instrumentId);
  }

  async setLevels(owner: LevelOwner, levels: readonly PriceLevel[]): Promise<void> {
    return this.#market().setLevels(owner, levels);
  }

  async follow(accountId: AccountId, following: { activeBots: number; openQuestions: number }): Promise<void> {
    return this.#market().follow(accountId, following);
  }

  async control(change: Control): Promise<MarketState> {
    return this.#market().control(change);
  }

  async watched(until: WallMs): Promise<void> {
    return this.#market().watched(until);
  }

  async lookNow(accountId: AccountId, botId: string): Promise<void> {
    return this.#market().lookNow(accountId, botId);
  }

  async runJob(name: string): Promise<boolean> {
    return this.#market().runJob(name);
  }

  async jobsChanged(): Promise<void> {
    return this.#market().jobsChanged();
  }

  async owes(): ReturnType<MarketRpc['owes']> {
    return this.#market().owes();
  }

  async nextCloseAt(): Promise<MarketMs | null> {
    return this.#market().nextCloseAt();
  }

  async splits(): Promise<{ instrumentId: InstrumentId; at: number; ratio: number }[]> {
    return this.#market().splits();
  }

  async wake(): Promise<void> {
    return this.#market().wake();
  }

  async onQuotes(quotes: readonly VendorQuote[]): Promise<void> {
    if (this.#store.live() !== null) await this.#liveMarket().onQuotes(quotes);
  }

  override async alarm(): Promise<void> {
    await (this.#store.live() === null ? this.#lockStep.alarm() : this.#liveMarket().alarm());
  }

  #market(): MarketRpc {
    return this.#store.live() === null ? this.#lockStep : this.#liveMarket();
  }

  #liveMarket(): LiveMarket {
    return (this.#live ??= liveMarketOf(this.#store, this.env, this.ctx.storage));
  }
}
