import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { statePaths } from '../../host/paths.ts';
import { apiOf, type Api } from '../api.ts';
import { onState } from '../product-on-temporary-state.ts';

const PLACED = 6;
const FILLED_WITHIN_MS = 30_000;
const MINUTE_MS = 60_000;

/**
 * A state whose account has so many orders. A few are placed through the product and filled by its market; the others are
 * copies of theirs, written while nothing runs: no account may order so much in a day.
 */
export async function stateWithOrders(stateDir: string, count: number): Promise<void> {
  await onState(stateDir, { speed: 0, seed: 7 }, async (product) => {
    const api = await apiOf(product);
    const [account] = (await api<{ items: { id: string }[] }>('GET', 'accounts')).items;
    for (const symbol of await cheapStocks(api))
      await api('POST', `accounts/${account?.id ?? ''}/orders`, { symbol, side: 'buy', quantity: '1' });
    await api('PATCH', 'market', { speed: 50, paused: false });
    await allFilled(api, account?.id ?? '');
    await api('PATCH', 'market', { speed: 0 });
  });
  const folder = join(statePaths(stateDir).data, 'do', 'nod-AccountObject');
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.sqlite') || name === 'metadata.sqlite') continue;
    const db = new DatabaseSync(join(folder, name));
    try {
      if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'intent'").get() !== undefined) copyOrders(db, count);
    } finally {
      db.close();
    }
  }
}

/** Older ones, a minute apart, of which every fifth was taken back. */
function copyOrders(db: DatabaseSync, count: number): void {
  const placed = db.prepare('SELECT * FROM intent ORDER BY id').all();
  const columns = Object.keys(placed[0] ?? {});
  const insert = db.prepare(
    `INSERT INTO intent (${columns.join(', ')}) VALUES (${columns.map((name) => `:${name}`).join(', ')})`,
  );
  db.exec('BEGIN');
  for (let n = placed.length; n < count; n += 1) {
    const row = placed[n % placed.length];
    if (row === undefined) return;
    const number = String(n).padStart(5, '0');
    const earlier = (name: string): number => Number(row[name]) - n * MINUTE_MS;
    insert.run({
      ...row,
      id: `${String(row['id']).slice(0, -5)}${number}`,
      coid: `${String(row['coid'])}-${number}`,
      created_at: earlier('created_at'),
      updated_at: earlier('updated_at'),
      market_at: earlier('market_at'),
      ...(n % 5 === 0 && { state: 'cancelled', filled_quantity: '0', filled_value: '0' }),
    });
  }
  db.exec('COMMIT');
}

async function cheapStocks(api: Api): Promise<string[]> {
  const { items } = await api<{ items: { symbol: string; kind: string; lastPrice: string | null }[] }>(
    'GET',
    'instruments?limit=100',
  );
  return items
    .filter(({ symbol, kind, lastPrice }) => kind === 'stock' && !symbol.includes(':') && Number(lastPrice) < 400)
    .slice(0, PLACED)
    .map(({ symbol }) => symbol);
}

async function allFilled(api: Api, accountId: string): Promise<void> {
  const until = performance.now() + FILLED_WITHIN_MS;
  while (performance.now() < until) {
    const { items } = await api<{ items: unknown[] }>('GET', `accounts/${accountId}/orders?status=filled`);
    if (items.length >= PLACED) return;
    await wait(100);
  }
  throw new Error('the orders were not filled');
}
