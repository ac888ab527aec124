import type { OrderView } from '#shared/contract/proposal.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { orderCan } from '#shared/domain/order.ts';
import { decimal, type DecimalText } from '#shared/lib/decimal.ts';
import { assertNever } from '#shared/lib/invariant.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { dayTime } from '#shared/words/format-time.ts';
import { money, quantity } from '#shared/words/format.ts';
import { button, link, rows, type Card, type CardButton, type Tone } from './card.ts';
import { card, fillContext, moment, type CardContext } from './context.ts';
import { exitCard, fillTime, type ExitPlan } from './exit.ts';
import { figures } from './figures.ts';
import { shortName } from './names.ts';
import { needsHumanLines, unknownLines, unresolvedButtons } from './unresolved.ts';

/** How a holding is protected: who watches which prices, since when. */
export interface Protection {
  readonly heldBy: 'broker' | 'nod' | 'none';
  readonly stopPrice: DecimalText | null;
  readonly targetPrice: DecimalText | null;
  /** The broker takes the stop over in a moment. */
  readonly goesToBroker?: boolean;
  /** ISO instant; null while nobody confirmed it. */
  readonly confirmedAt?: string | null;
}

/** What is known beside the order itself when it filled: of an entry its protection, of an exit the plan. */
export interface FillDetails {
  readonly protection?: Protection | undefined;
  readonly plan?: ExitPlan | undefined;
  /** Fees and tax of the purchase, in the instrument's currency; absent: nobody told, and the total says so. */
  readonly fees?: DecimalText | undefined;
  /** Market time of the fill, ISO; absent: as near as the order itself knows. */
  readonly filledAt?: string | undefined;
}

/** An order as its stored state says it, never more: sent is not accepted, accepted is not bought. */
export function orderCard(order: OrderView, context: CardContext, details: FillDetails = {}): Card {
  if (order.status === 'filled') {
    return order.side === 'buy'
      ? boughtCard(order, context, details)
      : exitCard(order, context, { ...details.plan, filledAt: details.filledAt });
  }
  const { title, lines, tone } = textOf(order, context);
  const { proposalId } = order;
  const buttons = orderButtons(order, context);
  return card(context, title, { lines, tone, buttons, proposalId, stands: proposalId ?? order.id });
}

/** An order that the broker has and Nod did not place: told once, counted, never touched. */
export function adoptedCard(order: OrderView, context: CardContext): Card {
  const { words } = context;
  const about = { side: order.side, quantity: quantity(order.quantity), name: shortName(context, order) };
  const broker = words.states.brokers[context.broker];
  return card(context, words.orders.adopted({ ...about, broker }), {
    lines: [words.orders.adoptedNote],
    buttons: rows([
      link(words.orders.buttons.look, `/more/orders/${order.id}`),
      button(words.account.buttons.positions, 'positions'),
    ]),
  });
}

interface Text {
  readonly title: string;
  readonly lines: string[];
  readonly tone: Tone;
}

function textOf(order: OrderView, context: CardContext): Text {
  const { words } = context;
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
      return lapsed(order, context, { about, reasons: [...filled, ...reasons] });
    case 'replaced':
      return news(words.orders.replaced(about), ...filled);
    case 'rejected':
      return news(words.orders.rejected({ ...about, broker }), ...reasons, nothingHappened(order, context));
    case 'not-sent':
      return notSent(order, context, { about, reasons });
    case 'unknown':
      return news(words.orders.unknown(about), ...unknownLines(order, context));
    case 'needs-human':
      return { title: words.orders.needsHuman(about), lines: needsHumanLines(order, context), tone: 'act-now' };
    default:
      return assertNever(order.status);
  }
}

type About = { readonly side: 'buy' | 'sell'; readonly quantity: string; readonly name: string };

/** Nobody sold at the price allowed: said as what it means, with what the price was where that is known. */
function missedCeiling(order: OrderView, context: CardContext, name: string): string | null {
  if (order.reason?.code !== 'opened-above-ceiling' || order.limitPrice === null || order.side !== 'buy') return null;
  const { price } = figures(context);
  const opened = order.reason.values['opened'];
  return context.words.orders.openMissed({
    name,
    opened: opened === undefined ? null : price(opened, order.currency),
    limit: price(order.limitPrice, order.currency),
  });
}

function lapsed(order: OrderView, context: CardContext, text: { about: About; reasons: string[] }): Text {
  const { words } = context;
  const missed = decimal(order.filledQuantity).gt(0) ? null : missedCeiling(order, context, text.about.name);
  return missed === null
    ? { title: words.orders.lapsed(text.about), lines: text.reasons, tone: 'news' }
    : { title: missed, lines: [words.orders.nothingSpent], tone: 'news' };
}

function notSent(order: OrderView, context: CardContext, text: { about: About; reasons: string[] }): Text {
  const { words } = context;
  const missed = missedCeiling(order, context, text.about.name);
  return missed === null
    ? { title: words.orders.notSent(text.about), lines: [...text.reasons, words.orders.nothingSent], tone: 'news' }
    : { title: missed, lines: [words.orders.nothingSent], tone: 'news' };
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

function orderButtons(order: OrderView, context: CardContext): CardButton[][] {
  if (order.status === 'unknown' || order.status === 'needs-human') return unresolvedButtons(order, context);
  const { takeBack, cancel, orders } = context.words.orders.buttons;
  if (order.status === 'sending') return rows([button(orders, 'orders')]);
  if (!orderCan.cancel(order.status, order.purpose)) return rows([nextOf(order, context)]);
  return rows([button(order.status === 'waiting-for-open' ? takeBack : cancel, `cancel ${order.id}`)]);
}

/** After an order that came to nothing: how its stock stands, or for a sale what is still held. */
function nextOf(order: OrderView, context: CardContext): CardButton {
  return order.side === 'buy'
    ? button(shortName(context, order), `price ${order.symbol}`)
    : button(context.words.account.buttons.positions, 'positions');
}

function boughtCard(order: OrderView, context: CardContext, { protection, filledAt, fees }: FillDetails): Card {
  const { words, reader } = context;
  const { price } = figures(context);
  const average = order.averagePrice ?? order.limitPrice ?? '0';
  const paid = decimal(average).times(order.filledQuantity);
  const total = money(paid.plus(fees ?? 0).toFixed(), order.currency, reader.language);
  const title = words.orders.bought({
    quantity: quantity(order.filledQuantity),
    name: shortName(context, order),
    price: price(average, order.currency),
    total: fees === undefined ? words.orders.beforeFees(total) : words.orders.inAll(total),
    time: moment(filledAt ?? fillTime(order, context), context),
  });
  const bought = { averagePrice: average, quantity: order.filledQuantity, currency: order.currency };
  const { sell, moveStop } = words.orders.buttons;
  const target = `${order.symbol} ${order.holder}`;
  return card(context, title, {
    lines: protection === undefined ? [] : protectionLines(protection, bought, context),
    buttons: rows([button(moveStop, `movestop ${target}`), button(sell, `close ${target}`)]),
    proposalId: order.proposalId,
    stands: order.proposalId ?? order.id,
    tone: protection?.heldBy === 'none' ? 'act-now' : 'news',
  });
}

interface Bought {
  readonly averagePrice: DecimalText;
  readonly quantity: DecimalText;
  readonly currency: Currency;
}

/** Who holds the stop since when, and what a stop-out or the target would bring from the price paid. */
function protectionLines(protection: Protection, bought: Bought, context: CardContext): string[] {
  const { words, reader } = context;
  const { heldBy, stopPrice, targetPrice, confirmedAt = null } = protection;
  if (heldBy === 'none' || stopPrice === null) return [words.orders.stopNone];
  const at = (level: DecimalText): string => figures(context).price(level, bought.currency);
  const ifHit = (level: DecimalText): string => {
    const result = decimal(level).minus(bought.averagePrice).times(bought.quantity).toFixed();
    return money(result, bought.currency, reader.language, { style: 'round', signed: true });
  };
  const stop = { stop: at(stopPrice), loss: ifHit(stopPrice) };
  const since = confirmedAt === null ? null : dayTime(confirmedAt, reader, context.now, { seconds: true });
  const broker = words.states.brokers[context.broker];
  const atNod = protection.goesToBroker ? words.orders.stopToBroker({ ...stop, broker }) : words.orders.stopAtNod(stop);
  const lines = [heldBy === 'nod' ? atNod : words.orders.stopAtBroker({ ...stop, broker, since })];
  if (targetPrice !== null) lines.push(words.orders.targetAt({ target: at(targetPrice), gain: ifHit(targetPrice) }));
  return lines;
}
