import { z } from 'zod';
import type { BotView } from '#shared/contract/bot.ts';
import { LANGUAGES } from '#shared/contract/session.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { botCard, botsCard } from '../cards/bots.ts';
import type { Card } from '../cards/card.ts';
import { BOT_PARTS, saidSetting, setBot, type BotPart } from '../dialogs/bot-setting.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { botCalled, findBot } from './find-bot.ts';

/** All bots, or one: how it stands; `bots NAME size` is its way to a size, `bots NAME risk` its own risk numbers. */
export const bots = command({
  name: 'bots',
  korean: ['봇'],
  aliases: [{ word: 'bot' }, { word: 'show_config' }],
  purpose: 'look',
  role: ({ bot }) => (meant(bot).setting === null ? 'read' : 'propose'),
  subject: 'bot',
  inMenu: true,
  inGroups: false,
  args: z.object({ bot: z.string().optional() }),
  positional: ['bot'],
  run: (context, { bot: said }) =>
    atDesk(context, async (desk) => {
      const { reference, setting } = await meantHere(context, desk, said);
      if (reference === undefined) {
        return drawn(context, context.useCases.bots(context.caller, { accountId: desk.account.id }), ({ items }) => [
          botsCard(items, desk.cards),
        ]);
      }
      const found = await findBot(context, desk, { reference, verb: 'bots' });
      if ('cards' in found) return found.cards;
      return setting === null
        ? [botCard(found.bot, found.desk.cards)]
        : set(context, found.desk, { bot: found.bot, ...setting });
    }),
});

interface Setting {
  readonly part: BotPart;
  readonly text: string;
}

const PART_WORDS = new Map(
  BOT_PARTS.flatMap((part) => [
    [part as string, part] as const,
    ...LANGUAGES.map((language) => [wordsFor(language).bots.buttons[part].toLowerCase(), part] as const),
  ]),
);

/** A bot's name may have blanks in it: the word for what is set stands behind it. `setting`: null where nothing is. */
function meant(said: string | undefined): { readonly reference: string | undefined; readonly setting: Setting | null } {
  const words = (said ?? '').split(/\s+/);
  const place = words.findLastIndex((word, at) => at > 0 && PART_WORDS.has(word.toLowerCase()));
  const part = PART_WORDS.get(words[place]?.toLowerCase() ?? '');
  if (part === undefined) return { reference: said, setting: null };
  return { reference: words.slice(0, place).join(' '), setting: { part, text: words.slice(place + 1).join(' ') } };
}

/** A bot that is called “High risk” is that bot. */
async function meantHere(
  context: CommandContext,
  desk: Desk,
  said: string | undefined,
): Promise<ReturnType<typeof meant>> {
  const split = meant(said);
  if (said === undefined || split.setting === null) return split;
  const whole = await botCalled(context, desk, { reference: said, verb: (id) => `bots ${id}` });
  return 'cards' in whole || whole.found !== null ? { reference: said, setting: null } : split;
}

/** What was said of it, or the question. */
function set(
  context: CommandContext,
  desk: Desk,
  { bot, part, text }: Setting & { readonly bot: BotView },
): Promise<readonly Card[]> {
  const change = saidSetting(part, text, bot, context.words);
  return change === null
    ? context.open('bot-setting', { botId: bot.id, part })
    : setBot(context, desk, { bot, part, change });
}
