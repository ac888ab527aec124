import { createHash, createHmac } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { ResearchDone, Trouble } from '#shared/contract/watch.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { Role } from '#shared/domain/role.ts';
import type { LevelHit } from '#shared/domain/market.ts';
import type { LookReport, LookingBot } from '#shared/domain/signal.ts';
import { invariant } from '#shared/lib/invariant.ts';
import { MINUTE_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { parseOwnerLimits, type OwnerLimits } from '#shared/domain/owner-limits.ts';
import type { Mode } from '#shared/risk/check.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { ConnectionFacts } from '#shared/usecases/connection-health.ts';
import type { ConnectionNews } from '#shared/usecases/connection-news.ts';
import { vendorOf } from '../../brokers/index.ts';
import { readEnv, type Env, type RawEnv } from '../../env.ts';
import { log } from '../../log.ts';
import { marketDoor, sessionDoor, userDoor } from '../../peers.ts';
import { accountDirectory } from '../../store/account-directory.ts';
import { openDatabase } from '../../store/database.ts';
import { parseMode, readSetting } from '../../store/settings.ts';
import type { BrokerNewsFollower } from '../broker-session/broker-session-rpc.ts';
import type { SplitNews } from '../market/lock-step-clock.ts';
import type { AccountFollower } from '../market/market-follower.ts';
import type { MarketMoment } from '../market/market-rpc.ts';
import { durableSql, migrate, type Sql } from '../sql.ts';
import { roleOf } from './access.ts';
import { AccountDoor } from './account-door.ts';
import type { OpenAccount } from './account-rpc.ts';
import type { AccountPeers } from './account-ports.ts';
import { AccountRuntime } from './account-runtime.ts';
import type { Judgement, OwedNod } from './nods.ts';
import type { AnchorBody, ChainHead } from './audit-chain.ts';
import type { BriefFacts } from './briefs.ts';
import { brokerPort } from './broker-port.ts';
import type { AccountSpec } from './context.ts';
import { readMeta } from './meta.ts';
import type { AlertToJudge, JudgedAlert } from './own-alerts.ts';
import { paperPort } from './paper-port.ts';
import type { FoundTrouble } from './troubles.ts';
import { ACCOUNT_MIGRATIONS } from './schema.ts';

const newId = monotonicFactory();
/** The directory's copy of the next alarm, for the watchdog, is this coarse. */
const DUE_COARSENESS_MS = 5 * MINUTE_MS;

/**
 * The truth of one trading account: the single writer of its orders, money and questions, and the only sender to its
 * broker. A thin class: storage, alarm and neighbours; every rule is a function beside it.
 */
export class AccountObject extends AccountDoor implements AccountFollower, BrokerNewsFollower {
  readonly #sql: Sql;
  readonly #env: Env;
  readonly #runtime: AccountRuntime;
  protected readonly api: AccountPort;
  #dueInDirectory: number | null | undefined = undefined;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    migrate(ctx.storage, ACCOUNT_MIGRATIONS);
    this.#sql = durableSql(ctx.storage);
    this.#env = readEnv(env);
    this.#runtime = this.#makeRuntime();
    this.api = this.#runtime.api;
  }

  /** Opens the account once; a repeated call changes nothing. */
  async open(input: OpenAccount): Promise<void> {
    // One that was cut off is opened once more, with the limits that were confirmed since.
    if (this.#runtime.isOpen && input.limits === undefined) return;
    const { deposit, limits = null, ...fixed } = input;
    const spec: AccountSpec = { ...fixed, createdAt: Date.now() as WallMs };
    // A live market's time is the time of day; the market itself may start later than its accounts.
    let marketAt = Number(spec.createdAt) as MarketMs;
    if (spec.connectionId === undefined) {
      ({ marketAt } = await marketDoor(this.#env, spec.marketId).state());
      await this.#paper(spec).open({ accountId: spec.id, marketId: spec.marketId });
    }
    await this.#runtime.open(spec, { marketAt, deposit, limits });
  }

  onLevels(hits: readonly LevelHit[], moment: MarketMoment): Promise<void> {
    return this.#runtime.onLevels(hits, moment);
  }

  botsToLook(moment: MarketMoment): Promise<LookingBot[]> {
    return this.#runtime.follow(moment, (market) => market.botsToLook());
  }

  look(reports: readonly LookReport[], moment: MarketMoment): Promise<void> {
    return this.#runtime.follow(moment, (market) => market.look(reports));
  }

  monitor(moment: MarketMoment): Promise<void> {
    return this.#runtime.follow(moment, (market) => market.monitor());
  }

  snapshot(moment: MarketMoment): Promise<void> {
    return this.#runtime.follow(moment, (market) => market.snapshot());
  }

  owedNods(moment: MarketMoment): Promise<OwedNod[]> {
    return this.#runtime.follow(moment, (market) => market.owedNods());
  }

  judgeNods(judged: readonly Judgement[], moment: MarketMoment): Promise<void> {
    return this.#runtime.follow(moment, (market) => market.judgeNods(judged));
  }

  brief(facts: BriefFacts, moment: MarketMoment): Promise<void> {
    return this.#runtime.follow(moment, (market) => market.brief(facts));
  }

  alertsToJudge(moment: MarketMoment): Promise<AlertToJudge[]> {
    return this.#runtime.follow(moment, (market) => market.alertsToJudge());
  }

  judgeAlerts(judged: readonly JudgedAlert[], moment: MarketMoment): Promise<void> {
    return this.#runtime.follow(moment, (market) => market.judgeAlerts(judged));
  }

  holdEnded(moment: MarketMoment): Promise<void> {
    return this.#runtime.follow(moment, (market) => market.holdEnded());
  }

  onSplits(splits: readonly SplitNews[], moment: MarketMoment): Promise<void> {
    return this.#runtime.follow(moment, (market) => market.onSplits(splits, moment));
  }

  onBrokerNews(): Promise<void> {
    return this.#runtime.onBrokerNews();
  }

  onConnection(news: ConnectionNews, facts: ConnectionFacts): Promise<void> {
    return this.#runtime.onConnection(news, facts);
  }

  setTrouble(trouble: Trouble, found: FoundTrouble | null, recipient: UserId | null = null): Promise<void> {
    return this.#runtime.setTrouble(trouble, found, recipient);
  }

  wasOff(from: WallMs, to: WallMs): Promise<void> {
    return this.#runtime.wasOff(from, to);
  }

  researchDone(done: ResearchDone, recipient: UserId): Promise<void> {
    return this.#runtime.researchDone(done, recipient);
  }

  roleOf(userId: string): Promise<Role | null> {
    return Promise.resolve(this.#runtime.isOpen ? roleOf(this.#runtime.context(), userId) : null);
  }

  wake(): Promise<void> {
    return this.#runtime.wake();
  }

  drain(how: { holdMs: number; waitMs: number }): Promise<boolean> {
    return this.#runtime.drain(how);
  }

  audit(kept: ChainHead | null): Promise<{ head: ChainHead; brokenAt: number | null }> {
    return this.#runtime.audit(kept, () => new Promise((resolve) => setTimeout(resolve, 0)));
  }

  /** Before it was required, a missing AUDIT_KEY was replaced by the account's id. */
  anchorAudit(): Promise<AnchorBody | null> {
    return this.#runtime.anchorAudit((text) => createHmac('sha256', this.#id()).update(text).digest('hex'));
  }

  setGlobalMode(mode: Mode, by: Caller): Promise<void> {
    return this.#runtime.setGlobalMode(mode, by);
  }

  setOwnerLimits(limits: OwnerLimits, by: Caller): Promise<void> {
    return this.#runtime.setOwnerLimits(limits, by);
  }

  override async alarm(): Promise<void> {
    if (this.#runtime.isOpen) await this.#runtime.onAlarm();
  }

  #makeRuntime(): AccountRuntime {
    const { storage } = this.ctx;
    const { AUDIT_KEY, LIFE, WRITER } = this.#env.settings;
    return new AccountRuntime({
      sql: this.#sql,
      transaction: (work) => storage.transactionSync(work),
      life: { id: LIFE, writer: WRITER },
      now: () => Date.now() as WallMs,
      newId: () => newId(),
      mac: (text) => createHmac('sha256', AUDIT_KEY).update(text).digest('hex'),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      peers: (spec) => this.#peersOf(spec),
      setAlarm: (at) => {
        this.#setAlarm(at);
      },
      globalMode: async () => parseMode(await readSetting(openDatabase(this.#env.DB), 'global-mode')),
      ownerLimits: async () => parseOwnerLimits(await readSetting(openDatabase(this.#env.DB), 'owner-limits')),
      waitFor,
      lastVisit: async (userIds) => {
        const visits = await Promise.all(userIds.map((id) => userDoor(this.#env, id).lastVisit()));
        const known = visits.filter((at) => at !== null);
        return known.length === 0 ? null : (Math.max(...known) as WallMs);
      },
      pause,
      publish: (userId, news) => userDoor(this.#env, userId).publish([...news]),
      deliver: (userId, event) => userDoor(this.#env, userId).deliver(event),
      background: (work) => {
        this.ctx.waitUntil(work);
      },
      log: ({ event, ...values }) => {
        log(String(event), { account: this.#id(), ...values });
      },
    });
  }

  #peersOf(spec: AccountSpec): AccountPeers {
    const market = marketDoor(this.#env, spec.marketId);
    const owner = { kind: 'account', accountId: spec.id } as const;
    return {
      ...this.#counterparty(spec),
      market: {
        glance: (ids) => market.glance(ids),
        past: (ids) => market.past(ids),
        earnings: (ids) => market.earnings(ids),
        instruments: (names) => market.instruments(names),
        setLevels: (levels) => market.setLevels(owner, levels),
        follow: (following) => market.follow(spec.id, following),
      },
    };
  }

  /** Nod's own paper broker, or the account's broker over its connection, which books splits by itself. */
  #counterparty(spec: AccountSpec): Omit<AccountPeers, 'market'> {
    const { broker = 'paper', connectionId, world } = spec;
    if (broker === 'paper') {
      const paper = this.#paper(spec);
      return { broker: paperPort(paper, waitFor), splitPaper: (split) => paper.split(split), facts: () => null };
    }
    const vendor = vendorOf(broker);
    invariant(vendor !== null && connectionId !== undefined, `an account at ${broker} has a connection to it`);
    const port = brokerPort({
      account: spec,
      session: sessionDoor(this.#env, connectionId),
      spec: { id: connectionId, broker, environment: world === 'live' ? 'live' : 'paper' },
      vendor,
      keys: this.#env.vaultKeys,
      rehearsalUrl: this.#env.settings.REHEARSAL_BROKER_URL,
      instruments: (symbols) => marketDoor(this.#env, spec.marketId).instruments(symbols),
      now: () => Date.now() as WallMs,
      waitFor,
      background: (work) => {
        this.ctx.waitUntil(work);
      },
    });
    return {
      broker: port,
      splitPaper: () => Promise.resolve(),
      facts: () => port.facts(),
      hearFacts: (facts) => {
        port.hear(facts);
      },
      expectExits: (count) => {
        port.expectExits(count);
      },
    };
  }

  #setAlarm(at: WallMs | null): void {
    const set = at === null ? this.ctx.storage.deleteAlarm() : this.ctx.storage.setAlarm(at);
    set.catch((error: unknown) => {
      log('alarm-not-set', { account: this.#id(), error });
    });
    const due = at === null ? null : Math.ceil(at / DUE_COARSENESS_MS) * DUE_COARSENESS_MS;
    if (due === this.#dueInDirectory) return;
    this.#dueInDirectory = due;
    this.ctx.waitUntil(this.#tellDirectory(due as WallMs | null));
  }

  async #tellDirectory(due: WallMs | null): Promise<void> {
    try {
      await accountDirectory(openDatabase(this.#env.DB)).setDue(this.#id(), due);
    } catch (error) {
      log('due-not-told', { account: this.#id(), error });
    }
  }

  #paper(spec: Pick<AccountSpec, 'id'>) {
    return this.#env.PAPER_BROKER.getByName(spec.id);
  }

  #id(): string {
    return readMeta(this.#sql, 'spec')?.id ?? 'unopened';
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

async function waitFor<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, ms);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
