import { z } from 'zod';
import type { InstrumentView } from '#shared/contract/market.ts';
import type { CreateOrder, QuoteView } from '#shared/contract/proposal.ts';
import type { ValidationView } from '#shared/contract/receipt.ts';
import { quantise, type Tickable } from '#shared/domain/tick.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { percent, quantity as quantityText } from '#shared/words/format.ts';
import { button, rows, type Card, type CardButton } from '../cards/card.ts';
import { card, fillContext } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import { figures } from '../cards/figures.ts';
import { shortName } from '../cards/names.ts';
import { orderCard } from '../cards/order.ts';
import { positionsCard } from '../cards/positions.ts';
import { quoteText, riskLines } from '../cards/proposal.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import { sharesFor } from '../commands/shares-for.ts';
import { NO, YES, yesOrNo } from './answers.ts';
import { dialog, type Asked, type Choose, type Next } from './dialog.ts';

const Data = z.object({
  side: z.enum(['buy', 'sell']),
  symbol: z.string(),
  quantity: z.string().optional(),
  limitPrice: z.string().optional(),
  holder: z.string().optional(),
  /** Of a purchase: where it is sold again; absent: it has none. */
  stopPrice: z.string().optional(),
  /** Of a purchase at the market: the most per share that the card said, which is what Send means. */
  ceiling: z.string().optional(),
  /** What it said before the price went above it. */
  moved: z.string().optional(),
});
type Data = z.infer<typeof Data>;

/** Costs offered for a buy, as shares of the account's value; shares of the holding offered for a sell. */
const BUY_SHARES = [0.01, 0.02, 0.05];
const SELL_SHARES = [0.25, 0.5, 1];
/** Stops offered for a buy, below its price: those of the risk levels. */
const STOP_SHARES = [0.05, 0.08, 0.15];
const STOP = 'stop';

/** A person's own order: how many, then one confirmation with its cost and every limit that would block it. */
export const orderDialog = dialog<Data>({ kind: 'order', data: Data, ask, answer });

interface Scene {
  readonly desk: Desk;
  readonly instrument: InstrumentView;
  readonly quote: QuoteView | null;
  /** What may be sold: of the holder asked for, else of the account. */
  readonly held: string;
}

async function sceneOf(
  context: CommandContext,
  { side, symbol, holder }: Data,
): Promise<Scene | { readonly error: Card }> {
  const { useCases, caller, reader } = context;
  const desk = await context.desk();
  if (!desk.ok) return { error: errorCard(desk.error, reader) };
  const [instrument, quote, positions] = await Promise.all([
    useCases.instrument(caller, symbol, context.accountId),
    useCases.quote(caller, symbol, context.accountId),
    useCases.positions(caller, desk.value.account.id),
  ]);
  if (!instrument.ok) return { error: errorCard(instrument.error, reader) };
  const position = positions.ok ? positions.value.items.find((item) => item.symbol === instrument.value.symbol) : null;
  const part = position?.holders.find((item) => item.holder === holder);
  const held = holder === undefined ? (position?.quantity ?? '0') : (part?.quantity ?? '0');
  // How many of nothing is no question: what there is to sell is shown.
  if (side === 'sell' && positions.ok && decimal(held).eq(0))
    return { error: positionsCard(positions.value.items, desk.value.cards) };
  return { desk: desk.value, instrument: instrument.value, quote: quote.ok ? quote.value : null, held };
}

async function ask(context: CommandContext, data: Data, choose: Choose): Promise<Card | Asked<Data>> {
  const scene = await sceneOf(context, data);
  if ('error' in scene) return scene.error;
  return data.quantity === undefined
    ? askQuantity(context, scene, { data, choose })
    : askConfirm(context, scene, { data, quantity: data.quantity, choose });
}

function askQuantity(context: CommandContext, scene: Scene, { data, choose }: { data: Data; choose: Choose }): Card {
  const { words } = context;
  const { desk, instrument, held } = scene;
  const { price, round, short } = figures(desk.cards);
  const { side } = data;
  const { currency } = instrument;
  // What is not in the account's money is not written as if it were.
  const written = (amount: string): string =>
    currency === desk.cards.currency ? short(amount) : price(amount, currency);
  const name = shortName(desk.cards, instrument);
  const last = scene.quote?.price ?? instrument.lastPrice;
  const now = last === null ? words.proposal.priceUnknown : price(last, instrument.currency);
  const equity = desk.account.equity ?? '0';
  const offers =
    side === 'sell'
      ? SELL_SHARES.map((share) => decimal(held).times(share))
      : last === null || instrument.currency !== desk.cards.currency
        ? []
        : BUY_SHARES.map((share) => decimal(equity).times(share).div(last));
  const whole = offers.map((offer) => (side === 'sell' && offer.eq(held) ? offer : offer.round(0, 0)));
  const distinct = [...new Set(whole.filter((offer) => offer.gt(0)).map((offer) => offer.toFixed()))];
  const cash = desk.account.cash[desk.cards.currency] ?? '0';
  return card(desk.cards, words.chat.quantityTitle({ side, name }), {
    lines: [
      side === 'buy'
        ? words.chat.quantityBuyLine({ price: now, cash: round(cash) })
        : words.chat.quantitySellLine({ price: now, held: quantityText(held) }),
    ],
    buttons: rows(
      distinct.map((offer) => {
        const cost = last === null ? '' : written(decimal(offer).times(last).toFixed());
        return button(words.chat.quantityShares({ quantity: quantityText(offer), cost }), choose(offer));
      }),
    ),
    tone: 'choice',
    expects: 'text',
  });
}

function orderOf(data: Data, instrument: InstrumentView, quantity: string): CreateOrder {
  return {
    symbol: instrument.symbol,
    side: data.side,
    quantity,
    ...(data.limitPrice !== undefined && { limitPrice: data.limitPrice }),
    ...(data.holder !== undefined && { holder: data.holder }),
    ...(data.stopPrice !== undefined && { stopPrice: data.stopPrice }),
    ...(data.ceiling !== undefined && { atMost: data.ceiling }),
  };
}

async function askConfirm(
  context: CommandContext,
  { desk, instrument, quote }: Scene,
  { data, quantity, choose }: { data: Data; quantity: string; choose: Choose },
): Promise<Card | Asked<Data>> {
  const { words, useCases, caller } = context;
  const { price } = figures(desk.cards);
  const { currency } = instrument;
  const { ceiling: _before, moved, ...known } = data;
  const order = orderOf(known, instrument, quantity);
  const validation = await useCases.validateOrder(caller, desk.account.id, order);
  if (!validation.ok) return errorCard(validation.error, context.reader);
  const limit = data.limitPrice === undefined ? null : price(data.limitPrice, currency);
  const title = words.chat.orderConfirm({
    side: data.side,
    quantity: quantityText(quantity),
    name: shortName(desk.cards, instrument),
    limit,
  });
  const last = data.limitPrice ?? quote?.price ?? instrument.lastPrice;
  const { money } = validation.value;
  const lines = money === null ? costLines(context, { desk, instrument, quantity, last }) : boughtLines(desk, money);
  if (!validation.value.allowed) {
    const about = fillContext(desk.cards, { priceCurrency: currency });
    const denied = validation.value.checks.filter(({ verdict, reason }) => verdict !== 'pass' && reason !== null);
    const reasons = denied.flatMap(({ reason }) => (reason === null ? [] : [reasonText(reason, about)]));
    const blocked = reasons.map((reason) => words.chat.orderBlocked({ reason }));
    // Nothing is left to confirm: the dialog closes with the reason.
    return card(desk.cards, title, { lines: [...lines, ...blocked], tone: 'error' });
  }
  const ceiling = data.limitPrice === undefined ? money?.limitPrice : undefined;
  const most = ceiling === undefined ? null : price(ceiling, currency);
  const isMoved = moved !== undefined && most !== null;
  const asked = card(desk.cards, title, {
    lines: [
      ...(isMoved ? [words.chat.orderMoved({ was: price(moved, currency), now: most })] : []),
      ...lines,
      ...(most === null ? [] : [words.chat.orderCeiling({ price: most })]),
      words.chat.orderChecks,
    ],
    buttons: rows(
      [button(words.chat.send(costOf(desk, { money, instrument, quantity, last })), choose(YES), 'primary')],
      [...stopButtons(context, data, choose), button(words.chat.no, choose(NO))],
    ),
    tone: 'choice',
    expects: 'choice',
  });
  return { card: asked, data: { ...known, ...(ceiling !== undefined && { ceiling }) } };
}

/** The arithmetic of a question, so that an order by hand is read like any other. */
function boughtLines({ cards }: Desk, money: Money): string[] {
  const { heldBy } = money.protection;
  const held = cards.words.proposal.heldBy;
  const holder = heldBy === 'none' ? cards.words.chat.orderNoStop : `${held.nod()}.`;
  return [...riskLines(money, cards), `${holder} ${quoteText({ ...money, world: cards.world }, cards)}`];
}

type Money = NonNullable<ValidationView['money']>;

interface Priced {
  readonly instrument: InstrumentView;
  readonly quantity: string;
  /** Null: nobody knows. */
  readonly last: string | null;
}

function costLines({ words }: CommandContext, { desk, instrument, quantity, last }: Priced & { desk: Desk }): string[] {
  const { price } = figures(desk.cards);
  if (last === null) return [words.proposal.priceUnknown];
  const cost = price(decimal(last).times(quantity).toFixed(), instrument.currency);
  return [words.chat.orderCost({ cost, price: price(last, instrument.currency) })];
}

/** What the button says it costs, or brings; null where nobody knows. */
function costOf(
  { cards }: Desk,
  { money, instrument, quantity, last }: Priced & { money: Money | null },
): string | null {
  const { short, price } = figures(cards);
  if (money !== null) return short(money.sizing.cost);
  return last === null ? null : price(decimal(last).times(quantity).toFixed(), instrument.currency);
}

function stopButtons({ words }: CommandContext, { side, stopPrice }: Data, choose: Choose): CardButton[] {
  if (side === 'sell') return [];
  if (stopPrice !== undefined) return [button(words.chat.orderStopNone, choose(STOP))];
  return STOP_SHARES.map((share) =>
    button(words.chat.orderStop({ distance: percent(-share) }), choose(`${STOP} ${share}`)),
  );
}

/** A stop this far below the price it is bought at, towards less risk; undefined: none. Null: no such answer. */
function stopOf(text: string, { data, scene }: { data: Data; scene: Scene }): string | undefined | null {
  const [word, share] = text.trim().split(' ');
  if (word !== STOP || data.side === 'sell') return null;
  if (share === undefined) return undefined;
  const { instrument, quote } = scene;
  const price = Number(data.limitPrice ?? quote?.price ?? instrument.lastPrice);
  const known = STOP_SHARES.find((one) => String(one) === share);
  if (known === undefined || !(price > 0)) return null;
  return decimal(quantise(price * (1 - known), instrument as Tickable, 'stop')).toFixed();
}

async function answer(context: CommandContext, data: Data, text: string): Promise<Next<Data>> {
  const { words, useCases, caller } = context;
  if (data.quantity === undefined) {
    const scene = await sceneOf(context, data);
    if ('error' in scene) return { kind: 'leave', cards: [scene.error] };
    const { desk, instrument } = scene;
    const { side, limitPrice = null } = data;
    const quantity = await sharesFor(context, desk, { instrument, side, text, limitPrice });
    return quantity === null
      ? { kind: 'again', why: words.chat.quantityBad }
      : { kind: 'ask', data: { ...data, quantity } };
  }
  const { quantity } = data;
  const scene = await sceneOf(context, data);
  if ('error' in scene) return { kind: 'leave', cards: [scene.error] };
  const stopPrice = stopOf(text, { data, scene });
  if (stopPrice !== null) {
    const { stopPrice: _, ...without } = data;
    return { kind: 'ask', data: stopPrice === undefined ? without : { ...without, stopPrice } };
  }
  const said = yesOrNo(text, context);
  if (said === null) return { kind: 'again', why: words.chat.choose };
  const { desk, instrument, quote } = scene;
  if (!said) return { kind: 'leave', cards: [card(desk.cards, words.chat.cancelled)] };
  const { ceiling, ...rest } = data;
  // It would cost more than the card said: asked again at what it costs now, with a button of its own.
  if (ceiling !== undefined && quote !== null && decimal(quote.price).gt(ceiling)) {
    return { kind: 'ask', data: { ...rest, moved: ceiling } };
  }
  const send = () => useCases.createOrder(caller, desk.account.id, orderOf(data, instrument, quantity));
  const again = button(words.chat.orderAgain, ['buy', instrument.symbol, quantity].join(' '));
  return {
    kind: 'finish',
    run: async () => {
      const placed = await send();
      if (placed.ok) return [orderCard(placed.value, desk.cards)];
      return [errorCard(placed.error, context.reader, placed.error.code === 'price-moved' ? [again] : [])];
    },
  };
}
