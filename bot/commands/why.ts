import { z } from 'zod';
import { button, rows, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { lookLine } from '../cards/look.ts';
import { orderCard } from '../cards/order.ts';
import { whyCard } from '../cards/why.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { findProposal } from './find-proposal.ts';
import { price } from './price.ts';

const LOOKS_SHOWN = 5;

/** Of a proposal, an order, a bot or a stock; alone: why no bot asks. */
export const why = command({
  name: 'why',
  korean: ['이유', '왜'],
  aliases: ['reason', 'ask', 'insight'].map((word) => ({ word })),
  purpose: 'decide',
  role: 'read',
  inMenu: true,
  inGroups: false,
  args: z.object({ about: z.string().optional() }),
  positional: ['about'],
  run: async (context, { about }) => {
    if (about === undefined) return atDesk(context, (desk) => whyNothing(context, desk));
    if (about.startsWith('o_')) return whyOrder(context, about);
    if (about.startsWith('b_')) return atDesk(context, (desk) => looksOf(context, desk, about));
    const found = await findProposal(context, about);
    if ('cards' in found) return found.cards;
    const { proposal } = found;
    if (proposal === null) return price.run(context, { symbol: about });
    return drawn(context, context.desk(proposal.accountId), ({ cards }) => [whyCard(proposal, cards)]);
  },
});

function whyOrder(context: CommandContext, orderId: string): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  return drawn(context, useCases.order(caller, orderId), (order) =>
    drawn(context, context.desk(order.accountId), async ({ cards }) => {
      const about = [orderCard(order, cards)];
      if (order.proposalId === null) return about;
      const proposal = await useCases.proposal(caller, order.proposalId);
      return proposal.ok ? [...about, whyCard(proposal.value, cards)] : about;
    }),
  );
}

/** The last look of every bot, with the closest miss or what blocked it. */
function whyNothing(context: CommandContext, { account, cards }: Desk): Promise<readonly Card[]> {
  const { words } = context;
  return drawn(context, context.useCases.bots(context.caller, { accountId: account.id }), ({ items }) => {
    if (items.length === 0) {
      const newBot = button(words.bots.buttons.newBot, 'newbot', 'primary');
      return [card(cards, words.bots.none, { lines: [words.bots.noneLine], buttons: rows([newBot]) })];
    }
    const lines = items.map((bot) => {
      const name = words.proposal.botName(bot.name);
      if (bot.mode !== 'active') return `${name}: ${words.states.modes[bot.mode]}`;
      return `${name}: ${bot.lastLook === null ? words.bots.neverLooked : lookLine(bot.lastLook, cards)}`;
    });
    if (account.pendingProposals === 0) return [card(cards, words.chat.whyNothing, { lines })];
    const open = button(words.account.buttons.pending, 'pending', 'primary');
    return [card(cards, words.account.waits({ count: account.pendingProposals }), { lines, buttons: rows([open]) })];
  });
}

function looksOf(context: CommandContext, { cards }: Desk, botId: string): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  return drawn(context, useCases.bot(caller, botId), (bot) =>
    drawn(context, useCases.looks(caller, botId, LOOKS_SHOWN), (looks) => [
      card(cards, words.bots.lookTitle(words.proposal.botName(bot.name)), {
        lines: looks.length === 0 ? [words.bots.neverLooked] : looks.map((look) => lookLine(look, cards)),
        buttons: rows([button(bot.name, `bots ${bot.id}`)]),
      }),
    ]),
  );
}
