import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { percent } from '#shared/words/format.ts';
import { button, rows, type Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { longName } from './names.ts';
import { untilText } from './proposal.ts';

/**
 * What everybody in a group may read: the stock, the reasons, shares of the account, who may answer. No amounts, and
 * nothing that moves money: that stands below its amounts, where only somebody with a role sees it.
 */
export function groupAskingCard(proposal: ProposalView, context: CardContext): Card {
  const { words } = context;
  const { sizing, worstCase, rationale } = proposal;
  const about = fillContext(context, { priceCurrency: proposal.currency, botId: proposal.botId });
  const list = (reasons: typeof rationale.for): string =>
    reasons.length === 0
      ? words.proposal.nothingFound
      : reasons.map((reason) => reasonText(reason, about)).join(words.proposal.separator);
  const share = (fraction: number | null): string =>
    fraction === null ? words.proposal.notKnown : percent(Math.abs(fraction));
  const bot = proposal.botName === null ? words.proposal.somebody : words.proposal.botName(proposal.botName);
  const title = words.proposal.groupAsks({ bot, side: proposal.side, name: longName(context, proposal) });
  const shares = { cost: share(sizing.costFractionOfAccount), loss: share(worstCase.atStopFraction) };
  const gap = { move: percent(worstCase.gapBasis.fraction), loss: share(worstCase.inGapFraction) };
  return card(context, title, {
    world: proposal.world,
    lines: [
      ...(proposal.side === 'buy' ? [words.proposal.groupShares(shares), words.groups.gap(gap)] : []),
      words.proposal.for(list(rationale.for)),
      words.proposal.against(list(rationale.against)),
      `${untilText(proposal, context)}.`,
      `${words.groups.mayAnswer}.`,
    ],
    buttons: rows([button(words.groups.buttons.private, `pending ${proposal.id}`, 'primary')]),
    proposalId: proposal.id,
    picture: { kind: 'proposal', proposalId: proposal.id },
    stands: proposal.id,
    tone: 'question',
  });
}

/** Who answered, and where its order stands. `by`: as the person is called; null: nobody knows. */
export function groupOutcomeCard(
  proposal: ProposalView,
  context: CardContext,
  { by, order }: { readonly by: string | null; readonly order: Pick<OrderView, 'status'> | null },
): Card {
  const { words } = context;
  const what = words.groups.what({ side: proposal.side, name: longName(context, proposal) });
  const who = { by: by ?? words.groups.somebody, what };
  const isByBot = proposal.decidedChannel === 'clock';
  const titles = {
    pending: () => what,
    approved: () => (isByBot ? words.groups.decided.byNod({ what }) : words.groups.decided.approved(who)),
    rejected: () => words.groups.decided.rejected(who),
    expired: () => words.proposal.expired({ what }),
    superseded: () => words.proposal.superseded({ what }),
    withdrawn: () => words.proposal.withdrawn({ what }),
  };
  return card(context, titles[proposal.status](), {
    world: proposal.world,
    lines: order === null ? [] : [words.groups.order({ state: words.states.orders[order.status] })],
    proposalId: proposal.id,
    picture: { kind: 'proposal', proposalId: proposal.id },
    stands: proposal.id,
  });
}
