import type { PositionView } from '#shared/contract/account.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { orderCan } from '#shared/domain/order.ts';
import { decimal, type DecimalText } from '#shared/lib/decimal.ts';
import { assertNever } from '#shared/lib/invariant.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { dayTime, time } from '#shared/words/format-time.ts';
import { quantity } from '#shared/words/format.ts';
import { button, rows, type Card, type CardButton, type Tone } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { exitCard, type ExitPlan } from './exit.ts';
import { figures } from './figures.ts';
import { shortName } from './names.ts';

/** What is known beside the order itself when it filled. */
export interface FillDetails {
  /** The holding after an entry: who holds the stop, and where. */
  readonly position?: PositionView | undefined;
  readonly plan?: ExitPlan | undefined;
}

/** An order as its stored state says it, never more: sent is not accepted, accepted is not bought. */
export function orderCard(order: OrderView, context: CardContext, details: FillDetails = {}): Card {
  if (order.status === 'filled') {
    return order.side === 'buy' ? boughtCard(order, context, details.position) : exitCard(order, context, details.plan);
  }
  const { title, lines, tone } = textOf(order, context);
  return card(context, title, { lines, tone, buttons: orderButtons(order, context), proposalId: order.proposalId });
}

interface Text {
  readonly title: string;
  readonly lines: string[];
  readonly tone: Tone;
}

function textOf(order: OrderView, context: CardContext): Text {
  const { words, reader, now } = context;
  const { side } = order;
  const { price } = figures(context);
  const broker = words.states.brokers[context.broker];
  const limit = order.limitPrice === null ? null : price(order.limitPrice, order.currency);
  const about = { side, quantity: quantity(order.quantity), name: shortName(context, order) };
  const reasons = reasonLines(order, context);
  const filled = filledLines(order, context);
  const news = (title: string, ...lines: string[]): Text => ({ title, lines, tone: 'news' });
  switch (order.status) {
    case 'waiting-for-open':
      return news(words.orders.waiting({ ...about, limit }), words.orders.waitingNote);
    case 'sending':
      return news(words.orders.sending(about), words.orders.sendingNote({ side }));
    case 'accepted':
      return news(words.orders.accepted({ ...about, broker, limit }), words.orders.acceptedNote({ side }));
    case 'partially-filled': {
      const average = order.averagePrice === null ? '?' : price(order.averagePrice, order.currency);
      const partly = { ...about, filled: quantity(order.filledQuantity), price: average };
      return news(words.orders.partly(partly), words.orders.partlyNote);
    }
    case 'filled':
      return news(words.states.orders.filled);
    case 'cancelled':
      return news(words.orders.cancelled(about), ...filled, ...reasons);
    case 'expired':
      return news(words.orders.lapsed(about), ...filled, ...reasons);
    case 'replaced':
      return news(words.orders.replaced(about), ...filled);
    case 'rejected':
      return news(words.orders.rejected({ ...about, broker }), ...reasons, nothingHappened(order, context));
    case 'not-sent':
      return notSent(order, context, { about, reasons });
    case 'unknown':
      return {
        title: words.orders.unknown(about),
        lines: [
          words.orders.unknownNote({ sent: dayTime(order.updatedAt, reader, now), broker }),
          ...setAside(order, context),
          words.orders.doNotRepeat,
        ],
        tone: 'news',
      };
    case 'needs-human':
      return {
        title: words.orders.needsHuman(about),
        lines: [words.orders.needsHumanNote({ broker }), words.orders.doNotRepeat],
        tone: 'act-now',
      };
    default:
      return assertNever(order.status);
  }
}

type About = { readonly side: 'buy' | 'sell'; readonly quantity: string; readonly name: string };

function notSent(order: OrderView, context: CardContext, text: { about: About; reasons: string[] }): Text {
  const { words } = context;
  const values = order.reason?.values ?? {};
  const opened = values['price'];
  if (order.reason?.code === 'above-ceiling' && opened !== undefined && order.limitPrice !== null) {
    const { price } = figures(context);
    const prices = { opened: price(String(opened), order.currency), limit: price(order.limitPrice, order.currency) };
    const title = words.orders.openMissed({ name: text.about.name, ...prices });
    return { title, lines: [words.orders.nothingSent], tone: 'news' };
  }
  const title = words.orders.notSent(text.about);
  return { title, lines: [...text.reasons, words.orders.nothingSent], tone: 'news' };
}

function reasonLines(order: OrderView, context: CardContext): string[] {
  if (order.reason === null || !hasWords(order.reason.code)) return [];
  const about = fillContext(context, { priceCurrency: order.currency, botId: order.botId });
  return [context.words.orders.because(reasonText(order.reason, about))];
}

function nothingHappened({ side }: OrderView, { words }: CardContext): string {
  return side === 'buy' ? words.orders.nothingSpent : words.orders.nothingSoldNote;
}

function filledLines(order: OrderView, { words }: CardContext): string[] {
  const { side } = order;
  if (decimal(order.filledQuantity).lte(0)) return [words.orders.nothingDone({ side })];
  const before = { side, filled: quantity(order.filledQuantity), quantity: quantity(order.quantity) };
  return [words.orders.filledBefore(before)];
}

function setAside(order: OrderView, context: CardContext): string[] {
  if (order.side !== 'buy' || order.limitPrice === null || order.currency !== context.currency) return [];
  const amount = decimal(order.quantity).times(order.limitPrice).toFixed();
  return [context.words.orders.setAside({ amount: figures(context).round(amount) })];
}

function orderButtons(order: OrderView, { words }: CardContext): CardButton[][] {
  if (!orderCan.cancel(order.status)) return [];
  const { takeBack, cancel } = words.orders.buttons;
  return rows([button(order.status === 'waiting-for-open' ? takeBack : cancel, `cancel ${order.id}`)]);
}

function boughtCard(order: OrderView, context: CardContext, position: PositionView | undefined): Card {
  const { words, reader } = context;
  const { price } = figures(context);
  const average = order.averagePrice ?? order.limitPrice ?? '0';
  const total = decimal(average).times(order.filledQuantity).toFixed();
  const exact = order.currency === context.currency ? figures(context).exact : (amount: DecimalText) => price(amount, order.currency);
  const title = words.orders.bought({
    quantity: quantity(order.filledQuantity),
    name: shortName(context, order),
    price: price(average, order.currency),
    total: exact(total),
    time: time(order.updatedAt, reader),
  });
  const holding = position?.holders.find(({ holder }) => holder === order.holder);
  const lines = holding === undefined ? [] : protectionLines(holding, order, context);
  const { sell, moveStop } = words.orders.buttons;
  const target = `${order.symbol} ${order.holder}`;
  const isUnprotected = holding?.protection.heldBy === 'none';
  return card(context, title, {
    lines,
    buttons: rows([button(moveStop, `movestop ${target}`), button(sell, `close ${target}`)]),
    proposalId: order.proposalId,
    tone: isUnprotected ? 'act-now' : 'news',
  });
}

type Holding = PositionView['holders'][number];

/** Who holds the stop since when, and what a stop-out would cost from the price paid. */
export function protectionLines(holding: Holding, order: Pick<OrderView, 'currency'>, context: CardContext): string[] {
  const { words, reader } = context;
  const { price, result } = figures(context);
  const { heldBy, confirmedAt } = holding.protection;
  const stop = holding.protection.stopPrice ?? holding.stopPrice;
  if (heldBy === 'none' || stop === null) return [words.orders.stopNone];
  const ifHit = (level: DecimalText): string | null =>
    holding.averagePrice === null || order.currency !== context.currency
      ? null
      : result(decimal(level).minus(holding.averagePrice).times(holding.quantity).toFixed());
  const stopText = price(stop, order.currency);
  const lines = [
    heldBy === 'nod'
      ? words.orders.stopAtNod({ stop: stopText, loss: ifHit(stop) })
      : words.orders.stopAtBroker({
          stop: stopText,
          broker: words.states.brokers[context.broker],
          since: confirmedAt === null ? null : time(confirmedAt, reader, { seconds: true }),
          loss: ifHit(stop),
        }),
  ];
  if (holding.targetPrice !== null) {
    const target = price(holding.targetPrice, order.currency);
    lines.push(words.orders.targetAt({ target, gain: ifHit(holding.targetPrice) }));
  }
  return lines;
}
