import type { Need } from '#shared/domain/caller.ts';
import { whyRoleMayNot } from '#shared/words/role-text.ts';
import { session } from './session.svelte.ts';
import { ui } from './ui.svelte.ts';

/**
 * Why whoever is signed in may not do this on the account, told before they try; null where nothing speaks against it.
 * It only tells: the account decides.
 */
export function whyNot(need: Need, accountId: string | null = session.accountId): string | null {
  const role = session.accounts.find(({ id }) => id === accountId)?.role;
  return role === undefined ? null : whyRoleMayNot(role, need, ui.s);
}
