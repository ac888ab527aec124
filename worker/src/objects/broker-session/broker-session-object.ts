import { DurableObject } from 'cloudflare:workers';
import type { AccountId, MarketId } from '#shared/domain/ids.ts';
import { MINUTE_MS, SECOND_MS, type WallMs } from '#shared/lib/time.ts';
import { entryHold, type ConnectionFacts } from '#shared/usecases/connection-health.ts';
import { vendorOf } from '../../brokers/index.ts';
import { vendorHttp } from '../../brokers/vendor-http.ts';
import type { BrokerSecret, Vendor, VendorObservation, VendorQuote, VendorResponse } from '../../brokers/vendor.ts';
import { readEnv, type Env, type RawEnv } from '../../env.ts';
import { log } from '../../log.ts';
import { brokerNewsDoor, quoteDoor } from '../../peers.ts';
import { open as openSealed, rewrap, type SealedRecord } from '../../vault/vault.ts';
import { durableSql, migrate } from '../sql.ts';
import type {
  BrokerSessionRpc,
  NewSecret,
  PermitAnswer,
  PermitRequest,
  SessionSpec,
  SessionView,
} from './broker-session-rpc.ts';
import { PERMIT_MS, RateBudget } from './budget.ts';
import { Coalesced } from './coalesced.ts';
import { HealthLog } from './health-log.ts';
import { SESSION_MIGRATIONS, SessionStore } from './session-store.ts';
import { openSocket } from './open-socket.ts';
import { VendorSocket } from './vendor-socket.ts';

/** Keeps the object and its sockets alive, and is the tick of both. */
const TICK_MS = 30 * SECOND_MS;
/** How often a connection that nobody uses is looked at. */
const IDLE_CHECK_MS = 5 * MINUTE_MS;
const KEYS_REFUSED: VendorObservation = { kind: 'keys-refused', budget: null, clockSkewMs: null, retryAfterMs: null };

/**
 * One vendor credential: sealed secret, rate budget, the vendor's sockets, health. It knows no orders: the stream is a
 * hint that makes accounts read the broker's book. A thin class; every rule is a function beside it.
 */
export class BrokerSessionObject extends DurableObject<RawEnv> implements BrokerSessionRpc {
  readonly #env: Env;
  readonly #store: SessionStore;
  readonly #health: HealthLog;
  #budget: RateBudget | null = null;
  #orders: VendorSocket | null = null;
  #quotes: VendorSocket | null = null;
  readonly #news = new Map<AccountId, Coalesced>();

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    migrate(ctx.storage, SESSION_MIGRATIONS);
    this.#env = readEnv(env);
    this.#store = new SessionStore(durableSql(ctx.storage));
    this.#health = new HealthLog(this.#store.read('health'));
  }

  async open(spec: SessionSpec, secret: NewSecret): Promise<void> {
    if (this.#store.read('spec') === null) this.#store.write('spec', spec);
    this.#take(secret);
    await this.#arm(TICK_MS);
  }

  async replaceSecret(secret: NewSecret): Promise<boolean> {
    if (!(await this.isSameAccount(secret.sealed))) return false;
    this.#take(secret);
    this.#orders?.loop.keysChanged();
    this.#quotes?.loop.keysChanged();
    await this.#tick();
    return true;
  }

  async isSameAccount(sealed: SealedRecord): Promise<boolean> {
    const [own, other] = await Promise.all([this.#opened(this.#store.credential()?.sealed), this.#opened(sealed)]);
    return own !== null && other !== null && own['account'] === other['account'];
  }

  async nextVersion(): Promise<number> {
    return (this.#store.credential()?.sealed.version ?? 0) + 1;
  }

  async permit({ priority, calls, isEntry, known }: PermitRequest): Promise<PermitAnswer> {
    const credential = this.#store.credential();
    if (credential === null) return { kind: 'wait', retryAfterMs: MINUTE_MS, reason: 'no-credential' };
    const held = isEntry ? entryHold(this.#facts()) : null;
    if (held !== null) return { kind: 'wait', retryAfterMs: TICK_MS, reason: held };
    const budget = this.#rateBudget().take(priority, calls, now());
    if (!budget.ok) return { kind: 'wait', retryAfterMs: budget.retryAfterMs, reason: 'rate-budget' };
    const { sealed } = credential;
    const isKnown = known !== null && known.version === sealed.version && known.key === sealed.key;
    return { kind: 'granted', until: (now() + PERMIT_MS) as WallMs, sealed: isKnown ? null : sealed };
  }

  async noted(observations: readonly VendorObservation[]): Promise<ConnectionFacts> {
    const before = this.#facts();
    for (const observation of observations) this.#observed(observation);
    const facts = this.#facts();
    if (entryHold(before) !== entryHold(facts)) this.#storeHealth();
    return facts;
  }

  async attach(accountId: AccountId): Promise<void> {
    this.#store.attach(accountId);
    await this.#arm(TICK_MS);
  }

  async working(accountId: AccountId, orders: number): Promise<void> {
    this.#store.setWorking(accountId, orders, now());
    await this.#followWants();
  }

  async watchQuotes(marketId: MarketId, symbols: readonly string[], until: WallMs): Promise<void> {
    this.#store.setQuoteWatch(marketId, symbols, until);
    await this.#followWants();
  }

  async readData(path: string): Promise<VendorResponse> {
    const vendor = this.#vendor();
    const secret = await this.#secret();
    if (vendor === null || secret === null) return { kind: 'not-sent', message: 'there are no keys that open' };
    const budget = this.#rateBudget().take('poll', 1, now());
    if (!budget.ok) return { kind: 'not-sent', message: `no call is free for ${budget.retryAfterMs} ms` };
    const headers = vendor.headersOf(secret);
    return this.#http(vendor).send({ method: 'GET', host: 'data', path, body: null, headers });
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
      budget: this.#rateBudget().view(now()),
      stream: { state: this.#orders?.loop.state ?? 'closed', heardAt: this.#orders?.loop.heardAt ?? null },
      newestFillAt: this.#store.read('newestFillAt'),
      accountIds: this.#store.accountIds(),
    };
  }

  async check(): Promise<SessionView | null> {
    const hold = entryHold(this.#facts());
    await this.#knock();
    await this.#tick();
    // What was held back meanwhile may go on.
    if (hold !== null && entryHold(this.#facts()) === null) this.#tellAccounts();
    return this.view();
  }

  async wake(): Promise<void> {
    if (this.#store.read('spec') !== null) await this.#tick();
  }

  async erase(): Promise<void> {
    await Promise.all([this.#orders?.want(false, []), this.#quotes?.want(false, [])]);
    this.#store.erase();
    await this.ctx.storage.deleteAlarm();
  }

  override async alarm(): Promise<void> {
    if (this.#store.read('spec') === null) return;
    // Armed before anything can go wrong.
    await this.ctx.storage.setAlarm(now() + TICK_MS);
    await this.#tick();
  }

  async #tick(): Promise<void> {
    await this.#rotate();
    await this.#followWants();
    await Promise.all([this.#orders?.tick(), this.#quotes?.tick()]);
    const { okAt, failures, keysRefusedAt, clockSkewMs } = this.#facts();
    const isUnwell = failures > 0 || keysRefusedAt !== null || entryHold(this.#facts()) !== null;
    const isOld = okAt === null || now() - okAt >= IDLE_CHECK_MS || clockSkewMs === null;
    if (isUnwell || isOld) {
      const hold = entryHold(this.#facts());
      await this.#knock();
      if (hold !== null && entryHold(this.#facts()) === null) this.#tellAccounts();
    }
    this.#storeHealth();
    await this.ctx.storage.setAlarm(now() + (isUnwell ? TICK_MS : this.#pause()));
  }

  /** What is still sealed under an older key goes under the current one; both open it until it is written. */
  async #rotate(): Promise<void> {
    const spec = this.#store.read('spec');
    const before = this.#store.credential()?.sealed;
    const keys = this.#env.vaultKeys;
    if (spec === null || before === undefined || keys === null || before.key === keys.current) return;
    const rewrapped = await rewrap(keys, placeOf(spec), before);
    if (rewrapped.ok) this.#store.putRewrapped(rewrapped.value, before);
    else log('rewrap-failed', { session: spec.id, error: rewrapped.error.code, key: rewrapped.error.key });
  }

  async #knock(): Promise<void> {
    const [vendor, secret, spec] = [this.#vendor(), await this.#secret(), this.#store.read('spec')];
    if (vendor === null || secret === null || spec === null) return;
    if (!this.#rateBudget().take('poll', 1, now()).ok) return;
    const { environment } = spec;
    const answer = await vendor.knock({ http: this.#http(vendor), secret, environment, now });
    if (answer.kind !== 'opened') return;
    const { currency, buyingPower, permissions, mayTrade } = answer.account;
    this.#store.write('account', { currency, buyingPower, permissions, mayTrade });
  }

  /** A socket is open only while somebody needs it: it keeps the object in memory. */
  async #followWants(): Promise<void> {
    const vendor = this.#vendor();
    if (vendor === null) return;
    const isWorking = this.#store.hasWorking(now());
    const symbols = [...new Set(this.#store.quoteWatches(now()).flatMap((watch) => watch.symbols))].toSorted();
    if (vendor.orderStream !== null && (isWorking || this.#orders !== null)) {
      this.#orders ??= this.#socket(vendor, 'orderStream');
      await this.#orders?.want(isWorking, []);
    }
    if (vendor.quoteStream !== null && (symbols.length > 0 || this.#quotes !== null)) {
      this.#quotes ??= this.#socket(vendor, 'quoteStream');
      await this.#quotes?.want(symbols.length > 0, symbols);
    }
    await this.#arm(this.#pause());
  }

  /** How long until the next look: sooner while a socket waits for its next try. */
  #pause(): number {
    if (!this.#store.hasWorking(now()) && this.#store.quoteWatches(now()).length === 0) return IDLE_CHECK_MS;
    const retryAt = Math.min(this.#orders?.loop.retryAt ?? Infinity, this.#quotes?.loop.retryAt ?? Infinity);
    return Math.min(TICK_MS, Math.max(SECOND_MS, retryAt - now()));
  }

  #socket(vendor: Vendor, name: 'orderStream' | 'quoteStream'): VendorSocket | null {
    const stream = vendor[name];
    const spec = this.#store.read('spec');
    if (stream === null || spec === null) return null;
    const { REHEARSAL_BROKER_URL: rehearsalUrl } = this.#env.settings;
    return new VendorSocket(stream, {
      now,
      secret: () => this.#secret(),
      connect: openSocket({ vendor, environment: spec.environment, rehearsalUrl }),
      onCatchUp: () => {
        this.#tellAccounts();
      },
      onOrderNews: (isExecution) => {
        if (isExecution) this.#store.write('newestFillAt', now());
        this.#tellAccounts();
      },
      onQuotes: (quotes) => {
        this.#tellMarkets(quotes);
      },
      onKeysRefused: () => {
        this.#observed(KEYS_REFUSED);
        this.#storeHealth();
        this.#tellAccounts();
      },
      log: (event, message) => {
        log(event, { session: spec.id, stream: name, message });
        // A socket that ended is tried again before the next tick.
        this.ctx.waitUntil(this.#arm(SECOND_MS));
      },
    });
  }

  /** A hint: each account reads the broker's book. What comes while it reads makes it read once more. */
  #tellAccounts(): void {
    for (const accountId of this.#store.accountIds()) {
      let hint = this.#news.get(accountId);
      if (hint === undefined) {
        hint = new Coalesced(
          () => brokerNewsDoor(this.#env, accountId).onBrokerNews(),
          (error) => {
            log('account-not-told', { session: this.#store.read('spec')?.id, account: accountId, error });
          },
        );
        this.#news.set(accountId, hint);
      }
      this.ctx.waitUntil(hint.ask());
    }
  }

  #tellMarkets(quotes: readonly VendorQuote[]): void {
    for (const { marketId, symbols } of this.#store.quoteWatches(now())) {
      const wanted = quotes.filter((quote) => symbols.includes(quote.symbol));
      if (wanted.length === 0) continue;
      const telling = quoteDoor(this.#env, marketId).onQuotes(wanted);
      this.ctx.waitUntil(telling.catch((error: unknown) => log('market-not-told', { market: marketId, error })));
    }
  }

  #take({ sealed, keyEnding, account, observed }: NewSecret): void {
    this.#store.putCredential(sealed, keyEnding);
    this.#store.write('account', account);
    this.#health.newKeys();
    this.#observed(observed);
    this.#storeHealth();
  }

  #observed(observation: VendorObservation): void {
    const { kind, budget, retryAfterMs } = observation;
    this.#health.observed(observation, now());
    if (budget !== null) this.#rateBudget().heard(budget, now());
    if (kind === 'limited') this.#rateBudget().pause(retryAfterMs ?? 5 * SECOND_MS, now());
  }

  #facts(): ConnectionFacts {
    const isBlocked = this.#store.read('account')?.mayTrade === false;
    return this.#health.facts(this.#vendor()?.title ?? 'the broker', isBlocked);
  }

  #storeHealth(): void {
    this.#store.write('health', this.#health.stored());
  }

  async #opened(sealed: SealedRecord | undefined): Promise<Record<string, string> | null> {
    const spec = this.#store.read('spec');
    const keys = this.#env.vaultKeys;
    if (spec === null || sealed === undefined || keys === null) return null;
    const opened = await openSealed(keys, placeOf(spec), sealed);
    if (opened.ok) return opened.value;
    log('credential-does-not-open', { session: spec.id, error: opened.error.code, key: opened.error.key });
    return null;
  }

  async #secret(): Promise<BrokerSecret | null> {
    const opened = await this.#opened(this.#store.credential()?.sealed);
    const { keyId, secretKey } = opened ?? {};
    return keyId === undefined || secretKey === undefined ? null : { keyId, secretKey };
  }

  #vendor(): Vendor | null {
    const spec = this.#store.read('spec');
    return spec === null ? null : vendorOf(spec.broker);
  }

  #http(vendor: Vendor) {
    return vendorHttp({
      vendor,
      environment: this.#store.read('spec')?.environment ?? 'paper',
      rehearsalUrl: this.#env.settings.REHEARSAL_BROKER_URL,
      now,
      onResponse: (response) => {
        this.#observed(vendor.observe(response));
      },
    });
  }

  #rateBudget(): RateBudget {
    return (this.#budget ??= new RateBudget(this.#vendor()?.perMinute ?? 60));
  }

  /** The alarm rings in this long or sooner. */
  async #arm(ms: number): Promise<void> {
    const set = await this.ctx.storage.getAlarm();
    const at = now() + ms;
    if (set === null || set > at || set < now()) await this.ctx.storage.setAlarm(at);
  }
}

function placeOf({ id, broker, environment }: SessionSpec) {
  return { connectionId: id, broker, environment };
}

function now(): WallMs {
  return Date.now() as WallMs;
}
