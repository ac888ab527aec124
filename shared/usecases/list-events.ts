import type { DatedEventView } from '../contract/market.ts';
import type { Failure } from '../contract/errors.ts';
import { ok, type Result } from '../lib/result.ts';
import { DAY_MS, toIso } from '../lib/time.ts';
import { findInstrument } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';

const REACH_MS = 366 * DAY_MS;
const EVENTS_MAX = 20;

/** What is announced of an instrument and what was, a year either way, as anybody may know now; the furthest ahead first. */
export async function listEvents(deps: UseCaseDeps, name: string): Promise<Result<DatedEventView[], Failure>> {
  const found = await findInstrument(deps, name);
  if (!found.ok) return found;
  const { id: marketId, instrument, state } = found.value;
  const { marketAt } = state;
  const span = { known: marketAt, from: marketAt - REACH_MS, to: marketAt + REACH_MS, instrumentId: instrument.id };
  const events = (await deps.facts.dated(marketId, span)).toSorted((a, b) => b.at - a.at);
  return ok(
    events
      .slice(0, EVENTS_MAX)
      .map(({ kind, about, at }) => ({ kind, about: about ?? null, at: toIso(at), isAhead: at > marketAt })),
  );
}
