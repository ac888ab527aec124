import type { Scope } from '../contract/session.ts';
import type { UserId } from './ids.ts';

/** Where a request came from; recorded with every decision. */
export type ChannelName = 'web' | 'chat' | 'api' | 'telegram' | 'discord' | 'clock' | 'cli';

/** Who asks, verified at the front door. The account checks its own grants again for this original subject. */
export interface Caller {
  readonly userId: UserId;
  readonly channel: ChannelName;
  readonly scopes: readonly Scope[];
  /** Accounts a token is limited to; null is all that the user may see. */
  readonly accountIds: readonly string[] | null;
}
