import { z } from 'zod';
import type { EventView } from '#shared/contract/account.ts';

/**
 * How an event is told in a chat that can change what it said. `subject` is the proposal or order whose one card it
 * belongs to, `trade` what its thread is found by (account, instrument, holder).
 */
export interface ToldAs {
  /** `card`: the first message of its subject. `redraw`: that message changes. `message`: one of its own. */
  readonly forms: readonly ('card' | 'redraw' | 'message')[];
  readonly subject: string | null;
  readonly trade: string | null;
}

const Proposal = z.object({
  proposal: z.object({ id: z.string(), symbol: z.string(), botId: z.string().nullish() }),
});
const Order = z.object({
  order: z.object({ id: z.string(), proposalId: z.string().nullable(), symbol: z.string(), holder: z.string() }),
});

/** Steps of an order on its way: the card of the trade changes, and nobody is called. */
const STEPS = new Set(['order.waiting', 'order.sent', 'order.accepted', 'order.partly-filled', 'order.replaced']);

/** One trade is one thread: its card changes at every step; a fill, an exit and bad news are messages that reply to it. */
export function toldAs(event: EventView): ToldAs {
  const { type, body, accountId } = event;
  if (type.startsWith('proposal.')) {
    const parsed = Proposal.safeParse(body);
    if (!parsed.success) return { forms: [], subject: null, trade: null };
    const { id, symbol, botId } = parsed.data.proposal;
    const trade = tradeOf(accountId, symbol, botId ?? 'manual');
    const form = type === 'proposal.asked' ? 'card' : type === 'proposal.reminded' ? 'message' : 'redraw';
    return { forms: [form], subject: id, trade };
  }
  const order = Order.safeParse(body);
  if (!order.success) return { forms: ['message'], subject: null, trade: null };
  const { id, proposalId, symbol, holder } = order.data.order;
  const about = { subject: proposalId ?? id, trade: tradeOf(accountId, symbol, holder) };
  return { forms: STEPS.has(type) ? ['redraw'] : ['redraw', 'message'], ...about };
}

export function tradeOf(accountId: string, symbol: string, holder: string): string {
  return `${accountId} ${symbol} ${holder}`;
}
