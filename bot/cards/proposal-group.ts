import type { ProposalView } from '#shared/contract/proposal.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { percent } from '#shared/words/format.ts';
import type { Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { longName } from './names.ts';
import { untilText } from './proposal.ts';

/** What everybody in a group may read: the stock, the reasons, shares of the account. No amounts and no buttons. */
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
  return card(context, title, {
    world: proposal.world,
    lines: [
      words.proposal.groupShares({ cost: share(sizing.costFractionOfAccount), loss: share(worstCase.atStopFraction) }),
      words.proposal.for(list(rationale.for)),
      words.proposal.against(list(rationale.against)),
      untilText(proposal, context),
    ],
    proposalId: proposal.id,
    picture: { kind: 'proposal', proposalId: proposal.id },
  });
}
