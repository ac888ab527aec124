import type { StreamMessage } from '#shared/contract/stream.ts';
import type { ResearchDone, Trouble } from '#shared/contract/watch.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { runAlarm } from '#shared/engine/orders/alarm.ts';
import { deliverOwed } from '#shared/engine/orders/outbox.ts';
import type { OrderCore } from '#shared/engine/orders/ports.ts';
import { runAsync, type EffectPorts } from '#shared/engine/orders/run-async.ts';
import type { LevelHit } from '#shared/domain/market.ts';
import type { DecimalText } from '#shared/lib/decimal.ts';
import { invariant } from '#shared/lib/invariant.ts';
import { MINUTE_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import type { OwnerLimits } from '#shared/domain/owner-limits.ts';
import type { Mode } from '#shared/risk/check.ts';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { ConnectionFacts } from '#shared/usecases/connection-health.ts';
import type { ConnectionNews } from '#shared/usecases/connection-news.ts';
import type { MarketMoment } from '../market/market-rpc.ts';
import { AccountAlarm } from './account-alarm.ts';
import { accountApi } from './account-api.ts';
import type { AccountPeers, AccountPorts } from './account-ports.ts';
import type { OpenAccount } from './account-rpc.ts';
import { checkChain, type AnchorBody, type ChainHead } from './audit-chain.ts';
import { accountWork } from './alarm.ts';
import { connectionTold } from './connection-told.ts';
import { hasRealPrices, type AccountContext, type AccountSpec } from './context.ts';
import { anchorChain, eventBySeq, type Actor } from './event-log.ts';
import { followMarket, isExitLevel } from './follow-market.ts';
import { checkClock, watchData } from './holds.ts';
import { takeOver } from './take-over.ts';
import { forget } from './memory.ts';
import { MarketTelling } from './market-telling.ts';
import { beginLife, endOfRecovery, mustReconcileFirst, openInLife } from './life.ts';
import { readMeta, writeMeta } from './meta.ts';
import { beginAccount, writeSpec } from './opening.ts';
import { cancelAll, reconcile } from './reconcile.ts';
import { SaidOfAll } from './said-of-all.ts';
import { effectPorts, orderCore } from './order-core.ts';
import { nextDue, schedule } from './schedule.ts';
import { SendGate } from './send-gate.ts';
import { setTrouble, tellResearch, tellWasOff, watchProtection, type FoundTrouble } from './troubles.ts';
import { trip } from './trips.ts';
import { fetchPresent, markValues } from './valuation.ts';

/** An exit waits at most this long for the first reconcile after a start; entries wait for it. */
const RECOVERY_WAIT_MS = 10_000;
const RECOVER_AGAIN_AFTER_MS = 2_000;
const RECOVER_SLOWEST_MS = 30_000;

/**
 * One trading account while it runs: what it remembers between calls, and what surrounds every call. Start, crash and
 * deploy are the same: whoever comes first brings it up to date.
 */
export class AccountRuntime {
  readonly api: AccountPort;
  readonly #ports: AccountPorts;
  readonly #inFlight = new Set<string>();
  readonly #gate: SendGate;
  readonly #alarm: AccountAlarm;
  readonly #saidOfAll: SaidOfAll;
  readonly #market = new MarketTelling();
  /** Nothing leaves before this: somebody wants to copy the state. */
  #heldUntil = 0;
  #isOfThisLife = false;
  #recoveries = 0;
  #context: AccountContext | null = null;
  #peers: AccountPeers | null = null;
  #marketAt: MarketMs | null = null;
  #news: StreamMessage[] = [];
  #recovered: Promise<void> | null = null;
  #isReady = false;

  constructor(ports: AccountPorts) {
    this.#ports = ports;
    this.#gate = new SendGate(() => this.#mustNotSend());
    this.#alarm = new AccountAlarm(ports);
    this.#saidOfAll = new SaidOfAll(ports, () => this.context());
    this.api = accountApi({
      context: () => this.context(),
      isReady: () => this.#isReady,
      ready: () => this.ready(),
      afterwards: () => this.afterwards(),
      background: (work) => {
        ports.background(work);
      },
      splitPaper: (split) => this.#peersOf(this.context()).splitPaper(split),
    });
  }

  get isOpen(): boolean {
    return readMeta(this.#ports.sql, 'spec') !== null;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /**
   * Opens the account once; a repeated call changes nothing but its limits, where it tells any: it was cut off before
   * anybody found it, and what was confirmed since counts.
   */
  async open(
    spec: AccountSpec,
    first: { marketAt: MarketMs; deposit: DecimalText; limits?: OpenAccount['limits'] | null },
  ): Promise<void> {
    const { sql } = this.#ports;
    const isNew = this.#transaction(() => {
      if (first.limits) writeMeta(sql, 'limits', { ...DEFAULT_LIMITS, ...first.limits });
      if (this.isOpen) return false;
      writeSpec(sql, spec, first.marketAt);
      openInLife(sql, this.#ports.life);
      beginAccount(this.context(), first.deposit);
      return true;
    });
    if (!isNew) return;
    const ctx = this.context();
    markValues(ctx, await fetchPresent(ctx, [], 'prices'));
    await this.afterwards();
  }

  /** Throws when the account was never opened. */
  context(): AccountContext {
    if (this.#context !== null) return this.#context;
    const spec = readMeta(this.#ports.sql, 'spec');
    invariant(spec, 'an account is opened before it is used');
    const { sql, now, newId, mac, sha256, log, life } = this.#ports;
    this.#peers = this.#ports.peers(spec);
    let orders: OrderCore | undefined;
    let ports: EffectPorts | undefined;
    const context: AccountContext = {
      sql,
      // New orders carry the name of whoever writes now.
      spec: { ...spec, writer: life.writer },
      broker: this.#gate.guard(this.#peers.broker),
      market: this.#peers.market,
      transaction: (work) => this.#transaction(work),
      now,
      facts: () => this.#peers?.facts?.() ?? null,
      marketNow: () => this.#marketAt ?? readMeta(sql, 'marketAt') ?? asMarketTime(now()),
      hear: (marketAt) => {
        this.hear(marketAt);
      },
      arm: (at) => {
        // It rings by then already; what it is for is looked at when the call is over.
        if (!this.#alarm.ringsBy(at)) this.#alarm.set(nextDue(context));
      },
      newId,
      mac,
      sha256,
      lastVisit: (userIds) => this.#ports.lastVisit(userIds),
      inFlight: this.#inFlight,
      isReady: () => this.#isReady,
      get orders() {
        return (orders ??= orderCore(context));
      },
      run: (flow) => runAsync(flow, (ports ??= this.#effects(context))),
      markChanged: () => {
        this.#market.changed();
      },
      tell: (news) => {
        const { id: accountId } = spec;
        this.#news.push(
          'event' in news ? { type: 'event', event: news.event } : { type: 'look', accountId, look: news.look },
        );
      },
      log,
    };
    this.#context = context;
    return context;
  }

  /** The market's time only goes on. With real prices it always does: kept to the minute, or every question were a commit. */
  hear(marketAt: MarketMs): void {
    const { sql } = this.#ports;
    const kept = readMeta(sql, 'marketAt') ?? 0;
    if (marketAt <= (this.#marketAt ?? kept)) return;
    this.#marketAt = marketAt;
    if (marketAt - kept >= MINUTE_MS || !hasRealPrices(this.context())) writeMeta(sql, 'marketAt', marketAt);
  }

  /** Work that the market's clock waits for. */
  async follow<T>(moment: MarketMoment, work: (market: ReturnType<typeof followMarket>) => Promise<T>): Promise<T> {
    const ctx = this.context();
    this.hear(moment.marketAt);
    await this.ready();
    const { splitPaper: paper } = this.#peersOf(ctx);
    try {
      return await work(followMarket(ctx, { isReady: () => this.#isReady, paper }));
    } finally {
      await this.afterwards();
    }
  }

  /**
   * Levels that were reached. The way to the broker is asked for first: what is written before a question holds it back
   * until it is on the disk, and so both take place at once. Nothing leaves before the commit all the same.
   */
  async onLevels(hits: readonly LevelHit[], moment: MarketMoment): Promise<void> {
    const exits = hits.filter(isExitLevel).length;
    if (exits > 0 && this.#isReady) this.#peersOf(this.context()).expectExits?.(exits);
    await this.follow(moment, (market) => market.onLevels(hits));
  }

  /** The broker has something new: a hint, the book is read. */
  async onBrokerNews(): Promise<void> {
    await this.ready();
    try {
      await reconcile(this.context());
    } finally {
      await this.afterwards();
    }
  }

  /** How the way to the broker is, as its session says: written and told without asking the broker anything. */
  async onConnection(news: ConnectionNews, facts: ConnectionFacts): Promise<void> {
    const ctx = this.context();
    this.#peersOf(ctx).hearFacts?.(facts);
    ctx.transaction(() => {
      connectionTold(ctx, news, facts);
    });
    await this.afterwards();
  }

  /** What somebody who looks from outside has seen; null: all is well. The same again changes nothing. */
  async setTrouble(trouble: Trouble, found: FoundTrouble | null, recipient: UserId | null): Promise<void> {
    const ctx = this.context();
    ctx.transaction(() => setTrouble(ctx, trouble, found, recipient));
    await this.afterwards();
  }

  /** Nod was off: said once this account has read what happened meanwhile. */
  async wasOff(from: WallMs, to: WallMs): Promise<void> {
    await this.ready();
    const ctx = this.context();
    ctx.transaction(() => {
      tellWasOff(ctx, from, to);
    });
    await this.afterwards();
  }

  /** What one of its people asked of past prices is there. */
  async researchDone(done: ResearchDone, recipient: UserId): Promise<void> {
    const ctx = this.context();
    ctx.transaction(() => {
      tellResearch(ctx, done, recipient);
    });
    await this.afterwards();
  }

  /** Sends nothing for so long; true when every answer to what had left came in within the wait. */
  async drain({ holdMs, waitMs }: { holdMs: number; waitMs: number }): Promise<boolean> {
    this.#heldUntil = this.#ports.now() + holdMs;
    const idle = this.#gate.idle().then(() => true);
    return (await this.#ports.waitFor(idle, waitMs)) ?? false;
  }

  /** Checks the chain of events, also against a head that was kept elsewhere; one that does not hold stops buying. */
  async audit(
    kept: ChainHead | null,
    pause: () => Promise<void>,
  ): Promise<{ head: ChainHead; brokenAt: number | null }> {
    const ctx = this.context();
    const checked = await checkChain(ctx, kept, pause);
    if (checked.brokenAt === null) return checked;
    const seq = checked.brokenAt;
    ctx.transaction(() => trip(ctx, 'audit-break', { key: String(seq), about: { seq } }));
    await this.afterwards();
    return checked;
  }

  /** Takes over a chain that was written under another key; null where there is nothing to take over. */
  async anchorAudit(formerMac: (text: string) => string): Promise<AnchorBody | null> {
    const ctx = this.context();
    const anchored = ctx.transaction(() => anchorChain(ctx, formerMac));
    await this.afterwards();
    return anchored;
  }

  /** The mode of all accounts, as the installation tells it; the strictest of all counts. Begins in the turn of the call. */
  async setGlobalMode(mode: Mode, by: Actor): Promise<void> {
    try {
      await cancelAll(this.context(), this.#saidOfAll.setMode(mode, by));
    } finally {
      await this.afterwards();
    }
  }

  /** The owner's limits for all accounts, as the installation tells them. Begins in the turn of the call. */
  async setOwnerLimits(limits: OwnerLimits, by: Actor): Promise<void> {
    try {
      this.#saidOfAll.setLimits(limits, by);
    } finally {
      await this.afterwards();
    }
  }

  #mustNotSend(): boolean {
    const { sql, life, now } = this.#ports;
    // Once this life has read the broker's book it stays so.
    this.#isOfThisLife ||= !mustReconcileFirst(sql, life);
    return !this.#isOfThisLife || now() < this.#heldUntil;
  }

  async wake(): Promise<void> {
    await this.ready();
    await this.afterwards();
  }

  async onAlarm(): Promise<void> {
    this.#alarm.rang(this.isOpen ? nextDue(this.context()) : null);
    await this.ready();
    try {
      const ctx = this.context();
      await ctx.run(runAlarm(ctx.orders));
    } finally {
      await this.afterwards();
    }
  }

  /** RECOVERING ends with the first reconcile; while the broker is out of reach exits go on after 10 s and entries wait. */
  async ready(): Promise<void> {
    if (this.#isReady) return;
    this.#recovered ??= this.#recover().finally(() => {
      this.#recovered = null;
    });
    await this.#ports.waitFor(this.#recovered, RECOVERY_WAIT_MS);
  }

  async #recover(): Promise<void> {
    const ctx = this.context();
    try {
      schedule(ctx, 'reconcile', 'all', ctx.now() + RECOVER_AGAIN_AFTER_MS, true);
      await fetchPresent(ctx, [], 'prices');
      const knowsCeiling = await this.#saidOfAll.hearWritten();
      ctx.transaction(() => {
        beginLife(ctx, this.#ports.life);
      });
      const isReconciled = (await reconcile(ctx)) && (await takeOver(ctx));
      if (isReconciled) {
        ctx.transaction(() => {
          endOfRecovery(ctx);
        });
      }
      // Without the owner's limits it would buy beyond them: entries wait until they are heard, exits do not.
      this.#isReady = isReconciled && knowsCeiling;
      this.#market.changed();
      // Out of reach: asked again soon, slower the longer it lasts, however quiet the account is.
      const pause = Math.min(RECOVER_SLOWEST_MS, RECOVER_AGAIN_AFTER_MS * 2 ** this.#recoveries);
      this.#recoveries += 1;
      if (!this.#isReady) schedule(ctx, 'reconcile', 'all', ctx.now() + pause, true);
      schedule(ctx, 'deliver', 'all', ctx.now(), true);
    } catch (error) {
      ctx.log({ event: 'recovery-failed', error: String(error) });
    }
  }

  /** After every call, whatever came of it: the market knows what to watch, the alarm is set, people are told. */
  async afterwards(): Promise<void> {
    if (!this.isOpen) return;
    const ctx = this.context();
    try {
      this.#transaction(() => {
        checkClock(ctx);
        watchData(ctx);
        if (this.#market.isBehind) watchProtection(ctx);
      });
    } catch (error) {
      // What only stops buying stands in the way neither of an answer, a sale's for one, nor of the alarm.
      ctx.log({ event: 'holds-not-checked', error: String(error) });
    }
    await this.#market.tell(this.context());
    const news = this.#news;
    this.#news = [];
    if (news.length > 0) this.#ports.background(this.#publish(news));
    this.#alarm.set(nextDue(ctx));
  }

  /** What is taken back is no news, and nobody remembers it. */
  #transaction<T>(work: () => T): T {
    const before = this.#news.length;
    try {
      const result = this.#ports.transaction(work);
      invariant(!(result instanceof Promise), 'what is committed in one block does not await');
      return result;
    } catch (error) {
      this.#news.length = Math.min(before, this.#news.length);
      forget(this.#ports.sql);
      this.#alarm.forget();
      throw error;
    }
  }

  /** The stream is a hint: what is lost here is asked for again by sequence number. */
  async #publish(news: readonly StreamMessage[]): Promise<void> {
    const users = this.#ports.sql.all<{ user_id: string }>('SELECT user_id FROM grant_').map((row) => row.user_id);
    await Promise.all(
      users.map(async (user) => {
        try {
          await this.#ports.publish(user, news);
        } catch (error) {
          this.#ports.log({ event: 'publish-failed', reason: String(error) });
        }
      }),
    );
    const ctx = this.context();
    await ctx.run(deliverOwed(ctx.orders));
    this.#alarm.set(nextDue(ctx));
  }

  #effects(ctx: AccountContext): EffectPorts {
    const { deliver, pause } = this.#ports;
    return effectPorts(ctx, {
      deliver: async (seq, recipient) => {
        const event = eventBySeq(ctx, seq);
        if (event !== null) await deliver(recipient, event);
        return true;
      },
      work: (due) => accountWork(ctx, due),
      wait: (ms) => pause(ms),
    });
  }

  #peersOf(ctx: AccountContext): AccountPeers {
    return (this.#peers ??= this.#ports.peers(ctx.spec));
  }
}

/** Before a market was ever heard of there is no other time. */
function asMarketTime(now: WallMs): MarketMs {
  return Number(now) as MarketMs;
}
