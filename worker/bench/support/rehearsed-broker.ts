import { setTimeout as wait } from 'node:timers/promises';
import type { Product } from '../../host/product.ts';
import { connectAlpaca } from '../../proofs/support/alpaca-person.ts';
import { apiOf, type Api } from '../api.ts';
import { withProduct } from '../product-on-temporary-state.ts';
import { asProofsReach } from './as-proofs-reach.ts';
import { startOutside, type Outside } from './outside.ts';

const READY_WITHIN_MS = 60_000;

/** An account of the product that trades at a stand-in for a broker, which is a process of its own, as brokers are. */
export interface AtBroker {
  readonly api: Api;
  readonly accountId: string;
  readonly outside: Outside;
  readonly product: Product;
  readonly stateDir: string;
}

/** Runs `work` once the account has read that it holds so many shares of each of these, at this price. */
export async function atRehearsedBroker<T>(
  { symbols, shares, price }: { symbols: readonly string[]; shares: number; price: number },
  work: (at: AtBroker) => Promise<T>,
): Promise<T> {
  const outside = await startOutside();
  for (const symbol of symbols) outside.hold(symbol, shares, price);
  process.env['NOD_REHEARSAL_BROKER_URL'] = outside.url;
  try {
    return await withProduct({ seed: 7 }, async (product, stateDir) => {
      const api = await apiOf(product);
      const { accountId } = await connectAlpaca(asProofsReach(product));
      await holds(api, accountId, symbols.length);
      return work({ api, accountId, outside, product, stateDir });
    });
  } finally {
    delete process.env['NOD_REHEARSAL_BROKER_URL'];
    await outside.stop();
  }
}

/** The account has read the broker's book: the shares are there. */
async function holds(api: Api, accountId: string, positions: number): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    const { items } = await api<{ items: unknown[] }>('GET', `accounts/${accountId}/positions?limit=500`);
    if (items.length >= positions) return;
    await wait(200);
  }
  throw new Error('the account never held what the broker has');
}
