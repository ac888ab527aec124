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

/**
 * Somebody in the web app, beside the chat app that a file is about: the owner once `signIn` was called (in a file's
 * `beforeAll`), somebody else who takes an invitation, nobody before.
 */
export class AppPerson {
  /** What its browser keeps, by name. */
  #cookies = new Map<string, string>();
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `origin`: the page that asks. `headers`: what its browser and the way it takes say of it. */
  constructor(origin = ORIGIN, headers: Readonly<Record<string, string>> = {}) {
    this.#origin = origin;
    this.#headers = headers;
  }

  /** Sits down in the browser of somebody else. */
  takesOver(other: AppPerson): void {
    [this.#cookies, other.#cookies] = [other.#cookies, new Map<string, string>()];
  }

  /** Boots a generated market that stands still, and signs in. */
  async signIn(seed: number): Promise<void> {
    await boot(compose(readEnv(env)), { world: { kind: 'generated', seed }, speed: 0 });
    await this.comesIn();
  }

  /** By a link, without a market. */
  async comesIn(): Promise<void> {
    this.#keep(await aCookie());
  }

  /** Asks the API as the web app does; keeps the session's secret when it is renewed. */
  readonly call = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const response = await exports.default.fetch(`${ORIGIN}/api/${path}`, {
      method,
      headers: { cookie: this.#cookie(), origin: this.#origin, 'content-type': 'application/json', ...this.#headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, text };
  };

  /** A live screen of this browser. */
  async opensStream(): Promise<Response> {
    const headers = { cookie: this.#cookie(), origin: this.#origin, upgrade: 'websocket' };
    return exports.default.fetch(`${ORIGIN}/api/stream`, { headers });
  }

  #keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }

  #cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Confirms in person, as the owner: that a chat may be linked, unless told otherwise. */
  readonly confirm = async (reason = 'link-channel', about?: string) =>
    this.call('POST', 'step-up/finish', {
      ...{ reason, linkCode: await linkCode() },
      ...(about !== undefined && { about }),
    });
}

/** Asks the API with a token. */
export async function fetchAs(token: string, method: string, path: string, body?: unknown): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
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
