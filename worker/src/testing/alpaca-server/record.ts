import { appendFileSync } from 'node:fs';
import type { AlpacaCall } from './exchange.ts';

/** One request and its answer as the server saw it: a line of the file that `npm run conformance` reads. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
}

/** Appends to the file that NOD_EXCHANGES names; without it nothing is kept. */
export function recordExchange(call: AlpacaCall, answered: { status: number; json: unknown } | null): void {
  const file = process.env['NOD_EXCHANGES'];
  if (file === undefined || answered === null) return;
  const line: Exchange = {
    method: call.method,
    path: call.url.pathname,
    query: Object.fromEntries(call.url.searchParams),
    requestBody: bodyOf(call.body),
    status: answered.status,
    responseBody: answered.json,
  };
  appendFileSync(file, JSON.stringify(line) + '\n');
}

function bodyOf(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { notJson: text };
  }
}
