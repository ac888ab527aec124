import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { calledFrom } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import type { Command } from './command.ts';
import { withProduct } from './with-product.ts';

const PAGE = 500;

interface Page {
  items: unknown[];
  nextCursor: string | null;
}

export const exportCommand: Command = {
  name: 'export',
  usage: 'export [--out FILE.json]',
  summary: 'accounts with their positions, orders, transactions and bots, as JSON',
  options: ['out'],
  async run(asked) {
    const text = await withProduct(asked, async ({ admin }) => {
      const { token } = await admin.call<{ token: string }>('POST', 'token', { name: 'nod export' });
      const all = (path: string) => readAll(`${admin.baseUrl}/api/${path}`, token);
      const accounts = (await all('accounts')) as { id: string }[];
      const books = await Promise.all(
        accounts.map(async (account) => ({
          account,
          positions: await all(`accounts/${account.id}/positions`),
          orders: await all(`accounts/${account.id}/orders`),
          transactions: await all(`accounts/${account.id}/transactions`),
        })),
      );
      return JSON.stringify({ exportedAt: new Date().toISOString(), bots: await all('bots'), books }, null, 1);
    });
    const out = asked.options['out'];
    if (out === undefined) asked.print(text);
    else writeFileSync(resolve(calledFrom, out), text + '\n', { mode: 0o600 });
    return 0;
  },
};

async function readAll(url: string, token: string): Promise<unknown[]> {
  const items: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === '' ? {} : { cursor }) });
    const response = await fetch(`${url}?${query.toString()}`, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new PlainError(`The product answered ${response.status} to ${new URL(url).pathname}.`);
    const page = (await response.json()) as Page;
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
