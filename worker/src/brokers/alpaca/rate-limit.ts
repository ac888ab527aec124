import { MINUTE_MS, SECOND_MS, type WallMs } from '#shared/lib/time.ts';
import type { VendorBudget, VendorResponse } from '../vendor.ts';

type Answer = Pick<Extract<VendorResponse, { kind: 'answer' }>, 'headers' | 'at'>;

/** Whatever a header asks for, we ask again after this. */
const RETRY_MAX_MS = 2 * MINUTE_MS;
const RETRY_MIN_MS = 250;

/** The broker's clock less ours, ms. Its Date header counts whole seconds: the middle of that second is meant. */
export function clockSkewMs({ headers, at }: Answer): number | null {
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? null : date + SECOND_MS / 2 - at;
}

/** Calls left in this minute; null where the headers do not say (only some of Alpaca's calls declare them). */
export function budgetOf(answer: Answer): VendorBudget | null {
  const perMinute = numberOf(answer, 'x-ratelimit-limit');
  const left = numberOf(answer, 'x-ratelimit-remaining');
  const resetsAt = resetOf(answer);
  return perMinute === null || left === null || resetsAt === null ? null : { perMinute, left, resetsAt };
}

/** After a 429: until the minute is over as the broker counts it. A whole minute when it does not say. */
export function retryAfterMs(answer: Answer): number {
  const resetsAt = resetOf(answer);
  const seconds = numberOf(answer, 'retry-after');
  const wait = resetsAt !== null ? resetsAt - answer.at : seconds !== null ? seconds * SECOND_MS : MINUTE_MS;
  return Math.min(Math.max(wait, RETRY_MIN_MS), RETRY_MAX_MS);
}

/** `X-RateLimit-Reset` (Unix seconds of the broker's clock) on our clock. */
function resetOf(answer: Answer): WallMs | null {
  const reset = numberOf(answer, 'x-ratelimit-reset');
  return reset === null ? null : ((reset * SECOND_MS - (clockSkewMs(answer) ?? 0)) as WallMs);
}

function numberOf({ headers }: Answer, name: string): number | null {
  const text = headers[name] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
