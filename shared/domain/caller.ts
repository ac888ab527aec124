import type { UserId } from './ids.ts';

/** What a token or session may do. Approve and trade on a live account need a step-up to grant. */
export const SCOPES = ['read', 'propose', 'approve', 'trade', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Where a request came from; recorded with every decision. */
export type ChannelName = 'web' | 'chat' | 'api' | 'telegram' | 'discord' | 'clock' | 'cli';

/** Who asks, verified at the front door. The account checks its own grants again for this original subject. */
export interface Caller {
  readonly userId: UserId;
  readonly channel: ChannelName;
  readonly scopes: readonly Scope[];
  /** Accounts a token is limited to; null is all that the user may see. */
  readonly accountIds: readonly string[] | null;
  /** The web session a person sits in: what a step-up is bound to. Absent for chat, tokens and the clock. */
  readonly sessionId?: string;
}

/** What something asks of its caller: a scope, or (`stop`, which only ever makes things safer) more than to look. */
export type Need = Scope | 'stop';

export function may({ scopes }: { readonly scopes: readonly Scope[] }, need: Need): boolean {
  return need === 'stop' ? scopes.some((scope) => scope !== 'read') : scopes.includes(need);
}

/** A token that may not answer: it reads along, and is nobody who is there or comes back. */
export function isScript(caller: Pick<Caller, 'channel' | 'scopes'>): boolean {
  return caller.channel === 'api' && !may(caller, 'approve');
}
