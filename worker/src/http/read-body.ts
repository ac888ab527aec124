import { failure, type Failure } from '#shared/contract/errors.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';

const BYTES_MAX = 64 * 1024;
const DEPTH_MAX = 12;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

export interface JsonBody {
  readonly text: string;
  readonly value: unknown;
}

/** The JSON body of a request; `{}` when it has none. Bounded in size and depth, free of prototype keys. */
export async function readJsonBody(request: Request): Promise<Result<JsonBody, Failure>> {
  const text = await readText(request);
  return text.ok ? parseJsonBody(request, text.value) : text;
}

/** The same of a text that was read already: what is signed is checked before it is parsed. */
export function parseJsonBody(request: Request, text: string): Result<JsonBody, Failure> {
  if (text === '') return ok({ text: '', value: {} });
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return err(failure('invalid-request', undefined, 'content-type'));
  try {
    const value: unknown = JSON.parse(text);
    return isPlain(value, 0) ? ok({ text, value }) : err(failure('invalid-request'));
  } catch {
    return err(failure('invalid-request'));
  }
}

/** The body as it came, bounded. */
export async function readText(request: Request): Promise<Result<string, Failure>> {
  if (request.body === null) return ok('');
  const tooLarge = err(failure('too-large', { bytes: BYTES_MAX }));
  const length = Number(request.headers.get('content-length') ?? NaN);
  if (length > BYTES_MAX) return tooLarge;
  if (!Number.isNaN(length)) return readWhole(request);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of request.body as ReadableStream<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > BYTES_MAX) return tooLarge;
      text += decoder.decode(chunk, { stream: true });
    }
    return ok(text + decoder.decode());
  } catch {
    return err(failure('invalid-request'));
  }
}

/** A body whose length was said holds no more than that. */
async function readWhole(request: Request): Promise<Result<string, Failure>> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(await request.arrayBuffer()));
  } catch {
    return err(failure('invalid-request'));
  }
}

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEPTH_MAX) return false;
  return Object.entries(value).every(([key, inner]) => !FORBIDDEN.has(key) && isPlain(inner, depth + 1));
}
