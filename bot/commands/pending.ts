import { z } from 'zod';
import type { ProposalView } from '#shared/contract/proposal.ts';
import { decimal, sum } from '#shared/lib/decimal.ts';
import type { Card } from '../cards/card.ts';
import { button, rows } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { figures } from '../cards/figures.ts';
import { proposalCard } from '../cards/proposal-outcome.ts';
import { groupAskingCard, groupWaitingCard } from '../cards/proposal-group.ts';
import { asDecided } from './as-decided.ts';
import { atDesk } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { silentCard } from './group.ts';
import { findProposal, pendingProposals } from './find-proposal.ts';

export const pending = command({
  name: 'pending',
  korean: ['대기', '제안'],
  aliases: [{ word: 'proposals' }, { word: 'inbox' }],
  purpose: 'decide',
  role: 'read',
  inMenu: true,
  inGroups: true,
  args: z.object({ proposal: z.string().optional() }),
  positional: ['proposal'],
  run: async (context, { proposal: reference }) => {
    const silent = silentCard(context);
    if (silent !== null) return [silent];
    if (reference !== undefined && context.chat.kind === 'private') {
      const found = await findProposal(context, reference);
      if ('cards' in found) return found.cards;
      const { proposal } = found;
      if (proposal !== null) return atDeskOf(context, proposal);
    }
    return atDesk(context, (desk) => stack(context, desk));
  },
});

async function atDeskOf(context: CommandContext, proposal: ProposalView): Promise<readonly Card[]> {
  const desk = await context.desk(proposal.accountId);
  return desk.ok ? asDecided(context, proposal, desk.value.cards) : [];
}

/** One at a time, the one that closes first; how many wait and what they cost together stands on top. */
async function stack(context: CommandContext, { account, cards }: Desk): Promise<readonly Card[]> {
  const { words } = context;
  const all = await pendingProposals(context);
  const isGroup = context.chat.kind === 'group';
  // A group hears of its own account alone, whatever else whoever asks may see.
  const waiting = isGroup ? all.filter(({ accountId }) => accountId === account.id) : all;
  const [first] = waiting;
  if (first === undefined) {
    return [
      card(cards, words.proposal.pendingNone, {
        buttons: isGroup ? [] : rows([button(words.account.buttons.bots, 'bots')]),
      }),
    ];
  }
  const desk = first.accountId === account.id ? null : await context.desk(first.accountId);
  const own = desk?.ok === true ? desk.value.cards : cards;
  if (isGroup) return [waiting.length === 1 ? groupAskingCard(first, own) : groupWaitingCard(waiting, own)];
  const question = proposalCard(first, own);
  if (waiting.length === 1) return [question];
  const buys = waiting.filter(({ side, accountId }) => side === 'buy' && accountId === first.accountId);
  const total = sum(buys.map(({ sizing }) => decimal(sizing.cost))).toFixed();
  const head = words.proposal.pendingHead({ count: waiting.length, cost: figures(own).round(total) });
  return [{ ...question, lines: [`${head}.`, ...question.lines] }];
}

/** The next one that waits, after another was put aside. */
export async function nextPending(context: CommandContext, after: string): Promise<readonly Card[]> {
  const others = (await pendingProposals(context)).filter(({ id }) => id !== after);
  const [next] = others;
  return next === undefined ? [] : atDeskOf(context, next);
}
