import type { InstrumentId } from '#shared/domain/ids.ts';
import { decimal, toText, ZERO, type Decimal } from '#shared/lib/decimal.ts';
import { createRandom, type Random } from '#shared/lib/random.ts';
import { HOUR_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { PAPER_RULES, type Book, type BookNews } from '#shared/simulator/broker/book.ts';
import type { BookOrder } from '#shared/simulator/broker/book-store.ts';
import { bookSplit, endSession, finishCancel, restartBroker } from '#shared/simulator/broker/end.ts';
import { MemoryStore } from '#shared/simulator/broker/memory-store.ts';
import { finishReplace } from '#shared/simulator/broker/replace.ts';
import { fillOrder, priceMoved, tradeOrder } from '#shared/simulator/broker/trade.ts';
import { FaultPlan } from './faults.ts';
import { PriceFeed, round } from './prices.ts';
import { uuidOf } from './wire.ts';

export interface AlpacaKey {
  readonly id: string;
  readonly secret: string;
  /** `revoked`: 401 from everything; `forbidden`: the account refuses it, 403. */
  state: 'good' | 'revoked' | 'forbidden';
}

export type AlpacaSession = 'open' | 'closed' | 'extended';

/** How a broker of this kind behaves between asking and happening. Milliseconds; 0 is at once. */
export interface AlpacaPace {
  /** Until a cancel or a replacement that was accepted is carried out. */
  settleMs: number;
  /** Until lists and look-ups show a new order. */
  listLagMs: number;
  /** Until an order that can trade does. */
  fillAfterMs: number;
  /** Chance that a fill is only a part, in whole shares, the rest coming later. */
  partialChance: number;
}

export interface AlpacaWorldOptions {
  readonly seed?: number;
  readonly environment?: 'paper' | 'live';
  readonly cash?: string;
  /** Symbols and their prices. */
  readonly listed?: Readonly<Record<string, number>>;
  readonly key?: { readonly id: string; readonly secret: string };
  readonly now?: () => number;
  /** Calls a minute and key. */
  readonly ratePerMinute?: number;
  /** Runs work later; without it whatever takes time happens when `settle` is called. */
  readonly later?: (ms: number, work: () => void) => void;
}

/** Money that moved without a trade. */
export interface AlpacaMoney {
  readonly id: string;
  readonly type: string;
  readonly amount: string;
  readonly symbol: string | null;
  readonly at: WallMs;
  status: 'executed' | 'correct' | 'canceled';
}

/** The rehearsal keys of this server: they open nothing else. */
export const REHEARSAL_KEY = { id: 'rehearsal-key', secret: 'rehearsal-secret' } as const;
export const REHEARSAL_STOCKS: Readonly<Record<string, number>> = {
  AAPL: 190,
  MSFT: 410,
  NVDA: 120,
  SPY: 560,
  TSLA: 240,
  F: 12,
};

/** Everything Alpaca knows about one account, and the market it trades in: the truth of the tests that talk to it. */
export class AlpacaWorld {
  readonly book: Book;
  readonly store = new MemoryStore();
  readonly feed: PriceFeed;
  readonly plan: FaultPlan;
  readonly random: Random;
  readonly environment: 'paper' | 'live';
  readonly keys: AlpacaKey[];
  readonly accountNumber: string;
  readonly account = {
    status: 'ACTIVE',
    tradingBlocked: false,
    accountBlocked: false,
    suspended: false,
    shorting: true,
  };
  readonly pace: AlpacaPace = { settleMs: 0, listLagMs: 0, fillAfterMs: 0, partialChance: 0 };
  readonly listeners = new Set<(news: BookNews) => void>();
  readonly priceListeners = new Set<(symbol: string) => void>();
  /** Everything that happened, oldest first. */
  readonly news: BookNews[] = [];
  /** `METHOD /path` of every request that arrived, whatever became of it. */
  readonly requests: string[] = [];
  /** Fees, dividends, transfers, oldest first. */
  readonly moneys: AlpacaMoney[] = [];
  /** Symbols that are listed and cannot be traded. */
  readonly halted = new Set<string>();
  rate: { perMinute: number; left: number; resetsAt: number };
  session: AlpacaSession = 'open';
  readonly #options: AlpacaWorldOptions;
  readonly #owed: (() => void)[] = [];

  constructor(options: AlpacaWorldOptions = {}) {
    const { seed = 1, environment = 'paper', cash = '100000', listed = REHEARSAL_STOCKS } = options;
    this.#options = options;
    this.environment = environment;
    this.accountNumber = environment === 'paper' ? 'PA3REHEARSAL' : '503REHEARSAL';
    this.keys = [{ ...(options.key ?? REHEARSAL_KEY), state: 'good' }];
    this.plan = new FaultPlan(seed);
    this.random = createRandom(seed, 815);
    this.feed = new PriceFeed(seed);
    this.rate = { perMinute: options.ratePerMinute ?? 200, left: options.ratePerMinute ?? 200, resetsAt: 0 };
    this.book = {
      store: this.store,
      rules: {
        ...PAPER_RULES,
        orderId: (number) => uuidOf('order', number),
        executionId: (seq) => uuidOf('execution', seq),
        keepsRefused: false,
        refusesWash: true,
      },
      tell: (news) => {
        this.news.push(news);
        for (const listener of this.listeners) listener(news);
      },
    };
    this.store.setCash('USD', cash);
    for (const [symbol, price] of Object.entries(listed)) this.feed.list(symbol, price, this.now());
  }

  /** The broker's own clock. */
  now(): WallMs {
    return ((this.#options.now ?? Date.now)() + this.plan.faults.skewMs) as WallMs;
  }

  moment(): { at: WallMs; marketAt: MarketMs } {
    const at = this.now();
    return { at, marketAt: at as number as MarketMs };
  }

  /** When an order for the day ends; what ends the day is `setSession`. */
  endOfDay(order: { readonly extendedHours: boolean }): MarketMs {
    return (this.now() + (order.extendedHours ? 4 * HOUR_MS : 0)) as MarketMs;
  }

  /** A new price; with it trades what can. */
  setPrice(symbol: string, price: number, spread?: number): void {
    const at = this.now();
    this.feed.set(symbol, round(price), { at, ...(spread === undefined ? {} : { spread }) });
    for (const listener of this.priceListeners) listener(symbol);
    if (this.session !== 'closed') priceMoved(this.book, symbol as InstrumentId, this.#tradable(round(price)));
  }

  /** Every price moves a little, at random. */
  walk(fraction: number): void {
    for (const symbol of this.feed.symbols()) {
      this.setPrice(symbol, (this.feed.last(symbol) ?? 1) * (1 + this.random.between(-fraction, fraction)));
    }
  }

  /** The price an order meets when it arrives or is changed: the last one. */
  offer(brokerOrderId: string): void {
    this.after(this.pace.fillAfterMs, () => {
      const order = this.store.order(brokerOrderId);
      const price = order === null ? null : this.feed.last(order.symbol);
      if (price === null || this.session === 'closed') return;
      tradeOrder(this.book, brokerOrderId, this.#tradable(price));
    });
  }

  /** A part of an order fills, whatever its state says. */
  fillPart(order: BookOrder, quantity: string, price: string): void {
    fillOrder(this.book, order, { quantity, price, moment: this.moment() });
  }

  /** Opens and closes the market: auctions at both ends, and orders for the day end with it. */
  setSession(session: AlpacaSession): void {
    const before = this.session;
    if (before === 'open' && session !== 'open') {
      this.#auction('close');
      endSession(this.book, { at: this.now(), marketAt: (this.moment().marketAt + 1) as MarketMs });
    }
    this.session = session;
    if (before !== 'open' && session === 'open') this.#auction('open');
  }

  finishCancel(brokerOrderId: string): void {
    this.after(this.pace.settleMs, () => finishCancel(this.book, brokerOrderId, this.now()));
  }

  finishReplace(brokerOrderId: string): void {
    this.after(this.pace.settleMs, () => {
      finishReplace(this.book, brokerOrderId, this.now());
      this.offer(brokerOrderId);
    });
  }

  /** Everything that was asked for happens now. */
  settle(): void {
    while (this.#owed.length > 0) for (const work of this.#owed.splice(0)) work();
  }

  split(symbol: string, ratio: number): void {
    const id = `${symbol}-${this.now()}`;
    bookSplit(this.book, { id, instrumentId: symbol as InstrumentId, ratio }, this.now());
    this.feed.set(symbol, round((this.feed.last(symbol) ?? 1) / ratio), { at: this.now() });
  }

  /** The broker takes or gives money by itself: `FEE`, `DIV`, `CSD` and the like, signed. */
  moveMoney(type: string, amount: string, symbol: string | null = null): AlpacaMoney {
    const at = this.now();
    const id = `${new Date(at).toISOString().replace(/\D/g, '')}::${uuidOf('execution', `money ${this.moneys.length}`)}`;
    const money: AlpacaMoney = { id, type, amount, symbol, at, status: 'executed' };
    this.moneys.push(money);
    this.store.setCash('USD', toText(decimal(this.store.cash('USD') ?? '0').plus(amount)));
    return money;
  }

  restart(): void {
    restartBroker(this.book, this.now());
  }

  /** What was paid for what is held, by its fills; sales take their share of it. */
  costOf(symbol: string): Decimal {
    let quantity = ZERO;
    let cost = ZERO;
    for (const fill of this.store.executionsAfter(0, Number.MAX_SAFE_INTEGER)) {
      if (fill.instrumentId !== symbol) continue;
      if (fill.side === 'buy') {
        quantity = quantity.plus(fill.quantity);
        cost = cost.plus(decimal(fill.quantity).times(fill.price));
      } else if (quantity.gt(0)) {
        cost = cost.minus(cost.times(fill.quantity).div(quantity));
        quantity = quantity.minus(fill.quantity);
      }
    }
    return cost;
  }

  equity(): Decimal {
    let equity = decimal(this.store.cash('USD') ?? '0');
    for (const { instrumentId, quantity } of this.store.positions()) {
      equity = equity.plus(decimal(quantity).times(this.feed.last(instrumentId) ?? 0));
    }
    return equity;
  }

  after(ms: number, work: () => void): void {
    if (ms <= 0) return work();
    if (this.#options.later === undefined) this.#owed.push(work);
    else this.#options.later(ms, work);
  }

  #auction(auction: 'open' | 'close'): void {
    for (const symbol of this.feed.symbols()) {
      const tradable = { ...this.#tradable(this.feed.last(symbol) ?? 0), auction, isExtended: false };
      priceMoved(this.book, symbol as InstrumentId, tradable);
    }
  }

  #tradable(price: number) {
    const isPart = this.pace.partialChance > 0 && this.random.chance(this.pace.partialChance);
    const part = isPart ? { quantity: toText(decimal(1 + this.random.below(5))) } : {};
    return { price, ...this.moment(), isExtended: this.session === 'extended', ...part };
  }
}
