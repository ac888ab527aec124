import type { Product } from '../../host/product.ts';
import type { Reachable } from '../../proofs/support/signed-in.ts';

/** A product in this process, as proofs reach one of another. */
export function asProofsReach({ port, admin }: Product): Reachable {
  return {
    port,
    admin: async <T>(path: string, asking: { readonly body?: unknown } = {}) => ({
      status: 200,
      body: await admin.call<T>('POST', path, asking.body),
    }),
  };
}
