import type { CancelAnswer, LookUpAnswer, ReplaceAnswer, SubmitAnswer } from '../../ports/broker.ts';
import type { BookOrder } from './book-store.ts';
import type { CancelAsked } from './end.ts';
import type { ReplaceAsked } from './replace.ts';
import type { Booked } from './submit.ts';
import { toBrokerOrder } from './view.ts';

/* What the book did, in the words of the broker port. */

/** `order` is how the order stands by now, when it traded at once. */
export function submitAnswer(booked: Booked, order?: BookOrder): SubmitAnswer {
  switch (booked.kind) {
    case 'booked':
      return { kind: 'accepted', order: toBrokerOrder(order ?? booked.order) };
    case 'duplicate':
      return { kind: 'duplicate' };
    case 'refused':
      return { kind: 'rejected', code: booked.refusal.code, message: booked.refusal.reason };
  }
}

export function replaceAnswer(asked: ReplaceAsked, order?: BookOrder): ReplaceAnswer {
  switch (asked.kind) {
    case 'too-late':
      return { kind: 'too-late', order: toBrokerOrder(asked.order) };
    case 'not-found':
      return { kind: 'rejected', code: 'invalid-order', message: 'the order to be replaced is not known' };
    default:
      return submitAnswer(asked, order);
  }
}

export function cancelAnswer(asked: CancelAsked): CancelAnswer {
  if (asked.kind === 'not-found') return asked;
  const order = toBrokerOrder(asked.order);
  if (asked.kind === 'too-late')
    return order.state === 'cancelled' ? { kind: 'cancelled', order } : { kind: 'too-late', order };
  return order.state === 'cancelled' ? { kind: 'cancelled', order } : { kind: 'asked' };
}

export function lookUpAnswer(order: BookOrder | null): LookUpAnswer {
  return order === null ? { kind: 'not-found' } : { kind: 'found', order: toBrokerOrder(order) };
}
