import { DurableObject } from 'cloudflare:workers';
import type { WallMs } from '#shared/lib/time.ts';
import { vendorOf } from '../../brokers/index.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { log } from '../../log.ts';
import { brokerNewsDoor, quoteDoor } from '../../peers.ts';
import { durableSql, migrate } from '../sql.ts';
import type { BrokerSessionRpc } from './broker-session-rpc.ts';
import { openSocket } from './open-socket.ts';
import { SessionRuntime } from './session-runtime.ts';
import { SESSION_MIGRATIONS, SessionStore } from './session-store.ts';

/** One vendor credential as a Durable Object: storage, alarm, sockets and neighbours around `SessionRuntime`. */
export class BrokerSessionObject extends DurableObject<RawEnv> implements BrokerSessionRpc {
  readonly #runtime: SessionRuntime;

  constructor(ctx: DurableObjectState, rawEnv: RawEnv) {
    super(ctx, rawEnv);
    migrate(ctx.storage, SESSION_MIGRATIONS);
    const env = readEnv(rawEnv);
    const sql = durableSql(ctx.storage);
    const spec = () => new SessionStore(sql).read('spec');
    this.#runtime = new SessionRuntime({
      sql,
      keys: env.vaultKeys,
      vendorOf,
      rehearsalUrl: env.settings.REHEARSAL_BROKER_URL,
      now: () => Date.now() as WallMs,
      connect: (vendor) =>
        openSocket({
          vendor,
          environment: spec()?.environment ?? 'paper',
          rehearsalUrl: env.settings.REHEARSAL_BROKER_URL,
        }),
      tellAccount: (accountId) => brokerNewsDoor(env, accountId).onBrokerNews(),
      tellHealth: (accountId, news, facts) => brokerNewsDoor(env, accountId).onConnection(news, facts),
      market: (marketId) => quoteDoor(env, marketId),
      background: (work) => {
        ctx.waitUntil(work);
      },
      setAlarm: (at) => {
        const set = at === null ? ctx.storage.deleteAlarm() : ctx.storage.setAlarm(at);
        ctx.waitUntil(set.catch((error: unknown) => log('alarm-not-set', { session: spec()?.id, error })));
      },
      alarmAt: async () => (await ctx.storage.getAlarm()) as WallMs | null,
      log: (event, values) => {
        log(event, { session: spec()?.id, ...values });
      },
    });
  }

  open(...args: Parameters<BrokerSessionRpc['open']>): ReturnType<BrokerSessionRpc['open']> {
    return this.#runtime.open(...args);
  }
  replaceSecret(...args: Parameters<BrokerSessionRpc['replaceSecret']>): ReturnType<BrokerSessionRpc['replaceSecret']> {
    return this.#runtime.replaceSecret(...args);
  }
  isSameAccount(...args: Parameters<BrokerSessionRpc['isSameAccount']>): ReturnType<BrokerSessionRpc['isSameAccount']> {
    return this.#runtime.isSameAccount(...args);
  }
  nextVersion(): ReturnType<BrokerSessionRpc['nextVersion']> {
    return this.#runtime.nextVersion();
  }
  permit(...args: Parameters<BrokerSessionRpc['permit']>): ReturnType<BrokerSessionRpc['permit']> {
    return this.#runtime.permit(...args);
  }
  noted(...args: Parameters<BrokerSessionRpc['noted']>): ReturnType<BrokerSessionRpc['noted']> {
    return this.#runtime.noted(...args);
  }
  attach(...args: Parameters<BrokerSessionRpc['attach']>): ReturnType<BrokerSessionRpc['attach']> {
    return this.#runtime.attach(...args);
  }
  working(...args: Parameters<BrokerSessionRpc['working']>): ReturnType<BrokerSessionRpc['working']> {
    return this.#runtime.working(...args);
  }
  watchQuotes(...args: Parameters<BrokerSessionRpc['watchQuotes']>): ReturnType<BrokerSessionRpc['watchQuotes']> {
    return this.#runtime.watchQuotes(...args);
  }
  readData(...args: Parameters<BrokerSessionRpc['readData']>): ReturnType<BrokerSessionRpc['readData']> {
    return this.#runtime.readData(...args);
  }
  view(): ReturnType<BrokerSessionRpc['view']> {
    return this.#runtime.view();
  }
  check(): ReturnType<BrokerSessionRpc['check']> {
    return this.#runtime.check();
  }
  wake(): ReturnType<BrokerSessionRpc['wake']> {
    return this.#runtime.wake();
  }
  wakeIfLate(): ReturnType<BrokerSessionRpc['wakeIfLate']> {
    return this.#runtime.wakeIfLate();
  }
  erase(): ReturnType<BrokerSessionRpc['erase']> {
    return this.#runtime.erase();
  }

  override alarm(): Promise<void> {
    return this.#runtime.onAlarm();
  }
}
