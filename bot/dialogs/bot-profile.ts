import type { BotView } from '#shared/contract/bot.ts';
import { OWN_PROFILE_RANGES, ownProfileSchema, PROFILE_PARTS, type OwnProfile } from '#shared/domain/own-profile.ts';
import { RISK_PROFILES } from '#shared/domain/risk-profile.ts';
import type { Words } from '#shared/words/en.ts';
import { figure, percent } from '#shared/words/format.ts';
import { ownProfileText } from '#shared/words/own-profile-text.ts';
import { parseSetting } from '#shared/words/typed-amount.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import type { Choose } from './dialog.ts';

/** All its numbers as its risk level has them. */
const USUAL = 'usual';

/** A bot's stop-loss, target and largest position beside those of its risk level; own ones are typed. */
export function askProfile(
  { words }: CommandContext,
  desk: Desk,
  { bot, choose }: { readonly bot: BotView; readonly choose: Choose },
): Card {
  const { ownProfile } = words.bots;
  const level = RISK_PROFILES[bot.riskLevel];
  return card(desk.cards, ownProfile.title, {
    lines: [
      ownProfileText(words.bots, bot.profile) ?? ownProfile.none,
      ...PROFILE_PARTS.map(
        (part, place) => `${place + 1}. ${ownProfile.places[part]({ usual: percent(level[part]) })}`,
      ),
      ownProfile.within,
      ownProfile.how,
    ],
    buttons: rows([button(ownProfile.usual, choose(USUAL))]),
    tone: 'choice',
    expects: 'text',
  });
}

/** `1 5%`, `1 5, 3 15`: these anew, the others as they stand; null when none, or when a number cannot be. */
export function saidProfile(text: string, now: OwnProfile, { bots }: Words): OwnProfile | null {
  const said = text.trim().toLowerCase();
  if (said === USUAL || said === bots.ownProfile.usual.toLowerCase()) return {};
  const parts = said.split(/\s*[;+]\s*|\s*,\s+/).map((part) => {
    const [, place = '', value = ''] = /^(\d)\s+(.+)$/u.exec(part) ?? [];
    const name = PROFILE_PARTS[Number(place) - 1];
    return name === undefined ? null : { [name]: Number((parseSetting(value) / 100).toFixed(6)) };
  });
  if (parts.includes(null)) return null;
  return ownProfileSchema.safeParse(Object.assign({}, now, ...parts)).data ?? null;
}

/** Least and most of each, as it is typed. */
export function profileRanges({ bots }: Words): string {
  const range = (part: keyof typeof OWN_PROFILE_RANGES): string =>
    OWN_PROFILE_RANGES[part].map((end) => figure(end * 100)).join('–') + '%';
  return bots.ownProfile.bad({ stop: range('stop'), target: range('target'), positionMax: range('positionMax') });
}
