import { invariant } from '../../lib/invariant.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Flow } from './effects.ts';
import type { Intent, NewOrder, OrderReason } from './intent.ts';
import { once, type Kept, type Once, type RequestKey } from './once.ts';
import { placeOrder, whyNotPlaced } from './place.ts';
import type { OrderCore, ProposalClaim } from './ports.ts';
import { dispatch } from './dispatch.ts';

export interface NotPlaced {
  readonly code: 'not-placed';
  readonly reason: OrderReason;
}

/** What a person's order came to in the block that placed it: the answer, and the order to send in this very turn. */
export interface Placed<T> {
  readonly once: Once<T>;
  readonly toSend: string | null;
}

/**
 * Decides, places and answers in one block. `decide` says what, or why not; `say` makes the answer of it, which a request
 * under the same key gets again. The caller sends in the same turn.
 */
export function placeOnce<E, T>(core: OrderCore, { key, decide, say }: PlaceOnce<E, T>): Placed<T> {
  let toSend: string | null = null;
  const done = core.store.transaction(() =>
    once(core, key, () => {
      const placed = placeDecided(core, decide);
      toSend = placed.ok && placed.value.state === 'sending' ? placed.value.id : null;
      return say(placed);
    }),
  );
  return { once: done, toSend };
}

export interface PlaceOnce<E, T> {
  readonly key: RequestKey | undefined;
  readonly decide: () => Result<NewOrder, E>;
  readonly say: (placed: Result<Intent, E | NotPlaced>) => Kept<T>;
}

function placeDecided<E>(core: OrderCore, decide: () => Result<NewOrder, E>): Result<Intent, E | NotPlaced> {
  const wanted = decide();
  if (!wanted.ok) return wanted;
  const placed = placeOrder(core, wanted.value);
  return placed.ok ? placed : err({ code: 'not-placed', reason: placed.error });
}

/** The same with its send: the order as it stands once the broker has answered. */
export function* submitOrder<E, T>(core: OrderCore, given: PlaceOnce<E, T>): Flow<Once<T>> {
  const placed = placeOnce(core, given);
  if (placed.toSend !== null) yield* dispatch(core, [placed.toSend]);
  return placed.once;
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
