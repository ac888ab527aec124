import { decimal } from '#shared/lib/decimal.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type {
  Broker,
  BrokerAccount,
  BrokerOrder,
  BrokerOrderRequest,
  BrokerReplaceRequest,
  BrokerSnapshot,
  CancelAnswer,
  LookUpAnswer,
  ReplaceAnswer,
  SubmitAnswer,
} from '#shared/ports/broker.ts';
import type { VendorParts } from '../vendor.ts';
import { calls, type AlpacaCall } from './calls.ts';
import { AlpacaClient, bodyOf } from './client.ts';
import { reportedEnvironment } from './environment.ts';
import { judge, notAccepted, strange } from './errors.ts';
import { brokerAccount, brokerOrder, orderBody } from './mapper.ts';
import { isMultiple, orderFault } from './order-rules.ts';
import { AlpacaAccount, AlpacaConfigurations, AlpacaOrder } from './schema.ts';
import { SnapshotReader } from './snapshot.ts';

const NOT_WANTED = { kind: 'unavailable', message: 'no longer wanted' } as const;

const invalid = (message: string): SubmitAnswer => ({ kind: 'rejected', code: 'invalid-order', message });

/** One account at Alpaca, paper or live. Alpaca refuses a repeated client order id for ever: class `a`. */
export class AlpacaBroker implements Broker {
  readonly class = 'a';
  readonly dedupMs = null;
  readonly can = { replace: true, protects: true, fractional: true, feesLater: true };
  private readonly client: AlpacaClient;
  private readonly parts: VendorParts;
  private readonly reader: SnapshotReader;

  constructor(parts: VendorParts) {
    const { http, secret, instruments, now } = parts;
    this.parts = parts;
    this.client = new AlpacaClient(http, secret);
    this.reader = new SnapshotReader({ http, client: this.client, instruments, now });
  }

  /** Nothing is awaited before the request is on the wire. */
  async submit(request: BrokerOrderRequest, isWanted?: () => boolean): Promise<SubmitAnswer> {
    const fault = orderFault(request);
    if (fault !== null) return invalid(fault);
    if (isWanted?.() === false) return NOT_WANTED;
    return this.sent('submit', calls.submit(orderBody(request)), request.clientOrderId);
  }

  /**
   * The old order is looked at first: Alpaca wants its prices repeated. A new order asks for its own quantity whatever the
   * old one filled, and for as much as the old one asked for when none is named (alpacahq/Alpaca-API#165), as the port
   * says; a fill in the instant before the change comes on top, and the broker's book shows it in the chain.
   */
  async replace(request: BrokerReplaceRequest, isWanted?: () => boolean): Promise<ReplaceAnswer> {
    const { brokerOrderId } = request.replaces;
    const look = await this.client.ask(calls.order(brokerOrderId));
    const old = bodyOf(look, AlpacaOrder);
    if (old === null) {
      if (judge('look', look).verdict === 'gone') return invalid('there is no such order to change');
      const message = look.kind === 'answer' ? strange(look) : look.message;
      return { kind: 'unavailable', message };
    }
    const before = this.order(old);
    if (isOver(before)) return this.tooLate(before, request.clientOrderId);
    const body = replaceBody(old, request);
    if (typeof body === 'string') return invalid(body);
    if (isWanted?.() === false) return NOT_WANTED;
    const reply = await this.client.ask(calls.replace(brokerOrderId, body));
    if (judge('replace', reply).verdict === 'not-now') {
      const after = await this.look(brokerOrderId);
      if (after !== null && isOver(after)) return this.tooLate(after, request.clientOrderId);
    }
    return this.read('replace', reply, request.clientOrderId);
  }

  /** The order has ended. Where another took its place that may be this very change, which arrived before. */
  private async tooLate(old: BrokerOrder, clientOrderId: string): Promise<ReplaceAnswer> {
    if (old.state !== 'replaced') return { kind: 'too-late', order: old };
    const next = old.replacedBy === null ? null : await this.look(old.replacedBy);
    if (next === null) return { kind: 'unknown', message: 'another order took its place, and is not known' };
    return next.clientOrderId === clientOrderId ? { kind: 'accepted', order: next } : { kind: 'too-late', order: old };
  }

  async cancel(asked: { clientOrderId: string; brokerOrderId: string | null }): Promise<CancelAnswer> {
    let { brokerOrderId } = asked;
    if (brokerOrderId === null) {
      const found = await this.orderByClientId(asked.clientOrderId);
      if (found.kind === 'not-found') return { kind: 'not-found' };
      if (found.kind === 'unavailable') return { kind: 'unknown', message: found.message };
      if (isOver(found.order)) return cancelled(found.order);
      ({ brokerOrderId } = found.order);
    }
    const reply = await this.client.ask(calls.cancel(brokerOrderId));
    if (reply.kind === 'answer' && reply.status === 204) return { kind: 'asked' };
    const judged = judge('cancel', reply);
    if (judged.verdict === 'gone') return { kind: 'not-found' };
    if (judged.verdict === 'not-now') {
      const raw = await this.client.read(calls.order(brokerOrderId), AlpacaOrder);
      if (raw !== null && isOver(this.order(raw))) return cancelled(this.order(raw));
      if (raw?.status === 'pending_cancel') return { kind: 'asked' };
    }
    return { kind: 'unknown', message: strange(reply) };
  }

  async orderByClientId(clientOrderId: string): Promise<LookUpAnswer> {
    const reply = await this.client.ask(calls.orderByClientId(clientOrderId));
    const order = bodyOf(reply, AlpacaOrder);
    // Somebody else's order under our question would be worse than no answer.
    if (order?.client_order_id === clientOrderId)
      return { kind: 'found', order: this.order(order), legs: await this.legsOf(order) };
    if (judge('look', reply).verdict === 'gone') return { kind: 'not-found' };
    return { kind: 'unavailable', message: strange(reply) };
  }

  snapshot(from: { cursor: string | null; since: WallMs }): Promise<BrokerSnapshot | null> {
    return this.reader.read(from);
  }

  async account(): Promise<BrokerAccount | null> {
    const [account, settings] = await Promise.all([
      this.client.read(calls.account(), AlpacaAccount),
      this.client.read(calls.configurations(), AlpacaConfigurations),
    ]);
    if (account === null || settings === null) return null;
    const environment = reportedEnvironment(this.parts.environment, account);
    return environment === null ? null : brokerAccount(account, settings, environment);
  }

  private async sent(call: 'submit', request: AlpacaCall, clientOrderId: string): Promise<SubmitAnswer> {
    return this.read(call, await this.client.ask(request), clientOrderId);
  }

  private read(
    call: 'submit' | 'replace',
    reply: Awaited<ReturnType<AlpacaClient['ask']>>,
    clientOrderId: string,
  ): SubmitAnswer {
    const body = bodyOf(reply, AlpacaOrder);
    if (body === null) return notAccepted(call, reply);
    if (body.client_order_id !== clientOrderId)
      return { kind: 'unknown', message: 'the answer is about another order' };
    const order = this.order(body);
    if (order.state === 'rejected') return { kind: 'rejected', code: 'other', message: 'rejected on arrival' };
    return { kind: 'accepted', order };
  }

  /** A look-up by our id leaves the legs out; the order by its own id has them. Undefined: not told. */
  private async legsOf(order: AlpacaOrder): Promise<BrokerOrder[] | undefined> {
    if (order.order_class === '' || order.order_class === 'simple') return undefined;
    const whole = order.legs.length > 0 ? order : await this.client.read(calls.order(order.id), AlpacaOrder);
    if (whole === null || whole.legs.length === 0) return undefined;
    return whole.legs.map((leg) => brokerOrder(leg, this.parts.instruments, order.id));
  }

  private order(order: AlpacaOrder): BrokerOrder {
    return brokerOrder(order, this.parts.instruments, null);
  }

  private async look(brokerOrderId: string): Promise<BrokerOrder | null> {
    const order = await this.client.read(calls.order(brokerOrderId), AlpacaOrder);
    return order === null ? null : this.order(order);
  }
}

function isOver({ state }: BrokerOrder): boolean {
  return state !== 'accepted' && state !== 'partially-filled';
}

function cancelled(order: BrokerOrder): CancelAnswer {
  return { kind: order.state === 'cancelled' ? 'cancelled' : 'too-late', order };
}

/** The body of a change, or why there is none. */
function replaceBody(old: AlpacaOrder, request: BrokerReplaceRequest): Record<string, unknown> | string {
  const { quantity, limitPrice, stopPrice, trail, clientOrderId } = request;
  if (old.notional !== null) return 'an order by money cannot be changed';
  for (const price of [limitPrice, stopPrice]) {
    if (price !== null && !isMultiple(price, decimal(price).gte(1) ? '0.01' : '0.0001'))
      return `${price} is between two ticks`;
  }
  if (quantity !== null && (!isMultiple(quantity, '1') || !decimal(quantity).gt(0)))
    return 'only a whole number of shares can be asked for in a change';
  const hasLimit = old.type === 'limit' || old.type === 'stop_limit';
  const hasStop = old.type === 'stop' || old.type === 'stop_limit';
  return {
    client_order_id: clientOrderId,
    ...(quantity !== null && { qty: quantity }),
    ...(hasLimit && { limit_price: limitPrice ?? old.limit_price }),
    ...(hasStop && { stop_price: stopPrice ?? old.stop_price }),
    ...(trail !== null && { trail }),
  };
}
