import type { Post, PostOutcome, Shown } from '#bot/channels/channel.ts';
import type { ChannelView } from '#shared/contract/channel.ts';
import type { TokenSet } from '#shared/usecases/channel-port.ts';
import type { SignedUpdate } from '../../channels/vendor.ts';
import type { SealedRecord } from '../../vault/vault.ts';

export type Interacted =
  | { readonly kind: 'answered'; readonly response: unknown }
  | { readonly kind: 'forged' | 'repeated' | 'malformed' | 'closed' };

/** What the front doors, routes and users' objects ask of one chat app. Object name: the app's name. */
export interface ChannelRpc {
  /**
   * Asks the vendor whom the sealed token belongs to, and keeps it when it is somebody. `hookUrl`: where updates are to
   * be sent to; null: they are asked for.
   */
  open(sealed: SealedRecord, hookUrl: string | null): Promise<TokenSet>;
  /** Updates are to be sent there, or asked for, from now on; nothing is done where it is so already. */
  listen(hookUrl: string | null): Promise<void>;
  /** Forgets the token; nothing is sent or heard any more. */
  close(): Promise<void>;
  view(): Promise<ChannelView>;
  /** The version a newly sealed token gets. */
  nextVersion(): Promise<number>;
  /** Whether what came with an update is the secret it was asked to carry. Never without a token. */
  admits(secret: string): Promise<boolean>;
  /**
   * Keeps an update and answers at once; what it asks for is done afterwards, in the order of its chat. `saidAfter`: the
   * earliest it can have been said, wall milliseconds; absent: the app sends what is said at once.
   */
  receive(update: unknown, saidAfter?: number): Promise<'taken' | 'repeated' | 'malformed' | 'closed'>;
  /**
   * What an app signed and waits for, answered here and now. `forged` is whatever was not signed by the app just now;
   * `repeated` what was answered before.
   */
  interact(update: SignedUpdate): Promise<Interacted>;
  /** The only way a message leaves for this app. Waits a moment for its turn; longer is `retry-after`. */
  post(post: Post): Promise<PostOutcome>;
  edit(shown: Shown, post: Post): Promise<PostOutcome>;
  /** For the process at home that asks for updates; null: it has nothing to ask for. Sealed, as it lies here. */
  polls(): Promise<SealedRecord | null>;
  /** Brings the token under the current vault key; which key seals it then, null without one. */
  rotate(): Promise<string | null>;
}
