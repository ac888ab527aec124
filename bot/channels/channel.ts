import type { SendChat } from '#shared/contract/chat.ts';
import type { Language } from '#shared/contract/session.ts';
import type { Card } from '../cards/card.ts';
import type { Chat } from '../commands/command.ts';

/** What the Worker asks of a chat app, the same for all of them. A vendor's types stay in its folder. */

/** Where a message goes: a chat, and a topic of it where it has topics. Ids as text: they exceed 32 bits. */
export interface Place {
  readonly chatId: string;
  readonly threadId: string | null;
}

/** One message to show: a card, drawn within the app's limits by its own folder. */
export interface Post {
  readonly place: Place;
  readonly card: Card;
  readonly language: Language;
  /** What this message showed before it was decided; kept readable below what became of it. Null: nothing. */
  readonly was: Card | null;
  /** A PNG above the text; null: none, and of an edit, the one that stands there stays. */
  readonly picture: ArrayBuffer | null;
  /** The message it answers; one that is gone is no reason not to send. */
  readonly replyTo: string | null;
  readonly silent: boolean;
  /** The same when the same post is tried again; an app that can will then show it once. */
  readonly key?: string;
}

/** A message that stands there already. Words under a picture are changed in another way than a text, so an edit has to know. */
export interface Shown {
  readonly messageId: string;
  readonly hasPicture: boolean;
}

/** What became of a post or an edit. `sent` also where an edit changed nothing. */
export type PostOutcome =
  | ({ readonly kind: 'sent' } & Shown)
  /** The vendor, or our own pacing, says when to try again; `everywhere`: in no chat before. */
  | { readonly kind: 'retry-after'; readonly ms: number; readonly everywhere?: boolean }
  /** Blocked, kicked, deleted: nothing will ever arrive there until the person comes back. */
  | { readonly kind: 'gone' }
  /** The vendor will never take this. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** A fault of theirs, or no answer (`NO_ANSWER`): then it may have arrived. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Why a post failed of which nobody can say whether it was shown. */
export const NO_ANSWER = 'no-answer';

/** The app gave a group another number, under which it is spoken to from now on. */
export interface Moved {
  readonly kind: 'moved';
  readonly to: string;
}

/** Whom a token belongs to. */
export type Identified =
  | {
      readonly kind: 'known';
      readonly botId: string;
      readonly botName: string;
      /** Of an app that signs what it sends: whose signature that is, and the key to check it. */
      readonly app?: { readonly id: string; readonly publicKey: string };
    }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unavailable' };

/** One chat app, spoken to with one token. Only the channel's own object holds one. */
export interface ChannelClient {
  identify(): Promise<Identified>;
  post(post: Post): Promise<PostOutcome | Moved>;
  edit(shown: Shown, post: Post): Promise<PostOutcome>;
  /** Ends the spinner of a pressed button; `text` is a line for whoever pressed, and nobody else. */
  answerPress(pressId: string, text: string | null): Promise<void>;
  /** Commands in the app's own menu, in every language. */
  announce(): Promise<boolean>;
  /** Where updates are sent to; null: nowhere, they are asked for. */
  listenAt(hook: { readonly url: string; readonly secret: string } | null): Promise<boolean>;
}

/** Something a person said or pressed in a chat app, whoever they are. */
export interface Heard {
  /** `language`: of their app; whoever is linked has one of their own. */
  readonly from: { readonly id: string; readonly name: string; readonly language: Language };
  readonly place: Place;
  readonly kind: Chat['kind'];
  /** What the app calls a group; absent in private. */
  readonly groupName?: string;
  readonly said: SendChat;
  /** When it was said, wall milliseconds; absent where the app does not tell (of a press). */
  readonly saidAt?: number;
  /** Absent for what was typed. `shown`: the message whose button it was, and when it was last written. */
  readonly press?: { readonly id: string; readonly shown: Shown; readonly shownAt?: number };
  /** It was begun before and cut off: nobody knows how far it came. */
  readonly isAgain?: boolean;
  /** A press that lay at the app, nobody knows for how long, while nobody was here to take it. */
  readonly isAway?: boolean;
  /** A link code that came with it. */
  readonly linkCode?: string;
}

/** What an update says about a chat itself. */
export interface Presence {
  readonly chatId: string;
  readonly isGone: boolean;
  /** Of a group that the bot was let into: what the app calls it, and who did it. */
  readonly group?: { readonly name: string; readonly by: string };
}

/** `press`: it was a button nobody may press like that; its spinner has to end all the same. */
export type Understood =
  | { readonly kind: 'heard'; readonly heard: Heard }
  | { readonly kind: 'presence'; readonly presence: Presence }
  | { readonly kind: 'moved'; readonly from: string; readonly to: string }
  | { readonly kind: 'nothing'; readonly why: string; readonly pressId?: string };
