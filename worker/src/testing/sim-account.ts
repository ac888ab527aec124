import { createHash, createHmac } from 'node:crypto';
import type { EventView } from '#shared/contract/account.ts';
import type { BotView, CreateBot } from '#shared/contract/bot.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { StreamMessage } from '#shared/contract/stream.ts';
import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { AccountId, BotId, InstrumentId, MarketId, UserId } from '#shared/domain/ids.ts';
import type { Currency, Instrument } from '#shared/domain/instrument.ts';
import type { World } from '#shared/domain/market.ts';
import type { LookReport, Signal } from '#shared/domain/signal.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { AwayTime } from '#shared/usecases/away.ts';
import type { OwnerLimits } from '#shared/domain/owner-limits.ts';
import type { Mode } from '#shared/risk/check.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import type { AccountPorts } from '../objects/account/account-ports.ts';
import { AccountRuntime } from '../objects/account/account-runtime.ts';
import type { AccountContext } from '../objects/account/context.ts';
import { ACCOUNT_MIGRATIONS } from '../objects/account/schema.ts';
import { NodeSql } from './node-sql.ts';
import { SimBroker, type SimBrokerKind } from './sim-broker.ts';
import { SimMarket, type SimBar } from './sim-market.ts';

export const HRBM = 'i_hrbm' as InstrumentId;
export const OTHR = 'i_othr' as InstrumentId;
/** A Korean share, in won. */
export const KORE = 'i_kore' as InstrumentId;

export const OWNER: Caller = { userId: 'u_owner' as UserId, channel: 'web', scopes: SCOPES, accountIds: null };

const START = Date.UTC(2026, 0, 5, 12);
const QUARTER_HOUR_MS = 15 * 60_000;

type Asking = (...args: unknown[]) => Promise<unknown>;
/** What an account asks of its broker. */
const ASKED: ReadonlySet<string | symbol> = new Set(['submit', 'replace', 'cancel', 'orderByClientId', 'snapshot']);

interface Made {
  readonly world?: World;
  readonly timeframe?: Timeframe;
  /** Where market time begins; the clock's own time unless told. */
  readonly marketAt?: number;
  readonly baseCurrency?: Currency;
  readonly deposit?: string;
  readonly instruments?: Instrument[];
  readonly broker?: SimBrokerKind;
  /** Over a connection: the broker's book is the one that counts. */
  readonly connectionId?: string;
}

/**
 * One account with its broker, its market and its clock, in Node: the object's own modules over SQLite in memory. Time
 * moves only by `pass`, bars only by `bar`; `crash` drops everything that was not committed.
 */
export class SimAccount {
  readonly sql: NodeSql;
  readonly market: SimMarket;
  readonly broker: SimBroker;
  readonly published: { userId: string; message: StreamMessage }[] = [];
  readonly delivered: { userId: string; event: EventView }[] = [];
  /** Happens while an event is on its way to its reader. */
  onTheWay: (event: EventView) => Promise<void> = () => Promise.resolve();
  readonly logged: Readonly<Record<string, unknown>>[] = [];
  /** Messages to these people fail. */
  readonly unreachable = new Set<string>();
  /** Messages of this type fail. */
  poison: string | null = null;
  /** What the owner set for all accounts, as it can be read. */
  globalMode: Mode | null | Promise<Mode | null> = null;
  /** The owner's limits for all accounts, as they can be read; `unreadable`: nobody can. */
  ownerLimits: OwnerLimits | null | 'unreadable' = {};
  /** The last time whoever speaks was away for days. */
  away: AwayTime | null = null;
  /** When somebody was here last; null: nobody wrote it down. */
  visitedAt: WallMs | 'now' | 'unknown' | null = 'now';
  runtime: AccountRuntime;
  now = START as WallMs;
  alarmAt: WallMs | null = null;
  /** Which life of the state runs; another id after a restore or a copy. */
  life = { id: 'first', writer: 'test' };
  /** Counts every point at which the process can die: around commits, writes and whatever is asked of the outside. */
  readonly steps = { count: 0, dieAt: new Set<number>() };
  #ids = 0;
  #background: Promise<void>[] = [];
  #life = 0;

  /** Opened, with a deposit of 100,000 unless told otherwise. */
  static async open(made: Made = {}): Promise<SimAccount> {
    const account = new SimAccount(made);
    const { world = 'demo', baseCurrency = 'USD', deposit = '100000', connectionId } = made;
    await account.runtime.open(
      {
        id: 'a_test0001' as AccountId,
        name: 'Test',
        ownerId: OWNER.userId,
        marketId: 'demo' as MarketId,
        world,
        baseCurrency,
        writer: 'test',
        createdAt: account.now,
        ...(connectionId !== undefined && { connectionId }),
      },
      { marketAt: account.market.marketAt, deposit },
    );
    await account.runtime.ready();
    await account.settle();
    return account;
  }

  private constructor(made: Made, original?: SimAccount) {
    this.sql = original?.sql.copy() ?? new NodeSql(ACCOUNT_MIGRATIONS);
    const { world = 'demo', timeframe = '15m', marketAt = START } = made;
    const instruments = made.instruments ?? [
      anInstrument({ id: HRBM, symbol: 'HRBM', exchange: 'demo-us' }),
      anInstrument({ id: OTHR, symbol: 'OTHR', exchange: 'demo-us' }),
      anInstrument({ id: KORE, symbol: 'KRX:000001', exchange: 'demo-krx', currency: 'KRW' }),
    ];
    const barMs = timeframe === '1d' ? 86_400_000 : QUARTER_HOUR_MS;
    this.market = original?.market ?? new SimMarket({ instruments, world, timeframe, marketAt, barMs });
    this.broker =
      original?.broker ??
      new SimBroker(
        {
          now: () => this.now,
          marketNow: () => this.market.marketAt,
          tradable: (id) => this.market.tradable(id),
        },
        made.broker,
      );
    this.runtime = new AccountRuntime(this.#ports());
  }

  get ctx(): AccountContext {
    return this.runtime.context();
  }

  get api() {
    return this.runtime.api;
  }

  /**
   * Marks everything as it is now; the answer brings it back under a new instance. For trying many things from one
   * place: what was opened and asked once need not be again.
   */
  checkpoint(): () => void {
    const { now, alarmAt, life } = this;
    const ids = this.#ids;
    const counts = [this.published.length, this.delivered.length, this.logged.length] as const;
    const rewinds = [this.sql.checkpoint(), this.broker.checkpoint(), this.market.checkpoint()];
    return () => {
      for (const rewind of rewinds) rewind();
      this.steps.count = 0;
      this.steps.dieAt.clear();
      Object.assign(this, { now, alarmAt, life });
      this.#ids = ids;
      [this.published.length, this.delivered.length, this.logged.length] = counts;
      this.unreachable.clear();
      this.poison = null;
      this.crash();
    };
  }

  /**
   * Another account over a copy of these tables, at the same broker and market: a backup that is brought back later, or
   * a state directory that was copied. It has not run yet.
   */
  copy(life: { id: string; writer: string }): SimAccount {
    const copy = new SimAccount({}, this);
    copy.life = life;
    copy.now = this.now;
    // Ids are random in truth: two that run beside each other never make the same.
    copy.#ids = this.#ids + 1_000_000;
    copy.crash();
    return copy;
  }

  /** The process dies here: what was committed stays, whatever was going on writes nothing more. */
  crash(): void {
    this.#life += 1;
    this.#background = [];
    this.runtime = new AccountRuntime(this.#ports());
  }

  /** The process dies here, if it is to. */
  #step(): void {
    const { steps } = this;
    steps.count += 1;
    if (!steps.dieAt.has(steps.count)) return;
    this.crash();
    throw new Error('it died here');
  }

  /** Wall time passes; the alarm rings whenever it is due. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      await this.settle();
      const at = this.alarmAt;
      if (at === null || at > until) break;
      this.now = Math.max(this.now, at) as WallMs;
      this.alarmAt = null;
      await this.runtime.onAlarm();
    }
    this.now = until as WallMs;
  }

  /** Everything that goes on after its call has answered. */
  async settle(): Promise<void> {
    while (this.#background.length > 0) await Promise.all(this.#background.splice(0));
  }

  /** One bar, by instrument; what is not named has none. */
  async bar(bars: Readonly<Record<string, SimBar>>): Promise<void> {
    this.market.brokerLevels(this.broker.levels());
    await this.market.bar(bars, {
      onBrokerLevels: async (hits) => {
        this.broker.onLevels(hits);
        this.market.brokerLevels(this.broker.levels());
        await this.runtime.onBrokerNews();
      },
      onLevels: (hits, now) => this.runtime.follow(now, (market) => market.onLevels(hits)),
    });
    await this.runtime.follow(this.market.moment(), (market) => market.monitor());
    await this.settle();
  }

  async bot(given: Partial<CreateBot> = {}): Promise<BotView> {
    const input: CreateBot = {
      investmentAmount: '20000',
      riskLevel: 'medium',
      durationWeeks: 12,
      autonomy: 'ask',
      sells: 'sell-and-tell',
      strategy: 'ma-cross',
      ...given,
    };
    const universe = { instrumentIds: null, missingNames: null, filledUp: false, prices: [] };
    return unwrap(await this.api.createBot(OWNER, input, universe));
  }

  /** A look of this bot at the last close, with these opinions. */
  async look(botId: string, ...signals: Signal[]): Promise<void> {
    await this.lookTogether([{ botId, signals }]);
  }

  /** Several bots at one close. */
  async lookTogether(looks: readonly { botId: string; signals: Signal[] }[]): Promise<void> {
    const reports = looks.map(({ botId, signals }): LookReport => ({
      botId: botId as BotId,
      marketAt: this.market.marketAt,
      looked: 60,
      funnel: [],
      closest: null,
      signals,
      nextLookAt: null,
    }));
    await this.runtime.follow(this.market.moment(), (market) => market.look(reports));
    await this.settle();
  }

  /** A bot that has just asked about HRBM, and its question. */
  async asking(
    given: Partial<CreateBot> = {},
    signal = buySignal(),
  ): Promise<{ bot: BotView; question: ProposalView }> {
    const bot = await this.bot(given);
    await this.look(bot.id, signal);
    const question = (await this.questions())[0];
    if (question === undefined) throw new Error(`nothing was asked: ${JSON.stringify(this.looks(bot.id))}`);
    return { bot, question };
  }

  async questions(status = 'pending'): Promise<ProposalView[]> {
    return unwrap(await this.api.proposals(OWNER, { limit: 100, status })).items;
  }

  approve(question: Pick<ProposalView, 'id' | 'hash'>, caller: Caller = OWNER) {
    return this.api.approve(caller, question.id, { hash: question.hash });
  }

  /** A bot that holds HRBM at 100, with a stop below and a target above. */
  async holding(given: Partial<CreateBot> = {}, signal = buySignal()): Promise<{ bot: BotView; quantity: string }> {
    const { bot, question } = await this.asking(given, signal);
    unwrap(await this.approve(question));
    await this.bar({ [signal.instrumentId]: { open: signal.price } });
    const quantity = this.broker.held(signal.instrumentId);
    if (quantity === '0') throw new Error('nothing was bought');
    return { bot, quantity };
  }

  looks(botId: string): unknown[] {
    return this.sql
      .all<{ body: string }>('SELECT body FROM look WHERE bot_id = ?', botId)
      .map(({ body }) => JSON.parse(body) as unknown);
  }

  intents(): {
    id: string;
    state: string;
    side: string;
    purpose: string;
    quantity: string;
    coid: string;
    reason: string | null;
  }[] {
    return this.sql.all('SELECT id, state, side, purpose, quantity, coid, reason FROM intent ORDER BY created_at, id');
  }

  events(type?: string): EventView[] {
    const rows = this.sql.all<{ type: string; seq: number; body: string; actor: string; channel: string }>(
      'SELECT * FROM event ORDER BY seq',
    );
    return rows
      .filter((row) => type === undefined || row.type === type)
      .map((row) => ({
        ...row,
        accountId: 'a_test0001',
        at: '',
        marketAt: '',
        body: JSON.parse(row.body) as EventView['body'],
      }));
  }

  #ports(): AccountPorts {
    const life = this.#life;
    const alive =
      <A extends unknown[], T>(work: (...args: A) => T) =>
      (...args: A): T => {
        if (life !== this.#life) throw new Error('this instance is gone');
        return work(...args);
      };
    const { sql } = this;
    let depth = 0;
    const stepped =
      <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        alive(() => {
          this.#step();
        })();
        const answer = await work(...args);
        alive(() => {
          this.#step();
        })();
        return answer;
      };
    const broker = new Proxy(this.broker, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name);
        return typeof value === 'function' && ASKED.has(name) ? stepped(value.bind(of) as Asking) : value;
      },
    });
    return {
      sql: {
        all: <T>(query: string, ...bindings: Parameters<NodeSql['all']>[1][]) =>
          alive(() => sql.all<T>(query, ...bindings))(),
        first: <T>(query: string, ...bindings: Parameters<NodeSql['all']>[1][]) =>
          alive(() => sql.first<T>(query, ...bindings))(),
        run: alive((query: string, ...bindings: Parameters<NodeSql['all']>[1][]) => {
          // What is written inside a commit is there with it or not at all.
          if (depth === 0) this.#step();
          return sql.run(query, ...bindings);
        }),
      },
      transaction: <T>(work: () => T) => {
        alive(() => {
          if (depth === 0) this.#step();
        })();
        depth += 1;
        let done: T;
        try {
          done = sql.transaction(work);
        } finally {
          depth -= 1;
        }
        if (depth === 0) this.#step();
        return done;
      },
      life: this.life,
      now: () => this.now,
      newId: () => String((this.#ids += 1)).padStart(26, '0'),
      mac: (text) => createHmac('sha256', 'key').update(text).digest('hex'),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      peers: (spec) => ({
        broker,
        market: this.market,
        splitPaper: (split) => (spec.connectionId === undefined ? this.broker.split(split) : Promise.resolve()),
        facts: () => null,
      }),
      setAlarm: alive((at: WallMs | null) => {
        this.alarmAt = at;
      }),
      globalMode: () => Promise.resolve(this.globalMode),
      ownerLimits: () =>
        this.ownerLimits === 'unreadable'
          ? Promise.reject(new Error('nobody can read it'))
          : Promise.resolve(this.ownerLimits),
      lastVisit: () =>
        this.visitedAt === 'unknown'
          ? Promise.reject(new Error('nobody can say'))
          : Promise.resolve(this.visitedAt === 'now' ? this.now : this.visitedAt),
      waitFor: (work) => work,
      pause: async (ms) => {
        this.now = (this.now + ms) as WallMs;
        await Promise.resolve();
      },
      publish: async (userId, news) => {
        this.published.push(...news.map((message) => ({ userId, message })));
        await Promise.resolve();
      },
      deliver: async (userId, event) => {
        await this.onTheWay(event);
        alive(() => {
          this.#step();
        })();
        if (this.unreachable.has(userId) || event.type === this.poison) throw new Error('nobody there');
        this.delivered.push({ userId, event });
      },
      background: (work) => {
        const isGone = (): boolean => life !== this.#life;
        this.#background.push(
          work.catch((error: unknown) => {
            if (!isGone()) throw error;
          }),
        );
      },
      // A process that is gone says nothing.
      log: (entry) => {
        if (life === this.#life) this.logged.push(entry);
      },
    };
  }
}

/** A wish to buy at 100 with a stop at 95 and a target at 112. */
export function buySignal(changes: Partial<Signal> = {}): Signal {
  return {
    instrumentId: HRBM,
    side: 'buy',
    score: 1,
    price: 100,
    stopPrice: 95,
    targetPrice: 112,
    horizon: 'short',
    atr: 2,
    gapFraction: 0.05,
    reasonsFor: [],
    reasonsAgainst: [],
    record: { wins: 3, total: 5 },
    rank: { place: 1, of: 3 },
    ...changes,
  };
}

export function sellSignal(changes: Partial<Signal> = {}): Signal {
  return buySignal({ side: 'sell', stopPrice: null, targetPrice: null, ...changes });
}

/** The value of a result that is expected to be one. */
export function unwrap<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
