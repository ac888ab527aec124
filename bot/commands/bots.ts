import { z } from 'zod';
import type { BotView } from '#shared/contract/bot.ts';
import { LANGUAGES } from '#shared/contract/session.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { botCard, botResizedCard, botsCard } from '../cards/bots.ts';
import type { Card } from '../cards/card.ts';
import { askSizing, saidSizing } from '../dialogs/bot-sizing.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { findBot } from './find-bot.ts';

/** All bots, or one: how it stands; `bots NAME size` is its way to a size. */
export const bots = command({
  name: 'bots',
  korean: ['봇'],
  aliases: [{ word: 'bot' }, { word: 'show_config' }],
  purpose: 'look',
  role: ({ bot }) => (meant(bot).size ? 'propose' : 'read'),
  subject: 'bot',
  inMenu: true,
  inGroups: false,
  args: z.object({ bot: z.string().optional() }),
  positional: ['bot'],
  run: (context, { bot: said }) =>
    atDesk(context, async (desk) => {
      const { reference, size } = meant(said);
      if (reference === undefined) {
        return drawn(context, context.useCases.bots(context.caller, { accountId: desk.account.id }), ({ items }) => [
          botsCard(items, desk.cards),
        ]);
      }
      const found = await findBot(context, desk, { reference, verb: 'bots' });
      if ('cards' in found) return found.cards;
      return size === null
        ? [botCard(found.bot, found.desk.cards)]
        : resize(context, found.desk, { bot: found.bot, size });
    }),
});

const SIZE = 'size';
const SIZE_WORDS = [SIZE, ...LANGUAGES.map((language) => wordsFor(language).bots.buttons.size.toLowerCase())];

/** A bot's name may have blanks in it: the word for its size stands behind it. `size`: null where it is not about that. */
function meant(said: string | undefined): { readonly reference: string | undefined; readonly size: string | null } {
  const parts = (said ?? '').split(/\s+/);
  const place = parts.findIndex((part, at) => at > 0 && SIZE_WORDS.includes(part.toLowerCase()));
  if (place === -1) return { reference: said, size: null };
  return { reference: parts.slice(0, place).join(' '), size: parts.slice(place + 1).join(' ') };
}

/** Its way to a size, or the choices; who may change it, and what needs the person, the account says. */
async function resize(
  context: CommandContext,
  desk: Desk,
  { bot, size }: { readonly bot: BotView; readonly size: string },
): Promise<readonly Card[]> {
  const { words, useCases, caller } = context;
  const sizing = saidSizing(size, words);
  if (sizing === null) return [askSizing(context, desk, bot.sizing, (chosen) => `bots ${bot.id} ${SIZE} ${chosen}`)];
  return drawn(context, useCases.updateBot(caller, bot.id, { sizing }), (after) => [botResizedCard(after, desk.cards)]);
}
