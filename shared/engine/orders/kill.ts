import type { Holder } from '../../domain/ids.ts';
import { cancelMany } from './dispatch.ts';
import type { Flow } from './effects.ts';
import type { Actor } from './intent.ts';
import type { OrderCore } from './ports.ts';
import { stopBuying } from './stop-buying.ts';

/** Stops buying: `tighten` stores the mode first, in the block that ends every entry; then the broker is asked. */
export function* kill(
  core: OrderCore,
  { tighten, actor, holder }: { tighten: () => void; actor: Actor; holder?: Holder | undefined },
): Flow<void> {
  const toCancel = core.store.transaction(() => {
    tighten();
    return stopBuying(core, { actor, holder });
  });
  yield* cancelMany(core, toCancel);
}
