import type { Admin } from '../host/admin.ts';
import { PlainError } from '../host/plain-error.ts';

/** The product's API, asked as its owner. Throws PlainError with the problem's own words when it says no. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
}

/** With a token of its own, named for who asks. */
export async function apiOf(admin: Admin, name: string): Promise<Api> {
  const { token } = await admin.call<{ token: string }>('POST', 'token', { name });
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${admin.baseUrl}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer as T;
    const { detail } = (answer ?? {}) as { detail?: string };
    throw new PlainError(detail ?? `The product answered ${response.status} to ${path}.`);
  };
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body ?? {}),
  };
}
