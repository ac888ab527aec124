import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { percent } from '#shared/words/format.ts';
import { button, rows, spread, type Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { longName } from './names.ts';
import { untilText } from './proposal.ts';

/**
 * What everybody in a group may read: the stock, the reasons, shares of the account, who may answer. No amounts, and
 * nothing that moves money: that stands below its amounts, where only somebody with a role sees it.
 */
export function groupAskingCard(proposal: ProposalView, context: CardContext): Card {
  const { words } = context;
  const { worstCase, rationale } = proposal;
  const about = fillContext(context, { priceCurrency: proposal.currency, botId: proposal.botId });
  const list = (reasons: typeof rationale.for): string =>
    reasons.length === 0
      ? words.proposal.nothingFound
      : reasons.map((reason) => reasonText(reason, about)).join(words.proposal.separator);
  const share = (fraction: number | null): string =>
    fraction === null ? words.proposal.notKnown : percent(Math.abs(fraction));
  const gap = { move: percent(worstCase.gapBasis.fraction), loss: share(worstCase.inGapFraction) };
  return card(context, asksText(proposal, context), {
    world: proposal.world,
    lines: [
      ...(proposal.side === 'buy' ? [sharesText(proposal, context), words.groups.gap(gap)] : []),
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

/** So many of those that wait are named in a group; the others are counted. */
const NAMED = 5;

/** Several wait: one message that names them, each opened privately by its number. */
export function groupWaitingCard(waiting: readonly ProposalView[], context: CardContext): Card {
  const { words } = context;
  const named = waiting.slice(0, NAMED);
  const left = waiting.length - named.length;
  return card(context, words.proposal.pendingHead({ count: waiting.length, cost: null }), {
    lines: [
      ...named.map((proposal, place) =>
        words.groups.waits({
          place: place + 1,
          asks: asksText(proposal, context),
          shares: proposal.side === 'buy' ? sharesText(proposal, context) : null,
          until: untilText(proposal, context),
        }),
      ),
      ...(left > 0 ? [words.groups.andMore(left)] : []),
      words.groups.openOne,
      `${words.groups.mayAnswer}.`,
    ],
    buttons: spread(
      named.map(({ id }, place) => button(String(place + 1), `pending ${id}`)),
      NAMED,
    ),
    tone: 'choice',
  });
}

function asksText({ botName, side, ...proposal }: ProposalView, context: CardContext): string {
  const { words } = context;
  const bot = botName === null ? words.proposal.somebody : words.proposal.botName(botName);
  return words.proposal.groupAsks({ bot, side, name: longName(context, proposal) });
}

function sharesText({ sizing, worstCase }: ProposalView, { words }: CardContext): string {
  const share = (fraction: number | null): string =>
    fraction === null ? words.proposal.notKnown : percent(Math.abs(fraction));
  return words.proposal.groupShares({
    cost: share(sizing.costFractionOfAccount),
    loss: share(worstCase.atStopFraction),
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
