import type { BenchmarkView } from '#shared/contract/benchmark.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { decimal, type DecimalText } from '#shared/lib/decimal.ts';
import { difference, money, quantity } from '#shared/words/format.ts';
import { benchmarkLines } from './benchmark.ts';
import { button, rows, type Card } from './card.ts';
import { card, moment, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { shortName } from './names.ts';

/** What was planned for this exit when the position was bought, in the instrument's currency. */
export interface ExitPlan {
  /** Negative at the stop, positive at the target; null when nothing was planned. */
  readonly result?: DecimalText | null | undefined;
  readonly stopPrice?: DecimalText | null | undefined;
  /** What the market did while it was held; said beside a loss. */
  readonly benchmark?: BenchmarkView | null | undefined;
}

/** When an order filled, as market time: where prices are invented or past, the wall clock says nothing. */
export function fillTime(order: OrderView, { world }: CardContext): string {
  return world === 'demo' || world === 'replay' ? order.marketAt : order.updatedAt;
}

/** A sell that filled: the plan stands beside the result, and a loss is said as plainly as a gain. */
export function exitCard(
  order: OrderView,
  context: CardContext,
  plan: ExitPlan & { readonly filledAt?: string | undefined } = {},
): Card {
  const { words } = context;
  const { price } = figures(context);
  const average = order.averagePrice ?? order.limitPrice;
  const about = {
    quantity: quantity(order.filledQuantity),
    name: shortName(context, order),
    price: average === null ? '?' : price(average, order.currency),
    time: moment(plan.filledAt ?? fillTime(order, context), context),
  };
  const { purpose } = order;
  const isProtection = purpose === 'stop' || purpose === 'target';
  const title =
    purpose === 'stop'
      ? words.orders.stoppedOut(about)
      : purpose === 'target'
        ? words.orders.targetHit(about)
        : words.orders.sold({ ...about, purpose: words.states.purposes[purpose] });
  const lines: string[] = [];
  if (order.realizedPnl !== null) lines.push(resultLine(order, order.realizedPnl, { context, plan }));
  if (order.realizedPnl?.startsWith('-') === true) lines.push(...benchmarkLines(plan.benchmark ?? null, context));
  if (isProtection) lines.push(words.orders.nothingToDo);
  return card(context, title, {
    lines,
    buttons: isProtection ? [] : rows([button(words.account.buttons.positions, 'positions')]),
    proposalId: order.proposalId,
  });
}

function resultLine(
  order: OrderView,
  realized: DecimalText,
  { context, plan }: { readonly context: CardContext; readonly plan: ExitPlan },
): string {
  const { words } = context;
  const result = (amount: DecimalText): string =>
    money(amount, order.currency, context.reader.language, { style: 'round', signed: true });
  let text = words.orders.result({ gain: decimal(realized).gte(0), result: result(realized) });
  if (plan.result !== undefined && plan.result !== null) text += words.orders.planned({ planned: result(plan.result) });
  const slipped =
    order.purpose === 'stop' && typeof plan.stopPrice === 'string' && order.averagePrice !== null
      ? decimal(plan.stopPrice).minus(order.averagePrice)
      : null;
  if (slipped?.gt(0) === true)
    text += words.orders.belowStop({
      amount: difference(slipped.toFixed(), order.currency, context.reader.language),
    });
  return `${text}.`;
}
