import type { Failure } from '../contract/errors.ts';
import type { NoteView, WriteNote } from '../contract/note.ts';
import type { Caller } from '../domain/caller.ts';
import { ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { requireScope, requireUnlimited } from './access.ts';
import type { Page } from './account-port.ts';
import { findInstrument } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';

type Answer = Promise<Result<NoteView, Failure>>;

/** What the caller wrote down about an instrument; a token bound to some accounts has no business with it. */
export async function showNote(deps: UseCaseDeps, caller: Caller, name: string): Answer {
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  const found = await findInstrument(deps, name);
  if (!found.ok) return found;
  const { symbol } = found.value.instrument;
  const note = await deps.notes.read(caller.userId, symbol);
  return ok({ symbol, text: note?.text ?? '', updatedAt: note === null ? null : toIso(note.updatedAt) });
}

/** All of them, by symbol. */
export async function listNotes(deps: UseCaseDeps, caller: Caller): Promise<Result<Page<NoteView>, Failure>> {
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  const notes = await deps.notes.list(caller.userId);
  const items = notes.map(({ symbol, text, updatedAt }) => ({ symbol, text, updatedAt: toIso(updatedAt) }));
  return ok({ items, nextCursor: null });
}

export async function writeNote(
  deps: UseCaseDeps,
  caller: Caller,
  request: { readonly name: string; readonly input: WriteNote },
): Answer {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  const found = await findInstrument(deps, request.name);
  if (!found.ok) return found;
  const { symbol } = found.value.instrument;
  await deps.notes.write(caller.userId, { symbol, text: request.input.text.trim() }, deps.now());
  return showNote(deps, caller, symbol);
}
