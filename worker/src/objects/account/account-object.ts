import { DurableObject } from 'cloudflare:workers';
import { createHash, createHmac } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { EventView } from '#shared/contract/account.ts';
import type { LookView } from '#shared/contract/bot.ts';
import type { StreamMessage } from '#shared/contract/stream.ts';
import { bookDeposit } from '#shared/domain/booking.ts';
import type { AccountId } from '#shared/domain/ids.ts';
import type { LevelHit } from '#shared/domain/market.ts';
import { money } from '#shared/domain/money.ts';
import type { LookReport, LookingBot } from '#shared/domain/signal.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import { readEnv, type Env, type RawEnv } from '../../env.ts';
import type { SplitNews } from '../market/lock-step-clock.ts';
import type { AccountFollower } from '../market/market-follower.ts';
import type { MarketMoment } from '../market/market-rpc.ts';
import { durableSql, migrate, type Sql } from '../sql.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import { marketDoor, userDoor } from '../../peers.ts';
import { accountApi } from './account-api.ts';
import type { OpenAccount } from './account-rpc.ts';
import { onAlarm } from './alarm.ts';
import type { AccountContext, AccountSpec } from './context.ts';
import { appendEvent } from './event-log.ts';
import { followMarket } from './follow-market.ts';
import { registerWithMarket } from './levels.ts';
import { readMeta, writeMeta } from './meta.ts';
import { post, stampOf } from './money-book.ts';
import { deliverOwed } from './outbox.ts';
import { nextDue, schedule } from './schedule.ts';
import { ACCOUNT_MIGRATIONS } from './schema.ts';
import { reconcile } from './send.ts';
import { markValues, fetchPresent } from './valuation.ts';

const newId = monotonicFactory();
const DELIVER_SOON_MS = 1_000;
/** An exit waits at most this long for the first reconcile after a start; entries wait for it. */
const RECOVERY_WAIT_MS = 10_000;

/**
 * The truth of one trading account: the single writer of its orders, money and questions, and the only sender to its
 * broker. A thin class: storage, alarm and neighbours; every rule is a function beside it.
 */
export class AccountObject extends DurableObject<RawEnv> implements AccountFollower, AccountPort {
  readonly #sql: Sql;
  readonly #env: Env;
  readonly #inFlight = new Set<string>();
  #marketAt: MarketMs | null = null;
  #news: StreamMessage[] = [];
  #changed = false;
  #recovered: Promise<boolean> | null = null;
  #isReady = false;
  readonly #api: AccountPort;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    migrate(ctx.storage, ACCOUNT_MIGRATIONS);
    this.#sql = durableSql(ctx.storage);
    this.#env = readEnv(env);
    this.#api = accountApi({
      context: () => this.#context(),
      isReady: () => this.#isReady,
      ready: () => this.#ready(),
      afterwards: () => this.#afterwards(),
      splitPaper: (split) => this.#paper(this.#context().spec.id).split(split),
    });
  }

  /** Opens the account once; a repeated call changes nothing. */
  async open(input: OpenAccount): Promise<void> {
    if (readMeta(this.#sql, 'spec') !== null) return;
    const spec: AccountSpec = {
      id: input.id,
      name: input.name,
      ownerId: input.ownerId,
      marketId: input.marketId,
      world: input.world,
      baseCurrency: input.baseCurrency,
      writer: input.writer,
      createdAt: Date.now() as WallMs,
    };
    const market = marketDoor(this.#env, spec.marketId);
    this.#marketAt = (await market.state()).marketAt;
    await this.#paper(spec.id).open({ accountId: spec.id, marketId: spec.marketId });
    this.ctx.storage.transactionSync(() => {
      if (readMeta(this.#sql, 'spec') !== null) return;
      writeMeta(this.#sql, 'spec', spec);
      const ctx = this.#context();
      this.#sql.run(
        "INSERT INTO grant_ (user_id, role, granted_at) VALUES (?, 'owner', ?)",
        spec.ownerId,
        spec.createdAt,
      );
      appendEvent(ctx, {
        type: 'account.opened',
        actor: 'clock',
        subject: null,
        body: { name: spec.name, world: spec.world },
      });
      if (Number(input.deposit) > 0) {
        post(ctx, bookDeposit(stampOf(ctx, 'manual'), money(input.deposit, spec.baseCurrency)));
        appendEvent(ctx, {
          type: 'money.booked',
          actor: 'clock',
          subject: null,
          body: { type: 'deposit', amount: input.deposit, currency: spec.baseCurrency },
        });
      }
    });
    const ctx = this.#context();
    markValues(ctx, await fetchPresent(ctx));
    await this.#afterwards();
  }

  /* What people ask. Each is a door to `account-api.ts`; RPC finds methods on the class only. */
  view(...args: Parameters<AccountPort['view']>): ReturnType<AccountPort['view']> {
    return this.#api.view(...args);
  }
  positions(...args: Parameters<AccountPort['positions']>): ReturnType<AccountPort['positions']> {
    return this.#api.positions(...args);
  }
  transactions(...args: Parameters<AccountPort['transactions']>): ReturnType<AccountPort['transactions']> {
    return this.#api.transactions(...args);
  }
  transactionSummary(
    ...args: Parameters<AccountPort['transactionSummary']>
  ): ReturnType<AccountPort['transactionSummary']> {
    return this.#api.transactionSummary(...args);
  }
  createTransaction(
    ...args: Parameters<AccountPort['createTransaction']>
  ): ReturnType<AccountPort['createTransaction']> {
    return this.#api.createTransaction(...args);
  }
  orders(...args: Parameters<AccountPort['orders']>): ReturnType<AccountPort['orders']> {
    return this.#api.orders(...args);
  }
  order(...args: Parameters<AccountPort['order']>): ReturnType<AccountPort['order']> {
    return this.#api.order(...args);
  }
  createOrder(...args: Parameters<AccountPort['createOrder']>): ReturnType<AccountPort['createOrder']> {
    return this.#api.createOrder(...args);
  }
  cancelOrder(...args: Parameters<AccountPort['cancelOrder']>): ReturnType<AccountPort['cancelOrder']> {
    return this.#api.cancelOrder(...args);
  }
  closePosition(...args: Parameters<AccountPort['closePosition']>): ReturnType<AccountPort['closePosition']> {
    return this.#api.closePosition(...args);
  }
  moveStop(...args: Parameters<AccountPort['moveStop']>): ReturnType<AccountPort['moveStop']> {
    return this.#api.moveStop(...args);
  }
  events(...args: Parameters<AccountPort['events']>): ReturnType<AccountPort['events']> {
    return this.#api.events(...args);
  }
  performance(...args: Parameters<AccountPort['performance']>): ReturnType<AccountPort['performance']> {
    return this.#api.performance(...args);
  }
  limits(...args: Parameters<AccountPort['limits']>): ReturnType<AccountPort['limits']> {
    return this.#api.limits(...args);
  }
  validate(...args: Parameters<AccountPort['validate']>): ReturnType<AccountPort['validate']> {
    return this.#api.validate(...args);
  }
  pause(...args: Parameters<AccountPort['pause']>): ReturnType<AccountPort['pause']> {
    return this.#api.pause(...args);
  }
  resume(...args: Parameters<AccountPort['resume']>): ReturnType<AccountPort['resume']> {
    return this.#api.resume(...args);
  }
  panic(...args: Parameters<AccountPort['panic']>): ReturnType<AccountPort['panic']> {
    return this.#api.panic(...args);
  }
  bots(...args: Parameters<AccountPort['bots']>): ReturnType<AccountPort['bots']> {
    return this.#api.bots(...args);
  }
  bot(...args: Parameters<AccountPort['bot']>): ReturnType<AccountPort['bot']> {
    return this.#api.bot(...args);
  }
  botStatus(...args: Parameters<AccountPort['botStatus']>): ReturnType<AccountPort['botStatus']> {
    return this.#api.botStatus(...args);
  }
  looks(...args: Parameters<AccountPort['looks']>): ReturnType<AccountPort['looks']> {
    return this.#api.looks(...args);
  }
  previewBot(...args: Parameters<AccountPort['previewBot']>): ReturnType<AccountPort['previewBot']> {
    return this.#api.previewBot(...args);
  }
  createBot(...args: Parameters<AccountPort['createBot']>): ReturnType<AccountPort['createBot']> {
    return this.#api.createBot(...args);
  }
  updateBot(...args: Parameters<AccountPort['updateBot']>): ReturnType<AccountPort['updateBot']> {
    return this.#api.updateBot(...args);
  }
  pauseBot(...args: Parameters<AccountPort['pauseBot']>): ReturnType<AccountPort['pauseBot']> {
    return this.#api.pauseBot(...args);
  }
  resumeBot(...args: Parameters<AccountPort['resumeBot']>): ReturnType<AccountPort['resumeBot']> {
    return this.#api.resumeBot(...args);
  }
  proposals(...args: Parameters<AccountPort['proposals']>): ReturnType<AccountPort['proposals']> {
    return this.#api.proposals(...args);
  }
  proposal(...args: Parameters<AccountPort['proposal']>): ReturnType<AccountPort['proposal']> {
    return this.#api.proposal(...args);
  }
  approve(...args: Parameters<AccountPort['approve']>): ReturnType<AccountPort['approve']> {
    return this.#api.approve(...args);
  }
  reject(...args: Parameters<AccountPort['reject']>): ReturnType<AccountPort['reject']> {
    return this.#api.reject(...args);
  }

  async onLevels(hits: readonly LevelHit[], moment: MarketMoment): Promise<void> {
    await this.#follow(moment, (market) => market.onLevels(hits));
  }

  async botsToLook(moment: MarketMoment): Promise<LookingBot[]> {
    this.#marketAt = moment.marketAt;
    await this.#ready();
    return followMarket(this.#context(), () => this.#isReady).botsToLook();
  }

  async look(reports: readonly LookReport[], moment: MarketMoment): Promise<void> {
    await this.#follow(moment, (market) => market.look(reports));
  }

  async monitor(moment: MarketMoment): Promise<void> {
    await this.#follow(moment, (market) => market.monitor());
  }

  async snapshot(moment: MarketMoment): Promise<void> {
    await this.#follow(moment, (market) => market.snapshot());
  }

  async holdEnded(moment: MarketMoment): Promise<void> {
    await this.#follow(moment, (market) => market.holdEnded());
  }

  /** Instruments that were split at this open: quantities, stops and the counterparty's book follow before any level is looked at. */
  async onSplits(splits: readonly SplitNews[], moment: MarketMoment): Promise<void> {
    await this.#follow(moment, (market) => market.onSplits(splits, moment));
  }

  /** The broker has something new: a hint, the book is read. */
  async onBrokerNews(): Promise<void> {
    await this.#ready();
    await reconcile(this.#context());
    await this.#afterwards();
  }

  /** Start, crash and deploy are the same: whoever comes first brings the account up to date. */
  async wake(): Promise<void> {
    await this.#ready();
    await this.#afterwards();
  }

  override async alarm(): Promise<void> {
    if (readMeta(this.#sql, 'spec') === null) return;
    // Armed before anything can go wrong: a handler that fails is called again.
    await this.ctx.storage.setAlarm(Date.now() + RECOVERY_WAIT_MS);
    await this.#ready();
    await onAlarm(this.#context(), () => this.#deliver());
    await this.#afterwards();
  }

  async #follow(moment: MarketMoment, work: (market: ReturnType<typeof followMarket>) => Promise<void>): Promise<void> {
    if (readMeta(this.#sql, 'spec') === null) return;
    this.#marketAt = moment.marketAt;
    await this.#ready();
    await work(followMarket(this.#context(), () => this.#isReady));
    await this.#afterwards();
  }

  /** RECOVERING ends with the first reconcile; while the broker is out of reach exits go on after 10 s and entries wait. */
  async #ready(): Promise<void> {
    if (this.#isReady) return;
    this.#recovered ??= this.#recover();
    const waited = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), RECOVERY_WAIT_MS));
    await Promise.race([this.#recovered, waited]);
  }

  async #recover(): Promise<boolean> {
    try {
      const ctx = this.#context();
      const state = await ctx.market.state();
      this.#marketAt ??= state.marketAt;
      await fetchPresent(ctx);
      this.#isReady = await reconcile(ctx);
      this.#changed = true;
      schedule(ctx, 'deliver', 'all', ctx.now(), true);
    } catch (error) {
      console.error(
        JSON.stringify({ event: 'recovery-failed', account: readMeta(this.#sql, 'spec')?.id, error: String(error) }),
      );
    } finally {
      if (!this.#isReady) this.#recovered = null;
    }
    return this.#isReady;
  }

  /** After every call: the market knows what to watch, the alarm is set, people are told. */
  async #afterwards(): Promise<void> {
    if (readMeta(this.#sql, 'spec') === null) return;
    const ctx = this.#context();
    if (this.#changed) {
      this.#changed = false;
      await registerWithMarket(ctx);
    }
    const news = this.#news;
    this.#news = [];
    if (news.length > 0) {
      schedule(ctx, 'deliver', 'all', ctx.now() + DELIVER_SOON_MS, true);
      this.ctx.waitUntil(this.#publish(news));
    }
    const due = nextDue(ctx);
    if (due !== null) await this.ctx.storage.setAlarm(Math.max(due, Date.now()));
  }

  /** The stream is a hint: what is lost here is asked for again by sequence number. */
  async #publish(news: StreamMessage[]): Promise<void> {
    const users = this.#sql.all<{ user_id: string }>('SELECT user_id FROM grant_').map((row) => row.user_id);
    for (const user of users) {
      try {
        await userDoor(this.#env, user).publish(news);
      } catch (error) {
        console.warn(JSON.stringify({ event: 'publish-failed', error: String(error) }));
      }
    }
    await this.#deliver();
  }

  async #deliver(): Promise<void> {
    await deliverOwed(this.#context(), (user, event) => userDoor(this.#env, user).deliver(event));
  }

  #paper(accountId: AccountId) {
    return this.#env.PAPER_BROKER.getByName(accountId);
  }

  #context(): AccountContext {
    const spec = readMeta(this.#sql, 'spec');
    invariant(spec, 'an account is opened before it is used');
    const { settings } = this.#env;
    const market = marketDoor(this.#env, spec.marketId);
    const paper = this.#paper(spec.id);
    const owner = { kind: 'account', accountId: spec.id } as const;
    return {
      sql: this.#sql,
      spec,
      broker: {
        class: 'a',
        submit: (request) => paper.submit(request),
        cancel: (clientOrderId) => paper.cancel(clientOrderId),
        orderByClientId: (clientOrderId) => paper.orderByClientId(clientOrderId),
        snapshot: (since) => paper.snapshot(since),
      },
      market: {
        state: () => market.state(),
        instruments: () => market.instruments(),
        quotes: (ids) => market.quotes(ids),
        setLevels: (levels) => market.setLevels(owner, levels),
        follow: (following) => market.follow(spec.id, following),
      },
      transaction: (work) => this.ctx.storage.transactionSync(work),
      now: () => Date.now() as WallMs,
      marketNow: () => this.#marketAt ?? (Date.now() as MarketMs),
      newId: () => newId(),
      mac: (text) =>
        createHmac('sha256', settings.AUDIT_KEY ?? spec.id)
          .update(text)
          .digest('hex'),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      inFlight: this.#inFlight,
      markChanged: () => {
        this.#changed = true;
      },
      tell: (news: { event: EventView } | { look: LookView }) => {
        this.#news.push(
          'event' in news
            ? { type: 'event', event: news.event }
            : { type: 'look', accountId: spec.id, look: news.look },
        );
      },
      log: (entry) => {
        console.log(JSON.stringify({ account: spec.id, ...entry }));
      },
    };
  }
}
