import type { AccountLimitsView, UpdateLimits } from '#shared/contract/account.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { isLooser, type LimitName, type SettableLimits } from '#shared/domain/account-limits.ts';
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
  const { firstTrades: _ofGoingLive, ...limits } = limitsOf(ctx.sql);
  const unconfirmedFractionMax = unconfirmedFractionOf(ctx.spec.world, limits.unconfirmedFractionMax);
  return { ...limits, unconfirmedFractionMax };
}

/** Tightens at once; where anything is looser the person is needed, about exactly this change. Before and after are kept. */
export function updateLimits(
  ctx: AccountContext,
  input: UpdateLimits,
  { actor, given }: { actor: Actor; given: Confirmation | undefined },
): Result<void, Failure> {
  const before = limitsView(ctx);
  const change = Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? toText(decimal(value)) : value]),
  ) as Partial<SettableLimits>;
  if (loosened(before, change).length > 0) {
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

function loosened(before: AccountLimitsView, change: Partial<SettableLimits>): LimitName[] {
  const names = Object.keys(change) as LimitName[];
  return names.filter((name) => isLooser(name, before[name], change[name] ?? null));
}
