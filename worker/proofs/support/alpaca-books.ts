import type { AccountView, EventView, TransactionView } from '#shared/contract/account.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import type { TrueBook } from './alpaca-child.ts';
import type { RunningProduct } from './product-run.ts';

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** What an order and the legs under it filled at the broker, and where they stand; null when the broker has none. */
interface There {
  readonly filled: string;
  readonly states: readonly string[];
}

/** Everything the product says of its orders. */
export async function ordersOf(product: RunningProduct, accountId: string): Promise<OrderView[]> {
  const all: OrderView[] = [];
  for (let cursor = ''; ;) {
    const page = await read<Page<OrderView>>(product, `accounts/${accountId}/orders?limit=500${cursor}`);
    all.push(...page.items);
    if (page.nextCursor === null) return all;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}

/** Events after `since`, oldest first. */
export async function eventsAfter(product: RunningProduct, accountId: string, since: number): Promise<EventView[]> {
  const page = await read<Page<EventView>>(product, `accounts/${accountId}/events?since=${since}&limit=500`);
  return page.items;
}

export async function read<T>(product: RunningProduct, path: string): Promise<T> {
  const { status, body } = await product.api<T>(path);
  if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

function thereOf(book: TrueBook, clientOrderId: string): There | null {
  const own = book.orders.find((order) => order.clientOrderId === clientOrderId);
  if (own === undefined) return null;
  // What protects is one order here and a pair there. An entry's own legs are orders of their own in both books.
  const legs = book.orders.filter(({ parentId }) => parentId !== null && parentId === own.brokerOrderId);
  const group = own.side === legs[0]?.side ? [own, ...legs] : [own];
  return {
    filled: toText(sum(group.map(({ filledQuantity }) => decimal(filledQuantity)))),
    states: group.map(({ state }) => state),
  };
}

/**
 * What was said before the broker had sent it: the words are read first, the broker's book after them, so that whatever
 * is true is in the book by then.
 */
export function claimFaults(
  said: { orders: readonly OrderView[]; events: readonly EventView[] },
  book: TrueBook,
): string[] {
  const faults: string[] = [];
  const check = (where: string, order: Pick<OrderView, 'clientOrderId' | 'filledQuantity' | 'status'>): void => {
    const there = thereOf(book, order.clientOrderId);
    const filled = there?.filled ?? '0';
    if (decimal(order.filledQuantity).gt(filled))
      faults.push(
        `${where}: ${order.clientOrderId} is said to have filled ${order.filledQuantity}, the broker sent ${filled}`,
      );
    if (order.status === 'filled' && there?.states.includes('filled') !== true)
      faults.push(
        `${where}: ${order.clientOrderId} is said to be filled, the broker says ${there?.states.join() ?? 'nothing'}`,
      );
  };
  for (const order of said.orders) check('orders', order);
  for (const { type, seq, body } of said.events) {
    if (type !== 'order.filled' && type !== 'order.partly-filled') continue;
    check(`event ${seq}`, (body as unknown as { order: OrderView }).order);
  }
  return faults;
}

/** Once nothing is on its way: every intent is exactly where the broker has it, every fill is booked once, shares agree. */
export async function finalFaults(
  product: RunningProduct,
  accountId: string,
  { book, began }: { book: TrueBook; began: string },
): Promise<string[]> {
  const faults: string[] = [];
  const orders = await ordersOf(product, accountId);
  for (const order of orders) {
    const there = thereOf(book, order.clientOrderId);
    if (there === null) {
      if (order.status !== 'not-sent' && order.status !== 'rejected')
        faults.push(`${order.clientOrderId} is ${order.status}, the broker has none`);
      continue;
    }
    if (!there.states.includes(order.status))
      faults.push(`${order.clientOrderId} is ${order.status}, the broker says ${there.states.join()}`);
    if (there.filled !== order.filledQuantity)
      faults.push(`${order.clientOrderId} filled ${order.filledQuantity} here, ${there.filled} there`);
  }
  const known = new Set(orders.map(({ clientOrderId }) => clientOrderId));
  const ours = book.orders.filter(({ sentAs }) => sentAs !== null);
  for (const { clientOrderId } of ours)
    if (!known.has(clientOrderId)) faults.push(`${clientOrderId} is at the broker, unknown here`);
  const held = new Map(
    (
      await read<Page<{ symbol: string; quantity: string }>>(product, `accounts/${accountId}/positions?limit=500`)
    ).items.map(({ symbol, quantity }) => [symbol, quantity]),
  );
  for (const { instrumentId: symbol, quantity } of book.positions)
    if (held.get(symbol) !== quantity) faults.push(`${symbol}: ${held.get(symbol) ?? '0'} here, ${quantity} there`);
  for (const [symbol, quantity] of held)
    if (quantity !== '0' && !book.positions.some(({ instrumentId }) => instrumentId === symbol))
      faults.push(`${symbol}: ${quantity} here, none there`);
  const account = await read<AccountView>(product, `accounts/${accountId}`);
  faults.push(...(await cashFaults(product, account, { book, began })));
  for (const { what, name, broker, ours: own } of account.differences) {
    if (what === 'cash') continue;
    faults.push(`${name}: the product itself says ${own} here, ${broker} there`);
  }
  return faults;
}

/** Every fill is booked once, and cash agrees to the last cent: fees that the broker has not charged yet are owed, not paid. */
async function cashFaults(
  product: RunningProduct,
  account: AccountView,
  { book, began }: { book: TrueBook; began: string },
): Promise<string[]> {
  const all: TransactionView[] = [];
  for (let cursor = ''; ;) {
    const page = await read<Page<TransactionView>>(product, `accounts/${account.id}/transactions?limit=500${cursor}`);
    all.push(...page.items);
    if (page.nextCursor === null) break;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
  const traded = all.filter(({ type }) => type === 'buy' || type === 'sell');
  const here = traded.map(({ symbol, quantity, price }) => `${symbol} ${quantity} ${price}`).sort();
  const there = book.executions
    .map(({ instrumentId, quantity, price }) => `${instrumentId} ${quantity} ${price}`)
    .sort();
  const faults = here.join() === there.join() ? [] : [`booked ${here.join()}; the broker sent ${there.join()}`];
  const cash = account.cash.USD ?? '0';
  if (cash !== book.cash) {
    const flow = book.executions.map(({ side, quantity, price }) =>
      decimal(quantity)
        .times(price)
        .times(side === 'sell' ? 1 : -1),
    );
    const traded = toText(decimal(began).plus(sum(flow)));
    const kinds = [...new Set(all.map(({ type }) => type))].join();
    faults.push(`cash is ${cash} here, ${book.cash} there; by its fills ${traded}; ledger has ${kinds}`);
  }
  return faults;
}

/** Chat says each fill once at most, and none that is not an event. */
export async function chatFaults(
  product: RunningProduct,
  events: readonly EventView[],
): Promise<{ faults: string[]; said: number }> {
  const { items } = await read<Page<ChatMessage>>(product, 'chat?limit=500');
  const claims = items.filter(
    ({ from, title, lines }) =>
      from === 'nod' && /^(Bought|Sold)\b/.test([title, ...lines].join(' ').replace(/^PAPER\W*/, '')),
  );
  const fills = events.filter(({ type }) => type === 'order.filled' || type === 'order.partly-filled').length;
  return {
    said: claims.length,
    faults: claims.length > fills ? [`chat claims ${claims.length} fills, the log has ${fills}`] : [],
  };
}
