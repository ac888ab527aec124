import { setTimeout as wait } from 'node:timers/promises';
import type { Product } from '../../host/product.ts';
import { connectAlpaca } from '../../proofs/support/alpaca-person.ts';
import { startAlpaca, type RunningAlpaca } from '../../src/testing/alpaca-server/server.ts';
import { apiOf, type Api } from '../api.ts';
import { withProduct } from '../product-on-temporary-state.ts';
import { asProofsReach } from './as-proofs-reach.ts';

const READY_WITHIN_MS = 60_000;

/** An account of the product that trades at a stand-in for a broker, in this very process: one clock measures both ends. */
export interface AtBroker {
  readonly api: Api;
  readonly accountId: string;
  readonly alpaca: RunningAlpaca;
  readonly product: Product;
  readonly stateDir: string;
}

/** Runs `work` once the account has read that it holds so many shares of each of these, at this price. */
export async function atRehearsedBroker<T>(
  { symbols, shares, price }: { symbols: readonly string[]; shares: number; price: number },
  work: (at: AtBroker) => Promise<T>,
): Promise<T> {
  // Not what this is about: a budget that is never used up.
  const listed = Object.fromEntries(symbols.map((symbol) => [symbol, price]));
  const alpaca = await startAlpaca({ ratePerMinute: 100_000, listed });
  for (const symbol of symbols) {
    alpaca.world.setPrice(symbol, price);
    alpaca.world.store.putPosition({ instrumentId: symbol as never, quantity: String(shares) });
  }
  process.env['NOD_REHEARSAL_BROKER_URL'] = alpaca.url;
  try {
    return await withProduct({ seed: 7 }, async (product, stateDir) => {
      const api = await apiOf(product);
      const { accountId } = await connectAlpaca(asProofsReach(product));
      await holds(api, accountId, symbols.length);
      return work({ api, accountId, alpaca, product, stateDir });
    });
  } finally {
    delete process.env['NOD_REHEARSAL_BROKER_URL'];
    await alpaca.stop();
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
