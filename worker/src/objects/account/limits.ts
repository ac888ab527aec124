import type { AccountLimitsView, LossReason, UpdateLimits } from '#shared/contract/account.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { isLooser, type LimitName, type SettableLimits } from '#shared/domain/account-limits.ts';
import { dayText, parseDay } from '#shared/domain/calendar/day.ts';
import { isBeyond, OWNER_LIMIT_NAMES, type OwnerLimits } from '#shared/domain/owner-limits.ts';
import { standingBlocks } from '#shared/domain/dated-blocks.ts';
import { unconfirmedFractionOf } from '#shared/domain/step-up.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toIso, type TradingDay } from '#shared/lib/time.ts';
import type { Confirmation } from '#shared/usecases/account-port.ts';
import { mayLoosenAccount } from './confirmation.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { homeCalendar } from './home-calendar.ts';
import { limitsLockAt, limitsOf, readMeta, storedLimits, writeMeta } from './meta.ts';
import { withdrawAll } from './proposals.ts';

const HALF = 0.5;
/** As the shape of the whole list allows (`domain/account-limits.ts`). */
const LIST_MAX = 1_000;

/** The limits that people see and set. */
export function limitsView(ctx: AccountContext): AccountLimitsView {
  const { firstTrades: _ofGoingLive, ...limits } = limitsOf(ctx.sql);
  const unconfirmedFractionMax = unconfirmedFractionOf(ctx.spec.world, limits.unconfirmedFractionMax);
  // What ended by its own date is as if it never stood there.
  const blockedUntil = standingBlocks(limits.blockedUntil, today(ctx));
  return { ...limits, unconfirmedFractionMax, blockedUntil };
}

/** Tightens at once; where anything is looser the person is needed, about exactly this change. Before and after are kept. */
export function updateLimits(
  ctx: AccountContext,
  input: UpdateLimits,
  { actor, given }: { actor: Actor; given: Confirmation | undefined },
): Result<void, Failure> {
  const before = limitsView(ctx);
  const { block, unblock, blockUntil, ...whole } = input;
  const isEdited = block !== undefined || unblock !== undefined || blockUntil !== undefined;
  const edited = isEdited ? editedBlocks(before, input, today(ctx)) : {};
  if (edited === null) return err(failure('invalid-request', { has: today(ctx) }, 'blockUntil'));
  const { blockList = [], blockedUntil = {} } = edited;
  if (Math.max(blockList.length, Object.keys(blockedUntil).length) > LIST_MAX) {
    return err(failure('invalid-request', { limit: LIST_MAX }, 'block'));
  }
  const change = Object.fromEntries(
    Object.entries({ ...whole, ...edited })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? toText(decimal(value)) : value]),
  ) as Partial<SettableLimits>;
  const owner = readMeta(ctx.sql, 'ownerLimits') ?? {};
  const after = { ...before, ...change };
  const beyond = OWNER_LIMIT_NAMES.find((name) => isBeyond(name, after[name], owner));
  if (beyond !== undefined) return err(failure('beyond-owner-limits', { limit: owner[beyond] ?? 0 }, beyond));
  if (loosened(before, change).length > 0) {
    // The day it lost is no day to allow more: not even the person, before the next session.
    const lock = limitsLockAt(ctx.sql, ctx.marketNow());
    if (lock !== null) return err(failure('limits-locked', { reason: lock.reason, until: toIso(lock.until) }));
    const digest = ctx.sha256(JSON.stringify(Object.entries(change).toSorted()));
    const allowed = mayLoosenAccount(ctx, `${ctx.spec.id} ${digest}`, given);
    if (!allowed.ok) return allowed;
  }
  writeLimits(ctx, change, { actor, confirmed: given !== undefined });
  return ok(undefined);
}

/**
 * What is blocked as it stands now, with these on it and those off it: two that change it at once both count. So many days
 * only ever add; a name that is given a last day ends on it, whatever stood there. Null: a day that is over.
 */
function editedBlocks(
  before: AccountLimitsView,
  { block = [], unblock = [], blockUntil = {}, ...whole }: UpdateLimits,
  today: TradingDay,
): Partial<Pick<SettableLimits, 'blockList' | 'blockedUntil'>> | null {
  const ends = new Map(Object.entries(whole.blockedUntil ?? before.blockedUntil));
  const off = new Set(unblock);
  for (const name of unblock) ends.delete(name);
  for (const [name, until] of Object.entries(blockUntil)) {
    if (until === null) ends.delete(name);
    else if (typeof until === 'number') {
      const [last, stands] = [dayText(parseDay(today) + until), ends.get(name)];
      if (stands === undefined || stands < last) ends.set(name, last);
    } else {
      if (until < today) return null;
      ends.set(name, until);
      off.add(name);
    }
  }
  const kept = (whole.blockList ?? before.blockList).filter((name) => !off.has(name));
  return { blockList: [...new Set([...kept, ...block])], blockedUntil: Object.fromEntries(ends) };
}

function today(ctx: AccountContext): TradingDay {
  return homeCalendar(ctx).tradingDayOf(ctx.marketNow());
}

/** A start after a fall from the peak: bots buy at most half of what they would, until a person allows more. */
export function halveBots(ctx: AccountContext, actor: Actor): void {
  const { botSizeFractionMax } = limitsOf(ctx.sql);
  if (botSizeFractionMax <= HALF) return;
  writeLimits(ctx, { botSizeFractionMax: HALF }, { actor, confirmed: false, because: 'drawdown' });
}

/** In force at once; before and after are kept. Questions of bots that asked for more are taken back. */
function writeLimits(
  ctx: AccountContext,
  change: Partial<SettableLimits>,
  { actor, ...how }: { actor: Actor; confirmed: boolean; because?: LossReason },
): void {
  const before = limitsView(ctx);
  writeMeta(ctx.sql, 'limits', { ...storedLimits(ctx.sql), ...change });
  const after = limitsView(ctx);
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  appendEvent(ctx, { type: 'limits.changed', actor, subject: null, body: { before, after, ...how } });
  if (after.botSizeFractionMax < before.botSizeFractionMax) withdrawAll(ctx, { code: 'bots-smaller', values: {} });
}

/**
 * The owner's limits for all accounts, stored here too, so that they hold while nobody can be asked. In force at once; what
 * they and this account's limits were and are is kept. On a day of a loss a looser one does not reach this account: what
 * held becomes its own.
 */
export function hearOwnerLimits(ctx: AccountContext, owner: OwnerLimits, actor: Actor): void {
  const ownerBefore = readMeta(ctx.sql, 'ownerLimits');
  if (ownerBefore !== null && JSON.stringify(ownerBefore) === JSON.stringify(owner)) return;
  const before = limitsView(ctx);
  writeMeta(ctx.sql, 'ownerLimits', owner);
  const now = limitsView(ctx);
  const raised = OWNER_LIMIT_NAMES.filter((name) => isLooser(name, before[name], now[name]));
  if (raised.length > 0 && limitsLockAt(ctx.sql, ctx.marketNow()) !== null) {
    const held = Object.fromEntries(raised.map((name) => [name, before[name]])) as Partial<SettableLimits>;
    writeMeta(ctx.sql, 'limits', { ...storedLimits(ctx.sql), ...held });
  }
  const after = limitsView(ctx);
  if (ownerBefore === null && Object.keys(owner).length === 0) return;
  const body = { before, after, owner: { before: ownerBefore ?? {}, after: owner }, confirmed: actor !== 'clock' };
  appendEvent(ctx, { type: 'limits.changed', actor, subject: null, body });
  if (after.botSizeFractionMax < before.botSizeFractionMax) withdrawAll(ctx, { code: 'bots-smaller', values: {} });
}

function loosened(before: AccountLimitsView, change: Partial<SettableLimits>): LimitName[] {
  const names = Object.keys(change) as LimitName[];
  return names.filter((name) => isLooser(name, before[name], change[name] ?? null));
}
