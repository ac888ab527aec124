import { z } from 'zod';
import { asksAgainCard } from '../cards/absence.ts';
import { botModeCard } from '../cards/bots.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { card, type CardContext } from '../cards/context.ts';
import { modeCard } from '../cards/today.ts';
import { ALL, meansAll, startAll } from './all-accounts.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { findBot } from './find-bot.ts';

/** Of the account in its place: its bots that stopped asking, all of them. */
const ASKING = 'asking';

/** Buys again, and asks again: the account, all that were stopped together, a bot, or with `asking` every bot that nobody answered. */
export const resume = command({
  name: 'resume',
  korean: ['재개', '다시시작'],
  aliases: [
    { word: 'unpause' },
    { word: 'enable' },
    { word: 'askagain', args: (given) => (given.length === 0 ? [ASKING] : given) },
  ],
  purpose: 'protect',
  role: 'trade',
  subject: 'bot',
  inMenu: false,
  inGroups: false,
  args: z.object({ bot: z.string().optional() }),
  positional: ['bot'],
  run: (context, { bot: reference }) => {
    if (meansAll(reference)) return startAll(context);
    return atDesk(context, async (desk) => {
      const { useCases, caller, words } = context;
      const { account, cards } = desk;
      if (reference === ASKING || (reference === undefined && account.mode === 'active' && account.silentBots > 0)) {
        return askAgain(context, desk);
      }
      if (reference === undefined) {
        if (account.mode === 'active') {
          return [
            card(cards, words.account.alreadyRunning, {
              buttons: rows([button(words.account.buttons.today, 'today')]),
            }),
          ];
        }
        // What stopped all of them no single account lifts.
        if (account.modeReason === 'global-stop') return [stoppedTogetherCard(cards)];
        return drawn(context, useCases.resumeAccount(caller, account.id), (after) => [modeCard(after, cards)]);
      }
      const found = await findBot(context, desk, { reference, verb: 'resume' });
      if ('cards' in found) return found.cards;
      const { desk: at } = found;
      const wasSilent = found.bot.mode === 'active' && found.bot.silent !== null;
      return drawn(context, useCases.resumeBot(caller, found.bot.id), (bot) => [
        wasSilent ? asksAgainCard(bot, at.cards) : botModeCard(bot, at.cards),
      ]);
    });
  },
});

function stoppedTogetherCard(cards: CardContext): Card {
  const { chatAccounts, account } = cards.words;
  return card(cards, account.buyingStopped, {
    lines: [chatAccounts.stoppedTogether],
    buttons: rows([button(chatAccounts.buttons.startAll, `resume ${ALL}`), button(account.buttons.today, 'today')]),
  });
}

async function askAgain(context: CommandContext, { account, cards }: Desk): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  return drawn(context, useCases.bots(caller, { accountId: account.id }), async ({ items }) => {
    const said: Card[] = [];
    for (const { id } of items.filter(({ silent }) => silent !== null))
      said.push(...(await drawn(context, useCases.resumeBot(caller, id), (bot) => [asksAgainCard(bot, cards)])));
    if (said.length > 0) return said;
    return [card(cards, words.absence.allAsk, { buttons: rows([button(words.account.buttons.today, 'today')]) })];
  });
}
