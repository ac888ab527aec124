import { ulid } from 'ulid';
import type { EventView } from '#shared/contract/account.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { NotificationView } from '#shared/contract/notifications.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { PushDeviceView, UpdatePushDevice } from '#shared/contract/push.ts';
import type { Language, NewTokenView, TokenView } from '#shared/contract/session.ts';
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
import type { SubscribingDevice } from '#shared/usecases/push-port.ts';
import { DAY_MS, MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { compose } from '../../composition.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { accountAdmin } from '../../peers.ts';
import type { RecordedAccess } from '#shared/usecases/access-history.ts';
import { migrate } from '../sql.ts';
import type { AccessChange } from './access-log.ts';
import { appendChat, readChat } from './chat-history.ts';
import {
  deleteCredential,
  findCredential,
  insertCredential,
  limitTokens,
  listCredentials,
  pruneCredentials,
  type CredentialKind,
  type Identified,
} from './credentials.ts';
import { Confirming, type Confirmed } from './confirming.ts';
import { pushSenderOf } from './deliver-ports.ts';
import type { ChatRef } from './delivery-rows.ts';
import { readChatAccount, writeChatAccount } from './chat-account.ts';
import { deleteDialog, readDialog, writeDialog } from './dialogs.ts';
import { EnteredObject } from './entered-object.ts';
import { KeyedAnswers, type KeyedStart } from './keyed-answers.ts';
import { MarketWatch } from './market-watch.ts';
import type { Asked, PasskeyPlace } from './proofs.ts';
import { listNotices } from './notices.ts';
import { OwnDevices } from './own-devices.ts';
import { OwnRoles } from './own-roles.ts';
import type { StandingCard } from './standing-cards.ts';
import { OpenTabs } from './open-tabs.ts';
import { mintSecret, readSecret } from './secret.ts';
import { StreamDoor } from './stream-door.ts';
import { Telling } from './telling.ts';
import { tokenView } from './token-view.ts';
import type { UserRpc } from './user-rpc.ts';
import { FORGOTTEN, USER_SCHEMA } from './user-schema.ts';

/** A hold for a question on a visible screen is asked for this long, again and again while it is seen. */
const WATCHED_MS = MINUTE_MS;

/** Sessions, tokens, keyed answers, chat and open screens of one user. */
export class UserObject extends EnteredObject implements UserRpc {
  readonly #keyed: KeyedAnswers;
  readonly #tabs: OpenTabs;
  readonly #stream: StreamDoor;
  readonly #confirming: Confirming;
  readonly #telling: Telling;
  readonly #ownDevices: OwnDevices;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    migrate(ctx.storage, USER_SCHEMA);
    this.#keyed = new KeyedAnswers(this.sql);
    const userId = ctx.id.name ?? '';
    this.#confirming = new Confirming(this.sql, userId, (change) => {
      this.opened(change);
    });
    this.#tabs = new OpenTabs(ctx);
    const ownRoles = new OwnRoles(this.sql, {
      ...{ userId, access: this.access, tabs: this.#tabs },
      roleOf: (accountId) => accountAdmin(readEnv(env), accountId).roleOf(userId),
    });
    this.#ownDevices = new OwnDevices(this.sql, {
      opened: (change, isTold) => {
        this.opened(change, isTold);
      },
      sender: () => pushSenderOf(readEnv(env), { userId, devices: this.#ownDevices.rows }),
    });
    const watch = new MarketWatch({
      look: (before) => compose(readEnv(env)).marketGlance(before),
      watched: () => compose(readEnv(env)).watchMarket((Date.now() + WATCHED_MS) as WallMs),
      isWatching: () => {
        const watching = this.#tabs.watching();
        return watching === null ? 'no' : watching.question ? 'with-question' : 'yes';
      },
      publish: (message) => this.#tabs.publish([message], Date.now()),
    });
    const background = (work: Promise<void>): void => {
      ctx.waitUntil(work);
    };
    this.#telling = new Telling({
      ...{ userId, ownRoles, background, sql: this.sql, access: this.access, tabs: this.#tabs },
      ...{ ownDevices: this.#ownDevices, storage: ctx.storage, env: () => readEnv(env) },
    });
    this.#stream = new StreamDoor({
      ...{ watch, background, sql: this.sql, tabs: this.#tabs },
      useCases: () => compose(readEnv(env)).useCases,
      seen: (now) => {
        this.#telling.see(now);
      },
    });
  }

  async identify(kind: CredentialKind, secret: string): Promise<Identified | null> {
    const presented = await readSecret(secret);
    const found = presented === null ? null : findCredential(this.sql, presented, { kind, now: Date.now() });
    // What comes with a session may be a screen that lies open somewhere: it says itself when it is looked at. Whatever
    // may not answer is nobody who could have been asked: a script that only reads must not keep a bot buying.
    if (kind === 'token' && found?.scopes.includes('approve') === true) this.visits.mark(Date.now() as WallMs);
    return found;
  }

  tokens(): Promise<TokenView[]> {
    return Promise.resolve(listCredentials(this.sql, 'token', Date.now()).map(tokenView));
  }

  async createToken(input: {
    name: string;
    scopes: Scope[];
    accountIds: string[] | null;
    expiresInDays: number;
    notAfter?: number | null;
    channel: ChannelName;
    isTold?: boolean;
  }): Promise<NewTokenView> {
    const minted = await mintSecret();
    const now = Date.now();
    pruneCredentials(this.sql, now);
    const { name, scopes, accountIds, expiresInDays, notAfter, channel, isTold } = input;
    const expiresAt = Math.min(now + expiresInDays * DAY_MS, notAfter ?? Number.MAX_SAFE_INTEGER);
    const token = { kind: 'token', id: `t_${ulid()}`, name, scopes, accountIds } as const;
    insertCredential(this.sql, minted, { ...token, expiresAt, now });
    this.opened({ type: 'access.token-made', channel, body: { id: token.id, name, scopes, accountIds } }, isTold);
    const made = { ...token, createdAt: now, expiresAt, lastUsedAt: null };
    return { ...tokenView(made), token: `${this.ctx.id.name ?? ''}.${minted.secret}` };
  }

  revokeToken(id: string, channel: ChannelName = 'web'): Promise<boolean> {
    const token = listCredentials(this.sql, 'token', Date.now()).find((one) => one.id === id);
    const isEnded = deleteCredential(this.sql, 'token', id);
    this.#tabs.closeOf(id);
    if (isEnded) this.opened({ type: 'access.token-revoked', channel, body: { id, name: token?.name ?? null } }, true);
    return Promise.resolve(isEnded);
  }

  limitTokens(accountIds: string[]): Promise<void> {
    // A screen that stayed open would go on to show every account, also the one that is made now.
    for (const id of limitTokens(this.sql, accountIds)) this.#tabs.closeOf(id);
    return Promise.resolve();
  }

  takeProof(sessionId: string, reason: StepUpReason, about: string): Promise<boolean> {
    return Promise.resolve(this.#confirming.takeProof({ sessionId, reason, about }));
  }

  stepUpMethods(place: PasskeyPlace | null): Promise<StepUpMethodsView> {
    return Promise.resolve(this.#confirming.methods(place));
  }

  beginStepUp(asked: Asked, place: PasskeyPlace | null): Promise<StepUpBegunView> {
    return this.#confirming.begin(asked, place);
  }

  finishStepUp(
    asked: Asked,
    given: Pick<FinishStepUp, 'passkey' | 'recoveryCode' | 'linkCode'>,
  ): Promise<Result<Confirmed, Failure>> {
    return this.#confirming.finish(asked, given);
  }

  passkeys(): Promise<PasskeyView[]> {
    return Promise.resolve(this.#confirming.passkeys());
  }

  beginPasskey(
    sessionId: string,
    asking: { place: PasskeyPlace | null; userName: string },
  ): Promise<Result<Record<string, unknown>, Failure>> {
    return this.#confirming.beginPasskey(sessionId, asking);
  }

  addPasskey(sessionId: string, input: AddPasskey): Promise<Result<PasskeyView, Failure>> {
    return this.#confirming.addPasskey(sessionId, input);
  }

  renamePasskey(id: string, name: string): Promise<Result<PasskeyView, Failure>> {
    return Promise.resolve(this.#confirming.renamePasskey(id, name));
  }

  removePasskey(id: string): Promise<Result<void, Failure>> {
    const name = this.#confirming.passkeys().find((passkey) => passkey.id === id)?.name ?? null;
    const removed = this.#confirming.removePasskey(id);
    if (removed.ok) this.opened({ type: 'access.passkey-removed', channel: 'web', body: { id, name } }, true);
    return Promise.resolve(removed);
  }

  async forgetPasskeys(): Promise<number> {
    const forgotten = this.#confirming.forgetPasskeys();
    this.opened({ type: 'access.passkeys-forgotten', channel: 'cli', body: { count: forgotten } }, true);
    // The lost browser may have it saved.
    await this.removePassword('cli');
    await this.signOutAll('cli');
    return forgotten;
  }

  newRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }> {
    return this.#confirming.newRecoveryCodes();
  }

  startKeyed(key: string, bodyHash: string): Promise<KeyedStart> {
    return this.#keyed.start(key, bodyHash, Date.now());
  }

  finishKeyed(
    key: string,
    answer: { status: number; body: string; keep: 'all' | 'status' | 'nothing' },
  ): Promise<void> {
    this.#keyed.finish(key, answer);
    return Promise.resolve();
  }

  publish(messages: StreamMessage[]): Promise<void> {
    this.#tabs.publish(messages, Date.now());
    return Promise.resolve();
  }

  deliver(event: EventView): Promise<void> {
    return this.#telling.tell(event);
  }

  stands(card: StandingCard): Promise<void> {
    this.#telling.stands(card);
    return Promise.resolve();
  }

  redraw(chat: ChatRef, subject: string): Promise<boolean> {
    return Promise.resolve(this.#telling.redraw(chat, subject));
  }

  changed(subject: string): Promise<void> {
    this.#telling.changed(subject);
    return Promise.resolve();
  }

  chatLinked({ channel, chatId, name }: ChatRef & { readonly name: string }): Promise<void> {
    this.opened({ type: 'access.chat-linked', channel, body: { app: channel, chatId, name } });
    return Promise.resolve();
  }

  chatUnlinked({ app, name, channel }: Parameters<UserRpc['chatUnlinked']>[0]): Promise<void> {
    this.opened({ type: 'access.chat-unlinked', channel, body: { app, name } }, true);
    return Promise.resolve();
  }

  async forget(): Promise<void> {
    this.opened({ type: 'access.forgotten', channel: 'web', body: {} }, true);
    this.#tabs.closeAll();
    this.ctx.storage.transactionSync(() => {
      for (const table of FORGOTTEN) this.sql.run(`DELETE FROM ${table}`);
    });
    await this.ctx.storage.deleteAlarm();
  }

  recordAccess(change: RecordedAccess): Promise<void> {
    this.opened(change, true);
    return Promise.resolve();
  }

  pushDevices(sessionId: string | null): Promise<PushDeviceView[]> {
    return Promise.resolve(this.#ownDevices.rows.list(sessionId, Date.now()));
  }

  pushDevice(id: string, sessionId: string | null): Promise<PushDeviceView | null> {
    return Promise.resolve(this.#ownDevices.rows.view(id, sessionId));
  }

  addPushDevice(device: SubscribingDevice): Promise<PushDeviceView | null> {
    return Promise.resolve(this.#ownDevices.add(device, Date.now()));
  }

  updatePushDevice(id: string, change: UpdatePushDevice): Promise<boolean> {
    return Promise.resolve(this.#ownDevices.rows.update(id, change));
  }

  removePushDevice(id: string, channel: ChannelName): Promise<boolean> {
    return Promise.resolve(this.#ownDevices.remove(id, channel));
  }

  testPushDevice(id: string, language: Language): ReturnType<UserRpc['testPushDevice']> {
    return this.#ownDevices.test(id, language);
  }

  accessEvents(query: Parameters<UserRpc['accessEvents']>[0]): Promise<EventView[]> {
    return Promise.resolve(this.access.list(query));
  }

  protected isWatched(): boolean {
    return this.#tabs.isSeen();
  }

  protected opened(change: AccessChange, isTold = false): void {
    this.access.append(change, Date.now(), { isTold });
    this.#telling.send();
  }

  override alarm(): Promise<void> {
    return this.#telling.round();
  }

  notices(limit: number): Promise<NotificationView[]> {
    return Promise.resolve(listNotices(this.sql, limit));
  }

  dialog(chatId: string): Promise<unknown> {
    // Asked for with every line and press of theirs, in whichever chat.
    this.#telling.see(Date.now());
    return Promise.resolve(readDialog(this.sql, chatId));
  }

  putDialog(...put: Parameters<UserRpc['putDialog']>): Promise<boolean> {
    return Promise.resolve(writeDialog(this.sql, ...put));
  }

  deleteDialog(chatId: string, dialogId: string): Promise<boolean> {
    return Promise.resolve(deleteDialog(this.sql, chatId, dialogId));
  }

  chatAccount(chatId: string): Promise<string | null> {
    return Promise.resolve(readChatAccount(this.sql, chatId));
  }

  chooseChatAccount(chatId: string, accountId: string): Promise<void> {
    writeChatAccount(this.sql, chatId, accountId);
    return Promise.resolve();
  }

  chat(limit: number): Promise<ChatMessage[]> {
    return Promise.resolve(readChat(this.sql, limit));
  }

  appendChat(messages: ChatMessage[]): Promise<void> {
    appendChat(this.sql, messages);
    const shown = messages.map((message) => ({ type: 'chat', message }) as const);
    this.#tabs.publish(shown, Date.now());
    return Promise.resolve();
  }

  override fetch(request: Request): Response {
    return this.#stream.open(request);
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    this.#stream.heard(socket, data);
  }

  override webSocketClose(socket: WebSocket): void {
    this.#tabs.forget(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#tabs.forget(socket);
  }

  protected ended(sessionId: string): void {
    this.#tabs.closeOf(sessionId);
    this.#ownDevices.ended(sessionId);
  }

  protected follows(before: string, sessionId: string): void {
    this.#ownDevices.rows.follow(before, sessionId);
  }
}
