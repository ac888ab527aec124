import { invariant } from '../../lib/invariant.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Flow } from './effects.ts';
import type { Intent, NewOrder, OrderReason } from './intent.ts';
import { placeOrder, whyNotPlaced } from './place.ts';
import type { OrderCore, ProposalClaim } from './ports.ts';
import { dispatch } from './dispatch.ts';

export interface NotPlaced {
  readonly code: 'not-placed';
  readonly reason: OrderReason;
}

/** Decides and places in one block, then sends in the same turn. `decide` says what, or why not. */
export function* submitOrder<E>(
  core: OrderCore,
  decide: () => Result<NewOrder, E>,
): Flow<Result<Intent, E | NotPlaced>> {
  const placed = core.store.transaction(() => placeDecided(core, decide));
  if (!placed.ok) return placed;
  if (placed.value.state === 'sending') yield* dispatch(core, [placed.value.id]);
  return ok(core.store.intent(placed.value.id) ?? placed.value);
}

function placeDecided<E>(core: OrderCore, decide: () => Result<NewOrder, E>): Result<Intent, E | NotPlaced> {
  const wanted = decide();
  if (!wanted.ok) return wanted;
  const placed = placeOrder(core, wanted.value);
  return placed.ok ? placed : err({ code: 'not-placed', reason: placed.error });
}

export interface LostRace {
  readonly code: 'already-decided';
}

/**
 * One nod: the question is claimed and its order stored in one block, then it is sent. The first wins; everybody else is
 * told.
 */
export function* approve<E>(
  core: OrderCore,
  decide: () => Result<{ readonly claim: ProposalClaim; readonly order: NewOrder }, E>,
): Flow<Result<Intent, E | NotPlaced | LostRace>> {
  const placed = core.store.transaction((): Result<Intent, E | NotPlaced | LostRace> => {
    const wanted = decide();
    return wanted.ok ? claimInto(core, wanted.value.claim, wanted.value.order) : wanted;
  });
  if (!placed.ok) return placed;
  if (placed.value.state === 'sending') yield* dispatch(core, [placed.value.id]);
  return ok(core.store.intent(placed.value.id) ?? placed.value);
}

/** The claim and its order, in the caller's block. An order that may not be placed leaves the question as it is. */
export function claimInto(
  core: OrderCore,
  claim: ProposalClaim,
  order: NewOrder,
): Result<Intent, NotPlaced | LostRace> {
  const named = { ...order, id: claim.orderId, proposalId: claim.proposalId };
  const reason = whyNotPlaced(core, named);
  if (reason !== null) return err({ code: 'not-placed', reason });
  if (!core.store.claimProposal(claim)) return err({ code: 'already-decided' });
  const placed = placeOrder(core, named);
  invariant(placed.ok, 'what may be placed is placed in the same block');
  return placed;
}
