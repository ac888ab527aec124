import { z } from 'zod';
import { horizonSplitSchema } from '#shared/domain/horizon-split.ts';
import {
  healthCard,
  historyCard,
  ordersCard,
  reviewCard,
  riskCard,
  smallerCard,
  splitWrongCard,
} from '../cards/records.ts';
import { PERIODS, PERIODS_SHOWN, periodsCard, type Period } from '../cards/periods.ts';
import { scorecardCard } from '../cards/scorecard.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';

const ROWS_SHOWN = 10;
const ROWS_MAX = 20;
const SALES_READ = 200;
const NO_ARGUMENTS = { args: z.object({}), positional: [] as const } as const;

export const orders = command({
  ...NO_ARGUMENTS,
  name: 'orders',
  korean: ['주문'],
  aliases: ['order', 'orderbook', 'open_orders'].map((word) => ({ word })),
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  run: (context) =>
    atDesk(context, ({ account, cards }) =>
      drawn(context, context.useCases.orders(context.caller, account.id, { limit: ROWS_SHOWN }), ({ items }) => [
        ordersCard(items, cards),
      ]),
    ),
});

/** With a number: so many bookings. */
export const history = command({
  args: z.object({ count: z.string().optional() }),
  positional: ['count'],
  name: 'history',
  korean: ['내역', '기록'],
  aliases: ['trades', 'transactions', 'tradebook', 'trades_history'].map((word) => ({ word })),
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  run: (context, { count }) =>
    atDesk(context, ({ account, cards }) => {
      const { useCases, caller } = context;
      const limit = countOf(count) ?? ROWS_SHOWN;
      return drawn(context, useCases.transactions(caller, account.id, { limit }), ({ items }) => [
        historyCard(items, cards),
      ]);
    }),
});

/** How it went; with `day`, `week` or `month`: what was settled in each of the last ones, as many as are said. */
export const review = command({
  args: z.object({ period: z.string().optional(), count: z.string().optional() }),
  positional: ['period', 'count'],
  name: 'review',
  korean: ['돌아보기', '성과', '승인기록'],
  aliases: [
    ...['performance', 'profit', 'profitability', 'stats', 'nods', 'evaluate'].map((word) => ({ word })),
    { word: 'daily', args: (given) => ['day', ...given] },
    { word: 'weekly', args: (given) => ['week', ...given] },
    { word: 'monthly', args: (given) => ['month', ...given] },
  ],
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  run: (context, { period: said, count }) =>
    atDesk(context, async ({ account, cards }) => {
      const { useCases, caller } = context;
      const period = periodOf(said);
      if (period !== null) {
        const asked = useCases.transactions(caller, account.id, { type: 'sell', limit: SALES_READ });
        return drawn(context, asked, ({ items, nextCursor }) => {
          const about = { sales: items, period, count: countOf(count) ?? PERIODS_SHOWN[period] };
          return [periodsCard({ ...about, isAll: nextCursor === null }, cards)];
        });
      }
      // A replay at its end is compared first with what it could have been.
      const score = account.world === 'replay' ? await useCases.scorecard(caller, account.id) : null;
      const compared = score?.ok === true && score.value.isOver ? [scorecardCard(score.value, cards)] : [];
      return drawn(context, useCases.performance(caller, account.id), (performance) =>
        drawn(context, useCases.limits(caller, account.id), (limits) =>
          drawn(context, useCases.transactions(caller, account.id, { type: 'sell', limit: SALES_READ }), (sales) =>
            drawn(context, useCases.nodSummary(caller, account.id), async (nods) => {
              const since = performance.points[0]?.at ?? null;
              const benchmark = since === null ? null : await useCases.benchmark(caller, account.id, { since });
              const known = benchmark?.ok === true ? benchmark.value : null;
              const about = { account, performance, limits, sales: sales.items, nods, benchmark: known };
              return [...compared, reviewCard(about, cards)];
            }),
          ),
        ),
      );
    }),
});

/**
 * How far the limits are used; with three numbers, how the capital is split short, mid and long; with `none`, no split
 * any more; with `half`, `whole` or `size 75`, the part of their usual size that bots buy.
 */
export const risk = command({
  args: z.object({ short: z.string().optional(), mid: z.string().optional(), long: z.string().optional() }),
  positional: ['short', 'mid', 'long'],
  name: 'risk',
  korean: ['한도', '위험'],
  aliases: ['limits', 'count', 'rules', 'set_risk'].map((word) => ({ word })),
  purpose: 'protect',
  role: ({ short }) => (short === undefined ? 'read' : 'admin'),
  inMenu: false,
  inGroups: false,
  run: (context, { short, mid, long }) =>
    atDesk(context, ({ account, cards }) => {
      const { useCases, caller } = context;
      const shown = () =>
        drawn(context, useCases.risk(caller, account.id), (risk) => [riskCard(risk, account.limitsLock, cards)]);
      if (short === undefined) return shown();
      if (isNone(short))
        return drawn(context, useCases.updateLimits(caller, account.id, { horizonSplit: null }), shown);
      const size = sizeOf(short, mid);
      if (size !== null) {
        // Half is offered after losses: it never makes a smaller size larger.
        const before = account.botSizeFraction;
        const botSizeFractionMax = size === HALF ? Math.min(size, before) : size;
        return drawn(context, useCases.updateLimits(caller, account.id, { botSizeFractionMax }), (after) =>
          after.botSizeFractionMax < before ? [smallerCard(after.botSizeFractionMax, before, cards)] : shown(),
        );
      }
      // A part that was not said is no zero.
      const [first, second, third] = [short, mid, long].map((part) => Number(part?.replace(/%$/, '') ?? NaN));
      const split = horizonSplitSchema.safeParse({ short: first, mid: second, long: third });
      if (split.success)
        return drawn(context, useCases.updateLimits(caller, account.id, { horizonSplit: split.data }), shown);
      const total = (first ?? NaN) + (second ?? NaN) + (third ?? NaN);
      const isCounted = long !== undefined && Number.isFinite(total) && total !== 100;
      return [splitWrongCard(isCounted ? total : null, cards)];
    }),
});

export const health = command({
  ...NO_ARGUMENTS,
  name: 'health',
  korean: ['상태'],
  aliases: [{ word: 'version' }, { word: 'ping' }],
  purpose: 'setup',
  role: 'read',
  inMenu: false,
  inGroups: false,
  run: (context) =>
    atDesk(context, ({ cards }) => drawn(context, context.useCases.health(), (state) => [healthCard(state, cards)])),
});

/** How many rows somebody wants; null where that is no number one message holds. */
function countOf(said: string | undefined): number | null {
  const count = Number(said ?? NaN);
  return Number.isInteger(count) && count >= 1 && count <= ROWS_MAX ? count : null;
}

const KOREAN_PERIODS: Readonly<Record<string, Period>> = {
  일: 'day',
  일별: 'day',
  주: 'week',
  주별: 'week',
  월: 'month',
  월별: 'month',
};

function periodOf(said: string | undefined): Period | null {
  const word = said?.toLowerCase() ?? '';
  if (Object.hasOwn(KOREAN_PERIODS, word)) return KOREAN_PERIODS[word] ?? null;
  return PERIODS.find((period) => period === word) ?? null;
}

const HALF = 0.5;

/** A part of the usual size, in a word, or behind `size` in percent. */
function sizeOf(word: string, percentage: string | undefined): number | null {
  if (word === 'half' || word === '절반') return HALF;
  if (word === 'whole' || word === '전부') return 1;
  const share = word === 'size' ? Number(percentage?.replace(/%$/, '') ?? NaN) / 100 : NaN;
  return share > 0 && share <= 1 ? share : null;
}

function isNone(word: string): boolean {
  return word === 'none' || word === '없음';
}
