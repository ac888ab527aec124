import type { AccountId, MarketId } from '#shared/domain/ids.ts';
import { MINUTE_MS, SECOND_MS, type WallMs } from '#shared/lib/time.ts';
import { entryHold, type ConnectionFacts } from '#shared/usecases/connection-health.ts';
import type { KeysReplaced } from '#shared/usecases/connection-port.ts';
import { vendorHttp } from '../../brokers/vendor-http.ts';
import type { Vendor, VendorHttp, VendorObservation, VendorResponse } from '../../brokers/vendor.ts';
import type { VaultKeys } from '../../vault/vault-keys.ts';
import type { SealedRecord } from '../../vault/vault.ts';
import type { Sql } from '../sql.ts';
import type {
  BrokerSessionRpc,
  NewSecret,
  PermitAnswer,
  PermitRequest,
  SessionSpec,
  SessionView,
} from './broker-session-rpc.ts';
import { PERMIT_MS, RateBudget } from './budget.ts';
import { HealthLog } from './health-log.ts';
import { HealthNews, type NewsPorts } from './health-news.ts';
import { SessionStore } from './session-store.ts';
import { SessionStreams, type StreamPorts } from './session-streams.ts';
import { SessionVault } from './session-vault.ts';

/** Keeps the object and its sockets alive, and is the tick of both. */
export const TICK_MS = 30 * SECOND_MS;
/** How often a connection that nobody uses is looked at. */
const IDLE_CHECK_MS = 5 * MINUTE_MS;
const LIMITED_MS = 5 * SECOND_MS;
/** An alarm this late is lost. */
const LATE_MS = 2 * MINUTE_MS;
/** Until the vendor is known. */
const PER_MINUTE = 60;
const KEYS_REFUSED: VendorObservation = { kind: 'keys-refused', budget: null, clockSkewMs: null, retryAfterMs: null };

/** What a session runs on: the object's storage and neighbours, or a test's. */
export interface SessionPorts
  extends
    Pick<StreamPorts, 'now' | 'connect' | 'tellAccount' | 'market' | 'background'>,
    Pick<NewsPorts, 'tellHealth'> {
  readonly sql: Sql;
  readonly keys: VaultKeys | null;
  readonly vendorOf: (broker: SessionSpec['broker']) => Vendor | null;
  readonly rehearsalUrl: string | undefined;
  /** The one alarm. */
  readonly setAlarm: (at: WallMs | null) => void;
  readonly alarmAt: () => Promise<WallMs | null>;
  readonly log: StreamPorts['log'];
}

/**
 * One vendor credential while it runs: sealed secret, rate budget, sockets, health. It knows no orders: the stream is a
 * hint that makes accounts read the broker's book.
 */
export class SessionRuntime implements BrokerSessionRpc {
  readonly #ports: SessionPorts;
  readonly #store: SessionStore;
  readonly #health: HealthLog;
  readonly #vault: SessionVault;
  readonly #streams: SessionStreams;
  readonly #news: HealthNews;
  #budget: RateBudget | null = null;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#store = new SessionStore(ports.sql);
    this.#health = new HealthLog(this.#store.read('health'));
    const { now, connect, tellAccount, market, background, log, keys } = ports;
    this.#vault = new SessionVault({ store: this.#store, keys, log });
    this.#news = new HealthNews({ store: this.#store, now, tellHealth: ports.tellHealth, log });
    this.#streams = new SessionStreams({
      store: this.#store,
      now,
      vendor: () => this.#vendor(),
      secret: () => this.#vault.secret(),
      connect,
      tellAccount,
      market,
      background,
      log,
      onKeysRefused: () => {
        this.#observed(KEYS_REFUSED);
        this.#storeHealth();
        this.#streams.tellAccounts();
      },
      onEnded: () => {
        background(this.#armWithin(SECOND_MS));
      },
    });
  }

  async open(spec: SessionSpec, secret: NewSecret): Promise<void> {
    if (this.#store.read('spec') === null) this.#store.write('spec', spec);
    this.#take(secret);
    await this.#armWithin(TICK_MS);
  }

  async replaceSecret(secret: NewSecret): Promise<KeysReplaced> {
    if (!(await this.isSameAccount(secret.sealed))) return 'other-account';
    if (!this.#take(secret)) return 'outrun';
    this.#streams.keysChanged();
    await this.tick();
    return 'replaced';
  }

  isSameAccount(sealed: SealedRecord): Promise<boolean> {
    return this.#vault.isSameAccount(sealed);
  }

  async nextVersion(): Promise<number> {
    return (this.#store.credential()?.sealed.version ?? 0) + 1;
  }

  async permit({ priority, calls, isEntry, known }: PermitRequest): Promise<PermitAnswer> {
    const credential = this.#store.credential();
    if (credential === null) return { kind: 'wait', retryAfterMs: MINUTE_MS, reason: 'no-credential' };
    const held = isEntry ? entryHold(this.#facts()) : null;
    if (held !== null) return { kind: 'wait', retryAfterMs: TICK_MS, reason: held };
    const now = this.#ports.now();
    const budget = this.#rateBudget().take(priority, calls, now);
    if (!budget.ok) return { kind: 'wait', retryAfterMs: budget.retryAfterMs, reason: 'rate-budget' };
    const { sealed } = credential;
    const isKnown = known !== null && known.version === sealed.version && known.key === sealed.key;
    return { kind: 'granted', until: (now + PERMIT_MS) as WallMs, sealed: isKnown ? null : sealed };
  }

  async noted(observations: readonly VendorObservation[]): Promise<ConnectionFacts> {
    const before = entryHold(this.#facts());
    for (const observation of observations) this.#observed(observation);
    const facts = this.#facts();
    if (before !== entryHold(facts)) {
      this.#storeHealth();
      this.#ports.background(this.#lookSoon());
    }
    return facts;
  }

  async attach(accountId: AccountId): Promise<void> {
    this.#store.attach(accountId);
    await this.#armWithin(TICK_MS);
  }

  async working(accountId: AccountId, orders: number): Promise<void> {
    this.#store.setWorking(accountId, orders, this.#ports.now());
    await this.#streams.follow();
    await this.#armWithin(this.#pauseMs());
  }

  async watchQuotes(marketId: MarketId, symbols: readonly string[], until: WallMs): Promise<void> {
    this.#store.setQuoteWatch(marketId, symbols, until);
    await this.#streams.follow();
    await this.#armWithin(this.#pauseMs());
  }

  async readData(path: string, host: 'data' | 'trading' = 'data'): Promise<VendorResponse> {
    const vendor = this.#vendor();
    const secret = await this.#vault.secret();
    if (vendor === null || secret === null) return { kind: 'not-sent', message: 'there are no keys that open' };
    const budget = this.#rateBudget().take('poll', 1, this.#ports.now());
    if (!budget.ok) return { kind: 'not-sent', message: `no call is free for ${budget.retryAfterMs} ms` };
    const headers = vendor.headersOf(secret);
    return this.#http(vendor).send({ method: 'GET', host, path, body: null, headers });
  }

  async view(): Promise<SessionView | null> {
    const spec = this.#store.read('spec');
    const credential = this.#store.credential();
    if (spec === null || credential === null) return null;
    return {
      spec,
      facts: this.#facts(),
      account: this.#store.read('account'),
      keyEnding: credential.keyEnding,
      sealedWith: credential.sealed.key,
      budget: this.#rateBudget().view(this.#ports.now()),
      stream: this.#streams.orderState,
      newestFillAt: this.#store.newestFillAt,
      accountIds: this.#store.accountIds(),
    };
  }

  async check(): Promise<SessionView | null> {
    await this.#knock();
    await this.tick();
    return this.view();
  }

  async wake(): Promise<void> {
    if (this.#store.read('spec') !== null) await this.tick();
  }

  async wakeIfLate(): Promise<void> {
    if (this.#store.read('spec') === null) return;
    const at = await this.#ports.alarmAt();
    if (at === null || at < this.#ports.now() - LATE_MS) await this.tick();
  }

  async erase(): Promise<void> {
    await this.#streams.closeAll();
    this.#store.erase();
    this.#ports.setAlarm(null);
  }

  /** Armed before anything can go wrong. */
  async onAlarm(): Promise<void> {
    if (this.#store.read('spec') === null) return;
    this.#ports.setAlarm((this.#ports.now() + TICK_MS) as WallMs);
    await this.tick();
  }

  async tick(): Promise<void> {
    await this.#vault.rotate();
    await this.#streams.follow();
    await this.#streams.tick();
    const { okAt, clockSkewMs } = this.#facts();
    const isOld = okAt === null || this.#ports.now() - okAt >= IDLE_CHECK_MS || clockSkewMs === null;
    if (isOld || this.#isUnwell() || this.#news.isUnsaid) await this.#knock();
    this.#storeHealth();
    this.#store.keep();
    await this.#news.look(this.#facts());
    this.#ports.setAlarm((this.#ports.now() + this.#pauseMs()) as WallMs);
  }

  /** Asks the broker whether it is there and takes the key; what was held back meanwhile goes on when it does. */
  async #knock(): Promise<void> {
    const [vendor, secret, spec] = [this.#vendor(), await this.#vault.secret(), this.#store.read('spec')];
    const { now } = this.#ports;
    if (vendor === null || secret === null || spec === null) return;
    if (!this.#rateBudget().take('poll', 1, now()).ok) return;
    const held = entryHold(this.#facts());
    const answer = await vendor.knock({ http: this.#http(vendor), secret, environment: spec.environment, now });
    if (answer.kind === 'opened') {
      const { currency, buyingPower, permissions, mayTrade } = answer.account;
      this.#store.write('account', { currency, buyingPower, permissions, mayTrade });
    }
    if (held !== null && entryHold(this.#facts()) === null) this.#streams.tellAccounts();
  }

  /** How it is has changed: whether that lasts is seen at the next tick. */
  async #lookSoon(): Promise<void> {
    await this.#news.look(this.#facts());
    await this.#armWithin(TICK_MS);
  }

  #isUnwell(): boolean {
    const facts = this.#facts();
    return facts.failures > 0 || entryHold(facts) !== null;
  }

  /** How long until the next look: sooner while a socket waits for its next try. */
  #pauseMs(): number {
    if (!this.#streams.isWanted) return this.#isUnwell() || this.#news.isUnsaid ? TICK_MS : IDLE_CHECK_MS;
    const { retryAt } = this.#streams;
    return retryAt === null ? TICK_MS : Math.min(TICK_MS, Math.max(SECOND_MS, retryAt - this.#ports.now()));
  }

  /** Takes what is newer than what is there; of what is not, nothing: not its ending, not what was seen with it. */
  #take({ sealed, keyEnding, account, observed }: NewSecret): boolean {
    if (!this.#store.putCredential(sealed, keyEnding)) return false;
    this.#store.write('account', account);
    this.#health.newKeys();
    this.#observed(observed);
    this.#storeHealth();
    return true;
  }

  #observed(observation: VendorObservation): void {
    const { kind, budget, retryAfterMs } = observation;
    const now = this.#ports.now();
    this.#health.observed(observation, now);
    if (budget !== null) this.#rateBudget().heard(budget, now);
    if (kind === 'limited') this.#rateBudget().pause(retryAfterMs ?? LIMITED_MS, now);
  }

  #facts(): ConnectionFacts {
    const isBlocked = this.#store.read('account')?.mayTrade === false;
    const facts = this.#health.facts(this.#vendor()?.title ?? '', isBlocked);
    return { ...facts, silentSince: this.#streams.silentSince };
  }

  #storeHealth(): void {
    this.#store.write('health', this.#health.stored());
  }

  #vendor(): Vendor | null {
    const spec = this.#store.read('spec');
    return spec === null ? null : this.#ports.vendorOf(spec.broker);
  }

  #http(vendor: Vendor): VendorHttp {
    const { rehearsalUrl, now } = this.#ports;
    return vendorHttp({
      vendor,
      environment: this.#store.read('spec')?.environment ?? 'paper',
      rehearsalUrl,
      now,
      onResponse: (response) => {
        this.#observed(vendor.observe(response));
      },
    });
  }

  #rateBudget(): RateBudget {
    return (this.#budget ??= new RateBudget(this.#vendor()?.perMinute ?? PER_MINUTE));
  }

  /** The alarm rings in this long or sooner. */
  async #armWithin(ms: number): Promise<void> {
    const { now, alarmAt, setAlarm } = this.#ports;
    const [set, at] = [await alarmAt(), (now() + ms) as WallMs];
    if (set === null || set > at || set < now()) setAlarm(at);
  }
}
