import type { EventView } from '#shared/contract/account.ts';
import type { OrderReceiptView } from '#shared/contract/receipt.ts';
import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import { count, priceOf, signed } from '../format/figures.ts';
import { session } from '../state/session.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { capital, hasWords, reasonText, wordOf } from '../words/text.ts';

type Tone = 'plain' | 'good' | 'bad' | 'wait';

/** One thing that was recorded about an order. `lines` are what was known then, never what came later. */
export interface ReceiptStep {
  readonly key: string;
  readonly label: string;
  readonly lines: readonly string[];
  readonly tone: Tone;
  /** Wall time, ISO; null: it has not happened yet. */
  readonly at: string | null;
  readonly marketAt: string | null;
  readonly result: string | null;
}

interface Body {
  readonly order?: OrderView;
  readonly proposal?: ProposalView;
  readonly plan?: { readonly stopPrice: string | null; readonly heldBy: 'broker' | 'nod' | 'none' } | null;
  readonly stopPrice?: string | null;
  readonly heldBy?: 'broker' | 'nod' | 'none';
  readonly realizedPnl?: string | null;
  readonly fees?: string;
}

/** What a step is called and how it reads; a kind that is not here is left to the full list below the receipt. */
const KINDS = {
  'proposal.asked': { label: 'asked', tone: 'plain' },
  'proposal.revised': { label: 'revised', tone: 'plain' },
  'proposal.decided': { label: 'answered', tone: 'plain' },
  'order.waiting': { label: 'waiting', tone: 'wait' },
  'order.sent': { label: 'sent', tone: 'plain' },
  'order.accepted': { label: 'accepted', tone: 'plain' },
  'order.partly-filled': { label: 'partly', tone: 'good' },
  'order.filled': { label: 'filled', tone: 'good' },
  'position.protected': { label: 'protected', tone: 'good' },
  'position.closed': { label: 'closed', tone: 'plain' },
  'order.cancel-asked': { label: 'cancelAsked', tone: 'plain' },
  'order.cancelled': { label: 'cancelled', tone: 'plain' },
  'order.expired': { label: 'expired', tone: 'plain' },
  'order.replaced': { label: 'replaced', tone: 'plain' },
  'order.rejected': { label: 'refused', tone: 'bad' },
  'order.not-sent': { label: 'notSent', tone: 'bad' },
  'order.unknown': { label: 'unknown', tone: 'bad' },
  'order.needs-human': { label: 'needsHuman', tone: 'bad' },
  'order.settled': { label: 'settled', tone: 'plain' },
  'order.adopted': { label: 'adopted', tone: 'plain' },
} as const satisfies Record<string, { label: keyof typeof ui.w.trade.receipt; tone: Tone }>;

/** The whole life of an order, oldest first: asked, answered, sent, accepted, filled, protected, closed. */
export function receiptSteps(view: OrderReceiptView): ReceiptStep[] {
  const steps = view.receipt.toSorted((a, b) => a.seq - b.seq).flatMap((event) => stepsOf(event, view));
  return isOpen(view) ? [...steps, stillOpen()] : steps;
}

function isOpen({ status }: OrderView): boolean {
  return ['waiting-for-open', 'sending', 'accepted', 'partially-filled', 'unknown', 'needs-human'].includes(status);
}

function stillOpen(): ReceiptStep {
  const { receipt } = ui.w.trade;
  return {
    key: 'open',
    label: capital(receipt.pending),
    lines: [],
    tone: 'wait',
    at: null,
    marketAt: null,
    result: null,
  };
}

function stepsOf(event: EventView, view: OrderReceiptView): ReceiptStep[] {
  const kind = Object.hasOwn(KINDS, event.type) ? KINDS[event.type as keyof typeof KINDS] : null;
  if (kind === null) return [];
  const body = event.body as Body;
  // A stop that rests at the broker is an order of its own: of it, this receipt says only that it protects.
  if (body.order !== undefined && body.order.id !== view.id) return [];
  const w = ui.w.trade.receipt;
  const step = (label: string, lines: readonly string[], tone: Tone = kind.tone): ReceiptStep => ({
    key: `${event.seq}-${label}`,
    label,
    lines: lines.filter((line) => line !== ''),
    tone,
    at: event.at,
    marketAt: event.marketAt,
    result: null,
  });
  switch (event.type) {
    case 'proposal.asked':
    case 'proposal.revised':
      return [step(w[kind.label], body.proposal ? [shown(body.proposal)] : [])];
    case 'proposal.decided':
      return [step(w[kind.label], [by(event)])];
    case 'order.sent':
    case 'order.waiting':
      // A person's own order was never a question: what they ordered is what was asked.
      return view.proposalId === null && body.order
        ? [step(w.placed, [ordered(body.order), by(event)], 'plain'), step(w[kind.label], [])]
        : [step(w[kind.label], [])];
    case 'order.accepted':
      return [step(w[kind.label], numberOf(body.order ?? view))];
    case 'order.partly-filled':
      return [step(w[kind.label], body.order ? [fillOf(body.order)] : [])];
    case 'order.filled': {
      const filled = step(w[kind.label], body.order ? [fillOf(body.order), feesOf(body, view)] : []);
      const { plan } = body;
      // Told by an event of its own, once whoever holds it has confirmed it.
      if (!plan || view.receipt.some(({ type }) => type === 'position.protected')) return [filled];
      const stop = plan.stopPrice === null ? '' : ui.w.orderStory.stopAt(priceOf(plan.stopPrice, view.currency));
      const tone = plan.heldBy === 'none' ? 'bad' : 'good';
      return [filled, { ...step(w.protected, [stop, capital(w.heldBy[plan.heldBy])], tone), key: `${event.seq}-plan` }];
    }
    case 'position.protected': {
      const stop = body.stopPrice ? ui.w.orderStory.stopAt(priceOf(body.stopPrice, view.currency)) : '';
      return [step(w[kind.label], [stop, body.heldBy === undefined ? '' : capital(w.heldBy[body.heldBy])])];
    }
    case 'position.closed':
      return [{ ...step(w[kind.label], []), result: body.realizedPnl ?? null }];
    case 'order.cancel-asked':
    case 'order.settled':
      return [step(w[kind.label], [by(event)])];
    default:
      return [step(w[kind.label], body.order ? because(body.order) : [])];
  }
}

/** What a person saw when they were asked. */
function shown({ side, quantity, limitPrice, stopPrice, currency, worstCase }: ProposalView): string {
  const limit = priceOf(limitPrice, currency);
  const stop = stopPrice === null ? null : priceOf(stopPrice, currency);
  const base = session.account?.baseCurrency ?? currency;
  const loss = side === 'buy' && stopPrice !== null ? signed(worstCase.atStop, base) : null;
  return ui.w.trade.receipt.shown(count(quantity), limit, stop, loss);
}

function ordered({ quantity, limitPrice, stopPrice, currency, type }: OrderView): string {
  const limit = limitPrice === null ? ui.s.orderTypes[type] : priceOf(limitPrice, currency);
  return ui.w.trade.receipt.shown(
    count(quantity),
    limit,
    stopPrice === null ? null : priceOf(stopPrice, currency),
    null,
  );
}

function fillOf(order: OrderView): string {
  return ui.w.trade.receipt.fill(count(order.filledQuantity), priceOf(order.averagePrice, order.currency));
}

function feesOf({ fees = '0' }: Body, { currency }: OrderView): string {
  return Number(fees) === 0 ? '' : ui.w.decide.fees(priceOf(fees, currency));
}

function numberOf({ brokerOrderId }: OrderView): string[] {
  return brokerOrderId === null ? [] : [ui.w.trade.receipt.brokerNumber(brokerOrderId)];
}

function because({ reason, currency }: OrderView): string[] {
  if (reason === null || !hasWords(reason)) return [];
  const base = session.account?.baseCurrency ?? currency;
  return [`${capital(reasonText(reason, { currency: base, priceCurrency: currency }))}.`];
}

/** Who answered, and where. */
function by({ actor, channel }: EventView): string {
  const w = ui.w.trade.receipt;
  if (channel === 'clock') return capital(w.clock);
  const who = actor === session.me?.id ? w.you : actor;
  return capital(w.by(who, wordOf(ui.w.decide.via, channel)));
}
