import type { UseCases } from '#shared/usecases/facade.ts';
import type { WallMs } from '#shared/lib/time.ts';

/** What a scripted person speaks to: use cases and their clock. */
export interface House {
  readonly useCases: UseCases;
  readonly now: () => WallMs;
}
