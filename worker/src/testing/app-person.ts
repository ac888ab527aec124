import { env, exports } from 'cloudflare:workers';
import { vi } from 'vitest';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { boot } from '../http/admin/boot.ts';
import { aCookie, linkCode } from './sign-in.ts';

export const ORIGIN = 'http://localhost';

interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
}

/** The owner in the web app, beside the chat app that a file is about. `signIn` comes first, in a file's `beforeAll`. */
export class AppPerson {
  #cookie = '';

  /** Boots a generated market that stands still, and signs in. */
  async signIn(seed: number): Promise<void> {
    await boot(compose(readEnv(env)), { world: { kind: 'generated', seed }, speed: 0 });
    this.#cookie = await aCookie();
  }

  /** Asks the API as the web app does; keeps the session's secret when it is renewed. */
  readonly call = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const response = await exports.default.fetch(`${ORIGIN}/api/${path}`, {
      method,
      headers: { cookie: this.#cookie, origin: ORIGIN, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, text };
  };

  /** Confirms in person that a chat may be linked. */
  readonly confirm = async () =>
    this.call('POST', 'step-up/finish', { reason: 'link-channel', linkCode: await linkCode() });
}

/**
 * What would go to `host` goes to the stand-in. For a whole file: objects go on working after a test, and nothing of it
 * may reach the real one.
 */
export function standInFor(host: string, fetch: typeof globalThis.fetch): void {
  const direct = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) =>
    new URL(new Request(input).url).host === host ? fetch(input, init) : direct(input, init),
  );
}
