import { SKIP_REASONS, type ProposalView } from '#shared/contract/proposal.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { button, rows, type Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { askingCard, untilText, whatOf } from './proposal.ts';

/** How a proposal stands: the question while it is open, else what became of it. */
export function proposalCard(proposal: ProposalView, context: CardContext): Card {
  return proposal.status === 'pending' ? askingCard(proposal, context) : outcomeCard(proposal, context);
}

/** What became of it. An approved one says only that it was approved: its order speaks for itself. */
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
  } else {
    lines.push(proposal.side === 'buy' ? words.proposal.nothingBought : words.proposal.nothingSold);
  }
  const whyButton = button(words.proposal.buttons.why, `why ${proposal.id}`);
  return card(context, title, {
    world: proposal.world,
    lines,
    buttons: rows([whyButton]),
    proposalId: proposal.id,
    stands: proposal.id,
  });
}

/** "in the web chat"; null when nobody decided (it lapsed, or Nod took it back). */
function decidedWhere(proposal: ProposalView, { words }: CardContext): string | null {
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

export function laterCard(proposal: ProposalView, context: CardContext): Card {
  const { words } = context;
  const title = words.proposal.kept({ until: untilText(proposal, context) });
  return card(context, title, { world: proposal.world, lines: [words.proposal.laterNote], proposalId: proposal.id });
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
