import { join } from 'node:path';
import { redactor } from './redact.ts';
import { RotatingFile } from './rotating-file.ts';

const LINE_CHARS_MAX = 8_000;

/** What the runtime hands over for each line its Worker or workerd itself wrote. */
export interface RuntimeLine {
  /** UTC epoch milliseconds. */
  timestamp: number;
  level: string;
  message: string;
}

export interface Logs {
  write(process: string, line: RuntimeLine): void;
  /** True when lines could not be written, so that the host can say it once. */
  readonly isBroken: boolean;
}

/**
 * The log files of one state: nod.log with one JSON object a line, errors.log as a list a person can read. Secrets are
 * cut before anything is written; both files are bounded (30 MB and 3 MB with their older generations).
 */
export function openLogs(dir: string, secrets: readonly string[]): Logs {
  const all = new RotatingFile(join(dir, 'nod.log'), { bytesMax: 5_000_000, generations: 5 });
  const errors = new RotatingFile(join(dir, 'errors.log'), { bytesMax: 1_000_000, generations: 2 });
  const redact = redactor(secrets);
  let isBroken = false;
  const repeated = repeatCounter();
  return {
    get isBroken() {
      return isBroken;
    },
    write(process, { timestamp, level, message }) {
      const text = redact(message.length > LINE_CHARS_MAX ? `${message.slice(0, LINE_CHARS_MAX)}…` : message);
      const at = new Date(timestamp).toISOString();
      const event = asEvent(text);
      const severity = typeof event?.['level'] === 'string' ? event['level'] : level;
      try {
        all.write(JSON.stringify({ at, level: severity, process, ...(event ?? { message: text }) }) + '\n');
        if (severity === 'error' || severity === 'fatal') {
          const sentence = readable(event, text);
          if (repeated(sentence, timestamp)) errors.write(`${at}  ${sentence}\n`);
        }
        isBroken = false;
      } catch {
        // A full disk must not end the product that watches the stops; the host says it and doctor shows it.
        isBroken = true;
      }
    },
  };
}

function asEvent(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function readable(event: Record<string, unknown> | undefined, text: string): string {
  if (!event) return text.split('\n')[0] ?? '';
  const { event: name, message, level: _level, at: _at, ...rest } = event;
  const head = [name, message].filter((part) => typeof part === 'string').join(': ');
  const tail = Object.entries(rest).map(
    ([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [head || 'error', ...tail].join(', ').replaceAll('\n', ' ').slice(0, 1_000);
}

/** The same error is listed once a minute: a list of ten thousand equal lines tells a person nothing. */
function repeatCounter(): (sentence: string, atMs: number) => boolean {
  const seen = new Map<string, number>();
  return (sentence, atMs) => {
    const last = seen.get(sentence);
    if (last !== undefined && atMs - last < 60_000) return false;
    if (seen.size > 500) seen.clear();
    seen.set(sentence, atMs);
    return true;
  };
}
