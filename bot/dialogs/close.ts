import { z } from 'zod';
import type { PositionView } from '#shared/contract/account.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { money, price, quantity } from '#shared/words/format.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import { shortName } from '../cards/names.ts';
import { orderCard } from '../cards/order.ts';
import { positionsCard } from '../cards/positions.ts';
import { drawn } from '../commands/asking.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import { NO, YES, yesOrNo } from './answers.ts';
import { dialog, type Choose, type Next } from './dialog.ts';

const Data = z.object({ symbol: z.string(), holder: z.string().optional(), quantity: z.string().optional() });
type Data = z.infer<typeof Data>;

/** "Sell all 12 NVDA?": one confirmation with the price now and the result so far. */
export const closeDialog = dialog<Data>({ kind: 'close', data: Data, ask, answer });

interface Scene {
  readonly desk: Desk;
  readonly position: PositionView;
  readonly holding: PositionView['holders'][number];
}

async function sceneOf(context: CommandContext, { symbol, holder }: Data): Promise<Scene | { readonly error: Card }> {
  const desk = await context.desk();
  if (!desk.ok) return { error: errorCard(desk.error, context.reader) };
  const positions = await context.useCases.positions(context.caller, desk.value.account.id);
  if (!positions.ok) return { error: errorCard(positions.error, context.reader) };
  const position = positions.value.items.find((item) => item.symbol === symbol);
  const holding = position?.holders.find((item) => holder === undefined || item.holder === holder);
  return position === undefined || holding === undefined
    ? { error: positionsCard(positions.value.items, desk.value.cards) }
    : { desk: desk.value, position, holding };
}

async function ask(context: CommandContext, data: Data, choose: Choose): Promise<Card> {
  const scene = await sceneOf(context, data);
  if ('error' in scene) return scene.error;
  const { words, reader } = context;
  const { desk, position, holding } = scene;
  const { currency, marketPrice } = position;
  const paid = holding.averagePrice;
  const gain =
    marketPrice === null || paid === null ? null : decimal(marketPrice).minus(paid).times(holding.quantity).toFixed();
  const result =
    gain === null ? words.bots.valueUnknown : money(gain, currency, reader.language, { style: 'round', signed: true });
  const now = marketPrice === null ? words.proposal.priceUnknown : price(marketPrice, currency, reader.language);
  const name = shortName(desk.cards, position);
  return card(desk.cards, words.chat.closeTitle({ quantity: quantity(holding.quantity), name }), {
    lines: [words.chat.closeLine({ price: now, result })],
    buttons: rows([button(words.account.sell, choose(YES), 'danger'), button(words.chat.no, choose(NO))]),
    tone: 'choice',
    expects: 'choice',
  });
}

async function answer(context: CommandContext, data: Data, text: string): Promise<Next<Data>> {
  const { words, useCases, caller } = context;
  const said = yesOrNo(text, context);
  if (said === null) return { kind: 'again', why: words.chat.choose };
  const scene = await sceneOf(context, data);
  if ('error' in scene) return { kind: 'leave', cards: [scene.error] };
  const { desk, position, holding } = scene;
  if (!said) return { kind: 'leave', cards: [card(desk.cards, words.chat.cancelled)] };
  // More than was shown when it was asked: nobody has said yes to that.
  if (data.quantity !== undefined && decimal(holding.quantity).gt(data.quantity))
    return { kind: 'ask', data: { ...data, quantity: holding.quantity } };
  const sell = () =>
    useCases.closePosition(caller, desk.account.id, { symbol: position.symbol, holder: holding.holder });
  return { kind: 'finish', run: () => drawn(context, sell(), (order) => [orderCard(order, desk.cards)]) };
}
