import type { Trouble, TroubleAbout } from '#shared/contract/watch.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';

/** A trouble as it is remembered. */
export interface StoredTrouble {
  readonly trouble: Trouble;
  readonly since: WallMs;
  readonly about: TroubleAbout;
  /** People were told that it began. */
  readonly isTold: boolean;
  /** It is over since then, unless it comes back within its calm. */
  readonly goneAt: WallMs | null;
  /** Whose it is alone; null: everybody's. */
  readonly recipient: UserId | null;
}
