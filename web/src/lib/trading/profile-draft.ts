import { OWN_PROFILE_RANGES, PROFILE_PARTS, type OwnProfile, type ProfilePart } from '#shared/domain/own-profile.ts';
import { parseSetting } from '#shared/words/typed-amount.ts';

/** What is typed of a bot's own risk numbers, in percent; empty is as its risk level has it. */
export type ProfileDraft = Record<ProfilePart, string>;

const PERCENT = 100;
/** 7.5 % is 0.075, not a hair beside it. */
const exact = (value: number): number => Number(value.toFixed(8));

export function draftOfProfile(own: OwnProfile): ProfileDraft {
  const typed = (part: ProfilePart): string => {
    const value = own[part];
    return value === undefined ? '' : String(exact(value * PERCENT));
  };
  return { stop: typed('stop'), target: typed('target'), positionMax: typed('positionMax') };
}

/** Least and most that can be typed, in percent. */
export function percentRange(part: ProfilePart): readonly [number, number] {
  const [least, most] = OWN_PROFILE_RANGES[part];
  return [exact(least * PERCENT), exact(most * PERCENT)];
}

/** What was typed of one number: none, or one there can be. Null: neither. */
function typedPart(part: ProfilePart, text: string): OwnProfile | null {
  if (text.trim() === '') return {};
  const value = exact(parseSetting(text) / PERCENT);
  const [least, most] = OWN_PROFILE_RANGES[part];
  return value >= least && value <= most ? { [part]: value } : null;
}

export function isProfilePart(part: ProfilePart, text: string): boolean {
  return typedPart(part, text) !== null;
}

/** What was typed, without what is as usual; null while some of it cannot be. */
export function profileOfDraft(draft: ProfileDraft): OwnProfile | null {
  const parts = PROFILE_PARTS.map((part) => typedPart(part, draft[part]));
  return parts.includes(null) ? null : (Object.assign({}, ...parts) as OwnProfile);
}
