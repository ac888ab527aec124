import { z } from 'zod';
import { horizonSplitSchema } from '#shared/domain/horizon-split.ts';
import { healthCard, historyCard, ordersCard, reviewCard, riskCard, splitWrongCard } from '../cards/records.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';

const ROWS_SHOWN = 10;
const SALES_READ = 200;
const NO_ARGUMENTS = { args: z.object({}), positional: [] as const } as const;

export const orders = command({
  ...NO_ARGUMENTS,
  name: 'orders',
  korean: ['주문'],
  aliases: [{ word: 'order' }],
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

export const history = command({
  ...NO_ARGUMENTS,
  name: 'history',
  korean: ['내역', '기록'],
  aliases: [{ word: 'trades' }, { word: 'transactions' }],
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  run: (context) =>
    atDesk(context, ({ account, cards }) =>
      drawn(context, context.useCases.transactions(context.caller, account.id, { limit: ROWS_SHOWN }), ({ items }) => [
        historyCard(items, cards),
      ]),
    ),
});

export const review = command({
  ...NO_ARGUMENTS,
  name: 'review',
  korean: ['돌아보기', '성과', '승인기록'],
  aliases: [{ word: 'performance' }, { word: 'profit' }, { word: 'nods' }, { word: 'evaluate' }],
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  run: (context) =>
    atDesk(context, ({ account, cards }) => {
      const { useCases, caller } = context;
      return drawn(context, useCases.performance(caller, account.id), (performance) =>
        drawn(context, useCases.limits(caller, account.id), (limits) =>
          drawn(context, useCases.transactions(caller, account.id, { type: 'sell', limit: SALES_READ }), (sales) =>
            drawn(context, useCases.nodSummary(caller, account.id), async (nods) => {
              const since = performance.points[0]?.at ?? null;
              const benchmark = since === null ? null : await useCases.benchmark(caller, account.id, { since });
              const known = benchmark?.ok === true ? benchmark.value : null;
              const about = { account, performance, limits, sales: sales.items, nods, benchmark: known };
              return [reviewCard(about, cards)];
            }),
          ),
        ),
      );
    }),
});

/**
 * How far the limits are used; with three numbers, how the capital is split short, mid and long; with `none`, no split
 * any more; with `half` or `whole`, the part of their usual size that bots buy.
 */
export const risk = command({
  args: z.object({ short: z.string().optional(), mid: z.string().optional(), long: z.string().optional() }),
  positional: ['short', 'mid', 'long'],
  name: 'risk',
  korean: ['한도', '위험'],
  aliases: [{ word: 'limits' }],
  purpose: 'protect',
  role: 'read',
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
      const size = sizeOf(short);
      if (size !== null) {
        // Half is offered after losses: it never makes a smaller size larger.
        const botSizeFractionMax = size < 1 ? Math.min(size, account.botSizeFraction) : size;
        return drawn(context, useCases.updateLimits(caller, account.id, { botSizeFractionMax }), shown);
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

/** A part of the usual size, in a word. */
function sizeOf(word: string): number | null {
  if (word === 'half' || word === '절반') return 0.5;
  return word === 'whole' || word === '전부' ? 1 : null;
}

function isNone(word: string): boolean {
  return word === 'none' || word === '없음';
}
