import type { EventView } from '#shared/contract/account.ts';
import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import type { Trouble } from '#shared/contract/watch.ts';
import type { StopRaise } from '#shared/domain/exit-plan.ts';
import { accountName } from '#shared/words/account-name.ts';
import { count, priceOf, signed, whenOf } from '../format/figures.ts';
import { paths } from '../paths.ts';
import { marketDay } from '../state/market-time.ts';
import { names } from '../state/names.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { hasWords, reasonText } from './text.ts';
import type { IconName } from '../ui/icons.ts';

/** One event as a person reads it. `result` is realised money of a sale, to be drawn with its sign. */
export interface EventLine {
  readonly text: string;
  readonly icon: IconName;
  readonly tone: 'plain' | 'good' | 'bad' | 'asks';
  readonly href: string | null;
  readonly result: { readonly value: string; readonly currency: OrderView['currency'] } | null;
}

interface Body {
  readonly order?: OrderView;
  readonly proposal?: ProposalView;
  readonly bot?: { readonly id: string; readonly name: string; readonly endsAt?: string };
  readonly name?: string;
  readonly symbol?: string;
  readonly stopPrice?: string | null;
  readonly targetPrice?: string | null;
  readonly currency?: OrderView['currency'];
  readonly mode?: 'active' | 'reducing' | 'halted';
  readonly type?: string;
  readonly amount?: string;
  readonly botId?: string;
  readonly differences?: readonly unknown[];
  readonly mayTrade?: boolean;
  readonly before?: { readonly name: string; readonly mayTrade: boolean } | string | null;
  readonly reason?: string;
  readonly role?: string;
  readonly positions?: unknown;
  readonly choice?: 'extend' | 'sell' | 'keep';
  readonly isOver?: boolean;
  readonly trouble?: Trouble;
  readonly from?: string;
  readonly to?: string;
  readonly held?: { readonly symbol: string; readonly quantity: string };
  /** A bot's plan moved the stop; absent, a person did. */
  readonly why?: StopRaise;
}

/** Small steps that a receipt shows and a list of the day leaves out. */
const STEPS = new Set([
  'order.sent',
  'order.accepted',
  'order.cancel-asked',
  'order.replaced',
  'position.protected',
  'proposal.revised',
  'proposal.put-off',
  'proposal.reminded',
  'proposal.sealed',
  'audit.anchored',
  'account.opened',
]);

/**
 * One trade is one thread: of everything about one question and its order only the newest line stays, so that a day reads
 * as what became of things. A sale begins a thread of its own. Newest first.
 */
export function threads(events: readonly EventView[]): EventView[] {
  const seen = new Set<string>();
  return newestFirst(events).filter((event) => {
    if (isStep(event)) return false;
    const { order, proposal } = event.body as Body;
    const thread = order?.proposalId ?? proposal?.id ?? order?.id;
    if (thread === undefined) return true;
    if (seen.has(thread)) return false;
    seen.add(thread);
    return true;
  });
}

/** Newest first, whatever the order they came in; a sale that closed a position is told once, with its result. */
export function newestFirst(events: readonly EventView[]): EventView[] {
  const orderOf = ({ body }: EventView): string | undefined => (body as Body).order?.id;
  const closed = new Set(events.filter(({ type }) => type === 'position.closed').map(orderOf));
  return events
    .filter((event) => event.type !== 'order.filled' || !closed.has(orderOf(event)))
    .sort((a, b) => b.seq - a.seq);
}

function isStep(event: EventView): boolean {
  if (STEPS.has(event.type)) return true;
  // A plan moves stops often, a person now and then.
  if (event.type === 'position.stop-moved') return (event.body as Body).why !== undefined;
  // The exit's own fill says the same as the closed position, with less.
  return event.type === 'order.filled' && (event.body as Body).order?.side === 'sell';
}

export function eventLine(event: EventView): EventLine {
  const body = event.body as Body;
  const order = body.order ?? null;
  if (order !== null) return orderLine(event.type, order);
  if (body.proposal !== undefined) return proposalLine(event.type, body.proposal);
  const lines = ui.w.lines;
  const { selling, bots, leaving } = ui.catalogue;
  const endsAt = body.bot?.endsAt === undefined ? '' : marketDay(body.bot.endsAt);
  const symbol = names.short(body.symbol ?? '');
  const bot = body.bot?.name ?? body.name ?? 'Nod';
  const botLink = body.bot?.id ?? body.botId;
  const plain = (
    text: string,
    icon: IconName,
    tone: EventLine['tone'] = 'plain',
    href: string | null = null,
  ): EventLine => ({
    text,
    icon,
    tone,
    href,
    result: null,
  });
  const toBot = botLink === undefined ? paths.bots : paths.bot(botLink);
  switch (event.type) {
    case 'account.opened':
      return plain(lines.opened, 'portfolio');
    case 'bot.created':
      return plain(lines.botCreated(bot), 'bot', 'plain', toBot);
    case 'bot.updated':
      return plain(lines.botUpdated(bot), 'bot', 'plain', toBot);
    case 'bot.paused':
      return plain(lines.botPaused(bot), 'pause', 'plain', toBot);
    case 'bot.resumed':
      return plain(lines.botResumed(bot), 'play', 'plain', toBot);
    case 'bot.stopped-asking':
      return plain(lines.botStoppedAsking(bot), 'pause', 'asks', toBot);
    case 'bot.asks-again':
      return plain(lines.botAsksAgain(bot), 'play', 'plain', toBot);
    case 'bot.deleted':
      return plain(bots.deleted(bot), 'bot', 'plain', paths.bots);
    case 'account.closed':
      return plain(leaving.closed(accountName(body.name ?? '', ui.language)), 'stop');
    case 'position.handed-over':
      return plain(
        leaving.handedOver({
          bot,
          name: symbol,
          stop: typeof body.stopPrice !== 'string' ? null : priceOf(body.stopPrice, body.currency ?? 'USD'),
        }),
        'shield',
        'plain',
        paths.portfolio,
      );
    case 'bot.ending':
      return plain(bots.ending({ name: bot, day: endsAt }), 'clock', 'asks', toBot);
    case 'bot.ending-answered': {
      const choice = body.choice ?? 'keep';
      const said =
        choice === 'extend' || body.isOver !== true
          ? bots.endingChosen[choice]({ name: bot, day: endsAt })
          : bots.endingChosenNow[choice](bot);
      return plain(said, 'bot', 'plain', toBot);
    }
    case 'position.protected':
      return plain(lines.protected(symbol), 'shield', 'good', paths.portfolio);
    case 'position.stop-moved':
      return plain(movedText(body, symbol), 'shield', 'plain', paths.portfolio);
    case 'position.mismatch':
      return plain(lines.mismatch(symbol), 'alert', 'bad', paths.portfolio);
    case 'account.differences':
      return body.differences?.length === 0
        ? plain(lines.agreeAgain, 'check', 'good', paths.portfolio)
        : plain(lines.differ(body.differences?.length ?? 1), 'alert', 'bad', paths.portfolio);
    case 'bot.first-look':
      return plain(lines.firstLook(bot), 'bot', 'plain', toBot);
    case 'selling.left': {
      const left = Array.isArray(body.positions) ? body.positions.length : 0;
      const ofBot = body.bot === undefined ? null : bots.unsold({ name: bot, count: left });
      const ofAll = left === 0 ? selling.leftUnread : selling.left({ count: left });
      return plain(ofBot ?? ofAll, 'clock', 'plain', paths.portfolio);
    }
    case 'selling.done':
      return plain(body.bot === undefined ? selling.done : bots.sold(bot), 'check');
    case 'selling.taken-back':
      return plain(selling.takenBack, 'stop', 'plain', paths.portfolio);
    case 'account.tripped':
      return plain(tripText(body), 'stop', 'bad');
    case 'account.restored':
      return plain(lines.restored, 'portfolio');
    case 'connection.lost':
      return plain(lines.connectionLost, 'alert', 'bad', paths.connections);
    case 'connection.back':
      return plain(lines.connectionBack, 'check', 'good', paths.connections);
    case 'connection.slow':
      return plain(lines.connectionSlow, 'clock', 'plain', paths.connections);
    case 'connection.needs-you':
      return plain(lines.connectionNeedsYou, 'alert', 'bad', paths.connections);
    case 'connection.forgotten':
      return plain(lines.keysForgotten, 'key', 'plain', paths.connections);
    case 'account.changed':
      return plain(changedText(body), 'portfolio', 'plain', paths.connections);
    case 'watch.began':
      return plain(ui.catalogue.watch.names[body.trouble ?? 'job-missed'], 'alert', 'bad', paths.health);
    case 'watch.ended': {
      const what = ui.catalogue.watch.names[body.trouble ?? 'job-missed'];
      return plain(ui.catalogue.watch.overLine({ what }), 'check', 'good', paths.health);
    }
    case 'watch.off': {
      const [from, to] = [whenOf(body.from ?? event.at), whenOf(body.to ?? event.at)];
      return plain(ui.catalogue.watch.off({ from, to }), 'clock', 'plain', paths.portfolio);
    }
    case 'position.unprotected': {
      const [name, quantity] = [names.short(body.held?.symbol ?? ''), count(body.held?.quantity ?? '0')];
      return plain(ui.catalogue.watch.began.unprotected({ name, quantity }), 'alert', 'bad', paths.portfolio);
    }
    case 'research.done':
      return plain(ui.catalogue.watch.names.research, 'check', 'plain', paths.research);
    case 'exit.blocked':
      return plain(lines.exitBlocked(symbol), 'alert', 'bad', paths.portfolio);
    case 'mode.changed':
      return plain(lines.mode[body.mode ?? 'active'], body.mode === 'active' ? 'play' : 'stop');
    case 'money.booked':
      return plain(bookedText(body), 'ledger', 'plain', paths.ledger);
    case 'purchase.confirmed':
      return plain(lines.confirmed(symbol), 'key');
    case 'limits.changed':
      return plain(lines.limits, 'settings');
    case 'role.invited':
      return plain(lines.invited(roleWord(body.role)), 'key');
    case 'role.invitation-ended':
      return plain(lines.invitationEnded, 'key');
    case 'role.granted':
    case 'role.changed':
    case 'role.removed':
      return plain(roleText(event), 'key');
    case 'brief.morning':
    case 'brief.close':
    case 'brief.week':
      return plain(lines.brief[event.type], 'chat');
    case 'alert.fired':
      return plain(lines.alertFired, 'bell', 'plain', paths.alerts);
    default:
      return plain(lines.other, 'events');
  }
}

/** The whole of what an account is called and may do stands in the event: what changed is told beside what it was. */
function changedText({ before, name, mayTrade }: Body): string {
  if (typeof before === 'object' && before?.mayTrade === mayTrade && name !== undefined)
    return ui.w.lines.renamed(name);
  return mayTrade === false ? ui.w.lines.mayNotTrade : ui.w.lines.mayTrade;
}

function roleWord(role: string | undefined): string {
  const names: Readonly<Record<string, string>> = ui.catalogue.roles.names;
  return names[role ?? ''] ?? role ?? '';
}

/** Who became what, or is nothing any more. */
function roleText({ type, body }: EventView): string {
  const { roles } = ui.catalogue;
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  const whose = {
    name: text('name'),
    account: accountName(text('account'), ui.language),
    role: roleWord(text('role')),
  };
  if (type === 'role.granted') return roles.joined(whose);
  if (type === 'role.changed') return roles.changed({ ...whose, before: roleWord(text('before')) });
  return body['isOwn'] === true ? roles.left(whose) : roles.removed(whose);
}

/** A stop-loss in its new place; where it stayed, the target was moved or taken away. */
function movedText({ why, before, stopPrice, targetPrice, currency = 'USD' }: Body, symbol: string): string {
  const { lines } = ui.w;
  if (why === undefined && before === stopPrice)
    return targetPrice == null ? lines.targetGone(symbol) : lines.targetMoved(symbol, priceOf(targetPrice, currency));
  return (why === undefined ? lines.stopMoved : lines.stopRaised[why])(symbol, priceOf(stopPrice, currency));
}

/** Why buying stopped by itself, where the reason has words. */
function tripText({ reason }: Body): string {
  const why = reason === undefined ? null : { code: reason, values: {} };
  return why !== null && hasWords(why) ? `${ui.w.lines.tripped}: ${reasonText(why)}` : ui.w.lines.tripped;
}

function bookedText(body: Body): string {
  const types: Record<string, string> = ui.w.ledger.types;
  return ui.w.lines.booked(types[body.type ?? ''] ?? ui.w.ledger.title, signed(body.amount, body.currency ?? 'USD'));
}

function whatOf(side: 'buy' | 'sell', quantity: string, symbol: string): string {
  return ui.w.lines.what(side, count(quantity), symbol);
}

function orderLine(type: string, order: OrderView): EventLine {
  const lines = ui.w.lines;
  const what = whatOf(order.side, order.quantity, names.of(order));
  const price = priceOf(order.averagePrice, order.currency);
  const line = (text: string, icon: IconName, tone: EventLine['tone'] = 'plain'): EventLine => ({
    text,
    icon,
    tone,
    href: paths.order(order.id),
    result: null,
  });
  const result = order.realizedPnl === null ? null : { value: order.realizedPnl, currency: order.currency };
  switch (type) {
    case 'order.waiting':
      return line(lines.waiting(what), 'clock');
    case 'order.sent':
      return line(lines.sent(what), 'send');
    case 'order.accepted':
      return line(lines.accepted(what), 'check');
    case 'order.partly-filled':
      return line(lines.partly(what), 'check');
    case 'order.filled':
      return order.side === 'buy'
        ? line(lines.bought(count(order.filledQuantity), names.of(order), price), 'check', 'good')
        : { ...line(lines.sold(count(order.filledQuantity), names.of(order), price), 'check'), result };
    case 'position.closed': {
      if (order.purpose === 'stop') return { ...line(lines.stoppedOut(names.of(order), price), 'shield'), result };
      if (order.purpose === 'target')
        return { ...line(lines.targetHit(names.of(order), price), 'check', 'good'), result };
      return { ...line(lines.sold(count(order.filledQuantity), names.of(order), price), 'check'), result };
    }
    case 'order.not-sent':
      return line(lines.notSent(what), 'close');
    case 'order.rejected':
      return line(lines.refused(what), 'alert', 'bad');
    case 'order.cancelled':
      return line(lines.cancelled(what), 'close');
    case 'order.expired':
      return line(lines.lapsed(what), 'clock');
    case 'order.unknown':
      return line(lines.unknown(what), 'alert', 'bad');
    case 'order.needs-human':
      return line(lines.needsHuman(what), 'alert', 'bad');
    case 'order.settled':
      return line(lines.settled(what), 'check');
    case 'order.adopted':
      return line(lines.adopted(what), 'alert');
    case 'order.replaced':
      return line(lines.replaced(what), 'orders');
    case 'order.cancel-asked':
      return line(lines.cancelAsked(what), 'close');
    case 'exit.blocked':
      return line(lines.exitBlocked(names.of(order)), 'alert', 'bad');
    default:
      return line(what, 'orders');
  }
}

function proposalLine(type: string, proposal: ProposalView): EventLine {
  const lines = ui.w.lines;
  const what = whatOf(proposal.side, proposal.quantity, names.of(proposal));
  const line = (text: string, icon: IconName, tone: EventLine['tone'] = 'plain'): EventLine => ({
    text,
    icon,
    tone,
    href: paths.proposal(proposal.id),
    result: null,
  });
  switch (type) {
    case 'proposal.asked':
    case 'proposal.sealed':
      return line(lines.asked(what, proposal.botName ?? 'Nod'), 'decide', 'asks');
    case 'proposal.revised':
      return line(lines.revised(what), 'decide', 'asks');
    case 'proposal.nodded':
      return line(lines.nodded(what), 'decide', 'asks');
    case 'proposal.nod-gone':
      return line(lines.nodGone(what), 'decide', 'asks');
    case 'proposal.put-off':
      return line(lines.putOff(what), 'clock', 'asks');
    case 'proposal.reminded':
      return line(lines.reminded(what), 'decide', 'asks');
    case 'proposal.expired':
      return line(lines.expired(what), 'clock');
    case 'proposal.withdrawn':
      return line(lines.withdrawn(what), 'close');
    default: {
      if (proposal.status === 'approved') return line(lines.approved(what), 'check');
      if (proposal.status === 'superseded') return line(lines.superseded(what), 'decide');
      return line(lines.skipped(what), 'close');
    }
  }
}
