import type { CreatePushDevice, PushMessage } from '#shared/contract/push.ts';
import { toBase64Url } from './bytes.ts';
import { decrypt, newBrowserKeys, vapidClaims, type BrowserKeys } from './decrypt.ts';

/** What the service does with the next message instead of taking it. */
export interface PushFault {
  readonly status: number;
  readonly retryAfter?: string;
}

/** A message as the browser behind it reads it, with how it was sent. */
export interface TakenPush {
  /** Which subscription it was for: the last part of its address. */
  readonly to: string;
  readonly message: PushMessage;
  readonly ttl: number;
  readonly urgency: string | null;
  readonly topic: string | null;
  /** Whom the service could write to. */
  readonly sub: string;
  readonly bodyBytes: number;
}

/** RFC 8030 section 7.2: what a service has to take at the least, and many take no more. */
const BODY_BYTES_MAX = 4_096;
const DAY_S = 24 * 60 * 60;

/**
 * A push service and the browsers behind it (RFC 8030): takes only what this installation's key signed for it, reads it
 * with each browser's own keys, and fails when it is told to.
 */
export class PushService {
  readonly host: string;
  readonly taken: TakenPush[] = [];
  /** Why each request that was not taken was refused. */
  readonly refused: string[] = [];
  /** Faults by subscription, the next one first; `*`: whoever comes. */
  readonly faults: { readonly to: string; readonly fault: PushFault | 'no-answer' }[] = [];
  readonly #publicKey: string;
  readonly #browsers = new Map<string, BrowserKeys>();

  constructor(publicKey: string, host = 'push.example.net') {
    this.#publicKey = publicKey;
    this.host = host;
  }

  /** A browser subscribes; the answer is what it hands to the app. */
  subscribe(id: string): Pick<CreatePushDevice, 'endpoint' | 'keys'> {
    const keys = newBrowserKeys(crypto.getRandomValues(new Uint8Array(16)));
    this.#browsers.set(id, keys);
    return {
      endpoint: `https://${this.host}/send/${id}`,
      keys: { p256dh: keys.ecdh.getPublicKey('base64url'), auth: toBase64Url(keys.auth) },
    };
  }

  /** Its person blocked it, or it was renewed: its address opens nothing any more. */
  unsubscribe(id: string): void {
    this.#browsers.delete(id);
  }

  /** The title of everything that arrived there. */
  titles(id?: string): string[] {
    return this.taken
      .filter(({ to }) => id === undefined || to === id)
      .map(({ message }) => message.notification.title);
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const id = new URL(request.url).pathname.split('/').at(-1) ?? '';
    const at = this.faults.findIndex(({ to }) => to === id || to === '*');
    const [faulty] = at === -1 ? [] : this.faults.splice(at, 1);
    if (faulty?.fault === 'no-answer') throw new TypeError('network connection lost');
    if (faulty !== undefined) {
      const { status, retryAfter } = faulty.fault;
      return new Response(null, { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
    }
    const why = await this.#take(request, id);
    if (why === null)
      return new Response(null, { status: 201, headers: { location: `/message/${this.taken.length}` } });
    this.refused.push(why.reason);
    return new Response(why.reason, { status: why.status });
  };

  async #take(request: Request, id: string): Promise<{ status: number; reason: string } | null> {
    const { headers } = request;
    const browser = this.#browsers.get(id);
    if (request.method !== 'POST') return { status: 405, reason: request.method };
    if (browser === undefined) return { status: 410, reason: 'gone' };
    const claims = vapidClaims(headers.get('authorization') ?? '', this.#publicKey);
    if (claims === null) return { status: 403, reason: 'not signed by the key it subscribed with' };
    const now = Date.now() / 1_000;
    const isForUs = claims.aud === `https://${this.host}` && claims.exp > now && claims.exp <= now + DAY_S;
    if (!isForUs || !/^(mailto:|https:)/.test(claims.sub)) return { status: 403, reason: 'claims' };
    if (headers.get('content-encoding') !== 'aes128gcm') return { status: 400, reason: 'encoding' };
    const ttl = headers.get('ttl');
    if (ttl === null || !/^\d+$/.test(ttl)) return { status: 400, reason: 'no ttl' };
    const topic = headers.get('topic');
    if (topic !== null && !/^[\w-]{1,32}$/.test(topic)) return { status: 400, reason: 'topic' };
    const body = new Uint8Array(await request.arrayBuffer());
    if (body.length > BODY_BYTES_MAX) return { status: 413, reason: 'too large' };
    this.taken.push({
      ...{ to: id, topic, sub: claims.sub, bodyBytes: body.length },
      message: JSON.parse(decrypt(body, browser)) as PushMessage,
      ttl: Number(ttl),
      urgency: headers.get('urgency'),
    });
    return null;
  }
}
