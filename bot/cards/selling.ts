import type { SellingView } from '#shared/contract/selling.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { isAtStake } from '#shared/domain/step-up.ts';
import type { DecimalText } from '#shared/lib/decimal.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { dayTime } from '#shared/words/format-time.ts';
import { money, quantity } from '#shared/words/format.ts';
import { button, rows, type Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { shortName, type Named } from './names.ts';

/** More are counted: a card is read at a glance. */
const LINES_MAX = 8;
export const TAKE_BACK = 'stop take-back';

type Position = SellingView['positions'][number];

/** Before it is confirmed: what is sold and brings, what waits for its market, and what else ends. */
export function billLines(bill: SellingView, context: CardContext): string[] {
  const { selling } = context.words;
  const { round, result } = figures(context);
  if (bill.positions.length === 0) return [selling.nothing];
  const { brings, gain } = bill;
  const total =
    brings === null || gain === null
      ? selling.totalUnknown
      : selling.total({ brings: round(brings), gain: result(gain) });
  const rest = bill.positions.length - LINES_MAX;
  return [
    ...bill.positions.slice(0, LINES_MAX).map((position) => positionLine(position, context)),
    ...(rest > 0 ? [selling.more({ count: rest })] : []),
    total,
    ...laterLines(bill.positions, context),
    ...bill.positions.flatMap((position) => notNowLine(position, context)),
    selling.then({ cancels: bill.cancels, takesBack: bill.takesBack }),
  ];
}

function positionLine(position: Position, context: CardContext): string {
  const { selling } = context.words;
  const about = { quantity: quantity(position.quantity), name: shortName(context, position) };
  const { brings, gain, currency } = position;
  if (brings === null) return selling.lineUnknown(about);
  const amount = (of: DecimalText, signed: boolean): string => inMoney(of, currency, { context, signed });
  return selling.line({ ...about, brings: amount(brings, false), gain: gain === null ? null : amount(gain, true) });
}

function inMoney(
  amount: DecimalText,
  currency: Currency,
  { context, signed }: { readonly context: CardContext; readonly signed: boolean },
): string {
  return money(amount, currency, context.reader.language, { style: 'round', signed });
}

type Waiting = Named & Pick<Position, 'currency' | 'soldAt'>;

/** "2 Korean positions: at 09:00, unless you take it back". */
function laterLines(positions: readonly Waiting[], context: CardContext): string[] {
  const groups = new Map<string, { currency: Currency; at: string; count: number }>();
  for (const { currency, soldAt } of positions) {
    if (soldAt === null) continue;
    const key = `${currency} ${soldAt}`;
    groups.set(key, { currency, at: soldAt, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].map(({ currency, at, count }) =>
    context.words.selling.later[currency]({ count, time: dayTime(at, context.reader, context.now) }),
  );
}

function notNowLine(position: Position, context: CardContext): string[] {
  const { waits, soldAt } = position;
  if (waits === null || soldAt !== null || !hasWords(waits.code)) return [];
  const why = reasonText(waits, fillContext(context));
  return [context.words.selling.notNow({ name: shortName(context, position), why })];
}

/** The answer to the confirmation: what is on its way, and what can still be taken back. Nothing is confirmed sold yet. */
export function sellingCard(bill: SellingView, context: CardContext): Card {
  const { words } = context;
  const { positions, history } = words.account.buttons;
  const waits = bill.positions.some(({ soldAt }) => soldAt !== null);
  return card(context, words.account.sellingAll, {
    lines: [
      words.account.sellingAllNote({ count: bill.positions.length }),
      ...laterLines(bill.positions, context),
      words.account.lifts[isAtStake(context.world) ? 'halted' : 'reducing'],
    ],
    buttons: rows([
      waits && button(words.selling.takeBack, TAKE_BACK),
      button(history, 'orders'),
      button(positions, 'positions'),
    ]),
  });
}

/** What of it is left, as its event says. */
export interface LeftToSell {
  readonly positions: readonly (Named & Pick<Position, 'currency' | 'quantity' | 'waits' | 'soldAt'>)[];
  /** Of one bot that ends; absent: of the account. */
  readonly bot?: { readonly name: string } | undefined;
  readonly mayStillBuy: number;
  readonly differs: boolean;
  readonly isRead: boolean;
}

export function leftCard(left: LeftToSell, context: CardContext): Card {
  const { selling, account, bots } = context.words;
  const { positions, mayStillBuy, differs, isRead, bot } = left;
  const lines = positions
    .filter(({ soldAt }) => soldAt === null)
    .map(({ quantity: shares, waits, ...named }) =>
      selling.leftLine({
        quantity: quantity(shares),
        name: shortName(context, named),
        why: waits !== null && hasWords(waits.code) ? reasonText(waits, fillContext(context)) : null,
      }),
    );
  const isOnlyWaiting = isRead && !differs && mayStillBuy === 0 && lines.length === 0;
  const count = positions.length;
  const title =
    bot !== undefined
      ? bots.unsold({ name: bot.name, count })
      : count === 0
        ? selling.leftUnread
        : selling.left({ count });
  return card(context, title, {
    lines: [
      ...lines.slice(0, LINES_MAX),
      ...(lines.length > LINES_MAX ? [selling.more({ count: lines.length - LINES_MAX })] : []),
      ...laterLines(positions, context),
      ...(mayStillBuy > 0 ? [selling.mayStillBuy({ count: mayStillBuy })] : []),
      ...(differs ? [selling.differs] : []),
      ...(isRead ? [] : [selling.unread]),
      ...(bot === undefined ? [selling.leftNote] : []),
    ],
    buttons: rows([
      bot === undefined && button(selling.takeBack, TAKE_BACK),
      button(account.buttons.positions, 'positions'),
    ]),
    tone: isOnlyWaiting ? 'news' : 'act-now',
  });
}

export interface SoldAll {
  readonly bot?: { readonly name: string } | undefined;
  readonly sales: number;
  readonly sold: readonly { readonly currency: Currency; readonly brought: string; readonly result: string }[];
}

export function soldCard({ sales, sold, bot }: SoldAll, context: CardContext): Card {
  const { selling, account, bots } = context.words;
  const lines = sold.map(({ currency, brought, result }) =>
    selling.doneLine({
      brought: inMoney(brought, currency, { context, signed: false }),
      result: inMoney(result, currency, { context, signed: true }),
    }),
  );
  if (bot !== undefined)
    return card(context, bots.sold(bot.name), {
      lines: [...lines, bots.soldNote],
      buttons: rows([button(account.buttons.bots, 'bots')]),
    });
  return card(context, sales === 0 ? selling.doneNothing : selling.done, {
    lines: [...lines, selling.doneNote],
    buttons: rows([button(account.buttons.history, 'orders')]),
  });
}

export function takenBackCard(count: number, context: CardContext): Card {
  const { selling, account } = context.words;
  return card(context, selling.takenBack, {
    lines: [selling.takenBackNote({ count })],
    buttons: rows([button(account.buttons.positions, 'positions'), button(account.buttons.staySafe, 'today')]),
  });
}
