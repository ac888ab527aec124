import type { Command } from './command.ts';
import { withProduct } from './with-product.ts';

interface Anchored {
  readonly accounts: readonly { readonly id: string; readonly wasWhole: boolean }[];
}

/** For a state whose events were written under another key than the one it has now. */
export const anchorAuditCommand: Command = {
  name: 'anchor-audit',
  usage: 'anchor-audit',
  summary: 'puts events that were written under another audit key under the one there is; each account records it',
  async run(asked) {
    const { accounts } = await withProduct(asked, ({ admin }) => admin.call<Anchored>('POST', 'anchor-audit'));
    if (asked.isJson) asked.print(JSON.stringify({ accounts }));
    else if (accounts.length === 0) asked.print('Every account’s events are under this key already.');
    for (const { id, wasWhole } of asked.isJson ? [] : accounts)
      asked.print(
        wasWhole
          ? `${id}: its events held until now, and are under the new key.`
          : `${id}: its events did not hold before. They are kept as they are, and that is recorded.`,
      );
    return 0;
  },
};
