import type { TransactionView } from '#shared/contract/account.ts';
import { decimal, sum } from '#shared/lib/decimal.ts';
import { dateIn, day } from '#shared/words/format-time.ts';
import { button, rows, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { figures } from './figures.ts';

export const PERIODS = ['day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/** So many are shown where nothing was said. */
export const PERIODS_SHOWN: Readonly<Record<Period, number>> = { day: 7, week: 6, month: 6 };

/** The first day of the period a day lies in, as a date of the reader's; weeks begin on Monday. */
function beginning(date: string, period: Period): string {
  if (period === 'month') return `${date.slice(0, 7)}-01`;
  if (period === 'day') return date;
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}

/**
 * What was settled in each of the last periods that had a sale, newest first: after fees and tax, in the account's
 * currency. `isAll`: whether these are all sales there were.
 */
export function periodsCard(
  { sales, period, count, isAll }: { sales: readonly TransactionView[]; period: Period; count: number; isAll: boolean },
  context: CardContext,
): Card {
  const { words, reader, currency } = context;
  const { result } = figures(context);
  const { periods, buttons } = words.account;
  const groups = new Map<string, string[]>();
  for (const { at, currency: own, realizedPnl } of sales) {
    if (own !== currency || realizedPnl === null) continue;
    const begins = beginning(dateIn(at, reader.zone), period);
    groups.set(begins, [...(groups.get(begins) ?? []), realizedPnl]);
  }
  const shown = [...groups].sort(([a], [b]) => b.localeCompare(a)).slice(0, count);
  const total = (amounts: readonly string[]): string => sum(amounts.map((amount) => decimal(amount))).toFixed();
  const lines = shown.map(([begins, amounts]) =>
    periods.line({
      begins: day(`${begins}T12:00:00Z`, { ...reader, zone: 'UTC' }),
      result: result(total(amounts)),
      count: amounts.length,
    }),
  );
  const next = rows([button(buttons.positions, 'positions'), button(buttons.bots, 'bots')]);
  if (shown.length === 0) return card(context, words.account.reviewNone, { buttons: next });
  const all = shown.flatMap(([, amounts]) => amounts);
  return card(context, periods.title[period]({ result: result(total(all)), count: all.length }), {
    lines: [...lines, ...(isAll ? [] : [periods.notAll({ count: sales.length })])],
    buttons: next,
  });
}
