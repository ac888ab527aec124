import { err, type Result } from '../../lib/result.ts';
import type { Zone } from '../calendar/zone.ts';
import type { BarCsvError } from './bar-csv-error.ts';
import { BarCsvParser, type BarCsvSummary, type SymbolBars } from './bar-csv-parser.ts';

// Bars handed on at once: some 3 MB.
const BATCH_BARS = 50_000;
// Text parsed without a pause; a larger piece would hold up everything else in the process for more than 10 ms.
const SLICE_CHARS = 32_768;

/** What takes the bars: `begin` once the timeframe is known, then `write` in the order of the file. */
export interface BarSink {
  begin(timeframe: BarCsvSummary['timeframe']): Promise<void>;
  write(bars: readonly SymbolBars[]): Promise<void>;
}

export interface ReadBarCsvOptions {
  readonly file: string;
  readonly timeZone: Zone;
  /** Symbol of a one-symbol file; without it, the file's name says it. */
  readonly symbol?: string;
  /** Called between slices of parsing, so that a large file does not hold up everything else in the process. */
  readonly pause: () => Promise<void>;
}

/**
 * Reads a CSV or gzip CSV stream of bars into a sink. Whatever the sink has been given counts only when the answer is
 * ok: on an error it must forget all of it. Throws only what the source itself throws.
 */
export async function readBarCsv(
  source: ReadableStream<Uint8Array>,
  options: ReadBarCsvOptions,
  sink: BarSink,
): Promise<Result<BarCsvSummary, BarCsvError>> {
  const parser = new BarCsvParser(options);
  let begun = false;
  let sincePause = 0;
  const flush = async (): Promise<void> => {
    if (parser.pending === 0 || parser.timeframe === null) return;
    if (!begun) await sink.begin(parser.timeframe);
    begun = true;
    await sink.write(parser.take());
  };

  const { reader, isGzip } = await openText(source);
  if (!isGzip && /\.gz$/i.test(options.file)) return err(parser.refuse('damaged-gzip'));
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (;;) {
    let piece: ReadableStreamReadResult<Uint8Array>;
    try {
      piece = await reader.read();
    } catch (error) {
      if (!isGzip) throw error;
      return err(parser.refuse('damaged-gzip'));
    }
    let text: string;
    try {
      text = piece.done ? decoder.decode() : decoder.decode(piece.value, { stream: true });
    } catch {
      await reader.cancel();
      return err(parser.refuse('not-text'));
    }
    for (let from = 0; from < text.length; from += SLICE_CHARS) {
      const pushed = parser.push(text.slice(from, from + SLICE_CHARS));
      if (!pushed.ok) {
        await reader.cancel();
        return pushed;
      }
      if (parser.pending >= BATCH_BARS) await flush();
      sincePause += Math.min(SLICE_CHARS, text.length - from);
      if (sincePause >= SLICE_CHARS) {
        sincePause = 0;
        await options.pause();
      }
    }
    if (piece.done) break;
  }
  const summary = parser.end();
  if (summary.ok) await flush();
  return summary;
}

/** The text of a stream, unpacked when it begins with gzip's two bytes, whatever the file is called. */
async function openText(
  source: ReadableStream<Uint8Array>,
): Promise<{ reader: ReadableStreamDefaultReader<Uint8Array>; isGzip: boolean }> {
  const raw = source.getReader();
  const head: Uint8Array[] = [];
  let size = 0;
  while (size < 2) {
    const piece = await raw.read();
    if (piece.done) break;
    head.push(piece.value);
    size += piece.value.length;
  }
  const bytes = head.flatMap((part) => [...part.subarray(0, 2)]);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const joined = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const first = head.shift();
      if (first) return controller.enqueue(first);
      const piece = await raw.read();
      if (piece.done) controller.close();
      else controller.enqueue(piece.value);
    },
    cancel: (reason) => raw.cancel(reason),
  });
  const text = isGzip ? joined.pipeThrough(new DecompressionStream('gzip')) : joined;
  return { reader: text.getReader(), isGzip };
}
