import { DurableObject } from 'cloudflare:workers';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { AccountId, InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { LevelHit, MarketState } from '#shared/domain/market.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type {
  BrokerAccount,
  BrokerOrderRequest,
  BrokerReplaceRequest,
  BrokerSnapshot,
  CancelAnswer,
  LookUpAnswer,
  ReplaceAnswer,
  SubmitAnswer,
} from '#shared/ports/broker.ts';
import { cancelAnswer, lookUpAnswer, replaceAnswer, submitAnswer } from '#shared/simulator/broker/answers.ts';
import { PAPER_RULES, type Book } from '#shared/simulator/broker/book.ts';
import type { BookOrder } from '#shared/simulator/broker/book-store.ts';
import { bookSplit, cancelOrder, endSession } from '#shared/simulator/broker/end.ts';
import { bookLevels, orderOfLevel } from '#shared/simulator/broker/levels.ts';
import { replaceOrder } from '#shared/simulator/broker/replace.ts';
import { submitOrder } from '#shared/simulator/broker/submit.ts';
import { tradeOrder, type Tradable } from '#shared/simulator/broker/trade.ts';
import { bookSnapshot, lookUpOrder, toBrokerOrder, toExecution } from '#shared/simulator/broker/view.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { marketDoor } from '../../peers.ts';
import type { MarketMoment, MarketVenue } from '../market/market-rpc.ts';
import { durableSql, migrate, type Sql } from '../sql.ts';
import { SqlBookStore } from './book-store.ts';
import { PAPER_BOOK_MIGRATIONS } from './schema.ts';
import { NO_FAULTS, type PaperBrokerRpc, type PaperBrokerSettings, type WholeBook } from './paper-broker-rpc.ts';

const DELAY_MAX_MS = 60_000;
/** Levels are leased for 5 minutes; renewed well before, while an order rests. */
const LEASE_RENEWAL_MS = 120_000;

/** The book of one paper account, a counterparty behind the broker port: it never reads the account's tables. */
export class PaperBrokerObject extends DurableObject<RawEnv> implements PaperBrokerRpc {
  readonly #sql: Sql;
  readonly #book: Book;
  /** What of `meta` was read since it was written last: nobody else writes it. */
  readonly #known = new Map<string, string | null>();
  /** As this instance set it last; undefined before it ever did. */
  #alarmAt: number | null | undefined = undefined;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    migrate(ctx.storage, PAPER_BOOK_MIGRATIONS);
    this.#sql = durableSql(ctx.storage);
    this.#book = { store: new SqlBookStore(this.#sql), rules: PAPER_RULES, tell: null };
  }

  async open(spec: { accountId: AccountId; marketId: MarketId }): Promise<void> {
    this.#known.clear();
    for (const [key, value] of Object.entries(spec)) {
      this.#sql.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING', key, value);
    }
  }

  async configure(change: Partial<PaperBrokerSettings>): Promise<PaperBrokerSettings> {
    const settings = { ...this.#settings(), ...change };
    this.#known.clear();
    this.#sql.run(
      "INSERT INTO meta (key, value) VALUES ('settings', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1",
      JSON.stringify(settings),
    );
    return settings;
  }

  async submit(request: BrokerOrderRequest): Promise<SubmitAnswer> {
    const { receiveDelayMs, replyDelayMs, cutReplies, refuseWith: refusal } = this.#settings();
    // A wire lies between, however short: what the account has to say at once is said before its counterparty works.
    await scheduler.wait(Math.min(receiveDelayMs, DELAY_MAX_MS));
    const { tradable, goodUntil } = await this.#conditions(request);
    // No market here has an auction at its close.
    const refuseWith = refusal ?? (request.timeInForce === 'cls' ? 'no closing auction here' : null);
    const answer = this.ctx.storage.transactionSync(() => {
      const price = tradable?.price ?? null;
      const booked = submitOrder(this.#book, request, { at: now(), price, goodUntil, refuseWith });
      return submitAnswer(booked, booked.kind === 'booked' ? this.#offer(booked.order, tradable) : undefined);
    });
    await this.#registerWorking();
    await pause(replyDelayMs);
    return cutReplies ? { kind: 'unknown', message: 'the answer did not arrive' } : answer;
  }

  async replace(request: BrokerReplaceRequest): Promise<ReplaceAnswer> {
    const { receiveDelayMs, replyDelayMs, cutReplies, refuseWith } = this.#settings();
    await pause(receiveDelayMs);
    if (refuseWith !== null) return { kind: 'rejected', code: 'other', message: refuseWith };
    const old = this.#book.store.order(request.replaces.brokerOrderId);
    const tradable = old === null ? null : await this.#tradable(old.instrumentId);
    const answer = this.ctx.storage.transactionSync(() => {
      const asked = replaceOrder(this.#book, request, now());
      return replaceAnswer(asked, asked.kind === 'booked' ? this.#offer(asked.order, tradable) : undefined);
    });
    await this.#registerLevels();
    await pause(replyDelayMs);
    return cutReplies ? { kind: 'unknown', message: 'the answer did not arrive' } : answer;
  }

  async cancel({ clientOrderId }: { clientOrderId: string }): Promise<CancelAnswer> {
    const order = this.#book.store.orderByClientId(clientOrderId);
    if (order === null) return { kind: 'not-found' };
    const answer = this.ctx.storage.transactionSync(() =>
      cancelAnswer(cancelOrder(this.#book, order.brokerOrderId, now())),
    );
    await this.#registerLevels();
    return answer;
  }

  async orderByClientId(clientOrderId: string): Promise<LookUpAnswer> {
    return lookUpAnswer(lookUpOrder(this.#book, clientOrderId, now()));
  }

  async snapshot(from: { cursor: string | null; since: WallMs }): Promise<BrokerSnapshot | null> {
    return bookSnapshot(this.#book, { ...from, now: now() });
  }

  async account(): Promise<BrokerAccount | null> {
    return null;
  }

  async book(): Promise<WholeBook> {
    const { store } = this.#book;
    return {
      orders: store.orders().map(toBrokerOrder),
      executions: store.executionsAfter(0, Number.MAX_SAFE_INTEGER).map((one) => toExecution(this.#book, one)),
      positions: store.positions(),
    };
  }

  /**
   * The market calls when a resting order can trade. A repeated call finds the order done and changes nothing. The level
   * stays until the account has heard: a crash before that makes the market call again.
   */
  async onLevels(hits: readonly LevelHit[], moment: MarketMoment): Promise<void> {
    const { marketAt } = moment;
    this.ctx.storage.transactionSync(() => {
      endSession(this.#book, { at: now(), marketAt });
      for (const { levelId, price, moment: when } of hits) {
        const order = this.#book.store.orderByClientId(orderOfLevel(levelId));
        const tradable = { price, at: now(), marketAt };
        if (order !== null) this.#offer(order, when === 'open' ? { ...tradable, auction: 'open' } : tradable);
      }
    });
    await pause(this.#settings().newsDelayMs);
    await this.#tellAccount();
    await this.#registerLevels();
  }

  async split(split: { id: string; instrumentId: InstrumentId; ratio: number }): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      bookSplit(this.#book, split, now());
    });
    await this.#registerLevels();
  }

  override async alarm(): Promise<void> {
    if (this.#meta('accountId') === null) return;
    await this.#setAlarm();
    const { marketAt } = await this.#market().state();
    const isNews = this.ctx.storage.transactionSync(() => endSession(this.#book, { at: now(), marketAt }));
    await this.#registerLevels();
    if (isNews) await this.#tellAccount();
  }

  /** The price this order can have now, null when it has to rest until the next open; and when its session ends. */
  async #conditions(request: BrokerOrderRequest) {
    const { state, tradable } = await this.#market().venue(request.instrumentId);
    const { timeInForce } = request;
    return {
      tradable: here(tradable),
      goodUntil: timeInForce === 'day' || timeInForce === 'opg' ? sessionEnd(request, state) : null,
    };
  }

  async #tradable(instrumentId: InstrumentId): Promise<Tradable | null> {
    return here(await this.#market().tradable(instrumentId));
  }

  #offer(order: BookOrder, tradable: Tradable | null): BookOrder {
    return tradable === null ? order : (tradeOrder(this.#book, order.brokerOrderId, tradable) ?? order);
  }

  async #tellAccount(): Promise<void> {
    const accountId = this.#meta('accountId');
    if (accountId !== null) await this.env.ACCOUNT.getByName(accountId).onBrokerNews();
  }

  /** After an order that may have traded at once: where nothing rests there is nothing to tell the market. */
  async #registerWorking(): Promise<void> {
    const levels = bookLevels(this.#book);
    if (levels.length > 0) await this.#registerLevels(levels);
  }

  async #registerLevels(levels = bookLevels(this.#book)): Promise<void> {
    const accountId = this.#meta('accountId');
    if (accountId === null) return;
    await this.#renewLater(levels.length > 0);
    await this.#market().setLevels({ kind: 'paper-broker', accountId: accountId as AccountId }, levels);
  }

  /** An alarm that rings well within the lease stays as it is: each setting is a commit of its own. */
  async #renewLater(isResting: boolean): Promise<void> {
    const { storage } = this.ctx;
    if (!isResting) {
      if (this.#alarmAt !== null) await storage.deleteAlarm();
      this.#alarmAt = null;
    } else if ((this.#alarmAt ?? 0) < now() + LEASE_RENEWAL_MS / 2) {
      await this.#setAlarm();
    }
  }

  async #setAlarm(): Promise<void> {
    this.#alarmAt = now() + LEASE_RENEWAL_MS;
    await this.ctx.storage.setAlarm(this.#alarmAt);
  }

  #market() {
    const marketId = this.#meta('marketId');
    invariant(marketId, 'a paper broker is opened before it is used');
    return marketDoor(readEnv(this.env), marketId);
  }

  #settings(): PaperBrokerSettings {
    const stored = this.#meta('settings');
    if (stored === null) return NO_FAULTS;
    const settings = { ...NO_FAULTS, ...(JSON.parse(stored) as Partial<PaperBrokerSettings>) };
    return settings;
  }

  #meta(key: string): string | null {
    let value = this.#known.get(key);
    if (value === undefined) {
      value = this.#sql.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value ?? null;
      this.#known.set(key, value);
    }
    return value;
  }
}

/** The close of the session that is open, else of the next one. */
function sessionEnd({ currency }: BrokerOrderRequest, { world, marketAt }: MarketState): MarketMs | null {
  const calendar = calendarOf(world === 'demo' ? 'demo-us' : currency === 'KRW' ? 'krx' : 'us');
  const open = calendar.sessionAt(marketAt) ?? calendar.sessionAt(calendar.nextOpen(marketAt));
  return open?.close ?? null;
}

function here(tradable: MarketVenue['tradable']): Tradable | null {
  return tradable === null ? null : { price: tradable.price, at: now(), marketAt: tradable.at };
}

function now(): WallMs {
  return Date.now() as WallMs;
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(ms, DELAY_MAX_MS)));
}
