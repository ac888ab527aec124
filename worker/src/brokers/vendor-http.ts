import type { WallMs } from '#shared/lib/time.ts';
import type { BrokerEnvironment, Vendor, VendorHosts, VendorHttp, VendorResponse } from './vendor.ts';

/** An answer that takes longer is lost: what became of the request is asked for. */
const ANSWER_WITHIN_MS = 10_000;
/**
 * A longer body is no answer: several times the longest page that is ever asked for, and little enough that a handful of
 * them at once leaves room in an isolate.
 */
export const BODY_MAX_BYTES = 8 * 1024 * 1024;

export interface VendorHttpParts {
  readonly vendor: Pick<Vendor, 'hosts'>;
  readonly environment: BrokerEnvironment;
  /** In place of every host, in a rehearsal at home; undefined otherwise. */
  readonly rehearsalUrl: string | undefined;
  readonly now: () => WallMs;
  /** Every response, good or bad, as it arrives. */
  readonly onResponse?: (response: VendorResponse) => void;
}

/** In a rehearsal one server stands for every host and door; this names the one that was meant. */
const REHEARSAL_HOST_HEADER = 'x-nod-host';

/** The address of one of a broker's hosts; null where the broker has none. No user ever names a host. */
export function vendorUrl(
  { vendor, environment, rehearsalUrl }: Pick<VendorHttpParts, 'vendor' | 'environment' | 'rehearsalUrl'>,
  host: keyof VendorHosts,
  path: string,
): { readonly url: URL; readonly headers: Readonly<Record<string, string>> } | null {
  const origin = vendor.hosts[environment][host];
  if (origin === null || !path.startsWith('/') || path.startsWith('//')) return null;
  const base = rehearsalUrl ?? origin;
  if (!URL.canParse(base + path)) return null;
  const url = new URL(base + path);
  // What a path makes of an address is checked, not trusted.
  if (url.origin !== new URL(base).origin || url.username !== '') return null;
  return { url, headers: rehearsalUrl === undefined ? {} : { [REHEARSAL_HOST_HEADER]: new URL(origin).host } };
}

/** The way to a broker: its own hosts only, no redirect, a timeout, the body read whole up to a bound. The request leaves in the turn of the call. */
export function vendorHttp(parts: VendorHttpParts): VendorHttp {
  const told = (response: VendorResponse): VendorResponse => {
    parts.onResponse?.(response);
    return response;
  };
  return {
    send: (request) => {
      const target = vendorUrl(parts, request.host, request.path);
      if (target === null) return Promise.resolve({ kind: 'not-sent', message: 'there is no such address' });
      const leaving = fetch(target.url, {
        method: request.method,
        headers: { ...request.headers, ...target.headers },
        body: request.body,
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return readWhole(leaving, parts.now).then(told);
    },
  };
}

/** What was thrown is said by its kind only: a runtime's message may quote the address. */
async function readWhole(leaving: Promise<Response>, now: () => WallMs): Promise<VendorResponse> {
  try {
    const response = await leaving;
    const text = await boundedText(response);
    if (response.status >= 300 && response.status < 400)
      return { kind: 'lost', message: 'the broker points elsewhere' };
    if (text === null) return { kind: 'lost', message: `an answer of more than ${BODY_MAX_BYTES} bytes` };
    return { kind: 'answer', status: response.status, headers: Object.fromEntries(response.headers), text, at: now() };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return { kind: 'lost', message: isLate ? `no answer within ${ANSWER_WITHIN_MS} ms` : 'the connection was lost' };
  }
}

/** Null: it is too long, and what is left of it is not read. */
async function boundedText({ body }: Response): Promise<string | null> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  for await (const chunk of body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the stream.
    if (bytes > BODY_MAX_BYTES) return null;
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join('') + decoder.decode();
}
