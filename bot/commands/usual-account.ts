import type { AccountView } from '#shared/contract/account.ts';

/**
 * The account that something is said about where neither a screen, a card nor a group names one: what was chosen in this
 * chat, else the one where most is at stake, one's own first. Undefined: nothing but play accounts, of which the product
 * knows its own default.
 */
export function usualAccount(accounts: readonly AccountView[], chosen: string | null): string | undefined {
  const open = accounts.filter(({ closedAt }) => closedAt === null);
  if (open.some(({ id }) => id === chosen)) return chosen ?? undefined;
  const own = open.filter(({ role }) => role === 'owner');
  const among = own.length > 0 ? own : open;
  return (among.find(({ world }) => world === 'live') ?? among.find(({ world }) => world === 'paper'))?.id;
}
