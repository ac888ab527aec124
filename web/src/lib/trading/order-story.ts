import type { OrderView } from '#shared/contract/proposal.ts';
import { count, priceOf } from '../format/figures.ts';
import { names } from '../state/names.svelte.ts';
import { ui } from '../state/ui.svelte.ts';

interface Story {
  readonly text: string;
  readonly tone: 'good' | 'plain' | 'bad';
  /** Something is still expected to happen by itself. */
  readonly working: boolean;
}

/** An order's state as one sentence: never more than the stored broker event says. */
export function orderStory(order: OrderView): Story {
  const w = ui.w.orderStory;
  const price = priceOf(order.averagePrice, order.currency);
  switch (order.status) {
    case 'waiting-for-open':
      return { text: w['waiting-for-open'], tone: 'plain', working: false };
    case 'sending':
      return { text: w.sending, tone: 'plain', working: true };
    case 'accepted':
      return { text: order.side === 'buy' ? w.accepted : w.acceptedSell, tone: 'plain', working: true };
    case 'partially-filled':
      return {
        text: w['partially-filled'](count(order.filledQuantity), count(order.quantity)),
        tone: 'plain',
        working: true,
      };
    case 'filled': {
      const say = order.side === 'buy' ? w.bought : w.sold;
      return { text: say(count(order.filledQuantity), names.of(order), price), tone: 'good', working: false };
    }
    case 'unknown':
      return { text: w.unknown, tone: 'bad', working: true };
    case 'rejected':
    case 'needs-human':
      return { text: w[order.status], tone: 'bad', working: false };
    case 'cancelled':
    case 'expired':
    case 'not-sent':
    case 'replaced':
      return { text: w[order.status], tone: 'plain', working: false };
  }
}
