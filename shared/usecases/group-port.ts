import type { Channel } from '../contract/channel.ts';
import type { WallMs } from '../lib/time.ts';

/** A group's id begins with it: a message owed to a group names it by that, and it stays when the app's number changes. */
export const GROUP_ID = 'g_';

/** A group of a chat app, or a topic of one, as the app names it. */
export interface GroupPlace {
  readonly channel: Channel;
  readonly chatId: string;
  /** Null where there are no topics, and for what stands beside them. */
  readonly threadId: string | null;
}

/** A place where others read along, and what it is told of. Instants in wall milliseconds. */
export interface Group extends GroupPlace {
  readonly id: string;
  readonly name: string;
  /** Who brought Nod there or turned it on: nothing is told that they may not see. */
  readonly userId: string;
  /** Null: it is told of no account. */
  readonly accountId: string | null;
  readonly seenAt: WallMs;
  readonly goneAt: WallMs | null;
}

/** The groups of an installation. */
export interface Groups {
  at(place: GroupPlace): Promise<Group | null>;
  find(id: string): Promise<Group | null>;
  /** Oldest first. */
  list(userId: string): Promise<Group[]>;
  /** Keeps it, in place of what was known of this place; its id stays. */
  put(group: Omit<Group, 'id' | 'goneAt'>): Promise<Group>;
  tell(id: string, change: { readonly userId: string; readonly accountId: string | null }): Promise<void>;
  /** The app gave the group another number: what was told there is told there still. */
  move(channel: Channel, from: string, to: string): Promise<void>;
  /** The bot was removed, and tells nothing there from now on, or is back (null). Answers its places as they were. */
  setGone(channel: Channel, chatId: string, at: WallMs | null): Promise<Group[]>;
}
