import { RISK_LEVELS, type RiskLevel } from '#shared/domain/risk-profile.ts';
import type { CommandContext } from '../commands/command.ts';

/** Values of the buttons that end a dialog. */
export const YES = 'yes';
export const NO = 'no';

/** Whether a typed or pressed answer says yes or no; null when neither. */
export function yesOrNo(text: string, { words }: CommandContext): boolean | null {
  const said = text.trim().toLowerCase();
  if (
    [YES, 'y', 'ok', words.chat.yes, words.chat.confirm, words.chat.send(null), words.newBot.start].some(
      (yes) => said === yes.toLowerCase(),
    )
  )
    return true;
  if ([NO, 'n', words.chat.no, words.newBot.cancel].some((no) => said === no.toLowerCase())) return false;
  return null;
}

/** The key whose label or own name was said: `low`, `Low`, `낮음`; null when none. */
export function choiceOf<Key extends string>(
  text: string,
  keys: readonly Key[],
  ...labels: Readonly<Record<Key, string>>[]
): Key | null {
  const said = text.trim().toLowerCase();
  return keys.find((key) => said === key || labels.some((table) => table[key].toLowerCase() === said)) ?? null;
}

/** A risk level by its name, or by the one the app had for it before. */
export function saidRiskLevel(text: string, { newBot }: CommandContext['words']): RiskLevel | null {
  return choiceOf(text, RISK_LEVELS, newBot.levels, newBot.earlierLevels);
}
