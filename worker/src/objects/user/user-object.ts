import { ulid } from 'ulid';
import { toldAs } from '#bot/alerts/told-as.ts';
import { toldGroupAs } from '#bot/alerts/told-group.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import type { NotificationView } from '#shared/contract/notifications.ts';
import { levelOf } from '#shared/domain/alerts/alert-kinds.ts';
import { routesFor } from '#shared/domain/alerts/routes.ts';
import { loudnessOf } from '#shared/domain/alerts/settings.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
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
import type { UserId } from '#shared/domain/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import type { SubscribingDevice } from '#shared/usecases/push-port.ts';
import { DAY_MS, MINUTE_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import { compose } from '../../composition.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { log } from '../../log.ts';
import { accountAdmin } from '../../peers.ts';
import type { RecordedAccess } from '#shared/usecases/access-history.ts';
import { migrate } from '../sql.ts';
import { isAbout, type AccessChange } from './access-log.ts';
import { appendChat, appendOnce, readChat } from './chat-history.ts';
import {
  deleteCredential,
  findCredential,
  insertCredential,
  limitTokens,
  listCredentials,
  pruneCredentials,
  standingCredential,
  type CredentialKind,
  type Identified,
} from './credentials.ts';
import { Confirming, type Confirmed } from './confirming.ts';
import { deliverPortsOf, pushSenderOf, undeliveredTeller } from './deliver-ports.ts';
import { Deliveries } from './deliveries.ts';
import type { ChatRef } from './delivery-rows.ts';
import { DeliveryRounds } from './delivery-rounds.ts';
import { DeliveryWatch } from './delivery-watch.ts';
import { deleteDialog, readDialog, writeDialog } from './dialogs.ts';
import { EnteredObject } from './entered-object.ts';
import { KeyedAnswers, type KeyedStart } from './keyed-answers.ts';
import { MarketWatch } from './market-watch.ts';
import type { Asked, PasskeyPlace } from './proofs.ts';
import { listNotices } from './notices.ts';
import { OwnDevices } from './own-devices.ts';
import { OwnRoles } from './own-roles.ts';
import type { StandingCard } from './standing-cards.ts';
import { Screens, send, type ScreenState } from './screens.ts';
import { mintSecret, readSecret } from './secret.ts';
import { greet, parseSince } from './stream-greeting.ts';
import { readStreamRequest } from './stream-request.ts';
import { tokenView } from './token-view.ts';
import { SCREEN_HEADER, type ScreenRequest, type UserRpc } from './user-rpc.ts';
import { FORGOTTEN, USER_SCHEMA } from './user-schema.ts';

/** A hold for a question on a visible screen is asked for this long, again and again while it is seen. */
const WATCHED_MS = MINUTE_MS;

/** A round of deliveries that is cut off is taken up after this. */
const DELIVERY_NET_MS = MINUTE_MS;

/** Sessions, tokens, keyed answers, chat and open screens of one user. */
export class UserObject extends EnteredObject implements UserRpc {
  readonly #keyed: KeyedAnswers;
  readonly #screens: Screens;
  readonly #watch: MarketWatch;
  readonly #confirming: Confirming;
  readonly #deliveries: Deliveries;
  readonly #deliveryWatch: DeliveryWatch;
  readonly #ownRoles: OwnRoles;
  readonly #ownDevices: OwnDevices;
  readonly #rounds: DeliveryRounds;
  /** How many calls wait for a round now. */
  #delivering = 0;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    migrate(ctx.storage, USER_SCHEMA);
    this.#keyed = new KeyedAnswers(this.sql);
    const userId = ctx.id.name ?? '';
    this.#confirming = new Confirming(this.sql, userId, (change) => {
      this.opened(change);
    });
    this.#deliveries = new Deliveries(this.sql);
    this.#deliveryWatch = new DeliveryWatch(this.sql);
    this.#rounds = new DeliveryRounds(() =>
      deliverPortsOf(readEnv(env), { ...this.#whose(), deliveries: this.#deliveries }),
    );
    this.#screens = new Screens(ctx);
    this.#ownRoles = new OwnRoles(this.sql, {
      ...{ userId, access: this.access, screens: this.#screens },
      roleOf: (accountId) => accountAdmin(readEnv(env), accountId).roleOf(userId),
    });
    this.#ownDevices = new OwnDevices(this.sql, {
      opened: (change, isTold) => {
        this.opened(change, isTold);
      },
      sender: () => pushSenderOf(readEnv(env), this.#whose()),
    });
    this.#watch = new MarketWatch({
      look: (before) => compose(readEnv(env)).marketGlance(before),
      watched: () => compose(readEnv(env)).watchMarket((Date.now() + WATCHED_MS) as WallMs),
      isWatching: () => {
        const watching = this.#screens.watching();
        return watching === null ? 'no' : watching.question ? 'with-question' : 'yes';
      },
      publish: (message) => this.#screens.publish([message], Date.now()),
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
    this.#screens.closeOf(id);
    if (isEnded) this.opened({ type: 'access.token-revoked', channel, body: { id, name: token?.name ?? null } }, true);
    return Promise.resolve(isEnded);
  }

  limitTokens(accountIds: string[]): Promise<void> {
    // A screen that stayed open would go on to show every account, also the one that is made now.
    for (const id of limitTokens(this.sql, accountIds)) this.#screens.closeOf(id);
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
    this.#screens.publish(messages, Date.now());
    return Promise.resolve();
  }

  async deliver(event: EventView): Promise<void> {
    const composition = compose(readEnv(this.env));
    const userId = this.ctx.id.name ?? '';
    const role = await this.#ownRoles.now(event, composition);
    const inGroups = toldGroupAs(event);
    const [said, linked, settings, zone, groups] = await Promise.all([
      composition.alert(userId, event),
      composition.chats.list(userId),
      composition.alertSettings.read(userId),
      composition.zoneOf(userId),
      inGroups === null ? [] : composition.groups.list(userId),
    ]);
    const now = Date.now() as WallMs;
    const told = toTellOf(event);
    // The chat of the app keeps everything but what was turned off there and asks for nothing.
    // What is still told of somebody who has said goodbye is told to nobody.
    const isGone = this.access.has('access.forgotten');
    const isKept = levelOf(told.kind) !== 'news' || loudnessOf(settings, told.kind, 'web') !== 'off';
    const messages = isKept && !isGone ? said.messages : [];
    if (!appendOnce(this.sql, event, { messages, now })) return;
    this.#ownRoles.hear(event, role);
    if (this.#screens.isSeen()) this.#deliveries.see(now);
    const reached = [...linked.filter(({ goneAt }) => goneAt === null), ...this.#ownDevices.chats()];
    const chats = reached.filter((chat) => !isAbout(event, chat));
    const channels = [...new Set(chats.map(({ channel }) => channel))];
    const routes = routesFor(told, { settings, linked: channels, zone, now });
    this.#deliveries.owe(event, toldAs(event), { kind: told.kind, title: said.title, routes, chats, now });
    for (const { id, channel, accountId, goneAt } of groups)
      if (inGroups !== null && goneAt === null && accountId === event.accountId)
        this.#deliveries.oweGroup(event, inGroups, { channel, chatId: id }, now);
    this.#screens.publish(
      messages.map((message) => ({ type: 'chat', message }) as const),
      now,
    );
    this.#deliverNow();
  }

  stands(card: StandingCard): Promise<void> {
    const now = Date.now();
    this.#deliveries.cards.put(card, { trade: null, now });
    // What happened while it was on its way.
    if (card.card.tone !== 'question') this.#deliveries.oweRedraw(card, card.subject, now);
    this.#deliverNow();
    return Promise.resolve();
  }

  redraw(chat: ChatRef, subject: string): Promise<boolean> {
    const stands = this.#deliveries.oweRedraw(chat, subject, Date.now());
    this.#deliverNow();
    return Promise.resolve(stands);
  }

  changed(subject: string): Promise<void> {
    for (const chat of this.#deliveries.cards.chatsOf(subject)) this.#deliveries.oweRedraw(chat, subject, Date.now());
    this.#deliverNow();
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
    this.#screens.closeAll();
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
    return this.#screens.isSeen();
  }

  protected opened(change: AccessChange, isTold = false): void {
    this.access.append(change, Date.now(), { isTold });
    this.#deliverNow();
  }

  override async alarm(): Promise<void> {
    await this.#deliver();
  }

  /** The alarm is set before anything leaves: what is cut off goes on by itself. */
  #deliverNow(): void {
    if (this.#deliveries.nextAt(Date.now()) !== null || this.access.untold().length > 0)
      this.ctx.waitUntil(this.#deliver());
  }

  async #deliver(): Promise<void> {
    this.#delivering += 1;
    try {
      await this.ctx.storage.setAlarm(Date.now() + DELIVERY_NET_MS);
      await this.#tellAccess();
      await this.#rounds.go();
    } finally {
      this.#delivering -= 1;
    }
    // Whoever is the last looks when to come again.
    if (this.#delivering > 0) return;
    // What could not be told yet is tried again by the alarm that stands.
    const tell = undeliveredTeller(readEnv(this.env), this.#whose().userId);
    const isWatched = await this.#deliveryWatch.look(Date.now() as WallMs, tell);
    if (this.access.untold().length > 0 || !isWatched) return;
    const now = Date.now() as WallMs;
    const times = [this.#deliveries.nextAt(now), this.#deliveryWatch.nextAt(now)].filter((at) => at !== null);
    if (times.length === 0) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(Math.max(Math.min(...times), now + 1));
  }

  async #tellAccess(): Promise<void> {
    try {
      for (const event of this.access.untold()) {
        await this.deliver(event);
        this.access.told(event.seq);
      }
    } catch (error) {
      log('access-not-told', { userId: this.ctx.id.name ?? '', error });
    }
  }

  #whose() {
    return { userId: this.ctx.id.name ?? '', devices: this.#ownDevices.rows };
  }

  notices(limit: number): Promise<NotificationView[]> {
    return Promise.resolve(listNotices(this.sql, limit));
  }

  dialog(chatId: string): Promise<unknown> {
    // Asked for with every line and press of theirs, in whichever chat.
    this.#deliveries.see(Date.now());
    return Promise.resolve(readDialog(this.sql, chatId));
  }

  putDialog(...put: Parameters<UserRpc['putDialog']>): Promise<boolean> {
    return Promise.resolve(writeDialog(this.sql, ...put));
  }

  deleteDialog(chatId: string, dialogId: string): Promise<boolean> {
    return Promise.resolve(deleteDialog(this.sql, chatId, dialogId));
  }

  chat(limit: number): Promise<ChatMessage[]> {
    return Promise.resolve(readChat(this.sql, limit));
  }

  appendChat(messages: ChatMessage[]): Promise<void> {
    appendChat(this.sql, messages);
    const shown = messages.map((message) => ({ type: 'chat', message }) as const);
    this.#screens.publish(shown, Date.now());
    return Promise.resolve();
  }

  /** The stream. Only the front door reaches this, with a caller it has verified. */
  override fetch(request: Request): Response {
    const header = request.headers.get(SCREEN_HEADER);
    if (header === null) return new Response(null, { status: 404 });
    const screen = JSON.parse(header) as ScreenRequest;
    // Between the door and here it may have ended, or been bound to some accounts.
    const credential = standingCredential(this.sql, screen.credentialId, Date.now());
    if (credential === null) return new Response(null, { status: 401 });
    const { 0: client, 1: server } = new WebSocketPair();
    const { id: credentialId, scopes, accountIds, expiresAt } = credential;
    const caller = { userId: screen.userId as UserId, channel: screen.channel, scopes, accountIds };
    const seen = { visible: true, question: false };
    this.#screens.accept(server, { caller, credentialId, expiresAt, ...seen });
    this.ctx.waitUntil(this.#greet(server, { caller, since: screen.since }));
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    const request = typeof data === 'string' && data.length < 500 ? readStreamRequest(data) : null;
    if (request === null) return;
    if (request.type === 'ping') send(socket, { type: 'pong' });
    else this.#screens.update(socket, { visible: request.visible, question: request.visible && request.question });
    const isSeen = request.type === 'visible' && request.visible && this.#screens.isSomebody(socket);
    if (isSeen) this.#deliveries.see(Date.now());
    this.#watch.wake();
  }

  override webSocketClose(socket: WebSocket): void {
    this.#screens.forget(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#screens.forget(socket);
  }

  async #greet(socket: WebSocket, { caller, since }: { caller: ScreenState['caller']; since: string }): Promise<void> {
    const { useCases } = compose(readEnv(this.env));
    const request = { caller, since: parseSince(since), at: toIso(Date.now() as WallMs) };
    try {
      await greet(useCases, request, (message) => send(socket, message));
      this.#screens.greeted(socket);
      this.#watch.greet();
    } catch {
      // The client comes again: a stream without its beginning would hide what was missed.
      this.#screens.forget(socket);
      socket.close(1013, 'try again');
    }
  }

  protected ended(sessionId: string): void {
    this.#screens.closeOf(sessionId);
    this.#ownDevices.ended(sessionId);
  }

  protected follows(before: string, sessionId: string): void {
    this.#ownDevices.rows.follow(before, sessionId);
  }
}
