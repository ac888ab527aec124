import { PROFILE_PARTS, type OwnProfile } from '../domain/own-profile.ts';
import type { Words } from './en.ts';
import { percent } from './format.ts';

/** The numbers a bot has otherwise than its risk level: "stop-loss 4%, largest position 15%"; null: none. */
export function ownProfileText(words: Words['bots'], own: OwnProfile): string | null {
  const parts = PROFILE_PARTS.flatMap((part) => {
    const value = own[part];
    return value === undefined ? [] : [words.ownProfile[part](percent(value))];
  });
  return parts.length === 0 ? null : words.ownProfile.line(parts.join(', '));
}
