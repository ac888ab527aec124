import { z } from 'zod';
import { botModeCard } from '../cards/bots.ts';
import { button, rows } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { modeCard } from '../cards/today.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { findBot } from './find-bot.ts';

export const resume = command({
  name: 'resume',
  korean: ['재개', '다시시작'],
  aliases: [{ word: 'unpause' }, { word: 'enable' }],
  purpose: 'protect',
  role: 'trade',
  subject: 'bot',
  inMenu: false,
  inGroups: false,
  args: z.object({ bot: z.string().optional() }),
  positional: ['bot'],
  run: (context, { bot: reference }) =>
    atDesk(context, async (desk) => {
      const { useCases, caller, words } = context;
      const { account, cards } = desk;
      if (reference === undefined) {
        if (account.mode === 'active') {
          return [
            card(cards, words.account.alreadyRunning, {
              buttons: rows([button(words.account.buttons.today, 'today')]),
            }),
          ];
        }
        return drawn(context, useCases.resumeAccount(caller, account.id), (after) => [modeCard(after, cards)]);
      }
      const found = await findBot(context, desk, { reference, verb: 'resume' });
      if ('cards' in found) return found.cards;
      return drawn(context, useCases.resumeBot(caller, found.bot.id), (bot) => [botModeCard(bot, found.desk.cards)]);
    }),
});
