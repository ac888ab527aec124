import { PlainError } from '../host/plain-error.ts';
import type { Mutant } from './simulate-bundle.ts';

/** A mutant and what it forgets. */
export interface KnownMutant extends Mutant {
  readonly why: string;
}

const orders = (name: string): string => `shared/engine/orders/${name}.ts`;

/**
 * Ways in which an order protocol is wrong, each a patch of the sources that the simulator is bundled with; the Worker
 * that is shipped has no switch. Every one of them must be found by the schedules.
 */
export const MUTANTS: readonly KnownMutant[] = [
  {
    id: 'sells-once',
    why: 'what comes in after everything was sold is not sold',
    file: orders('sell-everything'),
    find: "  yield* sellHeld(core, whose, 'clock');\n",
    replace: '',
  },
  {
    id: 'flat-unread',
    why: 'everything counts as sold though purchases may still fill, and without the broker’s book',
    file: orders('sell-everything'),
    find: 'return isRead && !differs && positions.length === 0 && mayStillBuy === 0;',
    replace: 'return positions.length === 0;',
  },
  {
    id: 'new-id-per-attempt',
    why: 'what the broker knows an order by changes with every try',
    file: orders('request'),
    find: 'clientOrderId: intent.coid,',
    replace: 'clientOrderId: `${intent.coid}${"x".repeat((core.store.attempts(intent.id)?.count ?? 1) - 1)}`,',
  },
  {
    id: 'send-before-attempt',
    why: 'the first byte leaves before the attempt is stored',
    file: orders('place'),
    find: '  else recordAttempt(core, intent);',
    replace: '',
  },
  {
    id: 'key-not-kept',
    why: 'what a request came to is not kept, so that its repeat makes another order',
    file: orders('once'),
    find: '    core.store.putKeyed(key.key, { bodyHash: key.bodyHash, ...what });\n',
    replace: '    void what;\n',
  },
  {
    id: 'key-after-answer',
    why: 'what a request came to is kept when the broker has answered, not in the commit of its order',
    file: orders('submit'),
    find: `  const placed = placeOnce(core, given);
  if (placed.toSend !== null) yield* dispatch(core, [placed.toSend]);
  return placed.once;
`,
    replace: `  const { key } = given;
  const isNew = key !== undefined && core.store.keyed(key.key) === null;
  const placed = placeOnce(core, isNew ? { ...given, key: undefined } : given);
  if (placed.toSend !== null) yield* dispatch(core, [placed.toSend]);
  if (isNew && 'answer' in placed.once) {
    core.store.putKeyed(key.key, { bodyHash: key.bodyHash, answer: JSON.stringify(placed.once.answer), exit: null });
  }
  return placed.once;
`,
  },
  {
    id: 'give-up-after-three',
    why: 'an order that was not found after three tries is taken for never placed',
    file: orders('resolve'),
    find: "  if (intent.side === 'sell') return true;\n",
    replace: "  if ((attempts?.count ?? 0) >= 3) return false;\n  if (intent.side === 'sell') return true;\n",
  },
  {
    id: 'no-look-after-await',
    why: 'an answer is written over what became of the order meanwhile',
    file: orders('advance'),
    find: '  const step = nextOrderState(intent.state, change.event);\n',
    replace:
      "  if (change.event === 'unclear') core.store.updateIntent(id, intent.version, { state: 'unknown' });\n  const step = nextOrderState(intent.state, change.event);\n",
  },
  {
    id: 'no-settle-window',
    why: 'where nobody deduplicates, the list counts before everything has landed',
    file: orders('timing'),
    find: 'SETTLE_MS = FLIGHT_MAX_MS + LIST_LAG_MS + SECOND_MS;',
    replace: 'SETTLE_MS = 0 * SECOND_MS;',
  },
  {
    id: 'trust-first-not-found',
    why: 'one not-found, however early, proves that an order was never placed',
    file: orders('resolve'),
    find: '  if (attempts === null || attempts.isKnownThere) return false;\n',
    replace: '  if (attempts === null || attempts.isKnownThere) return false;\n  if (askedAt > 0) return true;\n',
  },
  {
    id: 'book-fill-twice',
    why: 'an execution that is known is booked again',
    file: orders('fills'),
    find: '  if (store.knowsExecution(execution.id)) return;',
    replace: '',
  },
  {
    id: 'arm-after-work',
    why: 'what is due is forgotten first and armed again after its work',
    file: orders('alarm'),
    find: '    core.store.schedule(due.kind, due.ref, core.now() + RETRY_MS);\n',
    replace: '    core.store.unschedule(due.kind, due.ref);\n',
  },
  {
    id: 'resend-without-dedup',
    why: 'an order is sent again to a broker that knows no ids',
    file: orders('resolve'),
    find: "  if (core.broker.class !== 'b') {\n",
    replace: "  if (core.broker.class === 'b') return yield* sendAgain(core, id, 'never-left');\n  else {\n",
  },
  {
    id: 'resend-after-window',
    why: 'an order is sent again when the broker may have forgotten its id',
    file: orders('resolve'),
    find: 'core.now() - attempts.firstAt < dedupMs / 2',
    replace: 'core.now() > attempts.firstAt',
  },
  {
    id: 'loose-match',
    why: 'an order of another size is taken for ours',
    file: orders('match'),
    find: '    order.quantity === asked.quantity &&\n',
    replace: '',
  },
  {
    id: 'match-what-is-claimed',
    why: 'an order of theirs that is another one of ours already is taken a second time',
    file: orders('match'),
    find: '  if (claimed !== null) return claimed === intent.id;\n',
    replace: '  if (claimed !== null) return true;\n',
  },
  {
    id: 'match-despite-rival',
    why: 'one order of theirs that fits two of ours is given to the first',
    file: orders('match'),
    find: '    .some((other) => other.id !== intent.id && isUnresolved(other.state) && hasTerms(core, order, other));',
    replace:
      '    .some((other) => other.id === intent.id && isUnresolved(other.state) && !hasTerms(core, order, other));',
  },
  {
    id: 'no-kill-at-send',
    why: 'the kill switch is not asked again right before the first byte',
    file: orders('send'),
    find: "  if (intent === null || !isUnresolved(intent.state) || intent.cancelReason !== null) return false;\n  return intent.side === 'sell' || entryUnwanted(core, intent) === null;",
    replace: '  return intent !== null && entryUnwanted.length > 0 && isUnresolved(intent.state);',
  },
  {
    id: 'mode-not-checked',
    why: 'an entry is placed whatever the mode',
    file: orders('place'),
    find: "  if (mode !== 'active') return",
    replace: '  if (mode === undefined) return',
  },
  {
    id: 'kill-leaves-orders',
    why: 'the kill switch does not end what works',
    file: orders('stop-buying'),
    find: '    wantCancelled(core, intent.id, reason);\n    if (!isUnresolved(intent.state)) toCancel.push(intent.id);',
    replace: '    if (isUnresolved(intent.state)) wantCancelled(core, intent.id, reason);',
  },
  {
    id: 'nothing-set-aside',
    why: 'an entry is placed without setting its money aside',
    file: orders('place'),
    find: '  if (cost !== null) store.reserve(intent.id, intent.holder, cost);\n  if (order.waitsForOpen)',
    replace: '  if (cost === undefined) store.reserve(intent.id, intent.holder, cost);\n  if (order.waitsForOpen)',
  },
  {
    id: 'never-freed',
    why: 'what was set aside stays set aside when the order has ended',
    file: orders('adopt'),
    find: '  if (isTerminal(intent.state)) store.free(intentId);\n',
    replace: '',
  },
  {
    id: 'decide-twice',
    why: 'a question is answered although somebody answered it before',
    file: orders('submit'),
    find: '  if (!core.store.claimProposal(claim)) return',
    replace: '  if (!core.store.claimProposal(claim) && claim.revision < 0) return',
  },
  {
    id: 'buys-before-reading',
    why: 'an entry is placed before the broker’s book was read',
    file: orders('place'),
    find: '  if (!core.isReady()) return',
    replace: '  if (core.prefixes.length === 0) return',
  },
  {
    id: 'cursor-past-unbooked',
    why: 'reading goes on after fills that were not booked',
    file: orders('reconcile'),
    find: '    if (isUpToHere && read.cursor !== cursor)',
    replace: '    if (read.cursor !== cursor)',
  },
  {
    id: 'cancel-ends-here',
    why: 'an order to be cancelled counts as cancelled before the broker says so',
    file: orders('cancel'),
    find: '  if (intent.cancelReason === null) core.store.updateIntent(id, intent.version, { cancelReason: reason });\n',
    replace:
      "  if (intent.cancelReason === null) core.store.updateIntent(id, intent.version, { cancelReason: reason, state: 'cancelled' });\n",
  },
  {
    id: 'cancel-asked-once',
    why: 'that an order shall end is not stored, only asked',
    file: orders('cancel'),
    find: '  if (intent.cancelReason === null) core.store.updateIntent(id, intent.version, { cancelReason: reason });\n',
    replace: '  if (reason.code.length === 0) return;\n',
  },
  {
    id: 'replacement-keeps-id',
    why: 'a changed order goes to the broker under the id of the old one',
    file: orders('send'),
    find: '    clientOrderId,\n    quantity: intent.quantity,',
    replace: '    clientOrderId: old.coid + clientOrderId.slice(0, 0),\n    quantity: intent.quantity,',
  },
  {
    id: 'replaced-when-asked',
    why: 'the old order counts as replaced before the broker says so',
    file: orders('adopt'),
    find: '  const intent = store.intent(intentId);\n  if (intent === null || isTerminal(intent.state)) return;\n',
    replace:
      '  takePlace(core, intentId);\n  const intent = store.intent(intentId);\n  if (intent === null || isTerminal(intent.state)) return;\n',
  },
  {
    id: 'marked-before-delivered',
    why: 'a message counts as delivered before it is',
    file: orders('outbox'),
    find: '    if (yield* deliver(message.seq, message.recipient)) {\n',
    replace:
      "    store.markMessage(message, 'delivered', core.now());\n    if (yield* deliver(message.seq, message.recipient)) {\n",
  },
  {
    id: 'exit-ends-itself',
    why: 'a part of an exit that rests counts as standing in its way, and is ended and placed again for ever',
    file: orders('exits'),
    find: " && order.type !== 'market' && !isPartOf(wish, order)",
    replace: " && order.type !== 'market' && (order.side === 'sell' || !isPartOf(wish, order))",
  },
  {
    id: 'strange-fill-dropped',
    why: 'a fill of an order that was placed elsewhere is not booked',
    file: orders('reconcile'),
    find: '    // One that is booked already is somebody’s; that it is not booked again is `bookExecution`’s to see.\n',
    replace: "    if (intentOfExecution(core, execution)?.purpose === 'external') continue;\n",
  },
  {
    id: 'late-fill-dropped',
    why: 'a fill of an order that has ended is not booked',
    file: orders('fills'),
    find: '  const booked = rules.book(execution, intent);\n',
    replace:
      '  if (intent !== null && isTerminal(intent.state)) return;\n  const booked = rules.book(execution, intent);\n',
  },
  {
    id: 'unknown-not-counted',
    why: 'an exit nobody confirmed does not count against what is left to sell',
    file: orders('place'),
    find: "    if (intent.side !== 'sell') continue;\n",
    replace: "    if (intent.side !== 'sell' || isUnresolved(intent.state)) continue;\n",
  },
  {
    id: 'unknown-is-rejected',
    why: 'no answer counts as a refusal',
    file: orders('settle'),
    find: "      const step = advance(core, intentId, { event: 'unclear',",
    replace: "      const step = advance(core, intentId, { event: 'rejected',",
  },
  {
    id: 'duplicate-is-rejected',
    why: 'that the broker has the id already counts as a refusal',
    file: orders('settle'),
    find: "      store.markAttempt(intentId, 'duplicate');\n",
    replace: "      end(core, intentId, 'rejected', refused('duplicate'));\n",
  },
  {
    id: 'throttled-is-rejected',
    why: 'being asked to wait counts as a refusal',
    file: orders('settle'),
    find: "    case 'throttled':\n",
    replace: "    case 'throttled':\n      end(core, intentId, 'rejected', refused('later'));\n",
  },
  {
    id: 'ends-before-its-fills',
    why: 'an order ends while fills of it are not booked yet',
    file: orders('adopt'),
    find: '  if (filled === null || compare(intent.filledQuantity, filled) < 0) return;\n',
    replace: "  if (compare(intent.filledQuantity, filled ?? '0') > 1e12) return;\n",
  },
  {
    id: 'unwanted-sent-again',
    why: 'an order that shall end is sent again',
    file: orders('resolve'),
    find: '  if (intent.cancelReason !== null) return false;\n',
    replace: '',
  },
  {
    id: 'wait-released-anyhow',
    why: 'an order that waited for the open goes whatever its checks say',
    file: orders('release'),
    find: '  const blocked = answer ?? entryBlocked(core, order);\n',
    replace: '  const blocked = answer === null ? null : entryBlocked(core, order);\n',
  },
];

export function findMutant(id: string): KnownMutant {
  const found = MUTANTS.find((mutant) => mutant.id === id);
  if (found === undefined) throw new PlainError(`There is no mutant ${id}; --list-mutants names them.`);
  return found;
}
