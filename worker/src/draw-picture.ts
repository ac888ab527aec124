import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { PictureAsked } from '#shared/usecases/pictures/show-picture.ts';
import { askForBytes } from './compute/ask-compute.ts';
import { log } from './log.ts';

/** A picture takes a tenth of a second; a busy machine may take its time. */
const TIMEOUT_MS = 10_000;

/** A picture as a PNG: what it shows is read here, drawn beside this process. */
export async function drawPicture(
  { useCases, compute }: { readonly useCases: UseCases; readonly compute: Fetcher },
  caller: Caller,
  asked: PictureAsked,
): Promise<Result<Uint8Array<ArrayBuffer>, Failure>> {
  const shown = await useCases.picture(caller, asked);
  if (!shown.ok) return shown;
  const drawn = await askForBytes(compute, { work: 'picture', frame: shown.value, timeoutMs: TIMEOUT_MS });
  if (drawn.ok) return ok(new Uint8Array(drawn.value));
  log('picture-not-drawn', { kind: asked.ref.kind, error: drawn.error });
  return err(failure('unavailable'));
}
