import type { BrokerSnapshot } from '../../ports/broker.ts';
import { adopt, end } from './adopt.ts';
import { advance } from './advance.ts';
import { lookUp, type Flow } from './effects.ts';
import type { Intent, OrderReason } from './intent.ts';
import { candidatesFor, hasRival } from './match.ts';
import { entryUnwanted, recordAttempt } from './place.ts';
import type { Attempts, OrderCore } from './ports.ts';
import { send } from './send.ts';
import { stored } from './stored.ts';
import { FLIGHT_MAX_MS, MARGIN_MS, NOT_FOUND_NEEDED, RESEND_ENTRY_MS, SETTLE_MS } from './timing.ts';

/** The broker's book as it was read, and when it was asked for. */
export interface BookRead {
  readonly snapshot: BrokerSnapshot;
  readonly askedAt: number;
  /** Everything of it could be taken over. */
  readonly isComplete: boolean;
}

const NEVER_ARRIVED: OrderReason = { code: 'never-reached-broker', values: {} };

/**
 * An order nobody confirmed. Where the broker deduplicates by our id it is asked by that id and, if it has never heard of
 * it, sent once more under the same id with the same content; where it does not, nothing is ever sent twice: the list is
 * looked at once everything has settled, and what it does not show beyond doubt a person decides. Answers whether
 * another look at the book is worth it now.
 */
export function* resolve(core: OrderCore, id: string, read: BookRead): Flow<boolean> {
  const attempts = core.store.attempts(id);
  if (attempts === null || !attempts.mayHaveLeft) return yield* sendAgain(core, id, 'never-left');
  if (core.broker.class !== 'b') {
    const askedAt = core.now();
    const answer = yield* lookUp(stored(core, id).coid);
    if (answer.kind === 'found') {
      core.store.transaction(() => {
        adopt(core, id, answer.order, answer.legs);
      });
      return isConfirmed(core, id);
    }
    // An unhealthy session says nothing; and while the broker was asked, another run may have settled or sent it.
    if (answer.kind !== 'not-found' || !isOpenQuestion(core, id)) return false;
    if (answersForEver(core, attempts)) return yield* sendAgain(core, id, { notFoundAt: askedAt });
  }
  core.store.transaction(() => {
    matchOrAsk(core, id, read);
  });
  return isConfirmed(core, id);
}

/** Whether the broker would still know the id: half its window leaves room for what is on its way. */
function answersForEver(core: OrderCore, attempts: Attempts): boolean {
  const { class: kind, dedupMs } = core.broker;
  return kind === 'a' || (dedupMs !== null && core.now() - attempts.firstAt < dedupMs / 2);
}

/** Confirmed, not ended here: what has filled of it is still to come. */
function isConfirmed(core: OrderCore, id: string): boolean {
  const state = core.store.intent(id)?.state;
  return state === 'accepted' || state === 'partially-filled';
}

function isOpenQuestion(core: OrderCore, id: string): boolean {
  const state = core.store.intent(id)?.state;
  return (state === 'sending' || state === 'unknown') && !core.inFlight.has(id);
}

function* sendAgain(core: OrderCore, id: string, because: 'never-left' | { notFoundAt: number }): Flow<boolean> {
  const goes = core.store.transaction(() => resendOrEnd(core, id, because));
  return goes && (yield* send(core, id));
}

/**
 * In one block: another attempt under the same id, or the end of it when it is not wanted any more and provably never
 * arrived. An entry is wanted for two minutes, an exit until it is told otherwise.
 */
function resendOrEnd(core: OrderCore, id: string, because: 'never-left' | { notFoundAt: number }): boolean {
  const intent = stored(core, id);
  const attempts = core.store.attempts(id);
  const isNowhere = because === 'never-left' || attempts === null || countedAsMissing(core, id, because.notFoundAt);
  const refused = attempts?.isRefused === true;
  if (!refused && isStillWanted(core, intent, attempts) && attempts?.isKnownThere !== true) {
    recordAttempt(core, intent);
    return true;
  }
  if (!isNowhere) return false;
  // Not yet is not never: while the book is not read an entry neither leaves nor ends.
  if (intent.side === 'buy' && intent.cancelReason === null && !refused && !core.isReady()) return false;
  // Refused and never found: not placed. Were it there after all, it would be taken over.
  end(core, id, 'held-back', intent.cancelReason ?? (refused ? intent.reason : null) ?? NEVER_ARRIVED);
  return false;
}

/**
 * One more not-found answer. It counts when whatever left had landed before the broker was asked, and two of them prove
 * that the order was never placed; where the broker said that it has the id, none does.
 */
function countedAsMissing(core: OrderCore, id: string, askedAt: number): boolean {
  const attempts = core.store.attempts(id);
  if (attempts === null || attempts.isKnownThere) return false;
  if (askedAt - attempts.lastAt <= FLIGHT_MAX_MS + MARGIN_MS) return false;
  core.store.countNotFound(id);
  return attempts.notFound + 1 >= NOT_FOUND_NEEDED;
}

function isStillWanted(core: OrderCore, intent: Intent, attempts: Attempts | null): boolean {
  if (intent.cancelReason !== null) return false;
  if (intent.side === 'sell') return true;
  const age = core.now() - (attempts?.firstAt ?? intent.createdAt);
  return age <= RESEND_ENTRY_MS && entryUnwanted(core, intent) === null;
}

/** By the broker's list, once everything that left has landed and the list shows it. */
function matchOrAsk(core: OrderCore, id: string, { snapshot, askedAt, isComplete }: BookRead): void {
  const intent = stored(core, id);
  const attempts = core.store.attempts(id);
  if (attempts === null || !isComplete || askedAt - attempts.lastAt <= SETTLE_MS) return;
  const candidates = candidatesFor(core, intent, { orders: snapshot.orders, attempts });
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1 && !hasRival(core, intent, only)) {
    adopt(core, id, only);
    return;
  }
  // Whoever sent it died with the answer: nobody knows, before anybody gives up.
  if (intent.state === 'sending') advance(core, id, { event: 'unclear', reason: { code: 'no-answer', values: {} } });
  advance(core, id, { event: 'gave-up', reason: { code: 'needs-human', values: {} } });
  const open = stored(core, id);
  if (isSameList(open.candidates, candidates)) return;
  core.store.updateIntent(id, open.version, { candidates });
  core.rules.tell({ type: 'order.needs-human', intent: stored(core, id), actor: 'clock', pages: true });
}

function isSameList(before: Intent['candidates'], now: Intent['candidates']): boolean {
  const ids = (list: Intent['candidates']): string => (list ?? []).map((order) => order.brokerOrderId).join(' ');
  return before !== null && ids(before) === ids(now);
}
