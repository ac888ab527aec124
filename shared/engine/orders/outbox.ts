import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/time.ts';
import { deliver, type Flow } from './effects.ts';
import type { OrderCore } from './ports.ts';

const BATCH = 100;
const DEAD_AFTER_MS = DAY_MS;
const TRIES_IN_ORDER = 3;
const SLOWEST_RETRY_MS = 5 * MINUTE_MS;

/**
 * Delivers what is owed: sends, then marks all of it in one block. At least once: the receiver keeps one message per event.
 * What cannot be delivered for a day is marked dead, and stays to be seen.
 */
export function* deliverOwed(core: OrderCore): Flow<void> {
  // One round at a time in one instance; what came to be owed during a round has one of its own behind it.
  if (core.inFlight.has(OUTBOX)) {
    core.inFlight.add(AGAIN);
    return;
  }
  core.inFlight.add(OUTBOX);
  try {
    do {
      core.inFlight.delete(AGAIN);
      yield* drain(core);
    } while (core.inFlight.has(AGAIN));
  } finally {
    core.inFlight.delete(OUTBOX);
    core.inFlight.delete(AGAIN);
  }
}

const OUTBOX = 'outbox';
const AGAIN = 'outbox-again';

function* drain(core: OrderCore): Flow<void> {
  const { store } = core;
  const unreachable = new Set<string>();
  const marks: (() => void)[] = [];
  for (const message of store.owed(BATCH)) {
    // News reach each person in their order: what follows waits with what did not arrive.
    if (unreachable.has(message.recipient)) continue;
    if (yield* deliver(message.seq, message.recipient)) {
      const at = core.now();
      marks.push(() => {
        store.markMessage(message, 'delivered', at);
      });
      continue;
    }
    // A message that never arrives must not keep a stop-out from its reader.
    if (message.tries < TRIES_IN_ORDER) unreachable.add(message.recipient);
    const isDead = core.now() - message.since > DEAD_AFTER_MS;
    const pause = Math.min(SLOWEST_RETRY_MS, 2 ** message.tries * SECOND_MS);
    const again = core.now() + pause;
    marks.push(() => {
      store.markMessage(message, isDead ? 'dead' : 'owed', again);
    });
  }
  store.transaction(() => {
    for (const mark of marks) mark();
    const next = store.nextOwedAt();
    if (next === null) store.unschedule('deliver', 'all');
    // What is owed already is blocked by something before it; or there is more than one batch.
    else store.schedule('deliver', 'all', Math.max(next, core.now() + SECOND_MS));
  });
}
