import type { ChannelClient, PostOutcome, Understood } from '#bot/channels/channel.ts';
import type { Channel } from '#shared/contract/channel.ts';
import type { Ear } from './hear.ts';

/** So many in any `windowMs` milliseconds. */
export interface PaceRule {
  readonly count: number;
  readonly windowMs: number;
}

/** How often a chat app lets itself be spoken to. */
export interface PaceLimits {
  /** In all, over every chat. */
  readonly all: readonly PaceRule[];
  /** Of one chat. */
  readonly chat: readonly PaceRule[];
  /** Of one group, besides. */
  readonly group: readonly PaceRule[];
  /** Edits of a chat count for themselves, beside its new messages. */
  readonly editsApart: boolean;
}

/** What an app sent and signed, as it came. */
export interface SignedUpdate {
  /** The raw body: a byte that is read and written again is another signature. */
  readonly body: string;
  readonly signature: string | null;
  readonly timestamp: string | null;
}

/** The answer an app waits for, and what is said after it. */
export interface Answering {
  readonly response: unknown;
  readonly after: () => Promise<void>;
}

/** An app that signs what it sends and wants the answer at once, in the response. */
export interface Interactive {
  isSigned(update: SignedUpdate, publicKey: string, nowMs: number): Promise<boolean>;
  /** Null: not one of this app. Without an id it is only asked whether somebody is there. */
  read(update: unknown): { readonly id: string | null } | null;
  answer(ear: Ear, update: unknown): Promise<Answering>;
  /** Gives the answer by a call, where the update did not come as a request. */
  respond(client: ChannelClient, update: unknown, response: unknown): Promise<PostOutcome>;
  /** Where the bot is added: by a person, or to a server. */
  installLinks(appId: string): { readonly user: string; readonly server: string };
}

/** One chat app as the Worker uses it: a line in `channels/index.ts`, the rest lies in `bot/channels/<name>`. */
export interface ChannelVendor {
  readonly channel: Channel;
  readonly pace: PaceLimits;
  client(how: { token: string; apiRoot: string | undefined; appUrl: string | null }): ChannelClient;
  /** Null: not an update of this app. Ids are text, and the same update always has the same. */
  read(update: unknown): { readonly id: string; understand(botName: string): Understood } | null;
  readonly interactive?: Interactive;
  isGroup(chatId: string): boolean;
  /** Opens the app with the code ready to be sent; null where there are no such links. */
  deepLink(botName: string, code: string): string | null;
}
