import { WorkerEntrypoint } from 'cloudflare:workers';
import { decodeFrame, encodeFrame } from '#shared/lib/frame.ts';
import { WorkRefused, type FileWork, type Work } from './compute/work.ts';
import { WORKS } from './compute/works.ts';

/** Columns of one piece of work; a caller slices what is larger. */
const BODY_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Answers one piece of heavy work: a frame in (`shared/lib/frame.ts`), a frame or a file's bytes out. No database, no objects, no secrets.
 * 422 `{ code, values }` for what was asked wrongly.
 */
export async function handleCompute(
  request: Request,
  works: Readonly<Record<string, Work | FileWork>> = WORKS,
): Promise<Response> {
  const name = new URL(request.url).pathname.slice(1);
  if (name === 'health') return Response.json({ status: 'ok' });
  const work = Object.hasOwn(works, name) ? works[name] : undefined;
  if (work === undefined) return refusal(404, 'unknown-work', { work: name });
  if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES_MAX)
    return refusal(413, 'too-large', { limit: BODY_BYTES_MAX });
  const frame = decodeFrame(await request.arrayBuffer());
  if (frame === null) return refusal(400, 'invalid-frame', {});
  try {
    const answer = await work(frame);
    return new Response(answer instanceof Uint8Array ? answer : encodeFrame(answer), {
      headers: { 'content-type': 'application/octet-stream' },
    });
  } catch (error) {
    if (error instanceof WorkRefused) return refusal(422, error.code, error.values);
    throw error;
  }
}

function refusal(status: number, code: string, values: Readonly<Record<string, string | number>>): Response {
  return Response.json({ code, values }, { status });
}

/** Reached over the service binding COMPUTE only; no public route leads here. */
export class Compute extends WorkerEntrypoint {
  override fetch(request: Request): Promise<Response> {
    return handleCompute(request);
  }
}
