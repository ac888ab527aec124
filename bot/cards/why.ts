import type { CheckVerdictView, ProposalView } from '#shared/contract/proposal.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { button, rows, type Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { quoteText, whatOf } from './proposal.ts';

/** Everything behind a proposal: why it asks, all reasons of both sides, what bound the size, every check. */
export function whyCard(proposal: ProposalView, context: CardContext): Card {
  const { words } = context;
  const { rationale, sizing } = proposal;
  const about = fillContext(context, { priceCurrency: proposal.currency, botId: proposal.botId });
  const texts = (reasons: typeof rationale.for): string =>
    reasons.length === 0
      ? words.proposal.nothingFound
      : reasons.map((reason) => reasonText(reason, about)).join(words.proposal.separator);
  const lines = [words.proposal.for(texts(rationale.for)), words.proposal.against(texts(rationale.against))];
  if (hasWords(proposal.askBecause.code)) lines.push(words.proposal.whyAsks(reasonText(proposal.askBecause, about)));
  const { sizeBounds } = words;
  if (Object.hasOwn(sizeBounds, sizing.boundBy)) {
    lines.push(words.proposal.whySize(sizeBounds[sizing.boundBy as keyof typeof sizeBounds]));
  }
  lines.push(words.proposal.whyFees({ fees: figures(context).exact(sizing.feesEstimated) }));
  lines.push(...checkLines(proposal.checks, context, about), quoteText(proposal, context));
  const back = proposal.status === 'pending' && button(words.proposal.buttons.back, `pending ${proposal.id}`);
  return card(context, words.proposal.whyTitle({ what: whatOf(proposal, context) }), {
    world: proposal.world,
    lines,
    buttons: rows([back]),
    proposalId: proposal.id,
  });
}

/** "All 17 passed", or each that did not with its reason. */
export function checkLines(
  checks: readonly CheckVerdictView[],
  { words }: CardContext,
  about: ReturnType<typeof fillContext>,
): string[] {
  const failed = checks.filter(({ verdict }) => verdict !== 'pass');
  const { checkNames } = words;
  if (failed.length === 0) return checks.length === 0 ? [] : [words.proposal.whyChecksPassed({ count: checks.length })];
  return [
    words.proposal.whyChecksFailed({ passed: checks.length - failed.length, count: checks.length }),
    ...failed.map(({ check, reason }) => {
      const text = reason === null ? words.proposal.notKnown : reasonText(reason, about);
      const name = Object.hasOwn(checkNames, check) ? checkNames[check as keyof typeof checkNames] : null;
      return name === null ? text : words.proposal.whyCheck({ check: name, reason: text });
    }),
  ];
}
