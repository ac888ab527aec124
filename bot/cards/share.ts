import type { TransactionView } from '#shared/contract/account.ts';
import type { PictureRef } from '#shared/contract/picture.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { percent } from '#shared/words/format.ts';
import { button, rows, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { ticker } from './names.ts';

export type Shareable = Extract<PictureRef, { kind: 'trade' | 'week' | 'replay' }>;

/** Newest sales offered by name. */
const TRADES_OFFERED = 4;

/** What can be passed on: the week, in a replay all of it, and the newest closed trades. */
export function shareChoices(sales: readonly TransactionView[], context: CardContext): Card {
  const { words } = context;
  const { week, replay, trade } = words.share.choices;
  const byOrder = new Map(sales.flatMap((sale) => (sale.orderId === null ? [] : [[sale.orderId, sale] as const])));
  const trades = [...byOrder].slice(0, TRADES_OFFERED).map(([orderId, sale]) => {
    const name = ticker(sale.symbol ?? '');
    return button(trade({ name, result: resultOf(sale) ?? '' }).trim(), `share ${orderId}`);
  });
  if (trades.length === 0)
    return card(context, words.share.none, {
      buttons: rows([button(words.account.buttons.positions, 'positions')]),
    });
  return card(context, words.share.title, {
    lines: [words.share.lines],
    buttons: rows([button(week, 'share week'), context.world === 'replay' && button(replay, 'share replay')], trades),
    tone: 'choice',
  });
}

/** The picture itself; what it shows its words do not repeat. */
export function shareCard(picture: Shareable, context: CardContext): Card {
  const { words } = context;
  return card(context, words.share[picture.kind], {
    lines: [words.share.how],
    buttons: rows([button(words.account.buttons.positions, 'positions')]),
    picture,
  });
}

/** Of what it had cost; null where the books do not say. */
function resultOf({ realizedPnl, quantity, price }: TransactionView): string | null {
  if (realizedPnl === null || quantity === null || price === null) return null;
  const cost = decimal(quantity).abs().times(price).minus(realizedPnl);
  return cost.lte(0) ? null : percent(decimal(realizedPnl).div(cost).toNumber(), { signed: true });
}
