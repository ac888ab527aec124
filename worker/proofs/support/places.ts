import type { OrderView } from '#shared/contract/proposal.ts';
import type { AccountOnDisk } from './books-on-disk.ts';
import { sleep, until } from './product-run.ts';
import { NO_FAULTS, type Faults, type Trader } from './trader.ts';

/** Long enough to see a request or an answer on the wire before it arrives, and to kill. */
const ON_THE_WIRE_MS = 4_000;
/** Longer than a request may be on its way: at the start the account asks about its orders before the market calls. */
export const LONG_OFF_MS = 11_000;
/** A strategy sells rarely. What has not come by then comes sooner in a market that is begun anew. */
const IN_PLACE_WITHIN_MS = 120_000;

/** Where an order is when the power fails. */
export type Place = 'before-send' | 'in-flight' | 'before-booking';

/** The paper broker's settings that keep an order in its place for a while. */
export const DELAYS: Record<Place, Faults> = {
  'before-send': { ...NO_FAULTS, receiveDelayMs: ON_THE_WIRE_MS },
  'in-flight': { ...NO_FAULTS, replyDelayMs: ON_THE_WIRE_MS },
  'before-booking': { ...NO_FAULTS, newsDelayMs: ON_THE_WIRE_MS },
};

/**
 * Waits until one of the orders is in its place and answers it at once, so that the kill meets it there. Null when they
 * ended elsewhere: opened above the ceiling, refused.
 */
export async function whileInPlace(
  person: Trader,
  wanted: { accountId: string; place: Place; orders: () => Promise<OrderView[] | 'elsewhere'> },
): Promise<OrderView | null> {
  const { accountId, place, orders } = wanted;
  const found = await until<OrderView | 'elsewhere'>(`an order is ${place}`, IN_PLACE_WITHIN_MS, async () => {
    const all = await orders();
    if (all === 'elsewhere') return all;
    const open = all.filter(({ status }) => status === 'sending' || status === 'accepted');
    if (open.length === 0) return all.length > 0 ? 'elsewhere' : null;
    const book = await person.book(accountId);
    return open.find((order) => {
      const there = book.orders.find(({ clientOrderId }) => clientOrderId === order.clientOrderId);
      if (place === 'before-send') return order.status === 'sending' && there === undefined;
      if (place === 'in-flight') return order.status === 'sending' && there !== undefined;
      return there?.state === 'filled';
    });
  });
  if (found === 'elsewhere') return null;
  await sleep(Math.random() * 200);
  return found;
}

/** The same, as the disk tells it after the kill. */
export function isInPlace(account: AccountOnDisk | undefined, orderId: string, place: Place): boolean {
  const intent = account?.intents.find(({ id }) => id === orderId);
  if (account === undefined || intent === undefined) return false;
  const there = account.broker.orders.find((order) => order.client_order_id === intent.coid);
  const fills = account.broker.executions.filter((execution) => execution.client_order_id === intent.coid);
  const booked = account.executions.filter(({ coid }) => coid === intent.coid);
  switch (place) {
    case 'before-send':
      return intent.state === 'sending' && there === undefined;
    case 'in-flight':
      return intent.state === 'sending' && there !== undefined;
    case 'before-booking':
      return fills.length > 0 && booked.length === 0;
  }
}

/** Where the disk has an order, in words, for a kill that met it elsewhere. */
export function placeOnDisk(account: AccountOnDisk | undefined, orderId: string): string {
  const intent = account?.intents.find(({ id }) => id === orderId);
  if (account === undefined || intent === undefined) return 'the order is not on the disk';
  const there = account.broker.orders.find((order) => order.client_order_id === intent.coid);
  const fills = account.broker.executions.filter((execution) => execution.client_order_id === intent.coid).length;
  return `it was ${intent.state} here, ${there?.state ?? 'nothing'} there, with ${fills} fills there`;
}
