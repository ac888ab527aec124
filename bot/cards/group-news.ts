import type { AccountView } from '#shared/contract/account.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import { decimal, type DecimalText } from '#shared/lib/decimal.ts';
import { percent } from '#shared/words/format.ts';
import type { Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { longName } from './names.ts';

/** What was planned for a holding when it was bought, in the instrument's currency. */
interface Plan {
  readonly stopPrice: DecimalText | null;
  readonly targetPrice: DecimalText | null;
}

/** A purchase, for whoever reads along: what, and how far its stop and target lie from the price paid. */
export function groupBoughtCard(order: OrderView, plan: Plan | null, context: CardContext): Card {
  const { words } = context;
  const paid = order.averagePrice;
  const from = (level: DecimalText | null): string | null =>
    level === null || paid === null || decimal(paid).lte(0)
      ? null
      : percent(decimal(level).div(paid).minus(1).toNumber(), { signed: true });
  const stop = from(plan?.stopPrice ?? null);
  const line =
    stop === null ? words.groups.noStop : words.groups.plan({ stop, target: from(plan?.targetPrice ?? null) });
  return card(context, words.groups.bought({ name: longName(context, order) }), { lines: [line] });
}

/** A sale that ended a position: its result in percent of what was paid, with the plan beside it. */
export function groupSoldCard(order: OrderView, planned: DecimalText | null, context: CardContext): Card {
  const { words } = context;
  const name = longName(context, order);
  const share = shareOfCost(order);
  const result = share(order.realizedPnl) ?? words.groups.unknownResult;
  const { purpose } = order;
  const title =
    purpose === 'stop' || purpose === 'target'
      ? words.groups.sold[purpose]({ name, result })
      : words.groups.sold.other({ name, result });
  const plan = share(planned);
  return card(context, title, {
    lines: [plan === null ? words.groups.afterFees : words.groups.planned({ planned: plan })],
  });
}

export function groupModeCard(mode: AccountView['mode'], context: CardContext): Card {
  return card(context, context.words.groups.modes[mode]);
}

/** Of what the shares that were sold had cost: what they brought less what was made of it. */
function shareOfCost({ averagePrice, filledQuantity, realizedPnl }: OrderView) {
  const cost =
    averagePrice === null || realizedPnl === null
      ? null
      : decimal(averagePrice).times(filledQuantity).minus(realizedPnl);
  return (amount: DecimalText | null): string | null =>
    cost === null || amount === null || cost.lte(0)
      ? null
      : percent(decimal(amount).div(cost).toNumber(), { signed: true });
}
