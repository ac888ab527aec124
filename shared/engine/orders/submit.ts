import { ok, type Result } from '../../lib/result.ts';
import type { Flow } from './effects.ts';
import type { Intent, NewOrder, OrderReason } from './intent.ts';
import { placeOrder } from './place.ts';
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
  return placed.ok ? placed : { ok: false, error: { code: 'not-placed', reason: placed.error } };
}

export interface LostRace {
  readonly code: 'already-decided';
}

/** Thrown inside a block to take everything in it back. */
class TakenBack extends Error {
  readonly reason: OrderReason;

  constructor(reason: OrderReason) {
    super('taken back');
    this.reason = reason;
  }
}

/**
 * One nod: the question is claimed and its order stored in one block, then it is sent. The first wins; everybody else is
 * told. An order that may not be placed takes the claim back with it: the question stays open.
 */
export function* approve<E>(
  core: OrderCore,
  decide: () => Result<{ readonly claim: ProposalClaim; readonly order: NewOrder }, E>,
): Flow<Result<Intent, E | NotPlaced | LostRace>> {
  const placed = claimAndPlace(core, decide);
  if (!placed.ok) return placed;
  if (placed.value.state === 'sending') yield* dispatch(core, [placed.value.id]);
  return ok(core.store.intent(placed.value.id) ?? placed.value);
}

function claimAndPlace<E>(
  core: OrderCore,
  decide: () => Result<{ readonly claim: ProposalClaim; readonly order: NewOrder }, E>,
): Result<Intent, E | NotPlaced | LostRace> {
  try {
    return core.store.transaction(() => {
      const wanted = decide();
      if (!wanted.ok) return wanted;
      return claimInto(core, wanted.value.claim, wanted.value.order);
    });
  } catch (error) {
    if (error instanceof TakenBack) return { ok: false, error: { code: 'not-placed', reason: error.reason } };
    throw error;
  }
}

/** The claim and its order, in the caller's block. Throws when the order may not be placed: the block is taken back. */
export function claimInto(core: OrderCore, claim: ProposalClaim, order: NewOrder): Result<Intent, LostRace> {
  if (!core.store.claimProposal(claim)) return { ok: false, error: { code: 'already-decided' } };
  const placed = placeOrder(core, { ...order, id: claim.orderId, proposalId: claim.proposalId });
  if (!placed.ok) throw new TakenBack(placed.error);
  return placed;
}
