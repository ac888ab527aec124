import type { Step } from '#bot/dialogs/dialog.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { NotificationView } from '#shared/contract/notifications.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { PushDeviceView, PushTestView, UpdatePushDevice } from '#shared/contract/push.ts';
import type {
  DeviceView,
  Language,
  NewTokenView,
  PasswordView,
  SetPassword,
  TokenView,
} from '#shared/contract/session.ts';
import type {
  AddPasskey,
  FinishStepUp,
  PasskeyView,
  StepUpBegunView,
  StepUpMethodsView,
  StepUpReason,
} from '#shared/contract/step-up.ts';
import type { StreamMessage } from '#shared/contract/stream.ts';
import type { ChannelName, Scope } from '#shared/domain/caller.ts';
import type { Result } from '#shared/lib/result.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { AwayTime } from '#shared/usecases/away.ts';
import type { SubscribingDevice } from '#shared/usecases/push-port.ts';
import type { AccessHistory, RecordedAccess } from '#shared/usecases/access-history.ts';
import type { Confirmed } from './confirming.ts';
import type { CredentialKind, Identified, LinkMaker } from './credentials.ts';
import type { KeyedStart } from './keyed-answers.ts';
import type { ChatRef } from './delivery-rows.ts';
import type { StandingCard } from './standing-cards.ts';
import type { Asked, PasskeyPlace } from './proofs.ts';
import type { Entering, PasskeyAnswer, TypedPassword } from './signing-in.ts';

/** A secret that was just made: shown once, stored hashed. `expiresAt` in wall milliseconds. */
export interface NewSecret {
  readonly secret: string;
  readonly expiresAt: number;
}

/** What the front door, accounts and chat ask of one user's object. Object name: the user's id. */
export interface UserRpc {
  createLink(madeBy: LinkMaker): Promise<NewSecret>;
  /** Uses a link code up and opens a session. */
  signIn(code: string, entering: Entering): Promise<Result<NewSecret, Failure>>;
  /** Errors: sign-in-failed, too-many-requests. */
  signInByPasskey(answer: PasskeyAnswer, entering: Entering): Promise<Result<NewSecret, Failure>>;
  /** Takes as long for an address that is not this person's. Errors: sign-in-failed, too-many-requests. */
  signInByPassword(given: TypedPassword, entering: Entering): Promise<Result<NewSecret, Failure>>;
  /** `hash`: of the code as it was typed (`hashRecoveryCode`). Errors: sign-in-failed. */
  signInByRecoveryCode(hash: string, entering: Entering): Promise<Result<NewSecret, Failure>>;
  neverCame(): Promise<boolean>;
  /** The first session of somebody who has just come by an invitation. Errors: invitation-invalid where one was ever here. */
  firstSession(device: string): Promise<Result<NewSecret, Failure>>;
  identify(kind: CredentialKind, secret: string): Promise<Identified | null>;
  /** False: there is no such session. Its open screens close. `isElsewhere`: from another browser. */
  signOut(sessionId: string, channel?: ChannelName, where?: { readonly isElsewhere?: boolean }): Promise<boolean>;
  /** Ends every session but this one. */
  signOutOthers(sessionId: string, channel: ChannelName): Promise<void>;
  /** Another one as soon as browsers were signed out from elsewhere, or the password is another one. */
  browserEpoch(): Promise<number>;
  /** Browsers that are signed in, the newest first; null stands for a session that does not ask. */
  devices(sessionId: string | null): Promise<DeviceView[]>;
  password(): Promise<PasswordView>;
  /** Sets or changes it; every other session ends. Errors: too-many-requests. */
  setPassword(given: SetPassword, sessionId: string | null): Promise<Result<PasswordView, Failure>>;
  removePassword(): Promise<boolean>;
  /** Ends every session, also the asking one. */
  signOutAll(channel?: ChannelName): Promise<void>;
  tokens(): Promise<TokenView[]>;
  createToken(input: {
    name: string;
    scopes: Scope[];
    accountIds: string[] | null;
    expiresInDays: number;
    /** Wall milliseconds; null or absent: the days alone count. */
    notAfter?: number | null;
    /** Where it was asked for. */
    channel: ChannelName;
    /** It is to be read in the list of ways in, and nobody is owed a message. */
    isTold?: boolean;
  }): Promise<NewTokenView>;
  revokeToken(id: string, channel?: ChannelName): Promise<boolean>;
  /** Binds tokens that may approve or trade on every account to these; their open screens close. */
  limitTokens(accountIds: string[]): Promise<void>;

  /** Whether this session has proven this, and the proof still counts; one that counts once is used up by asking. */
  takeProof(sessionId: string, reason: StepUpReason, about: string): Promise<boolean>;
  /** `place`: where passkeys are asked for; null at an address that can have none. */
  stepUpMethods(place: PasskeyPlace | null): Promise<StepUpMethodsView>;
  beginStepUp(asked: Asked, place: PasskeyPlace | null): Promise<StepUpBegunView>;
  /** Errors: step-up-failed, too-many-requests. */
  finishStepUp(
    asked: Asked,
    given: Pick<FinishStepUp, 'passkey' | 'recoveryCode' | 'linkCode'>,
  ): Promise<Result<Confirmed, Failure>>;
  passkeys(): Promise<PasskeyView[]>;
  beginPasskey(
    sessionId: string,
    asking: { place: PasskeyPlace | null; userName: string },
  ): Promise<Result<Record<string, unknown>, Failure>>;
  addPasskey(sessionId: string, input: AddPasskey): Promise<Result<PasskeyView, Failure>>;
  renamePasskey(id: string, name: string): Promise<Result<PasskeyView, Failure>>;
  removePasskey(id: string): Promise<Result<void, Failure>>;
  /**
   * For whoever lost every device, asked from the machine itself: no passkeys, codes and password, and nobody signed in.
   * Answers how many passkeys there were.
   */
  forgetPasskeys(): Promise<number>;
  /** Ten new ones, shown once, and what each is looked up by; the former open nothing any more. */
  newRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }>;

  startKeyed(key: string, bodyHash: string): Promise<KeyedStart>;
  finishKeyed(key: string, answer: { status: number; body: string; keep: 'all' | 'status' | 'nothing' }): Promise<void>;

  /** Shows messages on every open screen of this user. Whoever is not looking gets nothing, and asks `since` later. */
  publish(messages: StreamMessage[]): Promise<void>;
  /** An event of an account that owes this person a message. At least once: each becomes one message. */
  deliver(event: EventView): Promise<void>;
  /** A card of a proposal, order or backtest was shown in a chat: from now on it is the one that changes. */
  stands(card: StandingCard): Promise<void>;
  /** Has the card of this subject in a chat drawn anew; false where none stands. */
  redraw(chat: ChatRef, subject: string): Promise<boolean>;
  /** What a card shows has changed: it is drawn anew in every chat where one of it stands. */
  changed(subject: string): Promise<void>;
  /** A chat was linked to this person: told on all their other channels, in case it was not them. */
  chatLinked(chat: ChatRef & { readonly name: string }): Promise<void>;
  /** The person took a chat away again. */
  chatUnlinked(chat: { readonly app: string; readonly name: string; readonly channel: ChannelName }): Promise<void>;
  /** Browsers that take pushes, oldest first; `sessionId`: who asks. */
  pushDevices(sessionId: string | null): Promise<PushDeviceView[]>;
  pushDevice(id: string, sessionId: string | null): Promise<PushDeviceView | null>;
  /** Told on every other channel. Null: there are as many as there may be. */
  addPushDevice(device: SubscribingDevice): Promise<PushDeviceView | null>;
  updatePushDevice(id: string, change: UpdatePushDevice): Promise<boolean>;
  removePushDevice(id: string, channel: ChannelName): Promise<boolean>;
  /** Null: there is no such device. */
  testPushDevice(id: string, language: Language): Promise<PushTestView['outcome'] | null>;
  /** The person has said goodbye: all but the chain of access goes, and nobody is signed in any more. */
  forget(): Promise<void>;
  recordAccess(change: RecordedAccess): Promise<void>;
  /** What was written down about who can act as this person, newest first. */
  accessEvents(query: Parameters<AccessHistory['list']>[1]): Promise<EventView[]>;
  /** When this person was here last, in whichever way; null: never written down. */
  lastVisit(): Promise<WallMs | null>;
  /** They are here now; answers the last time they were away for days, null where there was none. */
  visit(): Promise<AwayTime | null>;
  /** They were shown what happened meanwhile. True for the one call that says so first. */
  tellAway(): Promise<boolean>;
  /** The newest messages and what became of them, newest first. */
  notices(limit: number): Promise<NotificationView[]>;
  /** The open question of a chat, null when none is. */
  dialog(chatId: string): Promise<unknown>;
  /** False, and nothing is kept, where `after` is no longer the open question; null: whatever is open gives way. */
  putDialog(chatId: string, state: { readonly id: string }, after: Step | null): Promise<boolean>;
  /** True for the one call that removed this very dialog. */
  deleteDialog(chatId: string, dialogId: string): Promise<boolean>;
  /** Which account a chat is about; null: nobody chose one. */
  chatAccount(chatId: string): Promise<string | null>;
  chooseChatAccount(chatId: string, accountId: string): Promise<void>;
  chat(limit: number): Promise<ChatMessage[]>;
  /** Keeps chat messages and shows them on every open screen. */
  appendChat(messages: ChatMessage[]): Promise<void>;
}

/** Header of the upgrade the front door passes on: a `ScreenRequest` as JSON, written by the Worker only. */
export const SCREEN_HEADER = 'x-nod-screen';

export interface ScreenRequest {
  readonly userId: string;
  readonly credentialId: string;
  readonly channel: 'web' | 'api';
  readonly since: string;
}
