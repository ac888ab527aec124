import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AccountId, MarketId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { healthOf } from '#shared/usecases/connection-health.ts';
import { alpaca } from '../../brokers/alpaca/alpaca.ts';
import type { VendorQuote, VendorStream } from '../../brokers/vendor.ts';
import { alpacaFetch } from '../../testing/alpaca-server/exchange.ts';
import { AlpacaWorld } from '../../testing/alpaca-server/world.ts';
import { NodeSql } from '../../testing/node-sql.ts';
import { seal } from '../../vault/vault.ts';
import { readVaultKeys } from '../../vault/vault-keys.ts';
import type { PermitRequest } from './broker-session-rpc.ts';
import { SessionRuntime } from './session-runtime.ts';
import { SESSION_MIGRATIONS } from './session-store.ts';

const SPEC = { id: 'c_test', broker: 'alpaca', environment: 'paper' } as const;
const KEY = { id: 'the-key-of-the-test', secret: 'the-secret-of-the-test' };
const ACCOUNT = 'a_test0001' as AccountId;
const FINE = { kind: 'fine', budget: null, clockSkewMs: 0, retryAfterMs: null } as const;
const OLD = { VAULT_KEY: '2b'.repeat(32) };
const BOTH = { ...OLD, KEK_2: '7d'.repeat(32), KEK_CURRENT: 'KEK_2' };
const NEW = { KEK_2: '7d'.repeat(32) };

interface FakeSocket {
  readonly stream: VendorStream;
  readonly sent: string[];
  frame(frame: string): void;
  closed(): void;
}

/** A session in Node: its tables outlive it, its clock moves by `pass`. */
class Sim {
  readonly sql = new NodeSql(SESSION_MIGRATIONS);
  readonly sockets: FakeSocket[] = [];
  readonly toldAccounts: string[] = [];
  readonly toldHealth: string[] = [];
  doAccountsListen = true;
  readonly quotes: VendorQuote[] = [];
  readonly logged: unknown[] = [];
  now = Date.now() as WallMs;
  alarmAt: WallMs | null = null;
  isConnectable = true;
  session: SessionRuntime;
  #settings: Record<string, string> = OLD;
  #background: Promise<void>[] = [];

  constructor() {
    this.session = this.#start();
  }

  async connected(version = 1, key = KEY): Promise<this> {
    await this.session.open(SPEC, await this.secret(version, key));
    await this.session.attach(ACCOUNT);
    return this;
  }

  async secret(version: number, { id, secret } = KEY, account = 'PA123') {
    const keys = readVaultKeys(this.#settings);
    if (keys === null) throw new Error('there are keys');
    const place = { connectionId: SPEC.id, broker: SPEC.broker, environment: SPEC.environment };
    return {
      sealed: await seal(keys, place, { version, secret: { keyId: id, secretKey: secret, account } }),
      keyEnding: id.slice(-4),
      account: { currency: 'USD', buyingPower: '1000', permissions: [], mayTrade: true } as const,
      observed: FINE,
    };
  }

  /** The same tables under these keys, as after a deploy or a crash. */
  restart(settings = this.#settings): void {
    this.#settings = settings;
    this.session = this.#start();
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    while (this.alarmAt !== null && this.alarmAt <= until) {
      this.now = Math.max(this.now, this.alarmAt) as WallMs;
      this.alarmAt = null;
      await this.session.onAlarm();
      await this.settle();
    }
    this.now = until as WallMs;
  }

  async settle(): Promise<void> {
    while (this.#background.length > 0) await Promise.all(this.#background.splice(0));
  }

  permit(change: Partial<PermitRequest> = {}) {
    return this.session.permit({ priority: 'entry', calls: 1, isEntry: true, known: null, ...change });
  }

  async health() {
    const view = await this.session.view();
    if (view === null) throw new Error('it is open');
    return healthOf(view.facts, this.now, null).sentence.code;
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('a socket was opened');
    return socket;
  }

  /** Alpaca's own words up to an open stream. */
  async listening(): Promise<void> {
    this.socket.frame(
      JSON.stringify({ stream: 'authorization', data: { status: 'authorized', action: 'authenticate' } }),
    );
    this.socket.frame(JSON.stringify({ stream: 'listening', data: { streams: ['trade_updates'] } }));
    await this.settle();
  }

  #start(): SessionRuntime {
    return new SessionRuntime({
      sql: this.sql,
      keys: readVaultKeys(this.#settings),
      vendorOf: () => alpaca,
      rehearsalUrl: undefined,
      now: () => this.now,
      connect: () => async (stream, _, told) => {
        if (!this.isConnectable) throw new Error('no way through');
        const sent: string[] = [];
        this.sockets.push({
          stream,
          sent,
          frame: (frame) => {
            told.frame(frame);
          },
          closed: () => {
            told.closed('1006');
          },
        });
        return { send: (text) => sent.push(text), close: () => undefined };
      },
      tellAccount: async (accountId) => {
        this.toldAccounts.push(accountId);
      },
      tellHealth: async (accountId, news) => {
        if (!this.doAccountsListen) throw new Error('the account does not answer');
        this.toldHealth.push(`${accountId} ${news.state}`);
      },
      market: () => ({
        onQuotes: async (quotes) => {
          this.quotes.push(...quotes);
        },
      }),
      background: (work) => this.#background.push(work),
      setAlarm: (at) => {
        this.alarmAt = at;
      },
      alarmAt: async () => this.alarmAt,
      log: (event, values) => this.logged.push({ event, ...values }),
    });
  }
}

let world: AlpacaWorld;
let sim: Sim;

beforeEach(async () => {
  sim = new Sim();
  world = new AlpacaWorld({ key: KEY, now: () => sim.now });
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => alpacaFetch(world)(input, init));
  await sim.connected();
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('a permit brings the sealed keys once, and again when they are others', async () => {
  const first = await sim.permit();
  if (first.kind !== 'granted' || first.sealed === null) throw new Error('it was granted, with the keys');
  const { version, key } = first.sealed;
  expect(await sim.permit({ known: { version, key } })).toMatchObject({ kind: 'granted', sealed: null });
  expect(await sim.session.replaceSecret(await sim.secret(2))).toBe('replaced');
  expect(await sim.permit({ known: { version, key } })).toMatchObject({ sealed: { version: 2 } });
  expect(JSON.stringify(first)).not.toContain(KEY.secret);
});

test('keys of another brokerage account change nothing', async () => {
  expect(await sim.session.replaceSecret(await sim.secret(2, KEY, 'PA999'))).toBe('other-account');
  expect(await sim.session.nextVersion()).toBe(2);
});

test('of two keys at once one is taken whole, and the other hears that it was too late', async () => {
  const [one, two] = [
    { id: 'key-of-one', secret: 'secret-of-one' },
    { id: 'key-of-two', secret: 'secret-of-two' },
  ];
  for (const key of [one, two]) world.keys.push({ ...key, state: 'good' });
  const version = await sim.session.nextVersion();
  const came = await Promise.all([one, two].map(async (key) => sim.secret(version, key)));
  const done = await Promise.all(came.map((secret) => sim.session.replaceSecret(secret)));
  expect(done.toSorted()).toEqual(['outrun', 'replaced']);
  const taken = came[done.indexOf('replaced')];
  const granted = await sim.permit();
  expect(granted).toMatchObject({ kind: 'granted', sealed: taken?.sealed });
  expect(await sim.session.view()).toMatchObject({ keyEnding: taken?.keyEnding });
  expect(await sim.health()).toBe('health-connected');
});

test('while the connection is unwell entries wait, look-ups and exits go', async () => {
  const broken = { ...FINE, kind: 'broken', clockSkewMs: null } as const;
  await sim.session.noted([broken, broken]);
  expect(await sim.permit()).toMatchObject({ kind: 'wait', reason: 'connection-lost' });
  expect(await sim.permit({ isEntry: false })).toMatchObject({ kind: 'granted' });
  expect(await sim.permit({ priority: 'exit', isEntry: false })).toMatchObject({ kind: 'granted' });
  await sim.session.noted([FINE]);
  expect(await sim.permit()).toMatchObject({ kind: 'granted' });
});

test('a clock that is off holds entries, and is right again by itself', async () => {
  world.plan.faults = { ...world.plan.faults, skewMs: -600_000 };
  await sim.session.check();
  expect(await sim.permit()).toMatchObject({ kind: 'wait', reason: 'clock-skew' });
  expect(await sim.health()).toBe('health-clock-off');
  world.plan.heal();
  await sim.pass(30_000);
  expect(await sim.health()).toBe('health-connected');
  expect(sim.toldAccounts).toEqual([ACCOUNT]);
  expect(await sim.permit()).toMatchObject({ kind: 'granted' });
});

test('what lasts is told once, by the session’s own alarm; to an account that did not hear it, later', async () => {
  world.plan.faults = { ...world.plan.faults, 'drop-request': 1 };
  sim.doAccountsListen = false;
  await sim.pass(10 * 60_000);
  sim.restart();
  sim.doAccountsListen = true;
  await sim.pass(5 * 60_000);
  expect(sim.toldHealth).toEqual([`${ACCOUNT} lost`]);
  world.plan.heal();
  await sim.pass(30_000);
  expect(sim.toldHealth).toEqual([`${ACCOUNT} lost`]);
  await sim.pass(10 * 60_000);
  expect(sim.toldHealth).toEqual([`${ACCOUNT} lost`, `${ACCOUNT} connected`]);
});

test('an account that notices first makes the session look soon', async () => {
  const broken = { ...FINE, kind: 'broken', clockSkewMs: null } as const;
  await sim.pass(60_000);
  world.plan.faults = { ...world.plan.faults, 'drop-request': 1 };
  await sim.session.noted([broken, broken]);
  await sim.settle();
  await sim.pass(2 * 60_000);
  expect(sim.toldHealth).toContain(`${ACCOUNT} lost`);
});

test('revoked keys are seen by the next look, kept over a restart, and mended by new ones', async () => {
  world.keys[0] = { ...KEY, state: 'revoked' };
  await sim.pass(360_000);
  expect(await sim.health()).toBe('health-keys-refused');
  sim.restart();
  expect(await sim.permit()).toMatchObject({ kind: 'wait', reason: 'connection-needs-you' });
  world.keys.push({ id: 'a-new-key', secret: 'a-new-secret', state: 'good' });
  await sim.session.replaceSecret(await sim.secret(2, { id: 'a-new-key', secret: 'a-new-secret' }));
  expect(await sim.health()).toBe('health-connected');
});

test('no socket without need; working orders open it, and every opening makes the account read the book', async () => {
  await sim.pass(60_000);
  expect(sim.sockets).toHaveLength(0);
  await sim.session.working(ACCOUNT, 2);
  expect(sim.sockets).toHaveLength(1);
  await sim.listening();
  expect(sim.toldAccounts).toEqual([ACCOUNT]);
  expect(await sim.session.view()).toMatchObject({ stream: { state: 'open' } });
  sim.socket.closed();
  await sim.settle();
  await sim.pass(2_000);
  expect(sim.sockets).toHaveLength(2);
  await sim.listening();
  expect(sim.toldAccounts).toHaveLength(2);
  await sim.session.working(ACCOUNT, 0);
  expect(await sim.session.view()).toMatchObject({ stream: { state: 'closed' } });
});

test('a socket that falls silent is made anew within a minute', async () => {
  await sim.session.working(ACCOUNT, 1);
  await sim.listening();
  await sim.pass(61_000);
  expect(sim.sockets.length).toBeGreaterThan(1);
});

const FILLED = JSON.stringify({
  stream: 'trade_updates',
  data: { event: 'fill', execution_id: 'e1', order: { client_order_id: 'ptest-1-e-1' } },
});

test('orders that are done before the next tick are no commit; what works longer is known after a restart', async () => {
  await sim.pass(10 * 60_000);
  const written = (): unknown => sim.sql.first('SELECT total_changes() AS n');
  const before = written();
  await sim.session.working(ACCOUNT, 1);
  await sim.listening();
  sim.socket.frame(FILLED);
  await sim.settle();
  expect(await sim.session.view()).toMatchObject({ stream: { state: 'open' }, newestFillAt: sim.now });
  await sim.session.working(ACCOUNT, 0);
  expect(await sim.session.view()).toMatchObject({ stream: { state: 'closed' } });
  expect(written()).toEqual(before);
  const at = sim.now;
  await sim.session.working(ACCOUNT, 1);
  await sim.pass(31_000);
  sim.restart();
  const { length } = sim.sockets;
  await sim.pass(31_000);
  expect(sim.sockets.length).toBe(length + 1);
  expect(await sim.session.view()).toMatchObject({ newestFillAt: at });
});

test('prices that are watched on and on are no commit each time', async () => {
  const watch = (symbols: readonly string[]): Promise<void> =>
    sim.session.watchQuotes('us' as MarketId, symbols, (sim.now + 60_000) as WallMs);
  const until = (): unknown => sim.sql.first('SELECT symbols, until - ? AS ms FROM quote_watch', sim.now);
  await watch(['NVDA']);
  sim.now = (sim.now + 4_000) as WallMs;
  await watch(['NVDA']);
  expect(until()).toEqual({ symbols: '["NVDA"]', ms: 56_000 });
  await watch(['NVDA', 'AAPL']);
  expect(until(), 'another list at once').toEqual({ symbols: '["NVDA","AAPL"]', ms: 60_000 });
  sim.now = (sim.now + 32_000) as WallMs;
  await watch(['NVDA', 'AAPL']);
  expect(until(), 'long before its end').toMatchObject({ ms: 60_000 });
});

test('orders that nobody speaks of any more keep no socket', async () => {
  await sim.session.working(ACCOUNT, 1);
  await sim.listening();
  await sim.pass(16 * 60_000);
  expect(await sim.session.view()).toMatchObject({ stream: { state: 'closed' } });
});

test('there is no way through: it tries on and does not call it open', async () => {
  sim.isConnectable = false;
  await sim.session.working(ACCOUNT, 1);
  await sim.pass(120_000);
  expect(await sim.session.view()).toMatchObject({ stream: { state: 'connecting' } });
  sim.isConnectable = true;
  await sim.pass(31_000);
  expect(sim.sockets.length).toBeGreaterThan(0);
});

test('complaint 3: a socket that stays silent while answers come is told once, and once that it speaks', async () => {
  const answers = async (minutes: number): Promise<void> => {
    for (let half = 0; half < minutes * 2; half += 1) {
      await sim.session.noted([FINE]);
      await sim.pass(30_000);
    }
  };
  await sim.session.working(ACCOUNT, 1);
  await sim.settle();
  await sim.listening();
  await answers(1);
  sim.toldHealth.length = 0;
  sim.isConnectable = false;
  sim.socket.closed();
  await answers(0.5);
  expect(sim.toldHealth, 'a cut that mends itself is no news').toEqual([]);
  await answers(5);
  sim.restart();
  await sim.session.noted([FINE]);
  await sim.session.working(ACCOUNT, 1);
  await answers(3);
  expect(sim.toldHealth).toEqual([`${ACCOUNT} slow`]);
  expect(await sim.health()).toBe('health-silent');
  sim.isConnectable = true;
  for (const before = sim.sockets.length; sim.sockets.length === before;) await sim.pass(1_000);
  await sim.listening();
  await answers(2);
  expect(sim.toldHealth).toEqual([`${ACCOUNT} slow`, `${ACCOUNT} connected`]);
});

test('quotes go to the market that asked, for the symbols it asked for', async () => {
  await sim.session.watchQuotes('us' as MarketId, ['NVDA'], (sim.now + 60_000) as WallMs);
  expect(sim.socket.stream.host).toBe('quoteStream');
  sim.socket.frame(JSON.stringify([{ T: 'success', msg: 'connected' }]));
  sim.socket.frame(JSON.stringify([{ T: 'success', msg: 'authenticated' }]));
  sim.socket.frame(JSON.stringify([{ T: 'subscription', trades: ['NVDA'], quotes: ['NVDA'], bars: [] }]));
  const at = new Date(sim.now).toISOString();
  sim.socket.frame(JSON.stringify([{ T: 't', S: 'NVDA', p: 124.5, s: 10, t: at, i: 1, x: 'V', c: [], z: 'C' }]));
  await sim.settle();
  expect(sim.quotes).toMatchObject([{ symbol: 'NVDA', last: 124.5 }]);
  expect(sim.toldAccounts).toEqual([]);
});

test('a new key takes over by the session’s own alarm, and the old one can go', async () => {
  sim.restart(BOTH);
  await sim.pass(30_000);
  expect(await sim.session.view()).toMatchObject({ sealedWith: 'KEK_2' });
  sim.restart(NEW);
  await sim.session.check();
  expect(await sim.health()).toBe('health-connected');
});

test('without its key nothing leaves, and it says so', async () => {
  sim.restart(NEW);
  const before = world.requests.length;
  await sim.session.check();
  expect(world.requests).toHaveLength(before);
  expect(sim.logged).toContainEqual({ event: 'credential-does-not-open', error: 'key-missing', key: 'KEK_1' });
});

test('erased, it knows nothing more', async () => {
  await sim.session.erase();
  expect(await sim.session.view()).toBeNull();
  expect(await sim.permit({ priority: 'exit', isEntry: false })).toMatchObject({
    kind: 'wait',
    reason: 'no-credential',
  });
  expect(sim.alarmAt).toBeNull();
  for (const table of ['meta', 'credential', 'account', 'quote_watch'])
    expect(sim.sql.all(`SELECT * FROM ${table}`)).toEqual([]);
});

test('neither key nor secret stands in a table, a log line or an answer', async () => {
  world.keys[0] = { ...KEY, state: 'revoked' };
  await sim.session.working(ACCOUNT, 1);
  await sim.session.check();
  sim.restart(NEW);
  await sim.session.check();
  const tables = ['meta', 'credential', 'account', 'quote_watch'].map((table) => sim.sql.all(`SELECT * FROM ${table}`));
  const said = JSON.stringify([tables, sim.logged, await sim.session.view(), await sim.permit()]);
  for (const secret of Object.values(KEY)) expect(said).not.toContain(secret);
});
