import { failure, type Failure } from '#shared/contract/errors.ts';
import type { StepUpReason } from '#shared/contract/step-up.ts';
import type { Role } from '#shared/domain/role.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { isAtStake, unconfirmedFractionOf } from '#shared/domain/step-up.ts';
import type { DecimalText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Mode } from '#shared/risk/check.ts';
import type { Confirmation } from '#shared/usecases/account-port.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { limitsOf } from './meta.ts';
import { costInBase } from './two-nods.ts';
import { equityOf } from './valuation.ts';

/*
 * What waits for the person themself (step-up), decided in the step that would do it, so that nothing can change between
 * the question and the act. Rare steps (a halt, an account's limits) ask at every broker, also with its play money, so
 * that the first time is not the dear one; everyday ones (an approval, a bot's settings, a stop) with real money only.
 */

/** Lets through what the caller has just confirmed about this very thing. */
function ask(reason: StepUpReason, about: string, given: Confirmation | undefined): Result<void, Failure> {
  const isConfirmed = given?.reason === reason && given.about === about;
  return isConfirmed ? ok(undefined) : err(failure('step-up-required', { reason, about }));
}

/** Out of HALTED, of the account or of one bot. */
export function mayLift(
  { spec }: AccountContext,
  { mode, about }: { mode: Mode; about: string },
  given: Confirmation | undefined,
): Result<void, Failure> {
  return mode === 'halted' && isAtStake(spec.world) ? ask('lift-halt', about, given) : ok(undefined);
}

/** More room for the account itself. */
export function mayLoosenAccount(
  { spec }: AccountContext,
  about: string,
  given: Confirmation | undefined,
): Result<void, Failure> {
  return isAtStake(spec.world) ? ask('loosen-limits', about, given) : ok(undefined);
}

/** More room for one bot or one position: less asking, a looser stop. */
export function mayLoosen(
  { spec }: AccountContext,
  about: string,
  given: Confirmation | undefined,
): Result<void, Failure> {
  return spec.world === 'live' ? ask('loosen-limits', about, given) : ok(undefined);
}

/** An account with real money ends for good. */
export function mayClose({ spec }: AccountContext, given: Confirmation | undefined): Result<void, Failure> {
  return spec.world === 'live' ? ask('close-account', spec.id, given) : ok(undefined);
}

/** Somebody else may do more here from now on: always, also with play money, so that the first time is not the dear one. */
export function mayShare({ spec }: AccountContext, role: Role, given: Confirmation | undefined): Result<void, Failure> {
  return ask('share-account', `${spec.id}:${role}`, given);
}

interface Purchase {
  readonly instrument: Instrument;
  readonly quantity: DecimalText;
  readonly limitPrice: DecimalText;
  /** What a confirmation names. */
  readonly about: string;
  /** The question or order it belongs to; null: one that is not there yet. */
  readonly subject: string | null;
  readonly actor: Actor;
}

/**
 * A purchase above the size that goes without the person. What cannot be weighed counts as large. That it was confirmed
 * is written down, in the caller's block.
 */
export function mayBuy(
  ctx: AccountContext,
  { instrument, quantity, limitPrice, about, subject, actor }: Purchase,
  present: Present,
  given: Confirmation | undefined,
): Result<void, Failure> {
  const fraction = unconfirmedFractionOf(ctx.spec.world, limitsOf(ctx.sql).unconfirmedFractionMax);
  if (fraction === null) return ok(undefined);
  const cost = costInBase(ctx, { instrumentId: instrument.id, quantity, limitPrice });
  const equity = equityOf(ctx, present);
  const isSmall = cost !== null && equity !== null && cost.lte(equity.times(fraction));
  if (isSmall) return ok(undefined);
  const confirmed = ask('large-approval', about, given);
  if (!confirmed.ok) return confirmed;
  const body = { symbol: instrument.symbol, quantity, limitPrice, about, unconfirmedFractionMax: fraction };
  appendEvent(ctx, { type: 'purchase.confirmed', actor, subject, body });
  return confirmed;
}
