import type { Channel, ChannelView } from '../contract/channel.ts';

/**
 * What became of a token. `address-refused`: the app knows it, and does not take the address that updates are to be sent
 * to; nothing was kept, as with all but `kept`.
 */
export type TokenSet = 'kept' | 'refused' | 'address-refused' | 'unreachable';

/** The chat apps of this installation. A token comes in, is sealed in the call it came with, and never goes out again. */
export interface Channels {
  /** False: there is no key to seal a token with. */
  readonly canSeal: boolean;
  view(channel: Channel): Promise<ChannelView>;
  /** Asks the app whom the token belongs to, and keeps it when it is somebody. */
  setToken(channel: Channel, token: string): Promise<TokenSet>;
  remove(channel: Channel): Promise<void>;
  /** Opens the app with the code ready to be sent; null where there is no such link, or no bot. */
  deepLink(channel: Channel, code: string): Promise<string | null>;
  /** A line that says it is a test, to this chat. */
  test(channel: Channel, chatId: string, language: 'en' | 'ko'): Promise<boolean>;
}
