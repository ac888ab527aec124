import { z } from 'zod';
import { botCard, botsCard } from '../cards/bots.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { findBot } from './find-bot.ts';

export const bots = command({
  name: 'bots',
  korean: ['봇'],
  aliases: [{ word: 'bot' }],
  purpose: 'look',
  role: 'read',
  inMenu: true,
  inGroups: false,
  args: z.object({ bot: z.string().optional() }),
  positional: ['bot'],
  run: (context, { bot: reference }) =>
    atDesk(context, async (desk) => {
      if (reference === undefined) {
        return drawn(context, context.useCases.bots(context.caller, { accountId: desk.account.id }), ({ items }) => [
          botsCard(items, desk.cards),
        ]);
      }
      const found = await findBot(context, desk, { reference, verb: 'bots' });
      return 'cards' in found ? found.cards : [botCard(found.bot, desk.cards)];
    }),
});
