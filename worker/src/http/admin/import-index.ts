import { z } from 'zod';
import { failure } from '#shared/contract/errors.ts';
import { describeIndexCsvError } from '#shared/domain/index-csv/index-csv-error.ts';
import { readIndexCsv } from '#shared/domain/index-csv/read-index-csv.ts';
import { replaceIndex } from '../../store/market-events.ts';
import { problem } from '../problem.ts';
import { securityHeaders } from '../security-headers.ts';

const MAX_MB = 4;

export const ImportIndexQuery = z.object({
  name: z.string().min(1).max(200),
  market: z.string().default('US'),
  index: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9.:&_-]{0,23}$/),
});

/** Takes a list of an index, whole or not at all; it takes the place of the one that was there. */
export async function importIndex(
  db: D1Database,
  about: { readonly file: string; readonly index: string; readonly exchange: 'us' | 'krx' },
  body: ReadableStream<Uint8Array>,
): Promise<Response> {
  const { file, index, exchange } = about;
  const text = await textOf(body);
  const read =
    text.kind === 'text'
      ? readIndexCsv(text.text, { file, index, exchange })
      : ({ ok: false, error: { file, line: 0, code: text.kind, values: { max: MAX_MB } } } as const);
  if (!read.ok) {
    const { status, headers } = problem(failure('bad-csv'), securityHeaders(false));
    const { line, code } = read.error;
    const reason = describeIndexCsvError(read.error);
    return Response.json({ code: 'bad-csv', status, title: reason, reason: code, file, line }, { status, headers });
  }
  const { events, spans, members } = read.value;
  await replaceIndex(db, { scope: exchange, index }, events);
  const dated = events.filter(({ at }) => at !== 0);
  const announced = dated.filter(({ at, knownAt }) => knownAt < at).length;
  return Response.json({ index, spans, members, changes: dated.length, announced });
}

type Text = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'not-text' | 'too-large' };

/** UTF-8 text, unpacked when it begins with gzip's two bytes. */
async function textOf(body: ReadableStream<Uint8Array>): Promise<Text> {
  const packed = await bytesOf(body);
  if (packed === null) return { kind: 'too-large' };
  try {
    const isGzip = packed[0] === 0x1f && packed[1] === 0x8b;
    const unpacked = isGzip
      ? await bytesOf(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')))
      : packed;
    if (unpacked === null) return { kind: 'too-large' };
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(unpacked) };
  } catch {
    return { kind: 'not-text' };
  }
}

/** Null: more than is taken; the rest is read all the same, so that whoever sends hears the reason. */
async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size <= MAX_MB * 1_048_576) parts.push(part);
  }
  if (size > MAX_MB * 1_048_576) return null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
