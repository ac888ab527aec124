import type { SignalView } from '#shared/contract/day-records.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { dayTime } from '#shared/words/format-time.ts';
import { button, rows, spread, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { longName, shortName } from './names.ts';

const CHOICES = 3;

/** What happened and is worth a look, newest first, each with its opinion and why. */
export function signalsCard(
  {
    signals,
    unread,
    count,
  }: { readonly signals: readonly SignalView[]; readonly unread: number; readonly count: number },
  context: CardContext,
): Card {
  const { words, reader } = context;
  const { signals: text } = words;
  if (signals.length === 0) {
    return card(context, text.none, { lines: [text.noneNote, words.orders.nothingToDo] });
  }
  const lines = signals.flatMap((signal) => {
    const { currency, reasons } = signal;
    const head = text.line({
      action: text.actions[signal.action],
      kind: text.kinds[signal.kind] ?? words.unnamedReason,
      name: longName(context, signal),
    });
    const at = text.at({
      price: figures(context).price(signal.price, currency),
      time: dayTime(signal.marketAt, reader, context.marketAt ?? undefined),
    });
    const why = reasons.map((reason) => reasonText(reason, { reader, currency })).join('; ');
    return [`${head} (${at})`, `  ${why}`];
  });
  const symbols = [...new Map(signals.map((signal) => [signal.symbol, signal])).values()].slice(0, CHOICES);
  return card(context, text.cardTitle({ unread, count }), {
    lines,
    buttons: rows(
      ...spread(
        symbols.map((signal) => button(shortName(context, signal), `price ${signal.symbol}`)),
        CHOICES,
      ),
      [unread > 0 && button(text.markRead, 'signals read')],
    ),
  });
}
