import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import type { Broker, BrokerOrder, BrokerSnapshot, CallPriority } from '#shared/ports/broker.ts';
import type { ConnectionFacts } from '#shared/usecases/connection-health.ts';
import { vendorHttp } from '../../brokers/vendor-http.ts';
import type { Vendor, VendorObservation } from '../../brokers/vendor.ts';
import { open, type SealedRecord } from '../../vault/vault.ts';
import type { VaultKeys } from '../../vault/vault-keys.ts';
import type {
  BrokerSessionRpc,
  PermitAnswer,
  PermitRequest,
  SessionSpec,
} from '../broker-session/broker-session-rpc.ts';
import type { AccountPorts } from './account-ports.ts';
import type { AccountSpec } from './context.ts';

/** An exit that has no permit after this goes without. */
const EXIT_PERMIT_WITHIN_MS = 250;
const PERMIT_WITHIN_MS = 2_000;
/** Orders, fills, positions, cash, what moved it. */
const CALLS_OF_A_SNAPSHOT = 5;
/** The session forgets working orders that nobody speaks of. */
const SAY_WORKING_EVERY_MS = 5 * MINUTE_MS;

const NOT_CHECKED = {
  okAt: null,
  lostSince: null,
  failures: 0,
  keysRefusedAt: null,
  limitedUntil: null,
  clockSkewMs: null,
  isBlocked: false,
} satisfies Omit<ConnectionFacts, 'broker'>;

export interface BrokerPortParts {
  readonly account: Pick<AccountSpec, 'id'>;
  readonly session: BrokerSessionRpc;
  readonly spec: SessionSpec;
  readonly vendor: Vendor;
  readonly keys: VaultKeys | null;
  readonly rehearsalUrl: string | undefined;
  /** What the market knows; the named symbols are looked up first where they are new to it. */
  readonly instruments: (symbols: readonly string[]) => Promise<Instrument[]>;
  readonly now: () => WallMs;
  readonly waitFor: AccountPorts['waitFor'];
  readonly background: AccountPorts['background'];
}

/** Why a call may not go now, in the words of a log. */
interface Held {
  readonly message: string;
}

/**
 * A broker over one connection, behind the broker port: a permit, the credential opened into a local variable, the
 * vendor's adapter over fetch. What is seen on the wire is told to the session. Whatever fails before the first byte is
 * `unavailable`: it provably never left.
 */
export function brokerPort(
  parts: BrokerPortParts,
): Broker & { facts(): ConnectionFacts; hear(facts: ConnectionFacts): void; expectExits(count: number): void } {
  const { account, session, vendor, now } = parts;
  const names = new InstrumentNames(parts.instruments);
  let sealed: SealedRecord | null = null;
  let facts: ConnectionFacts = { ...NOT_CHECKED, broker: vendor.title };
  let working = { orders: 0, saidAt: 0 };
  let expected: { readonly asking: Promise<PermitAnswer | null>; left: number; readonly until: number } | null = null;

  const note = (observation: VendorObservation): void => {
    const told = session.noted([observation]).then(
      (answer) => {
        facts = answer;
      },
      () => undefined,
    );
    parts.background(told);
  };
  const http = vendorHttp({
    vendor,
    environment: parts.spec.environment,
    rehearsalUrl: parts.rehearsalUrl,
    now,
    onResponse: (response) => {
      note(vendor.observe(response));
    },
  });

  function permitFor(asked: Omit<PermitRequest, 'known'>): Promise<PermitAnswer | null> {
    const known = sealed && { version: sealed.version, key: sealed.key };
    return session.permit({ ...asked, known }).catch(() => null);
  }

  /** A permit that was asked for ahead, while it is good and not used up. */
  function expectedPermit(): Promise<PermitAnswer | null> | null {
    if (expected === null || expected.left === 0 || now() >= expected.until) return null;
    expected.left -= 1;
    return expected.asking;
  }

  async function admitted(priority: CallPriority, { calls = 1, isEntry = false } = {}): Promise<Broker | Held> {
    const asking = (priority === 'exit' ? expectedPermit() : null) ?? permitFor({ priority, calls, isEntry });
    const permit = await parts.waitFor(asking, priority === 'exit' ? EXIT_PERMIT_WITHIN_MS : PERMIT_WITHIN_MS);
    if (permit?.kind === 'wait' && (priority !== 'exit' || permit.reason === 'no-credential'))
      return { message: `no permit: ${permit.reason}` };
    if (permit === null && priority !== 'exit') return { message: 'no permit: the session does not answer' };
    if (permit?.kind === 'granted' && permit.sealed !== null) sealed = permit.sealed;
    if (sealed === null || parts.keys === null) return { message: 'there are no keys here' };
    const { id: connectionId, broker, environment } = parts.spec;
    const opened = await open(parts.keys, { connectionId, broker, environment }, sealed);
    const { keyId, secretKey } = opened.ok ? opened.value : {};
    if (keyId === undefined || secretKey === undefined) {
      sealed = null;
      return { message: 'the keys do not open' };
    }
    return vendor.brokerOf({ http, secret: { keyId, secretKey }, environment, instruments: names, now });
  }

  function sayWorking(orders: number): void {
    if (orders === working.orders && now() - working.saidAt < SAY_WORKING_EVERY_MS) return;
    working = { orders, saidAt: now() };
    parts.background(session.working(account.id, orders).catch(() => undefined));
  }

  const own = vendor.brokerOf({
    http,
    secret: { keyId: '', secretKey: '' },
    environment: parts.spec.environment,
    instruments: names,
    now,
  });
  const unavailable = ({ message }: Held) => ({ kind: 'unavailable', message }) as const;
  const UNWANTED = { kind: 'unavailable', message: 'no longer wanted' } as const;
  return {
    class: own.class,
    dedupMs: own.dedupMs,
    can: own.can,
    facts: () => facts,
    hear: (told) => {
      facts = told;
    },
    expectExits: (count) => {
      const asking = permitFor({ priority: 'exit', calls: count, isEntry: false });
      expected = { asking, left: count, until: now() + PERMIT_WITHIN_MS };
    },
    submit: async (request, isWanted) => {
      const isEntry = request.side === 'buy';
      const broker = await admitted(isEntry ? 'entry' : 'exit', { isEntry });
      if ('message' in broker) return unavailable(broker);
      if (isWanted?.() === false) return UNWANTED;
      const answer = await broker.submit(request, isWanted);
      if (answer.kind !== 'rejected' && answer.kind !== 'unavailable') sayWorking(Math.max(1, working.orders));
      // The adapter may not have heard of the instrument yet; whoever asked has.
      return answer.kind === 'accepted' ? { ...answer, order: named(answer.order, request.instrumentId) } : answer;
    },
    replace: async (request, isWanted) => {
      await names.learn();
      const broker = await admitted('exit');
      if ('message' in broker) return unavailable(broker);
      return isWanted?.() === false ? UNWANTED : broker.replace(request, isWanted);
    },
    cancel: async (order) => {
      const broker = await admitted('exit');
      return 'message' in broker ? { kind: 'unknown', message: broker.message } : broker.cancel(order);
    },
    orderByClientId: async (clientOrderId) => {
      const broker = (await names.learn()) ? await admitted('entry') : { message: 'the market does not answer' };
      if ('message' in broker) return unavailable(broker);
      const answer = await broker.orderByClientId(clientOrderId);
      if (answer.kind !== 'found') return answer;
      await names.meetStrangers();
      const known = (order: BrokerOrder): BrokerOrder => named(order, names.known(order.instrumentId));
      return { kind: 'found', order: known(answer.order), legs: answer.legs?.map(known) };
    },
    snapshot: async (from) => {
      if (!(await names.learn())) return null;
      const broker = await admitted('poll', { calls: CALLS_OF_A_SNAPSHOT });
      if ('message' in broker) return null;
      const snapshot = await broker.snapshot(from);
      if (snapshot === null) return null;
      if (snapshot.isLast) sayWorking(snapshot.orders.filter(isWorking).length);
      await names.meetStrangers();
      const known = <T extends { instrumentId: InstrumentId }>(of: T): T => ({
        ...of,
        instrumentId: names.known(of.instrumentId),
      });
      return {
        ...snapshot,
        orders: snapshot.orders.map(known),
        executions: snapshot.executions.map(known),
        positions: snapshot.positions.map(known),
        moves:
          snapshot.moves?.map((move) => ({
            ...move,
            instrumentId: move.instrumentId && names.known(move.instrumentId),
          })) ?? null,
        clockSkewMs: snapshot.clockSkewMs ?? facts.clockSkewMs,
      };
    },
    account: async () => {
      const broker = await admitted('poll');
      return 'message' in broker ? null : broker.account();
    },
  };
}

function isWorking({ state }: BrokerSnapshot['orders'][number]): boolean {
  return state === 'accepted' || state === 'partially-filled';
}

function named(order: BrokerOrder, instrumentId: InstrumentId): BrokerOrder {
  return { ...order, instrumentId };
}

/**
 * Which instrument a broker means by a symbol. A symbol nobody listed here yet gets an id made of it, so that an adapter
 * need not wait; `known` gives the real one once the market has looked it up.
 */
class InstrumentNames {
  readonly #load: (symbols: readonly string[]) => Promise<Instrument[]>;
  #bySymbol: Map<string, InstrumentId> | null = null;
  /** Symbols by the ids made of them. */
  readonly #strangers = new Map<InstrumentId, string>();
  #fresh: string[] = [];

  constructor(load: (symbols: readonly string[]) => Promise<Instrument[]>) {
    this.#load = load;
  }

  idOf(symbol: string): InstrumentId {
    const listed = this.#bySymbol?.get(symbol);
    if (listed !== undefined) return listed;
    const made = `unlisted:${symbol.replaceAll(/[^\w.-]/g, '-')}` as InstrumentId;
    if (!this.#strangers.has(made)) this.#fresh.push(symbol);
    this.#strangers.set(made, symbol);
    return made;
  }

  /** The id of the listing behind an id that was made of a symbol; any other as it is. */
  known(id: InstrumentId): InstrumentId {
    const symbol = this.#strangers.get(id);
    return symbol === undefined ? id : (this.#bySymbol?.get(symbol) ?? id);
  }

  /** False: the market is out of reach and nothing was ever learnt. */
  async learn(): Promise<boolean> {
    return this.#bySymbol !== null || this.#ask([]);
  }

  /** Has what is new looked up; what the market does not know keeps its made id and is not asked for again. */
  async meetStrangers(): Promise<void> {
    const fresh = this.#fresh;
    if (fresh.length === 0) return;
    if (await this.#ask(fresh)) this.#fresh = [];
  }

  async #ask(symbols: readonly string[]): Promise<boolean> {
    try {
      this.#bySymbol = new Map((await this.#load(symbols)).map(({ symbol, id }) => [symbol, id]));
      return true;
    } catch {
      return false;
    }
  }
}
