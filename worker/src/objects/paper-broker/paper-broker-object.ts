import { DurableObject } from 'cloudflare:workers';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { AccountId, InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { LevelHit, MarketState, PriceLevel } from '#shared/domain/market.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type {
  BrokerAccount,
  BrokerOrderRequest,
  BrokerSnapshot,
  CancelAnswer,
  LookUpAnswer,
  ReplaceAnswer,
  SubmitAnswer,
} from '#shared/ports/broker.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { marketDoor } from '../../peers.ts';
import type { MarketMoment } from '../market/market-rpc.ts';
import { durableSql, migrate, type Sql } from '../sql.ts';
import {
  allOrders,
  bookOrder,
  bookSnapshot,
  bookSplit,
  cancelOrder,
  executionsSince,
  expireDayOrders,
  findOrder,
  PAPER_BOOK_MIGRATIONS,
  positions,
  rejectCode,
  restingOrders,
  tradeOrder,
} from './paper-book.ts';
import { NO_FAULTS, type PaperBrokerRpc, type PaperBrokerSettings, type WholeBook } from './paper-broker-rpc.ts';

const DELAY_MAX_MS = 60_000;
/** Levels are leased for 5 minutes; renewed well before, while an order rests. */
const LEASE_RENEWAL_MS = 120_000;

/** The book of one paper account, a counterparty behind the broker port: it never reads the account's tables. */
export class PaperBrokerObject extends DurableObject<RawEnv> implements PaperBrokerRpc {
  readonly #sql: Sql;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    migrate(ctx.storage, PAPER_BOOK_MIGRATIONS);
    this.#sql = durableSql(ctx.storage);
  }

  async open(spec: { accountId: AccountId; marketId: MarketId }): Promise<void> {
    for (const [key, value] of Object.entries(spec)) {
      this.#sql.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING', key, value);
    }
  }

  async configure(change: Partial<PaperBrokerSettings>): Promise<PaperBrokerSettings> {
    const settings = { ...this.#settings(), ...change };
    this.#sql.run(
      "INSERT INTO meta (key, value) VALUES ('settings', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1",
      JSON.stringify(settings),
    );
    return settings;
  }

  async submit(request: BrokerOrderRequest): Promise<SubmitAnswer> {
    const faults = this.#settings();
    await pause(faults.receiveDelayMs);
    const { tradable, goodUntil } = await this.#conditions(request);
    const booked = this.ctx.storage.transactionSync(() => {
      const order = bookOrder(this.#sql, request, { at: now(), refuseWith: faults.refuseWith, goodUntil });
      if (order?.state !== 'accepted' || tradable === null) return order;
      return tradeOrder(this.#sql, order.clientOrderId, tradable);
    });
    if (booked?.state === 'accepted') await this.#registerLevels();
    await pause(faults.replyDelayMs);
    if (faults.cutReplies) return { kind: 'unknown', message: 'the answer did not arrive' };
    if (booked === null) return { kind: 'duplicate' };
    if (booked.state === 'rejected') {
      return { kind: 'rejected', code: rejectCode(booked.reason), message: booked.reason ?? 'refused' };
    }
    return { kind: 'accepted', order: booked };
  }

  async replace(): Promise<ReplaceAnswer> {
    return { kind: 'rejected', code: 'invalid-order', message: 'orders are cancelled and placed anew here' };
  }

  async cancel({ clientOrderId }: { clientOrderId: string }): Promise<CancelAnswer> {
    const order = cancelOrder(this.#sql, clientOrderId);
    if (order === null) return { kind: 'not-found' };
    await this.#registerLevels();
    return order.state === 'cancelled' ? { kind: 'cancelled', order } : { kind: 'too-late', order };
  }

  async orderByClientId(clientOrderId: string): Promise<LookUpAnswer> {
    const order = findOrder(this.#sql, clientOrderId);
    return order ? { kind: 'found', order } : { kind: 'not-found' };
  }

  async snapshot({ cursor }: { cursor: string | null }): Promise<BrokerSnapshot | null> {
    return bookSnapshot(this.#sql, cursor);
  }

  async account(): Promise<BrokerAccount | null> {
    return null;
  }

  async book(): Promise<WholeBook> {
    const executions: ReturnType<typeof executionsSince> = [];
    for (let more = executionsSince(this.#sql, 0); more.length > 0;) {
      executions.push(...more);
      more = executionsSince(this.#sql, more.at(-1)?.seq ?? 0);
    }
    return { orders: allOrders(this.#sql), executions, positions: positions(this.#sql) };
  }

  /**
   * The market calls when a resting order can trade. A repeated call finds the order done and changes nothing. The level
   * stays until the account has heard: a crash before that makes the market call again.
   */
  async onLevels(hits: readonly LevelHit[], moment: MarketMoment): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      expireDayOrders(this.#sql, moment.marketAt);
      for (const hit of hits) {
        tradeOrder(this.#sql, hit.levelId, { price: hit.price, at: now(), marketAt: moment.marketAt });
      }
    });
    await pause(this.#settings().newsDelayMs);
    await this.#tellAccount();
    await this.#registerLevels();
  }

  async split(split: { id: string; instrumentId: InstrumentId; ratio: number }): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      bookSplit(this.#sql, split);
    });
    await this.#registerLevels();
  }

  override async alarm(): Promise<void> {
    if (this.#meta('accountId') === null) return;
    await this.ctx.storage.setAlarm(now() + LEASE_RENEWAL_MS);
    const { marketAt } = await this.#market().state();
    const isNews = expireDayOrders(this.#sql, marketAt);
    await this.#registerLevels();
    if (isNews) await this.#tellAccount();
  }

  /** The price this order can have now, null when it has to rest until the next open; and when a day order ends. */
  async #conditions(request: BrokerOrderRequest) {
    const market = this.#market();
    const [state, price] = await Promise.all([market.state(), market.tradable(request.instrumentId)]);
    return {
      tradable: price === null ? null : { price: price.price, at: now(), marketAt: price.at },
      goodUntil: request.timeInForce === 'day' ? sessionEnd(request, state) : null,
    };
  }

  async #tellAccount(): Promise<void> {
    const accountId = this.#meta('accountId');
    if (accountId !== null) await this.env.ACCOUNT.getByName(accountId).onBrokerNews();
  }

  async #registerLevels(): Promise<void> {
    const accountId = this.#meta('accountId');
    if (accountId === null) return;
    const levels = restingOrders(this.#sql).map(levelOf);
    if (levels.length > 0) await this.ctx.storage.setAlarm(now() + LEASE_RENEWAL_MS);
    else await this.ctx.storage.deleteAlarm();
    await this.#market().setLevels({ kind: 'paper-broker', accountId: accountId as AccountId }, levels);
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
    return this.#sql.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value ?? null;
  }
}

type Resting = ReturnType<typeof restingOrders>[number];

/** Market and immediate orders trade at the next open; a limit order that rests also inside a range. */
function levelOf(order: Resting): PriceLevel {
  const level = { id: order.clientOrderId, instrumentId: order.instrumentId, rank: 1 as const };
  if (order.limit_price === null || order.time_in_force === 'ioc') return { ...level, kind: 'open', price: null };
  return { ...level, kind: order.side === 'buy' ? 'at-or-below' : 'at-or-above', price: Number(order.limit_price) };
}

/** The close of the session that is open, else of the next one. */
function sessionEnd({ currency }: BrokerOrderRequest, { world, marketAt }: MarketState): MarketMs | null {
  const calendar = calendarOf(world === 'demo' ? 'demo-us' : currency === 'KRW' ? 'krx' : 'us');
  const open = calendar.sessionAt(marketAt) ?? calendar.sessionAt(calendar.nextOpen(marketAt));
  return open?.close ?? null;
}

function now(): WallMs {
  return Date.now() as WallMs;
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(ms, DELAY_MAX_MS)));
}
