import type { PositionView } from '../contract/account.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { MoveStop } from '../contract/proposal.ts';
import type { Caller } from '../domain/caller.ts';
import { err, type Result } from '../lib/result.ts';
import { accountFor } from './access.ts';
import { asConfirmed } from './as-confirmed.ts';
import type { UseCaseDeps } from './ports.ts';

export interface MoveStopInput extends MoveStop {
  readonly symbol: string;
  readonly holder?: string | undefined;
}

/** Moves a stop-loss (and target). Without a holder: the only one there is, or the person's own. */
export async function moveStop(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string,
  input: MoveStopInput,
): Promise<Result<PositionView, Failure>> {
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const move = (holder: string): Promise<Result<PositionView, Failure>> =>
    asConfirmed(deps, caller, (given) => account.value.moveStop(caller, { ...input, holder }, given));
  if (input.holder !== undefined) return move(input.holder);
  const positions = await account.value.positions(caller);
  if (!positions.ok) return positions;
  const named = input.symbol.toLowerCase();
  const position = positions.value.find(
    (held) => held.symbol.toLowerCase() === named || held.instrumentId === input.symbol,
  );
  if (position === undefined) return err(failure('not-found', { id: input.symbol }, 'symbol'));
  const [only] = position.holders;
  const holder = position.holders.length === 1 && only !== undefined ? only.holder : 'manual';
  return move(holder);
}
