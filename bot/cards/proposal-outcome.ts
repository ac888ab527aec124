import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import { LATER_MOMENTS, laterMoments } from '#shared/domain/later-moments.ts';
import { BLOCK_DAYS } from '#shared/domain/dated-blocks.ts';
import { afterSkip, SKIP_REASONS, skipReasonOf, TELL_LOWER_PERCENT } from '#shared/domain/skip-reasons.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { dayTime } from '#shared/words/format-time.ts';
import { button, rows, type Card, type CardButton } from './card.ts';
import { card, fillContext, moment, type CardContext } from './context.ts';
import { fillTime } from './exit.ts';
import { figures } from './figures.ts';
import { shortName } from './names.ts';
import { orderCard, type FillDetails } from './order.ts';
import { askingCard, moneyLines, untilText, whatOf } from './proposal.ts';

/** How a proposal stands: the question while it is open, else what became of it. */
export function proposalCard(proposal: ProposalView, context: CardContext): Card {
  return proposal.status === 'pending' ? askingCard(proposal, context) : outcomeCard(proposal, context);
}

/** What is known of the order behind a yes, and of what it filled. */
export interface Happened {
  /** Null while nobody told. */
  readonly order: OrderView | null;
  readonly details?: FillDetails;
}

/**
 * A question that was answered: what happened first, then what was shown when it was asked. While its order works it
 * offers Cancel, after the fill Sell and Move stop; it says no more than the stored order does. `proposalCard` is the same
 * for a message that keeps what was shown by itself.
 */
export function decidedCard(proposal: ProposalView, context: CardContext, { order, details }: Happened): Card {
  if (proposal.status === 'pending') return proposalCard(proposal, context);
  if (order === null) {
    const outcome = outcomeCard(proposal, context);
    const offers = consequences(proposal, context);
    return {
      ...outcome,
      lines: [...outcome.lines, ...shownLines(proposal, context)],
      buttons: offers.length === 0 ? outcome.buttons : rows(offers, ...outcome.buttons.map((row) => [...row])),
    };
  }
  const now = orderCard(order, context, details);
  return {
    ...now,
    world: proposal.world,
    lines: [...now.lines, ...shownLines(proposal, context)],
    buttons: withWhy(now.buttons, proposal, context),
    proposalId: proposal.id,
    picture: pictureOf(proposal),
  };
}

/**
 * The card of an order in a chat that keeps what was shown by itself. It says where the question was answered, for whoever
 * wanted to answer here; after the fill that and at what price: the fill has a message of its own below, and nothing is
 * said twice.
 */
export function standingCard(order: OrderView, proposal: ProposalView | null, context: CardContext): Card {
  const now = orderCard(order, context);
  if (proposal?.status !== 'approved') return now;
  const { words } = context;
  const by = decidedWhere(proposal, context);
  const answered = words.proposal.approved({ what: whatOf(proposal, context), by });
  if (order.status !== 'filled' || order.averagePrice === null)
    return by === null ? now : { ...now, lines: [answered, ...now.lines] };
  const done = {
    side: order.side,
    price: figures(context).price(order.averagePrice, order.currency),
    time: moment(fillTime(order, context), context),
  };
  return {
    ...now,
    world: proposal.world,
    title: answered,
    lines: [words.proposal.filledAt(done)],
  };
}

/** The same for whoever taps after it was decided: where that happened comes first. */
export function lateCard(proposal: ProposalView, context: CardContext, happened: Happened): Card {
  const decided = decidedCard(proposal, context, happened);
  if (happened.order === null || proposal.status !== 'approved') return decided;
  const by = decidedWhere(proposal, context);
  const said = context.words.proposal.approved({ what: whatOf(proposal, context), by });
  return { ...decided, lines: [said, ...decided.lines] };
}

/** What could follow from the reason of a skip: it only takes something away, shows what it did, and can be taken back. */
function consequences(proposal: ProposalView, context: CardContext): CardButton[] {
  const why = skipReasonOf(proposal);
  if (why === null) return [];
  const { symbol } = proposal;
  const name = shortName(context, proposal);
  const verbs = {
    'half-size': 'risk half',
    'block-for-days': `block ${symbol} ${BLOCK_DAYS}`,
    block: `block ${symbol}`,
    'not-before-earnings': 'block earnings',
    'tell-lower': `alert ${symbol} ${TELL_LOWER_PERCENT}%`,
    record: 'review',
  } as const;
  return afterSkip(why, proposal).map((one) => button(context.words.deciding.afterSkip[one]({ name }), verbs[one]));
}

/** The money of the question as it was asked; the rest is one tap away, under Why. */
function shownLines(proposal: ProposalView, context: CardContext): string[] {
  const { words, reader } = context;
  const at = dayTime(proposal.createdAt, reader, context.now);
  return [words.proposal.asAsked({ at }), ...moneyLines(proposal, context)];
}

/** Beside what the order offers. */
function withWhy(buttons: Card['buttons'], proposal: ProposalView, { words }: CardContext): CardButton[][] {
  const why = button(words.proposal.buttons.why, `why ${proposal.id}`);
  const last = buttons.at(-1) ?? [];
  return rows(...buttons.slice(0, -1).map((row) => [...row]), [...last, why]);
}

function pictureOf({ id }: ProposalView): Card['picture'] {
  return { kind: 'proposal', proposalId: id };
}

/** What became of it, where no order says more. */
function outcomeCard(proposal: ProposalView, context: CardContext): Card {
  const { words } = context;
  const what = whatOf(proposal, context);
  const by = decidedWhere(proposal, context);
  const titles: Record<Exclude<ProposalView['status'], 'pending'>, string> = {
    approved: words.proposal.approved({ what, by }),
    rejected: words.proposal.skipped({ what, by }),
    expired: words.proposal.expired({ what }),
    superseded: words.proposal.superseded({ what }),
    withdrawn: words.proposal.withdrawn({ what }),
  };
  const isByHand = proposal.reason?.code === 'done-by-hand';
  const title =
    proposal.status === 'pending' ? what : isByHand ? words.proposal.doneByHand({ what }) : titles[proposal.status];
  const lines: string[] = [];
  if (proposal.reason !== null && !isByHand && proposal.status !== 'expired' && hasWords(proposal.reason.code)) {
    const about = fillContext(context, { priceCurrency: proposal.currency, botId: proposal.botId });
    lines.push(words.proposal.because(reasonText(proposal.reason, about)));
  }
  if (proposal.status === 'approved') {
    if (proposal.orderId === null && !isByHand) lines.push(words.proposal.approvedNoOrder);
  } else if (proposal.side === 'buy') lines.push(words.proposal.nothingBought);
  // A sale that happens unless told otherwise ends with the order that silence made.
  else lines.push(proposal.orderId === null ? words.proposal.nothingSold : words.proposal.soldUnasked);
  const whyButton = button(words.proposal.buttons.why, `why ${proposal.id}`);
  return card(context, title, {
    world: proposal.world,
    lines,
    buttons: rows([whyButton]),
    proposalId: proposal.id,
    picture: pictureOf(proposal),
    stands: proposal.id,
  });
}

/** "in the web chat"; null when nobody decided (it lapsed, or Nod took it back). */
/** "in Telegram"; null where nobody did it in an app. */
export function decidedWhere(proposal: ProposalView, { words }: CardContext): string | null {
  const { channels } = words.states;
  const channel = proposal.decidedChannel;
  if (channel === null || channel === 'clock' || !Object.hasOwn(channels, channel)) return null;
  return words.proposal.inChannel(channels[channel as keyof typeof channels]);
}

/** The same question in its present form, after somebody pressed a button of an older one. */
export function changedCard(proposal: ProposalView, context: CardContext): Card {
  const now = proposalCard(proposal, context);
  return { ...now, lines: [context.words.proposal.changedSince, ...now.lines] };
}

/** Kept: when its one reminder comes, or where it can move. */
export function laterCard(proposal: ProposalView, context: CardContext): Card {
  const { words, reader, now } = context;
  const { remindAt } = proposal;
  const at = (instant: string | number): string => dayTime(instant, reader, now);
  const moments = remindAt === null ? laterMoments(proposal, { now, zone: reader.zone }) : [];
  const title = words.proposal.kept({ until: untilText(proposal, context) });
  const note = remindAt === null ? [] : [words.deciding.remindedAt({ at: at(remindAt) })];
  const target = `later ${proposal.id} ${proposal.revision}`;
  return card(context, title, {
    world: proposal.world,
    lines: [...note, words.proposal.laterNote, ...(moments.length > 0 ? [words.deciding.remindWhen] : [])],
    buttons: rows(
      moments.length === 0
        ? [button(words.account.buttons.pending, 'pending')]
        : moments.map(({ moment, at: when }) =>
            button(words.deciding.moments[moment]({ at: at(when) }), `${target} ${LATER_MOMENTS.indexOf(moment) + 1}`),
          ),
    ),
    proposalId: proposal.id,
  });
}

/** The question once more, at the moment that Later moved it to. */
export function remindedCard(proposal: ProposalView, context: CardContext): Card {
  const now = proposalCard(proposal, context);
  return { ...now, lines: [context.words.proposal.reminded, ...now.lines] };
}

/** Which of the five reasons, or none; the place of a reason stands in the verb, to keep it short. */
export function skipCard(proposal: ProposalView, context: CardContext): Card {
  const { words } = context;
  const target = `skip ${proposal.id} ${proposal.revision}`;
  const [first, second, ...others] = SKIP_REASONS.map((reason, place) =>
    button(words.states.skipReasons[reason], `${target} ${place + 1}`),
  );
  return card(context, words.proposal.skipTitle({ what: whatOf(proposal, context) }), {
    world: proposal.world,
    lines: [words.proposal.skipLine],
    buttons: rows([button(words.proposal.justSkip, `${target} 0`, 'primary'), first ?? null, second ?? null], others),
    proposalId: proposal.id,
    tone: 'choice',
    expects: 'choice',
  });
}
