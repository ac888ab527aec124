import { buildPushPayload } from '@block65/webcrypto-web-push';
import { NO_ANSWER, type PostOutcome } from '#bot/channels/channel.ts';
import type { PushMessage } from '#shared/contract/push.ts';
import type { PushTerms } from '#shared/domain/push.ts';
import { outsideAddress } from '#shared/domain/outside-address.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';

/** The pair of keys this installation signs its pushes with (RFC 8292): base64url, the raw point and the scalar. */
export interface VapidKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Where one browser is reached (RFC 8030), and what only it can read (RFC 8291). */
export interface PushAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

export interface PushToSend {
  readonly message: PushMessage;
  readonly terms: PushTerms;
  /** An undelivered message of the same topic is replaced; null: it stands for itself. */
  readonly topic: string | null;
}

/** What sending needs of the house. */
export interface PushSending {
  readonly key: VapidKey;
  /** Reaches public addresses only. */
  readonly outside: Pick<Fetcher, 'fetch'>;
  /** Stands in for every push service in a rehearsal; null: they are themselves. */
  readonly rehearsalUrl: string | null;
  readonly now: () => number;
}

const ANSWER_WITHIN_MS = 10 * SECOND_MS;
/** Where a service says "later" and not when. */
const USUAL_WAIT_MS = MINUTE_MS;
const LONGEST_WAIT_MS = HOUR_MS;
/** Whom a service writes to that has a complaint, where the person's own page has no https address. */
const NOBODY = 'mailto:nod@example.com';
/** RFC 8291 section 4: what of 4096 bytes is left for the words. */
export const PLAIN_BYTES_MAX = 3_993;

/**
 * Encrypts one message for one browser and hands it to its push service. `sent` means that the service has it, not that
 * anybody saw it. No redirect is followed, and nothing of the answer but its status and Retry-After is read.
 */
export async function sendPush(
  { key, outside, rehearsalUrl, now }: PushSending,
  { endpoint, p256dh, auth }: PushAddress,
  { message, terms, topic }: PushToSend,
): Promise<PostOutcome> {
  // Addresses were looked at when they came; the rules may have become stricter since.
  const url = outsideAddress(endpoint);
  if (url === null) return { kind: 'refused', reason: 'address-refused' };
  const data = JSON.stringify(message);
  if (new TextEncoder().encode(data).length > PLAIN_BYTES_MAX) return { kind: 'refused', reason: 'too-large' };
  const origin = new URL(message.notification.navigate).origin;
  const sealed = await buildPushPayload(
    { data, options: { ttl: terms.ttlS, urgency: terms.urgency, ...(topic !== null && { topic }) } },
    { endpoint, expirationTime: null, keys: { p256dh, auth } },
    { ...key, subject: origin.startsWith('https://') ? origin : NOBODY },
  ).catch(() => null);
  // Its keys are none: nobody could read it, however often it were tried.
  if (sealed === null) return { kind: 'refused', reason: 'bad-keys' };
  const { method, headers, body } = sealed;
  const to = rehearsalUrl === null ? url.href : `${rehearsalUrl}/push/${url.host}${url.pathname}${url.search}`;
  let response: Response;
  try {
    response = await outside.fetch(to, {
      ...{ method, headers, body, redirect: 'manual' },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.body?.cancel();
  } catch {
    // What was thrown may quote the address, which is a secret of the browser's.
    return { kind: 'failed', reason: NO_ANSWER };
  }
  return outcomeOf(response, now());
}

function outcomeOf({ status, headers }: Response, now: number): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent', messageId: '', hasPicture: false };
  // RFC 8030 section 7.3; services answer either.
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status === 429) return { kind: 'retry-after', ms: waitOf(headers.get('retry-after'), now) };
  if (status === 413) return { kind: 'refused', reason: 'too-large' };
  if (status >= 400 && status < 500) return { kind: 'refused', reason: `http-${status}` };
  return { kind: 'failed', reason: `http-${status}` };
}

/** Seconds or a date (RFC 9110 section 10.2.3). */
function waitOf(text: string | null, now: number): number {
  const ms = text === null ? NaN : /^\d+$/.test(text.trim()) ? Number(text) * SECOND_MS : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, SECOND_MS), LONGEST_WAIT_MS) : USUAL_WAIT_MS;
}
