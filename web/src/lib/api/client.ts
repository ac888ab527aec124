import { takeBegun } from './begun.ts';
import { ApiError } from './error.ts';
import { isHere } from './here.ts';
import { randomKey } from './once-key.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const TIMEOUT_MS = 20_000;
/** A step-up in any tab gives the session a new secret; a request that was under way with the old one is asked again. */
const RENEWED_WITHIN_MS = 10_000;
const RENEWAL_TAKES_MS = 800;
let renewedAt = -Infinity;
const tabs = new BroadcastChannel('nod-session');
tabs.onmessage = ({ data }: MessageEvent<'renewing' | 'signed-out'>) => {
  if (data === 'signed-out') signedOut.listener();
  else renewedAt = Date.now();
};

/** Runs what changes the session's secret, and lets every tab know that it does. */
export async function renewing<T>(run: () => Promise<T>): Promise<T> {
  const tell = (): void => {
    renewedAt = Date.now();
    tabs.postMessage('renewing');
  };
  tell();
  try {
    return await run();
  } finally {
    tell();
  }
}

/** Lets every other tab know that nobody is signed in any more. */
export function tellSignedOut(): void {
  tabs.postMessage('signed-out');
}

/** Told of every call whether anybody answered. */
export const answered: { listener: (heard: boolean) => void } = { listener: () => undefined };

/** Told whenever the server no longer knows us, here or in another tab. */
export const signedOut: { listener: () => void } = { listener: () => undefined };

interface Sent<T> {
  /** How an answer is read; by itself as JSON. */
  readonly read?: (response: Response) => Promise<T>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly isAgain?: boolean;
  /** Of something that is made once (`OnceKey`); absent: one of its own. */
  readonly key?: string;
}

async function call<T>(method: Method, path: string, sent: Sent<T> = {}): Promise<T> {
  const { body, signal, isAgain = false, read } = sent;
  const headers: Record<string, string> = { accept: read === undefined ? 'application/json' : '*/*' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  // One key per tap: a repeat of the same request (a flaky network, a nervous proxy) is answered, not done twice.
  if (method !== 'GET') headers['idempotency-key'] = sent.key ?? randomKey();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const couldLeave = navigator.onLine !== false || isHere();
  let response: Response;
  try {
    const begun = method === 'GET' && !isAgain ? takeBegun(path) : undefined;
    response = await (begun ??
      fetch(`/api${path}`, {
        method,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }));
  } catch (error) {
    if (signal?.aborted) throw error;
    answered.listener(false);
    // It may have arrived all the same: only a look can tell.
    throw new ApiError(method === 'GET' || !couldLeave ? 'offline' : 'no-answer', 0);
  }
  if (response.ok) answered.listener(true);
  if (response.ok && read !== undefined) return read(response);
  if (response.ok) return response.status === 204 ? (undefined as T) : ((await parse(response)) as T);
  const error = await problem(response);
  if (error.code !== 'not-signed-in') throw error;
  // Nothing was done: whoever is not signed in is refused before anything else.
  if (!isAgain && Date.now() - renewedAt < RENEWED_WITHIN_MS) {
    await new Promise((resolve) => setTimeout(resolve, RENEWAL_TAKES_MS));
    return call(method, path, { ...sent, isAgain: true });
  }
  signedOut.listener();
  throw error;
}

async function parse(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('unreadable', response.status);
  }
}

async function problem(response: Response): Promise<ApiError> {
  const body: unknown = await parse(response).catch(() => null);
  if (typeof body !== 'object' || body === null || !('code' in body) || typeof body.code !== 'string') {
    // A tunnel or a proxy that speaks for a Nod that is gone.
    if (response.status >= 500) answered.listener(false);
    return new ApiError(response.status >= 500 ? 'unavailable' : 'unreadable', response.status);
  }
  answered.listener(true);
  const { values, field } = body as { values?: ApiError['values']; field?: string };
  return new ApiError(body.code as ApiError['code'], response.status, values ?? {}, field ?? null);
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>('GET', path, { signal }),
  post: <T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> =>
    call<T>('POST', path, { body, signal }),
  /** What is made once under this key. */
  make: <T>(path: string, body: unknown, key: string): Promise<T> => call<T>('POST', path, { body, key }),
  patch: <T>(path: string, body: unknown): Promise<T> => call<T>('PATCH', path, { body }),
  picture: (path: string): Promise<Blob> => call('GET', path, { read: (response) => response.blob() }),
  remove: <T>(path: string): Promise<T> => call<T>('DELETE', path),
};
