import type { TelegramPerson } from '../../src/testing/telegram-server/telegram-world.ts';
import type { ChatApps } from './chat-apps.ts';
import { interaction, press, slash } from './chat-people.ts';
import type { Random } from './random.ts';

/** Well formed, sent by the app itself, and yet nobody's word. */
export interface IdleUpdate {
  /** `nobody`: no person can have meant it. `presser`: somebody linked presses what no card of theirs has. */
  readonly from: 'stranger' | 'nobody' | 'presser';
  readonly update: Record<string, unknown>;
}

export interface Crowd {
  readonly apps: ChatApps;
  /** Linked. */
  readonly telegram: readonly TelegramPerson[];
  readonly discord: readonly string[];
  /** Lines and buttons that would change something, said by somebody who may. */
  readonly lines: readonly string[];
  readonly verbs: readonly string[];
  /** Buttons that nobody has: of other accounts, of what never was, of other revisions. */
  readonly strayVerbs: readonly string[];
}

/** Lines and buttons that would do something, and those that no card has. */
export function crowdOf(
  people: Pick<Crowd, 'apps' | 'telegram' | 'discord'>,
  accountId: string,
  ids: readonly string[] = [],
): Crowd {
  const key = accountId.slice(2);
  const made = (kind: string, account: string): string => `${kind}_${account}_01K00000000000000000000000`;
  const others = [key, 'zzzzzzzz', '0'.repeat(8)];
  return {
    ...people,
    lines: ['/pause', '/stop', '/today', '/positions', '/newbot 5000 medium', ...ids.map((id) => `/approve ${id} 1`)],
    verbs: ['pause', 'today', 'positions', ...ids.flatMap((id) => [`approve ${id} 1`, `skip ${id} 1 0`])],
    strayVerbs: [
      ...others.flatMap((account) => [
        `approve ${made('p', account)} 1`,
        `half ${made('p', account)} 1`,
        `skip ${made('p', account)} 1 1`,
        `cancel ${made('o', account)}`,
        `resume ${made('b', account)}`,
      ]),
      ...['zzzzzzzz|pause', 'zzzzzzzz|positions', '../../..|today', `${key}|nothing`, '|', '||', ' ', '\u0000', '%00'],
      ...['d x 0 yes', 'd 01K00000000000000000000000 0 Start', 'd', 'constructor', '__proto__', 'toString x'],
      ...['drop table users', 'approve', 'approve p_x', 'approve 1 1', 'skip 0 0 0', '\ud800', '🔥'.repeat(16)],
      ...ids.flatMap((id) => [
        `approve ${id} 0`,
        `approve ${id} 2`,
        `approve ${id} 1.5`,
        `approve ${id}`,
        `skip ${id} 9 1`,
      ]),
    ],
  };
}

const STRANGERS = 6;
const GROUP = { id: -1_001_234_567_890, type: 'supergroup', title: 'A group' };
let lastUpdate = 900_000_000;

const stranger = (random: Random): TelegramPerson => ({
  ...{ id: 77_000 + random.int(1, STRANGERS), firstName: 'Somebody', language: random.pick(['en', 'ko']) },
});

/** Pressed by somebody linked, and on no card of theirs. */
export function strayTelegram({ telegram, strayVerbs }: Crowd, random: Random): IdleUpdate {
  return { from: 'presser', update: pressed(random.pick(telegram), random.pick(strayVerbs)) };
}

export function strayDiscord({ apps, discord, strayVerbs }: Crowd, random: Random): IdleUpdate {
  const linked = random.pick(discord);
  const update = random.chance(0.7)
    ? press(apps, linked, random.pick(strayVerbs).slice(0, 100))
    : slash(apps, linked, random.pick(['nothing', 'approve', 'x', '\u0000', 'sudo']));
  return { from: 'presser', update };
}

export function idleTelegram(crowd: Crowd, random: Random): IdleUpdate {
  const { telegram, lines, verbs } = crowd;
  const linked = random.pick(telegram);
  const line = random.pick(lines);
  const said = (person: TelegramPerson, change: Record<string, unknown> = {}): Record<string, unknown> => ({
    ...{ update_id: (lastUpdate += 1) },
    message: {
      ...{ message_id: lastUpdate, date: Math.floor(Date.now() / 1_000), from: fromOf(person), chat: chatWith(person) },
      ...{ text: line, ...change },
    },
  });
  const other = (kind: string): Record<string, unknown> => {
    const { update_id: id, message } = said(linked) as { update_id: number; message: unknown };
    return { update_id: id, [kind]: message };
  };
  const ofNobody = (update: Record<string, unknown>): IdleUpdate => ({ from: 'nobody', update });
  return random.pick<() => IdleUpdate>([
    () => ({ from: 'stranger', update: said(stranger(random)) }),
    () => ({ from: 'stranger', update: pressed(stranger(random), random.pick(verbs)) }),
    () => ({ from: 'stranger', update: said(stranger(random), { chat: GROUP }) }),
    // In somebody else's conversation, a chat that a linked person's name stands on.
    () => ({ from: 'stranger', update: said({ ...stranger(random), firstName: linked.firstName }, { chat: GROUP }) }),
    () => ofNobody(said(linked, { forward_origin: { type: 'user', date: 0, sender_user: fromOf(linked) } })),
    () => ofNobody(said(linked, { forward_date: 1 })),
    () => ofNobody(said(linked, { via_bot: { id: 9, is_bot: true, first_name: 'Inline' } })),
    () => ofNobody(said(linked, { sender_chat: { id: -100, type: 'channel', title: 'Channel' }, chat: GROUP })),
    () => ofNobody(said(linked, { chat: { id: -100, type: 'channel', title: 'Channel' } })),
    () => ofNobody(said(linked, { from: { ...fromOf(linked), is_bot: true } })),
    () => ofNobody(said(linked, { from: undefined })),
    () => ofNobody(said(linked, { text: random.pick(['', ' ', '\n\t', 'x'.repeat(random.int(501, 8_192))]) })),
    () => ofNobody(said(linked, { text: `${line.split(' ')[0] ?? ''}@OtherBot`, chat: GROUP })),
    () => ofNobody(said(linked, { text: line.replace(/^\//, ''), chat: GROUP })),
    () =>
      ofNobody(
        said(linked, { date: Math.floor(Date.now() / 1_000) - 999_999, from: { ...fromOf(linked), is_bot: true } }),
      ),
    () => ofNobody(other(random.pick(['channel_post', 'edited_message', 'edited_channel_post', 'business_message']))),
    () => ofNobody({ update_id: (lastUpdate += 1), inline_query: { id: '1', from: fromOf(linked), query: line } }),
    () =>
      ofNobody({ update_id: (lastUpdate += 1), [random.pick(['poll', 'x', '\u0000'])]: random.pick([null, 1, {}]) }),
    () => ofNobody(pressed(linked, random.pick(verbs), { message: undefined })),
    () => ofNobody(pressed(linked, random.pick(verbs), { from: { ...fromOf(linked), is_bot: true } })),
    () =>
      ofNobody(pressed(linked, undefined, random.pick([{}, { data: '' }, { data: 'x'.repeat(random.int(101, 256)) }]))),
  ])();
}

export function idleDiscord(crowd: Crowd, random: Random): IdleUpdate {
  const { apps, verbs } = crowd;
  const someone = String(7_700_000 + random.int(1, STRANGERS));
  const command = random.pick(['today', 'positions', 'pause', 'stop', 'buy', 'approve', 'risk', 'resume']);
  const guild = { context: 0, guild_id: '88', user: undefined };
  const member = (id: string): Record<string, unknown> => ({
    ...guild,
    member: { user: { id, username: 'somebody' } },
  });
  const modal = (user: string): Record<string, unknown> =>
    interaction(apps, user, {
      type: 5,
      data: {
        custom_id: random.pick(verbs).slice(0, 100),
        components: [{ type: 18, component: { type: 4, custom_id: 'reason', value: 'x' } }],
      },
    });
  const typing = (user: string): Record<string, unknown> =>
    interaction(apps, user, {
      type: 4,
      data: { id: '1', name: 'price', type: 1, options: [{ name: 'symbol', type: 3, value: 'A', focused: true }] },
    });
  return random.pick<() => IdleUpdate>([
    () => ({ from: 'stranger', update: slash(apps, someone, command) }),
    () => ({ from: 'stranger', update: { ...slash(apps, someone, command), ...member(someone) } }),
    () => ({ from: 'stranger', update: press(apps, someone, random.pick(verbs).slice(0, 100)) }),
    // On a message in a server that somebody linked called up.
    () => ({
      from: 'stranger',
      update: { ...press(apps, someone, random.pick(verbs).slice(0, 100)), ...member(someone) },
    }),
    () => ({ from: 'stranger', update: modal(someone) }),
    () => ({ from: 'stranger', update: typing(someone) }),
    () => ({ from: 'nobody', update: { type: 1, id: '1' } }),
  ])();
}

function pressed(person: TelegramPerson, data: unknown, change: Record<string, unknown> = {}): Record<string, unknown> {
  lastUpdate += 1;
  return {
    update_id: lastUpdate,
    callback_query: {
      ...{ id: `q${lastUpdate}`, from: fromOf(person), chat_instance: '1', data },
      message: { message_id: 1, date: 0, chat: chatWith(person) },
      ...change,
    },
  };
}

function fromOf({ id, firstName, language }: TelegramPerson): Record<string, unknown> {
  return { id, is_bot: false, first_name: firstName, language_code: language };
}

function chatWith({ id, firstName }: TelegramPerson): Record<string, unknown> {
  return { id, type: 'private', first_name: firstName };
}
