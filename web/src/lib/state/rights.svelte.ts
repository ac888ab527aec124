import type { Need } from '#shared/domain/caller.ts';
import { whyRoleMayNot } from '#shared/words/role-text.ts';
import { line } from './line.svelte.ts';
import { session } from './session.svelte.ts';
import { ui } from './ui.svelte.ts';

/**
 * Why whoever is signed in cannot do this on the account now, told before they try; null where nothing speaks against it.
 * It only tells: the account decides. Without a line nothing is sent, and nothing is put by to be sent later.
 */
export function whyNot(need: Need, accountId: string | null = session.accountId): string | null {
  if (line.silentSince !== null) return ui.w.app.barred;
  const role = session.accounts.find(({ id }) => id === accountId)?.role;
  return role === undefined ? null : whyRoleMayNot(role, need, ui.s);
}
