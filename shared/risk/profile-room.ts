import { OWN_PROFILE_RANGES, type OwnProfile } from '../domain/own-profile.ts';
import { RISK_PROFILES, type RiskLevel } from '../domain/risk-profile.ts';
import type { AccountLimits } from './limits.ts';

/** What an own profile is measured against: the bot's amount and the account's equity, in its currency. */
interface ProfileRoom {
  readonly level: RiskLevel;
  readonly amount: number;
  /** Null where nobody knows: then nothing is looser than the level has it. */
  readonly equity: number | null;
  readonly limits: AccountLimits;
}

/** Down to the millionth: what is shown as the most must itself be allowed. */
const floor = (fraction: number): number => Math.floor(fraction * 1e6 + 1e-3) / 1e6;

/**
 * The loosest an own profile may be within the account's limits: no position the account would not let it have, and no
 * stop at which that position would lose more than one trade may. What the level itself has is always allowed; every
 * purchase is cut to the account's limits whatever the profile says.
 */
export function loosestProfile(
  own: OwnProfile,
  room: ProfileRoom,
): { readonly stop: number; readonly positionMax: number } {
  const { limits, amount } = room;
  const usual = RISK_PROFILES[room.level];
  const equity = room.equity ?? 0;
  const most = Math.min(
    equity * limits.positionFractionMax,
    Number(limits.positionAmountMax ?? Infinity),
    Number(limits.investedMax ?? Infinity),
  );
  const positionMax = Math.max(usual.positionMax, Math.min(OWN_PROFILE_RANGES.positionMax[1], floor(most / amount)));
  const position = Math.min(most, amount * Math.min(own.positionMax ?? usual.positionMax, positionMax));
  const stop = position > 0 ? floor((equity * limits.riskFractionMax) / position) : 0;
  return { stop: Math.max(usual.stop, Math.min(OWN_PROFILE_RANGES.stop[1], stop)), positionMax };
}

/** The same profile, no looser than the account's limits let it be. */
export function withinLimits(own: OwnProfile, room: ProfileRoom): OwnProfile {
  const most = loosestProfile(own, room);
  return {
    ...own,
    ...(own.stop !== undefined && { stop: Math.min(own.stop, most.stop) }),
    ...(own.positionMax !== undefined && { positionMax: Math.min(own.positionMax, most.positionMax) }),
  };
}
