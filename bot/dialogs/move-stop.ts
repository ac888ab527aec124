import { z } from 'zod';
import type { PositionView } from '#shared/contract/account.ts';
import { quantise, type Tickable } from '#shared/domain/tick.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { money, percent, price as priceText } from '#shared/words/format.ts';
import { parseAmount } from '#shared/words/typed-amount.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import { shortName } from '../cards/names.ts';
import { positionLines, positionsCard } from '../cards/positions.ts';
import { drawn } from '../commands/asking.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import { NO, YES, yesOrNo } from './answers.ts';
import { dialog, type Choose, type Next } from './dialog.ts';

const Data = z.object({ symbol: z.string(), holder: z.string().optional(), stopPrice: z.string().optional() });
type Data = z.infer<typeof Data>;

/** Distances below the price now that are offered. */
const DISTANCES = [0.03, 0.05, 0.08];

/** A new stop-loss for one holding: the price, then what it would mean in money, then one confirmation. */
export const moveStopDialog = dialog<Data>({ kind: 'move-stop', data: Data, ask, answer });

interface Scene {
  readonly desk: Desk;
  readonly position: PositionView;
  readonly holding: PositionView['holders'][number];
  readonly market: string | null;
}

async function sceneOf(context: CommandContext, { symbol, holder }: Data): Promise<Scene | { readonly error: Card }> {
  const desk = await context.desk();
  if (!desk.ok) return { error: errorCard(desk.error, context.reader) };
  const positions = await context.useCases.positions(context.caller, desk.value.account.id);
  if (!positions.ok) return { error: errorCard(positions.error, context.reader) };
  const position = positions.value.items.find((item) => item.symbol === symbol);
  const holding = position?.holders.find((item) => holder === undefined || item.holder === holder);
  if (position === undefined || holding === undefined) {
    return { error: positionsCard(positions.value.items, desk.value.cards) };
  }
  return { desk: desk.value, position, holding, market: position.marketPrice ?? holding.averagePrice };
}

async function ask(context: CommandContext, data: Data, choose: Choose): Promise<Card> {
  const scene = await sceneOf(context, data);
  if ('error' in scene) return scene.error;
  const { words, reader } = context;
  const { desk, position, holding, market } = scene;
  const { currency } = position;
  const write = (value: string): string => priceText(value, currency, reader.language);
  const name = shortName(desk.cards, position);
  const now = market === null ? words.proposal.priceUnknown : write(market);
  const present = holding.protection.stopPrice ?? holding.stopPrice;
  if (data.stopPrice === undefined) {
    const places = currency === 'KRW' ? 0 : 2;
    const offers =
      market === null
        ? []
        : DISTANCES.map((part) =>
            decimal(market)
              .times(1 - part)
              .toFixed(places),
          );
    return card(desk.cards, words.chat.stopPriceTitle({ name }), {
      lines: [words.chat.stopPriceLine({ price: now, stop: present === null ? null : write(present) })],
      buttons: rows(offers.map((offer) => button(write(offer), choose(offer)))),
      tone: 'choice',
      expects: 'text',
    });
  }
  const { stopPrice } = data;
  const paid = holding.averagePrice ?? stopPrice;
  const result = decimal(stopPrice).minus(paid).times(holding.quantity).toFixed();
  const distance = market === null ? words.proposal.notKnown : percent(1 - decimal(stopPrice).div(market).toNumber());
  const outcome = money(result, currency, reader.language, { style: 'round', signed: true });
  const lines = [words.chat.stopConfirmLine({ result: outcome, distance })];
  if (present !== null && decimal(stopPrice).lt(present)) lines.push(words.chat.stopRaisesRisk);
  return card(desk.cards, words.chat.stopConfirm({ name, stop: write(stopPrice) }), {
    lines,
    buttons: rows([button(words.chat.confirm, choose(YES), 'primary'), button(words.chat.no, choose(NO))]),
    tone: 'choice',
    expects: 'choice',
  });
}

/** The price that can be ordered, as the account rounds it too: what is confirmed is what is set. */
async function onTick({ useCases, caller }: CommandContext, { desk, position }: Scene, typed: string): Promise<string> {
  const read = await useCases.instrument(caller, position.symbol, desk.account.id);
  return read.ok && Number(typed) > 0
    ? decimal(quantise(Number(typed), read.value as Tickable, 'stop')).toFixed()
    : typed;
}

async function answer(context: CommandContext, data: Data, text: string): Promise<Next<Data>> {
  const { words, reader, useCases, caller } = context;
  const scene = await sceneOf(context, data);
  if ('error' in scene) return { kind: 'leave', cards: [scene.error] };
  const { desk, position, holding, market } = scene;
  if (data.stopPrice === undefined) {
    const typed = parseAmount(text, position.currency);
    const stopPrice = typed === null ? null : await onTick(context, scene, typed);
    if (stopPrice === null || (market !== null && decimal(stopPrice).gte(market))) {
      const now = market === null ? '?' : priceText(market, position.currency, reader.language);
      return { kind: 'again', why: words.chat.stopPriceBad({ price: now }) };
    }
    return { kind: 'ask', data: { ...data, stopPrice } };
  }
  const { stopPrice } = data;
  const said = yesOrNo(text, context);
  if (said === null) return { kind: 'again', why: words.chat.choose };
  if (!said) return { kind: 'leave', cards: [card(desk.cards, words.chat.cancelled)] };
  const input = { symbol: position.symbol, holder: holding.holder, stopPrice };
  const move = () => useCases.moveStop(caller, desk.account.id, input);
  return {
    kind: 'finish',
    run: () =>
      drawn(context, move(), (moved) => [
        card(desk.cards, words.orders.movedTitle({ name: shortName(desk.cards, moved) }), {
          lines: positionLines(moved, desk.cards),
          buttons: rows([button(words.account.buttons.positions, 'positions')]),
        }),
      ]),
  };
}
