import { failure, type Failure } from '#shared/contract/errors.ts';
import { loosenedParts, profileOf, type OwnProfile } from '#shared/domain/own-profile.ts';
import { RISK_PROFILES, type RiskProfile } from '#shared/domain/risk-profile.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toIso } from '#shared/lib/time.ts';
import { loosestProfile, withinLimits } from '#shared/risk/profile-room.ts';
import type { BotConfig } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { limitsLockAt, limitsOf } from './meta.ts';
import { equityOf } from './valuation.ts';

type Settings = Pick<BotConfig, 'riskLevel' | 'profile' | 'investmentAmount'>;

function roomOf(ctx: AccountContext, { riskLevel, investmentAmount }: Settings, present: Present) {
  const equity = equityOf(ctx, present);
  return {
    level: riskLevel,
    amount: Number(investmentAmount),
    equity: equity === null ? null : Number(equity),
    limits: limitsOf(ctx.sql),
  };
}

/**
 * Whether a bot may have these numbers; ok says whether they risk more than what stands (null: than its level). What is
 * looser has to be within the account's limits as they are now, and no day of a loss allows more.
 */
export function loosensProfile(
  ctx: AccountContext,
  after: Settings,
  { before, present }: { readonly before: RiskProfile | null; readonly present: Present },
): Result<boolean, Failure> {
  const own = after.profile ?? {};
  const looser = loosenedParts(before ?? RISK_PROFILES[after.riskLevel], profileOf(after.riskLevel, own));
  if (looser.length === 0) return ok(false);
  const lock = limitsLockAt(ctx.sql, ctx.marketNow());
  if (lock !== null) return err(failure('limits-locked', { reason: lock.reason, until: toIso(lock.until) }));
  const most = loosestProfile(own, roomOf(ctx, after, present));
  for (const part of ['positionMax', 'stop'] as const) {
    const has = own[part];
    if (has === undefined || !looser.includes(part) || has <= most[part]) continue;
    return err(failure('beyond-account-limits', { has, limit: most[part] }, `profile.${part}`));
  }
  return ok(true);
}

/** The numbers of a bot that comes from another account, no looser than this one's limits let them be. */
export function cutToLimits(ctx: AccountContext, settings: Settings, present: Present): OwnProfile | undefined {
  return settings.profile && withinLimits(settings.profile, roomOf(ctx, settings, present));
}
