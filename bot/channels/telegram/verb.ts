import { CALLBACK_BYTES } from './limits.ts';

/**
 * A button's `callback_data`. It names the account its card speaks of, so that a press means that one without anything
 * being remembered: `<8 characters of the account>|<verb>`. A verb too long for that carries an id of the account's own
 * (a proposal's, an order's, a bot's), whose first 8 characters are the account's; a dialog's step remembers its own.
 */
const ACCOUNT = /^a_([0-9a-z]{8})$/;
const MARKED = /^([0-9a-z]{8})\|(.*)$/s;
const OWNED = /(?:^| )[a-z]_([0-9a-z]{8})/;

export function callbackData(verb: string, accountId: string | null): string {
  const [, key] = ACCOUNT.exec(accountId ?? '') ?? [];
  const marked = key === undefined ? verb : `${key}|${verb}`;
  return bytes(marked) <= CALLBACK_BYTES ? marked : verb;
}

export function verbOf(data: string): { readonly verb: string; readonly accountId?: string } {
  const [, key, marked] = MARKED.exec(data) ?? [];
  if (key !== undefined && marked !== undefined) return { verb: marked, accountId: `a_${key}` };
  const [, owned] = OWNED.exec(data) ?? [];
  return owned === undefined ? { verb: data } : { verb: data, accountId: `a_${owned}` };
}

export function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
