import { z } from 'zod';
import { LEAVINGS } from '#shared/contract/leaving.ts';
import { deletedCard, leavingCard } from '../cards/leaving.ts';
import { atDesk, drawn } from './asking.ts';
import { command } from './command.ts';
import { findBot } from './find-bot.ts';

/** Deletes a bot. It first shows what that leaves open and who protects it; the answer is one of its buttons. */
export const remove = command({
  name: 'remove',
  korean: ['삭제'],
  aliases: [{ word: 'deletebot' }],
  purpose: 'setup',
  role: 'trade',
  subject: 'bot',
  inMenu: false,
  inGroups: false,
  args: z.object({ bot: z.string().optional(), choice: z.enum([...LEAVINGS, 'delete']).optional() }),
  positional: ['bot', 'choice'],
  run: (context, { bot: reference = '', choice }) =>
    atDesk(context, async (here) => {
      const { useCases, caller } = context;
      const found = await findBot(context, here, { reference, verb: 'remove' });
      if ('cards' in found) return found.cards;
      const { bot, desk } = found;
      if (choice === undefined) {
        return drawn(context, useCases.leaving(caller, bot.id), (view) => [leavingCard(bot, view, desk.cards)]);
      }
      const positions = choice === 'delete' ? undefined : choice;
      return drawn(context, useCases.deleteBot(caller, bot.id, { positions }), ({ isGone }) => [
        deletedCard(bot.name, { choice: positions ?? null, isGone }, desk.cards),
      ]);
    }),
});
