import type { Product } from '../host/product.ts';

/** Asks a product as its owner's token does: over a connection that stays open. Throws on every refusal. */
export type Api = <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => Promise<T>;

export async function apiOf({ admin, port }: Pick<Product, 'admin' | 'port'>): Promise<Api> {
  const { token } = await admin.call<{ token: string }>('POST', 'token', {});
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
}

/** What every benchmark's bot is made with. */
export const BOT = { name: 'Bench', investmentAmount: '10000', riskLevel: 'medium', durationWeeks: 52 } as const;
