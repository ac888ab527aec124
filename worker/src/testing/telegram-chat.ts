import type { FakeState } from '#bot/testing/fake-use-cases.ts';
import { fakeState, fakeUseCases } from '#bot/testing/fake-use-cases.ts';
import type { House } from '#bot/testing/house.ts';
import { memoryDialogs } from '#bot/testing/memory-dialogs.ts';
import { memoryGroups } from '#bot/testing/memory-groups.ts';
import { NOW } from '#bot/testing/builders.ts';
import { gatheredCard, stillOpen } from '#bot/alerts/together.ts';
import { toldAs } from '#bot/alerts/told-as.ts';
import { toldGroupAs } from '#bot/alerts/told-group.ts';
import { telegramClient } from '#bot/channels/telegram/client.ts';
import type { EventView } from '#shared/contract/account.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Language } from '#shared/contract/session.ts';
import { routesFor } from '#shared/domain/alerts/routes.ts';
import { AlertSettings } from '#shared/domain/alerts/settings.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import type { TokenSet } from '#shared/usecases/channel-port.ts';
import type { AccountPort, Accounts } from '#shared/usecases/account-port.ts';
import { tellGroup } from '#shared/usecases/groups.ts';
import type { Chats, LinkedChat } from '#shared/usecases/chat-port.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { Users } from '#shared/usecases/ports.ts';
import { chatCards } from '../chat-cards.ts';
import { groupGone, letIntoGroup, type GroupHouse } from '../channels/group-places.ts';
import { groupCards } from '../group-cards.ts';
import { hear } from '../channels/hear.ts';
import { TELEGRAM } from '../channels/telegram.ts';
import { channelPlace } from '../objects/channel/channel-place.ts';
import { ChannelRuntime } from '../objects/channel/channel-runtime.ts';
import { CHANNEL_SCHEMA } from '../objects/channel/channel-schema.ts';
import { ChannelStore } from '../objects/channel/channel-store.ts';
import { deliverDue } from '../objects/user/deliver-due.ts';
import { Deliveries } from '../objects/user/deliveries.ts';
import { USER_SCHEMA } from '../objects/user/user-schema.ts';
import type { UserRpc } from '../objects/user/user-rpc.ts';
import { readVaultKeys } from '../vault/vault-keys.ts';
import { seal } from '../vault/vault.ts';
import { NO_DEVICES } from './no-devices.ts';
import { NodeSql } from './node-sql.ts';
import { telegramFetch } from './telegram-server/telegram-fetch.ts';
import { TelegramWorld, type SeenMessage, type TelegramPerson } from './telegram-server/telegram-world.ts';

const CODE = 'k3v9x-4m2ab-77qrs';
const USER = 'u_1';
/** The alarm of a channel takes up what was cut off. */
const RESUMED_AFTER_MS = 61_000;

/** A person at Telegram, before the stand-in of it: what they say goes all the way, and comes all the way back. */
export interface TelegramChat {
  readonly world: TelegramWorld;
  readonly state: FakeState;
  readonly person: TelegramPerson;
  /** What was said and shown, in order; an edit is shown again under its message's number. */
  readonly transcript: string[];
  readonly deliveries: Deliveries;
  readonly groups: ReturnType<typeof memoryGroups>;
  now(): WallMs;
  /** Titles of what was said on the person's screens. */
  readonly toldOnScreen: readonly string[];
  says(text: string, change?: Record<string, unknown>): Promise<void>;
  presses(label: string): Promise<void>;
  /** Gives its token again, with the address that updates are to come to; null: they are asked for. */
  connects(hookUrl: string | null): Promise<TokenSet>;
  /** An update as it is, whoever sent it; answers what the door would say. `saidAfter`: the earliest it can be said. */
  takes(update: unknown, saidAfter?: number): Promise<string>;
  /** Another bot takes the place of the one before, with a token of its own; it counts from the beginning. */
  anotherBot(): Promise<TokenSet>;
  /** A line whose work was begun before and cut off, as the alarm takes it up again. */
  cutOff(text: string): Promise<void>;
  /** An event of the account that owes this person a message. */
  happens(event: EventView): Promise<void>;
  /** What a card in the chat shows has changed elsewhere. */
  changes(subject: string): Promise<void>;
  waits(ms: number): Promise<void>;
  /** What runs is gone, as in a deploy; what was stored is there. `midway`: it goes while this is worked on. */
  restarts(midway?: unknown): Promise<void>;
  /** The same, and no time has gone by yet. */
  dies(midway?: unknown): Promise<void>;
}

/** Pictures are drawn elsewhere and tested there; here one is there before anybody's patience ends. */
const drawsAtOnce = (): Promise<ArrayBuffer> => Promise.resolve(new ArrayBuffer(8));
const untilNever = (): Promise<void> => new Promise(() => undefined);

/**
 * Over ports in Node: the channel's object, the user's deliveries and the commands are the real ones; accounts are, where a
 * `house` is given.
 */
export async function aTelegramChat(
  language: Language,
  change: Partial<FakeState> = {},
  house?: House,
): Promise<TelegramChat> {
  let clock = NOW as number;
  let waited = 0;
  let alarmAt: WallMs | null = null;
  const now = (): WallMs => (house === undefined ? clock : house.now() + waited) as WallMs;
  const world = new TelegramWorld({ now });
  const state = fakeState(change);
  const person = { id: 5_200_000_001, firstName: language === 'ko' ? '민아' : 'Mina', language };
  const linked = new Map<string, LinkedChat>();
  const codes = new Set([CODE]);
  const groups = memoryGroups();
  const allows = (): Promise<Result<null, Failure>> =>
    Promise.resolve(state.isOwner ? ok(null) : err(failure('not-allowed')));
  const account = { allows } as unknown as AccountPort;
  const telling = { groups, now, accounts: { account: () => account } as unknown as Accounts };
  // Groups are kept for real; whose an account is, the fake says.
  const useCases: UseCases = {
    ...(house?.useCases ?? fakeUseCases(state)),
    tellGroup: (caller, place, accountId) => tellGroup(telling, caller, place, accountId),
  };
  const dialogs = memoryDialogs();
  const transcript: string[] = [];
  const pending = new Set<Promise<void>>();
  const sleep = (ms: number): Promise<void> => {
    clock += ms;
    waited += ms;
    return Promise.resolve();
  };

  const users: Users = {
    find: () =>
      Promise.resolve({
        ...{ id: USER, name: person.firstName, role: 'owner' as const, language, theme: 'system' as const },
        createdAt: '2026-11-01T00:00:00.000Z',
      }),
    list: () => Promise.resolve([]),
    create: () => Promise.resolve(),
    update: () => Promise.resolve(),
  };
  const chats: Chats = {
    find: (_channel, externalId) => Promise.resolve(linked.get(externalId) ?? null),
    list: () => Promise.resolve([...linked.values()]),
    link: (chat) => {
      const isTheirs = (linked.get(chat.externalId)?.userId ?? chat.userId) === chat.userId;
      if (isTheirs) linked.set(chat.externalId, { ...chat, goneAt: null });
      return Promise.resolve(isTheirs);
    },
    unlink: (_userId, _channel, externalId) => Promise.resolve(linked.delete(externalId)),
    setGone: (_channel, chatId, goneAt) => {
      for (const [id, chat] of linked) if (chat.chatId === chatId) linked.set(id, { ...chat, goneAt });
      return Promise.resolve();
    },
    createCode: () => Promise.resolve(CODE),
    takeCode: (code) => Promise.resolve(code === CODE && codes.delete(code) ? USER : null),
  };
  const userSql = new NodeSql(USER_SCHEMA);
  let deliveries = new Deliveries(userSql);
  const toldOnScreen: string[] = [];
  const places: GroupHouse = {
    ...{ channel: 'telegram', chats, groups, users, now },
    accountName: () => Promise.resolve(state.account.name),
    tell: (_userId, { title }) => {
      toldOnScreen.push(title);
      return Promise.resolve();
    },
  };
  const cards = chatCards({ useCases, users, now });
  const inGroups = groupCards({ useCases, users, now });
  const user = {
    dialog: (chatId: string) => dialogs.get(USER, chatId),
    putDialog: (chatId: string, dialog: never, after: never) => dialogs.put(USER, chatId, dialog, after),
    deleteDialog: (chatId: string, id: string) => dialogs.delete(USER, chatId, id),
    chatAccount: (chatId: string) => dialogs.account(USER, chatId),
    chooseChatAccount: (chatId: string, accountId: string) => dialogs.choose(USER, chatId, accountId),
    stands: (card: Parameters<UserRpc['stands']>[0]) => {
      deliveries.cards.put(card, { trade: null, now: now() });
      if (card.card.tone !== 'question') deliveries.oweRedraw(card, card.subject, now());
      return Promise.resolve();
    },
    redraw: (chat: Parameters<UserRpc['redraw']>[0], subject: string) =>
      Promise.resolve(deliveries.oweRedraw(chat, subject, now())),
    chatLinked: () => Promise.resolve(),
  } as unknown as UserRpc;

  const channelSql = new NodeSql(CHANNEL_SCHEMA);
  const keys = readVaultKeys({ KEK_1: '5a'.repeat(32) });
  if (keys === null) throw new Error('there is a key');
  let life = 0;
  const born = (mine: number): ChannelRuntime =>
    new ChannelRuntime({
      vendor: {
        ...TELEGRAM,
        client: (how) => telegramClient({ ...how, fetch: telegramFetch(world) }),
      },
      sql: channelSql,
      keys,
      apiRoot: undefined,
      appUrl: null,
      now,
      sleep,
      background: (work) => {
        const settled = work.catch(() => undefined).finally(() => pending.delete(settled));
        pending.add(settled);
      },
      setAlarm: (at) => (alarmAt = at),
      ear: (runtime) => ({
        ...{ channel: 'telegram', useCases, users, chats, groups, now, appUrl: null },
        sleep: untilNever,
        user: () => user,
        post: (post) => runtime.voice.answer(() => runtime.voice.post(post)),
        edit: (shown, post) => runtime.voice.answer(() => runtime.voice.edit(shown, post)),
        answerPress: (pressId, text) => runtime.voice.answerPress(pressId, text),
        mayTry: (externalId, what) => runtime.mayTry(externalId, what),
        with: (work) => runtime.voice.answer(() => runtime.voice.with(work)),
        picture: drawsAtOnce,
      }),
      // Whoever is gone does nothing any more.
      hear: (...heard) => (mine === life ? hear(...heard) : untilNever()),
      setGone: (chatId, at) =>
        TELEGRAM.isGroup(chatId) ? groupGone(places, chatId, at) : chats.setGone('telegram', chatId, at),
      letIn: (chatId, group) => letIntoGroup(places, chatId, group),
      moved: (from, to) => groups.move('telegram', from, to),
      log: () => undefined,
    });
  let runtime = born(life);
  const connects = async (hookUrl: string | null): Promise<TokenSet> => {
    const version = await runtime.nextVersion();
    const secret = { version, secret: { token: world.token } };
    return runtime.open(await seal(keys, channelPlace('telegram'), secret), hookUrl);
  };
  await connects(null);

  const seen = new Map<number, string>();
  const look = (): void => {
    for (const message of world.messages) {
      const shown = messageText(message);
      if (seen.get(message.messageId) === shown) continue;
      const head = seen.has(message.messageId) ? `(message ${number(message)} changes)` : heading(message, number);
      seen.set(message.messageId, shown);
      transcript.push(`${head}\n${shown}`);
    }
  };
  const number = (message: Pick<SeenMessage, 'messageId'>): number =>
    world.messages.findIndex(({ messageId }) => messageId === message.messageId) + 1;
  const settle = async (): Promise<void> => {
    while (pending.size > 0) await Promise.all(pending);
    const ports = {
      deliveries,
      push: NO_DEVICES,
      now,
      stillOpen,
      gatheredCard,
      isTheirs: ({ chatId }: { chatId: string }) =>
        Promise.resolve([...linked.values()].some((chat) => chat.chatId === chatId && chat.goneAt === null)),
      inGroup: async (groupId: string) => {
        const group = await groups.find(groupId);
        if (group === null || group.accountId === null || group.goneAt !== null) return null;
        const { chatId, threadId } = group;
        return {
          place: { chatId, threadId },
          draw: (event: EventView) => inGroups.ofEvent(group, event),
          drawStanding: (subject: string) => inGroups.standing(group, subject),
          picture: drawsAtOnce,
        };
      },
      draw: (event: EventView) => cards.ofEvent(USER, event, 'telegram'),
      drawStanding: (subject: string) => cards.standing(USER, subject),
      picture: drawsAtOnce,
      sleep: untilNever,
      post: (_: string, post: Parameters<typeof runtime.post>[0]) => runtime.post(post),
      edit: (_: string, ...edit: Parameters<typeof runtime.edit>) => runtime.edit(...edit),
      log: () => undefined,
    };
    while (await deliverDue(ports));
    look();
  };
  const takes = async (update: unknown, saidAfter?: number): Promise<string> => {
    const taken = await runtime.receive(update, saidAfter);
    await settle();
    return taken;
  };
  const waits = async (ms: number): Promise<void> => {
    await sleep(ms);
    if (alarmAt !== null && alarmAt <= now()) {
      alarmAt = null;
      await runtime.onAlarm();
    }
    await settle();
  };
  const dies = async (midway?: unknown): Promise<void> => {
    const before = runtime;
    life += 1;
    if (midway !== undefined) await before.receive(midway);
    // Of work that never ends nobody hears.
    pending.clear();
    runtime = born(life);
    deliveries = new Deliveries(userSql);
  };
  return {
    ...{ world, state, person, transcript, groups, toldOnScreen, connects, takes, now },
    get deliveries() {
      return deliveries;
    },
    anotherBot: () => {
      world.anotherBot();
      return connects(null);
    },
    says: async (text, change) => {
      transcript.push(`> ${text.replace(CODE, 'CODE')}`);
      await takes(world.typed(person, text, change));
    },
    cutOff: async (text) => {
      const update = world.typed(person, text);
      const store = new ChannelStore(channelSql);
      const id = `${world.botId}:${update.update_id}`;
      store.take(id, JSON.stringify(update), clock);
      store.begin(id, 3);
      clock += 2 * MINUTE_MS;
      await runtime.onAlarm();
      await settle();
    },
    presses: async (label) => {
      const update = world.pressed(person, label);
      transcript.push(`> [${label}]`);
      await takes(update);
    },
    happens: async (event) => {
      const told = toTellOf(event);
      const heard = [...linked.values()].filter(({ goneAt }) => goneAt === null);
      const settings = AlertSettings.parse({});
      const routes = routesFor(told, { settings, linked: ['telegram'], zone: 'America/New_York', now: now() });
      deliveries.owe(event, toldAs(event), { kind: told.kind, title: null, routes, chats: heard, now: now() });
      const toldThere = toldGroupAs(event);
      for (const { id, channel, accountId } of groups.all)
        if (toldThere !== null && accountId === event.accountId)
          deliveries.oweGroup(event, toldThere, { channel, chatId: id }, now());
      await settle();
    },
    changes: async (subject) => {
      for (const chat of deliveries.cards.chatsOf(subject)) deliveries.oweRedraw(chat, subject, now());
      await settle();
    },
    waits,
    dies,
    restarts: async (midway) => {
      await dies(midway);
      await waits(RESUMED_AFTER_MS);
    },
  };
}

/** The code that links; what `/start` is sent with. */
export const LINK_CODE = CODE;

function heading(message: SeenMessage, number: (message: { messageId: number }) => number): string {
  const reply = message.replyTo === null ? '' : `, replies to ${number({ messageId: message.replyTo })}`;
  const picture = message.hasPicture ? ', with a picture' : '';
  return `(message ${number(message)}${reply}${message.isSilent ? ', silent' : ''}${picture})`;
}

/** As somebody reads it: markup away, the folded part marked. */
function messageText({ text, keyboard }: SeenMessage): string {
  const lines = text
    .replace(/\n?<blockquote expandable>/g, '\n| ')
    .replace(/<\/blockquote>/g, '')
    .replace(/<\/?b>/g, '**')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  const rows = keyboard.map((row) => row.map((button) => `[${button.text}]`).join(' '));
  return [lines, ...rows].join('\n');
}
