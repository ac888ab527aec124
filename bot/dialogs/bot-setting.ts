import { z } from 'zod';
import type { BotView, UpdateBot } from '#shared/contract/bot.ts';
import type { Words } from '#shared/words/en.ts';
import { botSetCard } from '../cards/bots.ts';
import type { Card } from '../cards/card.ts';
import { errorCard } from '../cards/error.ts';
import { drawn } from '../commands/asking.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import { askProfile, profileRanges, saidProfile } from './bot-profile.ts';
import { askSizing, saidSizing } from './bot-sizing.ts';
import { dialog, type Choose, type Next } from './dialog.ts';

/** What of a bot that runs is set here. */
export const BOT_PARTS = ['size', 'risk'] as const;
export type BotPart = (typeof BOT_PARTS)[number];

const Data = z.object({ botId: z.string(), part: z.enum(BOT_PARTS) });
type Data = z.infer<typeof Data>;

/** One question about one bot: its way to a size, or its own risk numbers. */
export const botSettingDialog = dialog<Data>({ kind: 'bot-setting', data: Data, ask, answer });

/** What was said of it, as a change of this bot; null when none is meant. */
export function saidSetting(part: BotPart, text: string, bot: BotView, words: Words): UpdateBot | null {
  if (part === 'size') {
    const sizing = saidSizing(text, words);
    return sizing && { sizing };
  }
  const profile = saidProfile(text, bot.profile, words);
  return profile && { profile };
}

/** Who may change it, and what needs the person, the account says. */
export function setBot(
  { useCases, caller, ...context }: CommandContext,
  desk: Desk,
  { bot, part, change }: { readonly bot: BotView; readonly part: BotPart; readonly change: UpdateBot },
): Promise<readonly Card[]> {
  return drawn({ useCases, caller, ...context }, useCases.updateBot(caller, bot.id, change), (after) => [
    botSetCard(after, part, desk.cards),
  ]);
}

async function sceneOf(
  context: CommandContext,
  { botId }: Data,
): Promise<{ readonly bot: BotView; readonly desk: Desk } | { readonly error: Card }> {
  const bot = await context.useCases.bot(context.caller, botId);
  if (!bot.ok) return { error: errorCard(bot.error, context.reader) };
  const desk = await context.desk(bot.value.accountId);
  return desk.ok ? { bot: bot.value, desk: desk.value } : { error: errorCard(desk.error, context.reader) };
}

async function ask(context: CommandContext, data: Data, choose: Choose): Promise<Card> {
  const scene = await sceneOf(context, data);
  if ('error' in scene) return scene.error;
  const { bot, desk } = scene;
  return data.part === 'size'
    ? askSizing(context, desk, bot.sizing, choose)
    : askProfile(context, desk, { bot, choose });
}

async function answer(context: CommandContext, data: Data, text: string): Promise<Next<Data>> {
  const { words } = context;
  const scene = await sceneOf(context, data);
  if ('error' in scene) return { kind: 'leave', cards: [scene.error] };
  const { bot, desk } = scene;
  const change = saidSetting(data.part, text, bot, words);
  if (change === null) {
    return { kind: 'again', why: data.part === 'size' ? words.bots.sizing.how : profileRanges(words) };
  }
  return { kind: 'finish', run: () => setBot(context, desk, { bot, part: data.part, change }) };
}
