import type { PositionView } from '#shared/contract/account.ts';
import { decimal, sum, type DecimalText } from '#shared/lib/decimal.ts';
import { percent, quantity } from '#shared/words/format.ts';
import { button, rows, spread, type Card } from './card.ts';
import { botOf, card, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { longName, shortName } from './names.ts';

const CHOICES = 6;

export function positionsCard(positions: readonly PositionView[], context: CardContext): Card {
  const { words } = context;
  if (positions.length === 0) {
    return card(context, words.account.positionsNone, {
      buttons: rows([button(words.account.buttons.bots, 'bots'), button(words.account.buttons.pending, 'pending')]),
    });
  }
  const { buttons } = words.account;
  const unprotected = positions.some(({ holders }) => holders.some(({ protection }) => protection.heldBy === 'none'));
  return card(
    context,
    words.account.positionsTitle({ count: positions.length, value: totalValue(positions, context) }),
    {
      lines: positions.flatMap((position) => positionLines(position, context)),
      buttons: rows([button(buttons.moveStop, 'stop move'), button(words.orders.buttons.sell, 'close')]),
      tone: unprotected ? 'act-now' : 'news',
    },
  );
}

/** Value of all positions; null where one is unknown or in another currency. */
export function totalValue(positions: readonly PositionView[], context: CardContext): string | null {
  const values = positions.map(({ marketValue, currency }) => (currency === context.currency ? marketValue : null));
  if (values.length === 0 || values.some((value) => value === null)) return null;
  return figures(context).round(sum(values.map((value) => decimal(value ?? 0))).toFixed());
}

/** What is held, how it stands, and each holder's stop with its distance. */
export function positionLines(position: PositionView, context: CardContext): string[] {
  const { words } = context;
  const { price } = figures(context);
  const { currency } = position;
  const inPrices = (amount: DecimalText): string => price(amount, currency);
  const gain = position.unrealizedPnl;
  const paid = position.averagePrice === null ? null : decimal(position.averagePrice).times(position.quantity);
  const share =
    gain === null || paid === null || paid.eq(0) ? null : percent(decimal(gain).div(paid).toNumber(), { signed: true });
  const lines = [
    words.account.position({
      quantity: quantity(position.quantity),
      name: longName(context, position),
      price: position.marketPrice === null ? words.proposal.priceUnknown : inPrices(position.marketPrice),
      result: resultIn(position, context),
      share,
    }),
  ];
  for (const holding of position.holders) {
    const who = holderName(holding.holder, holding.botId, context);
    const stop = holding.protection.stopPrice ?? holding.stopPrice;
    const head =
      position.holders.length > 1 ? `${words.account.holder({ who, quantity: quantity(holding.quantity) })} · ` : '';
    if (stop === null || holding.protection.heldBy === 'none') {
      lines.push(`${head}${words.account.positionNoStop}`);
      continue;
    }
    const distance =
      position.marketPrice === null
        ? null
        : percent(decimal(position.marketPrice).minus(stop).div(position.marketPrice).toNumber());
    const heldBy =
      holding.protection.heldBy === 'broker' ? words.states.brokers[context.broker] : words.states.heldBy.nod;
    lines.push(`${head}${words.account.positionStop({ stop: inPrices(stop), distance, heldBy })}`);
  }
  return lines;
}

/** The open result of a position in its own currency, with its sign. */
export function resultIn(position: PositionView, context: CardContext): string {
  const { price, result } = figures(context);
  if (position.unrealizedPnl === null) return context.words.bots.valueUnknown;
  if (position.currency === context.currency) return result(position.unrealizedPnl);
  const sign = decimal(position.unrealizedPnl).gt(0) ? '+' : '';
  return `${sign}${price(position.unrealizedPnl, position.currency)}`;
}

export function holderName(holder: string, botId: string | null, context: CardContext): string {
  const { words } = context;
  const bot = botOf(context, botId);
  if (bot !== null) return words.proposal.botName(bot.name);
  return holder === 'external' ? words.states.holders.external : words.states.holders.manual;
}

/** "Whose?": of several bots that hold it, each with how many; carrying on with `verb`. */
export function chooseHolder({ symbol, holders }: PositionView, verb: string, context: CardContext): Card {
  const choices = holders
    .slice(0, CHOICES)
    .map(({ holder, botId, quantity: shares }) =>
      button(`${holderName(holder, botId, context)} · ${quantity(shares)}`, `${verb} ${symbol} ${holder}`),
    );
  return card(context, context.words.account.choosePosition, {
    buttons: spread(choices, 2),
    tone: 'choice',
    expects: 'choice',
  });
}

/** "Which position?": one button each, carrying on with `verb`. */
export function choosePosition(positions: readonly PositionView[], verb: string, context: CardContext): Card {
  const { words } = context;
  if (positions.length === 0) return positionsCard(positions, context);
  const choices = positions
    .slice(0, CHOICES)
    .map((position) => button(shortName(context, position), `${verb} ${position.symbol}`));
  return card(context, words.account.choosePosition, {
    buttons: spread(choices, 3),
    tone: 'choice',
    expects: 'choice',
  });
}
