import { appendFileSync } from 'node:fs';
import type { AlpacaCall } from './exchange.ts';

/**
 * One request and its answer as the server saw it: a line of the file that `npm run conformance` reads. Status null: only
 * the request is recorded, its answer was a test's own.
 */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly status: number | null;
  readonly responseBody: unknown;
}

/** Appends to the file that NOD_EXCHANGES names; without it nothing is kept. */
export function recordExchange(call: AlpacaCall, answered: { status: number; json: unknown } | null): void {
  if (answered !== null) append(call, { status: answered.status, responseBody: answered.json });
}

/** A request that a script answered. */
export function recordRequest(request: { method: string; path: string; body: string | null }): void {
  const call = { method: request.method, url: new URL(`http://alpaca${request.path}`), body: request.body ?? '' };
  append(call, { status: null, responseBody: null });
}

function append(call: Omit<AlpacaCall, 'headers'>, answer: Pick<Exchange, 'status' | 'responseBody'>): void {
  const file = process.env['NOD_EXCHANGES'];
  if (file === undefined) return;
  const line: Exchange = {
    method: call.method,
    path: call.url.pathname,
    query: Object.fromEntries(call.url.searchParams),
    requestBody: bodyOf(call.body),
    ...answer,
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
