import { BROKER_PAGES } from '#shared/contract/broker-pages.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { orderCan } from '#shared/domain/order.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { dateIn, dayTime, time } from '#shared/words/format-time.ts';
import { money, quantity } from '#shared/words/format.ts';
import { button, link, rows, type CardButton } from './card.ts';
import type { CardContext } from './context.ts';
import { figures } from './figures.ts';

const SHOWN_CANDIDATES = 5;

/** Sent, and nobody has said what became of it: what is set aside, what Nod does, when it reports next. */
export function unknownLines(order: OrderView, context: CardContext): string[] {
  const { words, reader, now } = context;
  const broker = words.states.brokers[context.broker];
  const newsBy = order.unconfirmed?.newsBy;
  return [
    words.orders.unknownNote({ sent: sentAt(order, context), broker }),
    ...setAside(order, context),
    words.orders.doNotRepeat,
    ...(newsBy === undefined ? [] : [words.orders.newsBy({ time: dayTime(newsBy, reader, now) })]),
  ];
}

/** One question over both lists: our order in the title, the broker's below it. */
export function needsHumanLines(order: OrderView, context: CardContext): string[] {
  const { words } = context;
  return [
    words.orders.needsHumanNote({ broker: words.states.brokers[context.broker] }),
    ...candidateLines(order, context),
    ...setAside(order, context),
    words.orders.doNotRepeat,
  ];
}

/** Both are looked at and answered in the app. */
export function unresolvedButtons(order: OrderView, { words, broker }: CardContext): CardButton[][] {
  const page = `/more/orders/${order.id}`;
  const there = BROKER_PAGES[broker];
  return rows([
    link(orderCan.resolve(order.status) ? words.orders.buttons.settle : words.orders.buttons.look, page),
    button(words.orders.buttons.orders, 'orders'),
    there !== null && link(words.account.buttons.openBroker(words.states.brokers[broker]), there),
  ]);
}

/** When it left, to the second: a person compares it with the broker's own list. */
function sentAt(order: OrderView, { reader, now }: CardContext): string {
  const sent = order.unconfirmed?.sentAt;
  if (sent === undefined) return dayTime(order.updatedAt, reader, now);
  return dateIn(sent, reader.zone) === dateIn(now, reader.zone)
    ? time(sent, reader, { seconds: true })
    : dayTime(sent, reader);
}

/** What of the broker's list it could be: the other side of the question. */
function candidateLines(order: OrderView, context: CardContext): string[] {
  const { words, reader, now } = context;
  if (order.candidates === null) return [];
  const broker = words.states.brokers[context.broker];
  const count = order.candidates.length;
  if (count === 0) return [words.orders.needsHumanNone({ broker })];
  const lines = order.candidates.slice(0, SHOWN_CANDIDATES).map((candidate) =>
    words.orders.candidate({
      side: candidate.side,
      quantity: quantity(candidate.quantity),
      name: candidate.symbol,
      filled: quantity(candidate.filledQuantity),
      limit: candidate.limitPrice === null ? null : figures(context).price(candidate.limitPrice, order.currency),
      time: dayTime(candidate.submittedAt, reader, now),
    }),
  );
  return [words.orders.needsHumanAsk({ broker, count }), ...lines.map((line) => `· ${line}`)];
}

/** What it keeps from being spent twice meanwhile. */
function setAside(order: OrderView, context: CardContext): string[] {
  if (order.unconfirmed !== null) {
    const { setAside: amount, currency } = order.unconfirmed;
    if (decimal(amount).lte(0)) return [];
    return [
      context.words.orders.setAside({ amount: money(amount, currency, context.reader.language, { style: 'round' }) }),
    ];
  }
  if (order.side !== 'buy' || order.limitPrice === null || order.currency !== context.currency) return [];
  const amount = decimal(order.quantity).times(order.limitPrice).toFixed();
  return [context.words.orders.setAside({ amount: figures(context).round(amount) })];
}
