import { z } from 'zod';
import { EndBot, ENDINGS } from '#shared/contract/bot.ts';
import { msOf } from '#shared/words/format-time.ts';
import { botCard, endingAnsweredCard } from '../cards/bots.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { findBot } from './find-bot.ts';

/** What becomes of a bot after its last day; without an answer its card, which asks. */
export const ending = command({
  name: 'ending',
  korean: ['종료'],
  aliases: [{ word: 'extend', args: ([bot = '', weeks = '']) => [bot, 'extend', weeks] }],
  purpose: 'setup',
  role: 'trade',
  subject: 'bot',
  inMenu: false,
  inGroups: false,
  args: z.object({
    bot: z.string().optional(),
    choice: z.enum(ENDINGS).optional(),
    weeks: EndBot.shape.weeks.unwrap().or(z.coerce.number().int().min(1).max(520)).optional(),
  }),
  positional: ['bot', 'choice', 'weeks'],
  run: (context, { bot: reference = '', choice, weeks }) =>
    atDesk(context, async (here) => {
      const { useCases, caller } = context;
      const found = await findBot(context, here, { reference, verb: 'ending' });
      if ('cards' in found) return found.cards;
      const { desk } = found;
      if (choice === undefined) return [botCard(found.bot, desk.cards)];
      const answer = EndBot.parse({ choice, ...(weeks !== undefined && { weeks }) });
      return drawn(context, useCases.endBot(caller, found.bot.id, answer), (bot) => {
        // One that was paused before its last day is over too, for another reason.
        const isOver = bot.modeReason === 'ended' || msOf(bot.endsAt) <= (desk.cards.marketAt ?? -Infinity);
        return [endingAnsweredCard(bot, { choice, isOver }, desk.cards)];
      });
    }),
});
