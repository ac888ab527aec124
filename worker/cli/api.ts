import type { Admin } from '../host/admin.ts';
import { PlainError } from '../host/plain-error.ts';

/** The product's API, asked as its owner. Throws PlainError with the problem's own words when it says no. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
}

interface As {
  /** How the list of ways in names whoever asks. */
  readonly name: string;
  readonly scopes: readonly ('read' | 'propose')[];
}

/** With a token of its own, which may do no more than this work needs and ends with it. */
export async function withApi<T>(admin: Admin, as: As, work: (api: Api) => Promise<T>): Promise<T> {
  const { id, token } = await admin.call<{ id: string; token: string }>('POST', 'token', as);
  const ask = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${admin.baseUrl}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer as Answer;
    const { title, detail = title } = (answer ?? {}) as { title?: string; detail?: string };
    throw new PlainError(detail ?? `The product answered ${response.status} to ${path}.`);
  };
  try {
    return await work({
      get: (path) => ask('GET', path),
      post: (path, body) => ask('POST', path, body ?? {}),
    });
  } finally {
    // One that could not be ended ends by itself soon.
    await admin.call('POST', 'token/end', { id }).catch(() => undefined);
  }
}
