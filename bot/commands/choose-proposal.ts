import { button, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { whatOf } from '../cards/proposal.ts';
import type { CommandContext, Desk } from './command.ts';
import { pendingProposals } from './find-proposal.ts';

const CHOICES = 6;

/** "Which proposal?": each opens its card, so that nothing is decided unseen. */
export async function chooseProposal(context: CommandContext, { cards }: Desk): Promise<readonly Card[]> {
  const { words } = context;
  const waiting = await pendingProposals(context);
  if (waiting.length === 0) return [card(cards, words.proposal.pendingNone)];
  const choices = waiting
    .slice(0, CHOICES)
    .map((proposal) => button(whatOf(proposal, cards), `pending ${proposal.id}`));
  return [card(cards, words.chat.whichProposal, { buttons: spread(choices, 3), tone: 'choice', expects: 'choice' })];
}
