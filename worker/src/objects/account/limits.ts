import type { AccountLimitsView, UpdateLimits } from '#shared/contract/account.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { HorizonSplit } from '#shared/domain/horizon-split.ts';
import { HORIZONS } from '#shared/domain/signal.ts';
import { unconfirmedFractionOf } from '#shared/domain/step-up.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import type { Confirmation } from '#shared/usecases/account-port.ts';
import { mayLoosenAccount } from './confirmation.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { limitsOf, storedLimits, writeMeta } from './meta.ts';

/** The limits that people see and set. */
export function limitsView(ctx: AccountContext): AccountLimitsView {
  const limits = limitsOf(ctx.sql);
  return {
    positionFractionMax: limits.positionFractionMax,
    riskFractionMax: limits.riskFractionMax,
    drawdownMax: limits.drawdownMax,
    dailyLossFractionMax: limits.dailyLossFractionMax,
    ordersPerDayMax: limits.ordersPerDayMax,
    openPositionsMax: limits.openPositionsMax,
    unconfirmedFractionMax: unconfirmedFractionOf(ctx.spec.world, limits.unconfirmedFractionMax),
    investedMax: limits.investedMax,
    blockList: [...limits.blockList],
    blockedSectors: [...limits.blockedSectors],
    horizonSplit: limits.horizonSplit,
  };
}

/** Tightens at once; where any number grows the person is needed, about exactly this change. Before and after are kept. */
export function updateLimits(
  ctx: AccountContext,
  input: UpdateLimits,
  { actor, given }: { actor: Actor; given: Confirmation | undefined },
): Result<void, Failure> {
  const before = limitsView(ctx);
  const { investedMax, ...numbers } = input;
  const change: Partial<AccountLimitsView> = {
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
    ...(investedMax !== undefined && { investedMax: toText(decimal(investedMax)) }),
  };
  if (isLooser(before, change)) {
    const digest = ctx.sha256(JSON.stringify(Object.entries(change).toSorted()));
    const allowed = mayLoosenAccount(ctx, `${ctx.spec.id} ${digest}`, given);
    if (!allowed.ok) return allowed;
  }
  writeMeta(ctx.sql, 'limits', { ...storedLimits(ctx.sql), ...change });
  const body = { before, after: limitsView(ctx), confirmed: given !== undefined };
  if (JSON.stringify(before) !== JSON.stringify(body.after))
    appendEvent(ctx, { type: 'limits.changed', actor, subject: null, body });
  return ok(undefined);
}

/**
 * Every number is a most: a larger one is looser, and none at all the loosest. A list of what is not bought is looser
 * where a name is gone; a split is where a share grows or there is none any more.
 */
function isLooser(before: AccountLimitsView, change: Partial<AccountLimitsView>): boolean {
  return Object.entries(change).some(([name, value]) => {
    const now = before[name as keyof AccountLimitsView];
    if (now === null) return false;
    if (typeof now === 'object' && !Array.isArray(now)) return isLooserSplit(now, change.horizonSplit ?? null);
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) return true;
    if (Array.isArray(now)) return Array.isArray(value) && now.some((blocked) => !value.includes(blocked));
    return !Array.isArray(value) && decimal(value).gt(now);
  });
}

function isLooserSplit(before: HorizonSplit, after: HorizonSplit | null): boolean {
  return after === null || HORIZONS.some((horizon) => after[horizon] > before[horizon]);
}
