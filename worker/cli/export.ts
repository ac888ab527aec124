import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { calledFrom } from '../host/paths.ts';
import { withApi, type Api } from './api.ts';
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
    const text = await withProduct(asked, ({ admin }) =>
      withApi(admin, { name: 'nod export', scopes: ['read'] }, async (api) => {
        const all = (path: string) => readAll(api, path);
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
      }),
    );
    const out = asked.options['out'];
    if (out === undefined) asked.print(text);
    else writeFileSync(resolve(calledFrom, out), text + '\n', { mode: 0o600 });
    return 0;
  },
};

async function readAll(api: Api, path: string): Promise<unknown[]> {
  const items: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === '' ? {} : { cursor }) });
    const page: Page = await api.get<Page>(`${path}?${query.toString()}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
