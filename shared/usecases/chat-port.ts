import type { Channel } from '../contract/channel.ts';
import type { WallMs } from '../lib/time.ts';

/** Somebody of a chat app, and whom they are here. Instants in wall milliseconds. */
export interface LinkedChat {
  readonly channel: Channel;
  /** The app's own id of the person. */
  readonly externalId: string;
  readonly userId: string;
  readonly name: string;
  /** Where they are spoken to alone. */
  readonly chatId: string;
  readonly linkedAt: WallMs;
  readonly goneAt: WallMs | null;
}

/** Who speaks from which chat app, and the codes that link a chat. */
export interface Chats {
  find(channel: Channel, externalId: string): Promise<LinkedChat | null>;
  /** Oldest first. */
  list(userId: string): Promise<LinkedChat[]>;
  /** Also anew, where it is this person already. False: it is somebody else, and stays so. */
  link(chat: Omit<LinkedChat, 'goneAt'>): Promise<boolean>;
  /** False: this person has no such chat. */
  unlink(userId: string, channel: Channel, externalId: string): Promise<boolean>;
  /** Nothing arrives there any more, or does again (null). */
  setGone(channel: Channel, chatId: string, at: WallMs | null): Promise<void>;
  /** A new code of this person; those before it open nothing any more. Shown once, stored hashed. */
  createCode(code: { userId: string; channel: Channel; expiresAt: WallMs }): Promise<string>;
  /** Uses a code up: whose it was, for the one time it works; null otherwise. */
  takeCode(code: string, channel: Channel, now: WallMs): Promise<string | null>;
}
