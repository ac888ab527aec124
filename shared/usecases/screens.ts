import { failure, type Failure } from '../contract/errors.ts';
import type { ScreenResultView } from '../contract/research.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { UseCaseDeps } from './ports.ts';

const RESULTS_SHOWN = 20;

/** What a screen found on the last bars it ran on, newest first. */
export async function listScreenResults(deps: UseCaseDeps, id: string): Promise<Result<ScreenResultView[], Failure>> {
  const screen = deps.screens().find((known) => known.id === id);
  if (screen === undefined) return err(failure('not-found', { id }));
  const marketId = await deps.markets.activeId();
  return ok(marketId === null ? [] : await deps.screenResults.list(marketId, id, RESULTS_SHOWN));
}
