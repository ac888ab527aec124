import { SECOND_MS } from '../../lib/time.ts';
import { host, type Due, type Flow } from './effects.ts';
import { exitAgain } from './exit-now.ts';
import { deliverOwed } from './outbox.ts';
import type { OrderCore, OrderWork } from './ports.ts';
import { reconcile } from './reconcile.ts';
import { lapse } from './release.ts';
import { verifyFlat, type Whose } from './sell-everything.ts';

/** Where a row's work fails or is cut off, it is tried again after this; nothing is given up. */
export const RETRY_MS = 5 * SECOND_MS;

/** Does what is due. Every row is moved first, so that work that fails or is cut off is due again. */
export function* runAlarm(core: OrderCore): Flow<void> {
  for (const due of core.store.due()) {
    // The work of an earlier row, or somebody who came in between, may have settled it.
    if (!core.store.isDue(due)) continue;
    core.store.schedule(due.kind, due.ref, core.now() + RETRY_MS);
    try {
      yield* work(core, due);
    } catch (error) {
      core.log({ event: 'alarm-failed', kind: due.kind, error: String(error) });
    }
  }
}

function* work(core: OrderCore, due: Due): Flow<void> {
  switch (due.kind as OrderWork) {
    case 'resolve-orders':
    case 'reconcile':
      yield* reconcile(core);
      return;
    case 'lapse':
      lapse(core, due.ref);
      return;
    case 'exit':
      yield* exitAgain(core, due.ref);
      return;
    case 'verify-flat':
      yield* verifyFlat(core, due.ref as Whose);
      return;
    case 'deliver':
      yield* deliverOwed(core);
      return;
    default:
      yield* host(due);
  }
}
