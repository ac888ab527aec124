import { z } from 'zod';
import { botModeCard } from '../cards/bots.ts';
import { modeCard } from '../cards/today.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { findBot } from './find-bot.ts';

/** Stops buying at once, of the account or of one bot. It asks nothing: what is held stays protected. */
export const pause = command({
  name: 'pause',
  korean: ['멈춤'],
  aliases: ['stopbuy', 'stopentry', 'disable'].map((word) => ({ word })),
  purpose: 'protect',
  role: 'stop',
  subject: 'bot',
  inMenu: true,
  inGroups: false,
  args: z.object({ bot: z.string().optional() }),
  positional: ['bot'],
  run: (context, { bot: reference }) =>
    atDesk(context, async (desk) => {
      const { useCases, caller } = context;
      const { account, cards } = desk;
      if (reference === undefined) {
        return drawn(context, useCases.pauseAccount(caller, account.id), (after) => [modeCard(after, cards)]);
      }
      const found = await findBot(context, desk, { reference, verb: 'pause' });
      if ('cards' in found) return found.cards;
      return drawn(context, useCases.pauseBot(caller, found.bot.id), (bot) => [botModeCard(bot, found.desk.cards)]);
    }),
});
