import { isTerminal, isUnresolved } from '../../domain/order.ts';
import type { Intent } from '../../engine/orders/intent.ts';
import type { OrderNewsType } from '../../engine/orders/ports.ts';
import { RESEND_ENTRY_MS } from '../../engine/orders/timing.ts';
import type { BookOrder } from '../broker/book-store.ts';
import { centsOf, centsText, feeCents } from './cents.ts';
import { exactDifferences } from './exact-book.ts';
import { PREFIX, type Host } from './host.ts';
import type { People } from './people.ts';
import type { Plan } from './plan.ts';
import type { SimBroker } from './sim-broker.ts';
import { START_HOLDERS, START_PRICE, START_SHARES } from './start.ts';
import type { Tables } from './tables.ts';
import type { Finding, FindingKind } from './tally.ts';

/** What is judged: a schedule after everything healed. */
export interface Judged {
  readonly tables: Tables;
  readonly broker: SimBroker;
  readonly host: Host;
  readonly people: People;
  readonly plan: Plan;
  readonly startCash: number;
  readonly wasStopped: boolean;
  readonly figures: { readonly trips: number };
  readonly delivered: ReadonlySet<number>;
  readonly leaves: ReadonlyMap<string, number>;
  readonly copies: ReadonlySet<string>;
  readonly tooLate: ReadonlySet<string>;
}

/*
 * What may never be, read from the broker's own book. The account's rows are what is judged; nothing it told about itself
 * is evidence.
 */

/** Whether nothing is on its way any more and everything is as it should be: a schedule may end before its tenth minute. */
export function isSettled(sim: Judged): boolean {
  const { tables, host } = sim;
  if (host.current?.isReady !== true || host.current.core.inFlight.size > 0) return false;
  for (const intent of tables.intents.values()) if (intent.state === 'needs-human') return false;
  return check(sim).length === 0;
}

/** Everything wrong with a schedule that has come to its end. */
export function check(sim: Judged): Finding[] {
  const findings: Finding[] = [];
  const add = (kind: FindingKind, about: string): void => {
    findings.push({ kind, about });
  };
  const bySentAs = new Map<string, BookOrder[]>();
  for (const order of sim.broker.orders()) {
    if (order.sentAs === null) continue;
    const same = bySentAs.get(order.sentAs);
    if (same === undefined) bySentAs.set(order.sentAs, [order]);
    else same.push(order);
  }
  checkOrders(sim, bySentAs, add);
  for (const intent of sim.tables.intents.values()) {
    if (intent.purpose !== 'external') checkIntent(sim, intent, { theirs: bySentAs.get(intent.coid) ?? [], add });
  }
  checkPromises(sim, add);
  checkMoney(sim, add);
  checkRest(sim, add);
  checkSold(sim, add);
  return findings;
}

type Add = (kind: FindingKind, about: string) => void;

/** No order twice, none that nobody asked for. */
function checkOrders(sim: Judged, bySentAs: ReadonlyMap<string, BookOrder[]>, add: Add): void {
  const { tables } = sim;
  for (const [sentAs, orders] of bySentAs) {
    if (!sentAs.startsWith(PREFIX)) continue;
    if (orders.length > 1) add('duplicate', `${sentAs} is ${orders.length} orders at the broker`);
    if (sim.copies.has(sentAs)) continue;
    if (!tables.coids.has(sentAs)) add('duplicate', `${sentAs} is an order nobody asked for`);
  }
  const byWish = new Map<string, string>();
  for (const { id, proposalId, replaces } of tables.intents.values()) {
    const wish = proposalId ?? sim.people.requested.get(id);
    if (wish === undefined || replaces !== null) continue;
    const other = byWish.get(wish);
    if (other !== undefined) add('duplicate', `${wish} became ${other} and ${id}`);
    byWish.set(wish, id);
  }
  for (const { id, decisions } of tables.questions.values()) {
    if (decisions > 1) add('duplicate', `${id} was decided ${decisions} times`);
  }
}

/** What is believed of one order against what the broker has of it. */
function checkIntent(sim: Judged, intent: Intent, { theirs, add }: { theirs: readonly BookOrder[]; add: Add }): void {
  const { id, state, coid } = intent;
  const [order] = theirs;
  const about = `${id} (${coid}) is ${state}, at the broker ${order?.state ?? 'nothing'}`;
  if (order !== undefined && !sim.tooLate.has(coid) && wasSaid(sim, 'order.not-sent', id))
    add('lost', `${about}: told as never placed`);
  if (state === 'sending' || state === 'unknown') return add('unresolved', about);
  if (state === 'waiting-for-open') return add('unresolved', about);
  if (state === 'needs-human') {
    if (!wasSaid(sim, 'order.needs-human', id)) add('unresolved', `${about}, and nobody was asked`);
    return;
  }
  if (state === 'not-sent') return checkNotSent(sim, intent, { order, add, about });
  if (order === undefined) {
    // Ended here before it left, or refused at the door, which this broker keeps no trace of.
    const neverLeft = state === 'cancelled' && (sim.leaves.get(coid) ?? 0) === 0;
    if (state === 'rejected' ? !sim.broker.refused.has(coid) : !neverLeft) add('ghost', about);
    return;
  }
  if (state === 'rejected') {
    if (order.state !== 'rejected' || order.filledQuantity !== '0') add('lost', about);
    return;
  }
  if (intent.brokerOrderId !== order.brokerOrderId) {
    add('ghost', `${id} is taken for ${intent.brokerOrderId ?? 'none'}, it is ${order.brokerOrderId}`);
  }
  const filled = filledOf(sim, order);
  if (Number(intent.filledQuantity) !== filled) add('missedFills', `${about}: ${intent.filledQuantity} of ${filled}`);
  else if (endOf(order, filled) !== state) add('unresolved', about);
  else if (intent.cancelReason !== null && !isTerminal(state)) add('unresolved', `${about}, and shall be cancelled`);
}

function wasSaid({ tables }: Judged, type: OrderNewsType, id: string): boolean {
  for (const news of tables.news.values()) if (news.type === type && news.about === id) return true;
  return false;
}

/** Of an order and the legs that hang on it. */
function filledOf({ broker }: Judged, order: BookOrder): number {
  if (order.group === null) return Number(order.filledQuantity);
  let total = 0;
  for (const leg of broker.store.group(order.group)) {
    if (leg.brokerOrderId === order.brokerOrderId || leg.parentId === order.brokerOrderId)
      total += Number(leg.filledQuantity);
  }
  return total;
}

/** Of a pair the broker ends the order whose leg has filled: for us it is filled. */
function endOf({ group, quantity, state }: BookOrder, filled: number): BookOrder['state'] {
  return group !== null && filled >= Number(quantity) ? 'filled' : state;
}

/** Never placed: nothing of it works at the broker, and nobody gave up on it who had to go on. */
function checkNotSent(
  sim: Judged,
  intent: Intent,
  { order, add, about }: { order: BookOrder | undefined; add: Add; about: string },
): void {
  // What came later than anything may is refused or taken back: it must not work any more.
  const isTakenBack = order !== undefined && sim.tooLate.has(intent.coid) && order.endedAt !== null;
  if (order !== undefined && !(isTakenBack && order.filledQuantity === '0')) return add('lost', about);
  if (intent.reason?.code !== 'never-reached-broker') return;
  const age = intent.updatedAt - intent.createdAt;
  const mayGiveUp = intent.side === 'buy' && (age > RESEND_ENTRY_MS || sim.figures.trips > 0 || sim.wasStopped);
  if (!mayGiveUp) add('lost', `${about}: given up after ${Math.round(age / 1000)} s`);
}

/** What somebody was told is so. */
function checkPromises({ people, tables, host }: Judged, add: Add): void {
  for (const id of people.cancelled) {
    const state = tables.intents.get(id)?.state;
    if (state === undefined || !isTerminal(state))
      add('unresolved', `${id} was to be cancelled, it is ${state ?? 'gone'}`);
  }
  for (const { id, side, holder, state } of tables.intents.values()) {
    if (side !== 'buy' || holder === 'external' || isTerminal(state)) continue;
    if (host.current !== null && host.current.store.mode(holder) !== 'active')
      add('killIgnored', `${id} is ${state} though nothing is bought`);
  }
  for (const id of people.acknowledged) if (!tables.intents.has(id)) add('lost', `${id} was promised`);
  for (const id of people.approved) {
    if (tables.questions.get(id)?.status !== 'approved') add('lost', `${id} was answered`);
  }
  for (const question of tables.questions.values()) {
    if (question.status !== 'approved') continue;
    if (question.orderId === null || !tables.intents.has(question.orderId)) add('lost', `${question.id} has no order`);
  }
}

/** Whoever asked for everything to be sold has nothing, is stopped, and was told. */
function checkSold({ people, plan, tables, broker, tooLate }: Judged, add: Add): void {
  // Strangers, and what came later than anything may, buy on.
  const buysOn = plan.actions.some(({ do: what }) => what === 'foreign' || what === 'copy') || tooLate.size > 0;
  if (!people.sellsEverything || buysOn) return;
  if (tables.modes.get('account') !== 'halted') add('killIgnored', 'everything was to be sold, and bots may buy');
  for (const { instrumentId, quantity } of broker.store.positions())
    if (quantity !== '0') add('unresolved', `${quantity} of ${instrumentId} were to be sold`);
  for (const { kind } of tables.schedule.values())
    if (kind === 'verify-flat') add('unresolved', 'nobody said that everything is sold');
  if (![...tables.news.values()].some(({ type }) => type === 'sold')) add('untold', 'everything is sold');
}

/** Every fill once, cash and shares to the last unit. */
function checkMoney(sim: Judged, add: Add): void {
  const { tables, broker } = sim;
  const executions = broker.store.executionsAfter(0, 100_000);
  let [cash, fees] = [sim.startCash, 0];
  for (const { seq, side, quantity, price } of executions) {
    if (!tables.executions.has(`x${seq}`)) add('missedFills', `x${seq}`);
    const amount = centsOf(price) * Number(quantity);
    const fee = feeCents(side, Number(quantity));
    cash += (side === 'buy' ? -amount : amount) - fee;
    fees += fee;
  }
  if (tables.executions.size > executions.length) add('ghost', 'a fill the broker does not have');
  const row = (name: string): number => tables.ledger.get(name) ?? 0;
  const isSame =
    row('cash') === cash && row('fees') === fees && (broker.store.cash('USD') ?? centsText(cash)) === centsText(cash);
  if (!isSame) add('ledgerDifference', `cash ${row('cash')} of ${cash}, fees ${row('fees')} of ${fees}`);
  let total = 0;
  for (const amount of tables.ledger.values()) total += amount;
  if (total !== 0) add('ledgerDifference', `the entries sum to ${total}`);
  let cost = 0;
  const shares = new Map<string, number>();
  for (const held of tables.held.values()) {
    cost += held.cost;
    shares.set(held.instrumentId, (shares.get(held.instrumentId) ?? 0) + held.quantity);
    // What came later than anything may has sold shares that were sold meanwhile: it is told, nobody can stop it.
    if (held.quantity < 0 && sim.tooLate.size === 0)
      add('oversold', `${held.holder} has ${held.quantity} of ${held.instrumentId}`);
  }
  if (cost !== row('positions')) add('ledgerDifference', `positions ${row('positions')}, by holder ${cost}`);
  for (const { instrumentId, quantity } of broker.store.positions()) {
    if (shares.get(instrumentId) !== Number(quantity)) {
      add('ledgerDifference', `${instrumentId}: ${shares.get(instrumentId) ?? 0}, at the broker ${quantity}`);
    }
    shares.delete(instrumentId);
  }
  for (const [id, quantity] of shares)
    if (quantity !== 0) add('ledgerDifference', `${id}: ${quantity}, at the broker 0`);
  if (sim.plan.isExact) {
    const held = sim.plan.startsHolding
      ? START_HOLDERS.map((holder) => ({
          instrumentId: 'i_aaa',
          holder,
          quantity: START_SHARES,
          cost: START_SHARES * START_PRICE,
        }))
      : [];
    for (const found of exactDifferences(tables, { cash: sim.startCash, held })) add('ledgerDifference', found);
  }
}

/** Nothing set aside for what is over, nothing owed to anybody, nothing left to do. */
function checkRest({ tables, delivered }: Judged, add: Add): void {
  for (const id of tables.reserved.keys()) {
    const intent = tables.intents.get(id);
    if (intent === undefined || isTerminal(intent.state)) add('reservation', `${id} still has money set aside`);
  }
  for (const intent of tables.intents.values()) {
    if (intent.side !== 'buy' || intent.holder === 'external' || isTerminal(intent.state)) continue;
    if (!isUnresolved(intent.state) && intent.replaces === null && !tables.reserved.has(intent.id)) {
      add('reservation', `${intent.id} works without money set aside`);
    }
  }
  for (const { seq, state } of tables.outbox.values())
    if (state === 'owed') add('untold', `message ${seq} is still owed`);
  for (const [seq, news] of tables.news) {
    if (news.isOwed && !delivered.has(seq) && !tables.outbox.has(seq))
      add('untold', `message ${seq}: ${news.type} ${news.about}`);
  }
  for (const { kind, ref } of tables.schedule.values())
    if (kind === 'exit') add('unresolved', `an exit still waits: ${ref}`);
}
