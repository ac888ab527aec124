import { z } from 'zod';
import { between } from './between.ts';
import { RISK_PROFILES, type RiskLevel, type RiskProfile } from './risk-profile.ts';

/** What each number of a bot's own profile may be, both ends included; fractions as in `RiskProfile`. */
export const OWN_PROFILE_RANGES = {
  stop: [0.01, 0.5],
  target: [0.01, 2],
  positionMax: [0.01, 1],
} as const;
export type ProfilePart = keyof typeof OWN_PROFILE_RANGES;
export const PROFILE_PARTS = Object.keys(OWN_PROFILE_RANGES) as readonly ProfilePart[];

/** The numbers of a bot's risk level that it has otherwise; absent: as its level has them. */
export const ownProfileSchema = z.strictObject({
  stop: between(OWN_PROFILE_RANGES.stop).optional(),
  target: between(OWN_PROFILE_RANGES.target).optional(),
  positionMax: between(OWN_PROFILE_RANGES.positionMax).optional(),
});
export type OwnProfile = z.infer<typeof ownProfileSchema>;

/** The profile a bot goes by: its level's, with its own numbers where it has any. */
export function profileOf(level: RiskLevel, own: OwnProfile | undefined): RiskProfile {
  const usual = RISK_PROFILES[level];
  const { stop = usual.stop, target = usual.target, positionMax = usual.positionMax } = own ?? {};
  return { ...usual, stop, target, positionMax };
}

/** Which numbers risk more than before: a farther stop, a larger position, and a farther target, which gives back more. */
export function loosenedParts(before: RiskProfile, after: RiskProfile): ProfilePart[] {
  return PROFILE_PARTS.filter((part) => after[part] > before[part]);
}
