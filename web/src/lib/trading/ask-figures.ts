import type { ProposalView } from '#shared/contract/proposal.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';

/** Figures of a smaller size, in proportion: what the change sheet shows before the server checks them anew. */
export function scaled(proposal: ProposalView, quantity: string): { cost: string; atStop: string } {
  const share = decimal(quantity).div(proposal.quantity);
  return {
    cost: toText(decimal(proposal.sizing.cost).times(share).round(2)),
    atStop: toText(decimal(proposal.worstCase.atStop).times(share).round(2)),
  };
}

/** Whether a quantity can be asked for: a number above 0, at most what was asked, in whole lots of the asked one. */
export function isSmallerSize(proposal: ProposalView, text: string): boolean {
  if (!/^\d{1,15}(\.\d{1,9})?$/.test(text)) return false;
  const quantity = decimal(text);
  if (quantity.lte(0) || quantity.gt(proposal.quantity)) return false;
  return decimal(proposal.quantity).mod(1).eq(0) ? quantity.mod(1).eq(0) : true;
}

/** One step up or down, kept within what can be asked for. */
export function stepped(proposal: ProposalView, text: string, by: 1 | -1): string {
  const most = decimal(proposal.quantity);
  const whole = most.mod(1).eq(0);
  const step = whole ? decimal(1) : most.div(10);
  const now = /^\d+(\.\d+)?$/.test(text) ? decimal(text) : most;
  const next = by === 1 ? now.plus(step) : now.minus(step);
  if (next.gt(most)) return toText(most);
  return next.lt(step) ? toText(step) : toText(next);
}
