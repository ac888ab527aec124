import { invariant } from '../../lib/invariant.ts';
import type { Intent } from './intent.ts';
import type { OrderCore } from './ports.ts';

/** An intent that is there, because intents are never deleted and this id came from one. */
export function stored(core: OrderCore, id: string): Intent {
  const intent = core.store.intent(id);
  invariant(intent, `an order that was stored is there: ${id}`);
  return intent;
}
