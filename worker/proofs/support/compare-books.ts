import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import type { AccountOnDisk, StateOnDisk } from './books-on-disk.ts';

/*
 * What must hold of an account beside the book of its counterparty. Each function answers what does not, in words; no
 * words is what a proof asks for. The books are read from the disk, not from what the product says of itself.
 */

const OPEN = new Set(['waiting-for-open', 'sending', 'accepted', 'partially-filled', 'unknown', 'needs-human']);
const DONE_EVENTS = ['order.filled', 'order.cancelled', 'order.expired', 'order.rejected', 'order.not-sent'];
const DECIDED_EVENTS = ['proposal.decided', 'proposal.expired', 'proposal.withdrawn'];

/** True at every instant, also in the one in which the power fails. */
export function faultsAtAnyMoment(account: AccountOnDisk): string[] {
  return [
    ...ledgerFaults(account),
    ...executionFaults(account),
    ...orderFaults(account),
    ...proposalFaults(account),
    ...eventFaults(account),
  ];
}

/** True once nothing is on its way: the account is exactly where its broker is. */
export function faultsWhenSettled(account: AccountOnDisk): string[] {
  const faults: string[] = [];
  const orders = new Map(account.broker.orders.map((order) => [order.client_order_id, order]));
  for (const { coid, state } of account.intents) {
    const there = orders.get(coid)?.state ?? 'nothing';
    const expected = state === 'waiting-for-open' || state === 'not-sent' ? 'nothing' : state;
    if (there !== expected) faults.push(`${coid} is ${state}, its broker says ${there}`);
  }
  const booked = new Set(account.executions.map(({ seq }) => seq));
  for (const { seq } of account.broker.executions) if (!booked.has(seq)) faults.push(`fill ${seq} is not booked`);
  const held = new Map<string, string[]>();
  for (const { instrument_id: id, quantity } of account.positions) held.set(id, [...(held.get(id) ?? []), quantity]);
  const there = new Map(account.broker.positions.map((position) => [position.instrument_id, position.quantity]));
  for (const id of new Set([...held.keys(), ...there.keys()])) {
    const here = toText(sum((held.get(id) ?? []).map(decimal)));
    if (here !== (there.get(id) ?? '0')) faults.push(`${id}: ${here} here, ${there.get(id) ?? '0'} there`);
  }
  return faults;
}

/** What was stored before a crash is there after it, unchanged where it never changes. */
export function faultsOfMemory(before: AccountOnDisk, after: AccountOnDisk): string[] {
  const faults: string[] = [];
  const missing = (what: string, ids: readonly string[], now: readonly string[]) => {
    const there = new Set(now);
    for (const id of ids) if (!there.has(id)) faults.push(`${what} lost: ${id}`);
  };
  const text = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row));
  missing('proposal', ids(before.proposals), ids(after.proposals));
  missing('order', ids(before.intents), ids(after.intents));
  missing('fill', text(before.executions), text(after.executions));
  missing('booking', text(before.bookings), text(after.bookings));
  missing('ledger entry', text(before.ledger), text(after.ledger));
  missing('event', text(before.events), text(after.events));
  missing(
    'order at the broker',
    before.broker.orders.map((order) => order.client_order_id),
    after.broker.orders.map((order) => order.client_order_id),
  );
  missing('fill at the broker', text(before.broker.executions), text(after.broker.executions));
  for (const proposal of before.proposals) {
    const now = after.proposals.find(({ id }) => id === proposal.id);
    if (proposal.status !== 'pending' && JSON.stringify(now) !== JSON.stringify(proposal))
      faults.push(`${proposal.id} was ${proposal.status} and changed`);
  }
  return faults;
}

/**
 * Every close had its runs, those of a day aside, each once, and none that began was left undone: but for the close at
 * which the power failed, unless the market stands. Every bot looked once at every close.
 * @param closes `everyMs`: how far apart closes are where it is always the same
 */
export function faultsOfJobs(
  { jobRuns, accounts }: StateOnDisk,
  closes: { everyMs: number | null; isStanding: boolean },
): string[] {
  const faults: string[] = [];
  const due = jobRuns.filter(({ cause, schedule }) => cause === 'due' && schedule === '@close');
  const last = Math.max(...due.map((run) => run.due_at));
  for (const [key, runs] of Map.groupBy(due, ({ job, market_id: market }) => `${job} ${market}`)) {
    const times = runs.map((run) => run.due_at);
    if (new Set(times).size !== times.length) faults.push(`${key} ran twice at one close`);
    for (const run of runs)
      if (run.finished_at === null && (closes.isStanding || run.due_at !== last))
        faults.push(`${key} at ${run.due_at} was left undone`);
    faults.push(...gaps(key, times, closes.everyMs));
  }
  for (const { looks } of accounts)
    for (const [bot, of] of Map.groupBy(looks, (look) => look.bot_id))
      faults.push(
        ...gaps(
          bot,
          of.map(({ market_at: at }) => at),
          closes.everyMs,
        ),
      );
  return faults;
}

function gaps(what: string, times: readonly number[], everyMs: number | null): string[] {
  if (everyMs === null) return [];
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.flatMap((time, index) => {
    const former = sorted[index - 1];
    return former === undefined || time - former === everyMs ? [] : [`${what}: nothing between ${former} and ${time}`];
  });
}

/** Everything an account owes its people has become a message. */
export function faultsOfAlerts({ accounts, delivered }: StateOnDisk): string[] {
  return accounts.flatMap(({ id, outbox }) =>
    outbox
      .filter((row) => row.state !== 'delivered' || !delivered.has(`${id} ${row.event_seq}`))
      .map((row) => `alert of event ${row.event_seq} is ${row.state}, not a message`),
  );
}

function ledgerFaults({ ledger, balances, bookings }: AccountOnDisk): string[] {
  const faults: string[] = [];
  const total = (rows: readonly { amount: string }[]) => toText(sum(rows.map((row) => decimal(row.amount))));
  for (const [key, rows] of Map.groupBy(ledger, (row) => `${row.booking_id} ${row.currency}`))
    if (total(rows) !== '0') faults.push(`booking ${key} sums to ${total(rows)}`);
  for (const [currency, rows] of Map.groupBy(ledger, (row) => row.currency))
    if (total(rows) !== '0') faults.push(`the ledger sums to ${total(rows)} ${currency}`);
  const byAccount = Map.groupBy(ledger, (row) => `${row.account} ${row.currency}`);
  for (const { account, currency, amount } of balances) {
    const entries = total(byAccount.get(`${account} ${currency}`) ?? []);
    if (entries !== amount) faults.push(`${account} stands at ${amount} ${currency}, its entries at ${entries}`);
  }
  const known = new Set(bookings.map(({ id }) => id));
  for (const { booking_id: id } of ledger) if (!known.has(id)) faults.push(`entries of no booking: ${id}`);
  return faults;
}

/** Fills and bookings are one to one, and every fill is one of the broker's. */
function executionFaults({ executions, bookings, broker, intents }: AccountOnDisk): string[] {
  const faults: string[] = [];
  const there = new Map(broker.executions.map((execution) => [execution.seq, execution]));
  const key = (order: string | null, side: string, quantity: string | null, price: string | null) =>
    `${order ?? 'nobody'} ${side} ${quantity ?? ''} at ${price ?? ''}`;
  for (const execution of executions) {
    const its = there.get(execution.seq);
    const same = its?.client_order_id === execution.coid && its.quantity === execution.quantity;
    if (!same || its.price !== execution.price) faults.push(`fill ${execution.seq} is not the broker's`);
  }
  const filled = executions.map((row) => key(row.intent_id, row.side, row.quantity, row.price));
  const booked = bookings
    .filter(({ type }) => type === 'buy' || type === 'sell')
    .map((row) => key(row.order_id, row.type, row.quantity, row.price));
  faults.push(...difference('fill without its booking', filled, booked));
  faults.push(...difference('booking without its fill', booked, filled));
  for (const intent of intents) {
    const own = executions.filter((execution) => execution.intent_id === intent.id);
    const quantity = toText(sum(own.map((execution) => decimal(execution.quantity))));
    if (quantity !== intent.filled_quantity)
      faults.push(`${intent.id} counts ${intent.filled_quantity} of ${quantity}`);
    if (decimal(quantity).gt(intent.quantity)) faults.push(`${intent.id} filled ${quantity} of ${intent.quantity}`);
  }
  return faults;
}

/** No order is at the broker that was not stored here first, and none twice. */
function orderFaults({ intents, attempts, broker, reservations }: AccountOnDisk): string[] {
  const faults: string[] = [];
  const byCoid = new Map(intents.map((intent) => [intent.coid, intent]));
  const tried = new Set(attempts.map((attempt) => attempt.intent_id));
  for (const order of broker.orders) {
    const intent = byCoid.get(order.client_order_id);
    if (intent === undefined) faults.push(`${order.client_order_id} is at the broker, unknown here`);
    else if (!tried.has(intent.id)) faults.push(`${intent.id} is at the broker without an attempt`);
    else if (intent.quantity !== order.quantity || intent.side !== order.side)
      faults.push(`${intent.id} is another order at the broker`);
  }
  const states = new Map(intents.map((intent) => [intent.id, intent.state]));
  for (const { intent_id: id } of reservations)
    if (!OPEN.has(states.get(id) ?? ''))
      faults.push(`money is set aside for ${id}, which is ${states.get(id) ?? 'nowhere'}`);
  return faults;
}

/** One approval, one order; one order, one approval. */
function proposalFaults({ proposals, intents }: AccountOnDisk): string[] {
  const faults: string[] = [];
  const approved = proposals.filter(({ status }) => status === 'approved');
  const orders = Map.groupBy(intents, (intent) => intent.proposal_id);
  for (const { id, order_id: orderId } of approved) {
    const own = orders.get(id) ?? [];
    if (own.length > 1) faults.push(`${id} was approved into ${own.length} orders`);
    if (orderId !== (own[0]?.id ?? null)) faults.push(`${id} names order ${String(orderId)}, which is not there`);
  }
  const known = new Map(proposals.map((proposal) => [proposal.id, proposal.status]));
  for (const { id, proposal_id: from, side } of intents) {
    const status = from === null ? null : known.get(from);
    // A sale that happens unless told otherwise comes of a question nobody answered.
    if (status !== null && status !== 'approved' && !(side === 'sell' && status === 'expired'))
      faults.push(`${id} comes of ${String(from)}, which is ${status ?? 'nowhere'}`);
  }
  return faults;
}

/** The chain has no gap; every end and every decision was told exactly once. */
function eventFaults({ events, intents, proposals }: AccountOnDisk): string[] {
  const faults: string[] = [];
  for (const [index, event] of events.entries()) {
    const former = events[index - 1];
    if (event.seq !== index + 1 || event.prev !== (former?.mac ?? '')) faults.push(`the chain breaks at ${event.seq}`);
  }
  const told = (types: readonly string[], subject: string) =>
    events.filter((event) => event.subject === subject && types.includes(event.type)).length;
  for (const { id, state } of intents) {
    const times = told(DONE_EVENTS, id);
    if (times !== (OPEN.has(state) ? 0 : 1)) faults.push(`the end of ${id} (${state}) was told ${times} times`);
  }
  for (const { id, status } of proposals) {
    const times = told(DECIDED_EVENTS, id);
    if (times !== (status === 'pending' ? 0 : 1)) faults.push(`the end of ${id} (${status}) was told ${times} times`);
  }
  return faults;
}

function ids(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/** What `a` has more often than `b`. */
function difference(what: string, a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const text of b) left.set(text, (left.get(text) ?? 0) + 1);
  return a.flatMap((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0 ? [] : [`${what}: ${text}`];
  });
}
