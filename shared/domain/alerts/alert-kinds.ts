import type { AccessEventType, EventType } from '../event-type.ts';

/**
 * How loud a message may be. `act-now`: sound, also in quiet hours, repeated once elsewhere. `proposal`: sound once, one
 * silent reminder. `news`: at once, silent in quiet hours. `brief`: never alone, it waits for the next brief.
 */
export const ALERT_LEVELS = ['act-now', 'proposal', 'news', 'brief'] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/**
 * What a person turns on, down or off: a line of the table in the settings. `sounds`: whether news of it may be heard at
 * all (fills never are).
 */
export const ALERT_KINDS = {
  'exit-failed': { level: 'act-now', sounds: true },
  unprotected: { level: 'act-now', sounds: true },
  unresolved: { level: 'act-now', sounds: true },
  halt: { level: 'act-now', sounds: true },
  'broker-lost': { level: 'act-now', sounds: true },
  access: { level: 'act-now', sounds: true },
  watch: { level: 'act-now', sounds: true },
  question: { level: 'proposal', sounds: true },
  fill: { level: 'news', sounds: false },
  sold: { level: 'news', sounds: true },
  'not-bought': { level: 'news', sounds: true },
  order: { level: 'news', sounds: false },
  bot: { level: 'news', sounds: false },
  ending: { level: 'news', sounds: true },
  account: { level: 'news', sounds: false },
  price: { level: 'news', sounds: true },
  research: { level: 'brief', sounds: false },
  'brief-morning': { level: 'news', sounds: false },
  'brief-close': { level: 'news', sounds: false },
  'brief-week': { level: 'news', sounds: false },
} as const satisfies Readonly<Record<string, { readonly level: AlertLevel; readonly sounds: boolean }>>;
export type AlertKind = keyof typeof ALERT_KINDS;
export const ALERT_KIND_NAMES = Object.keys(ALERT_KINDS) as AlertKind[];

export function isActNow(kind: AlertKind): boolean {
  return ALERT_KINDS[kind].level === 'act-now';
}

/**
 * How a channel that can edit says it: `message` begins a thread, `reply` is new in it, `edit` changes the card of the
 * same question or order, and is a reply where there is none.
 */
export type SaidAs = 'message' | 'reply' | 'edit';

export interface AlertRule {
  readonly kind: AlertKind;
  readonly as: SaidAs;
}

/** What of an event decides about its message. Bodies are those of the account's events. */
export interface EventFacts {
  readonly type: string;
  /** `clock`: nobody did it. */
  readonly channel: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Of = AlertRule | ((event: EventFacts) => AlertRule);

const message = (kind: AlertKind): AlertRule => ({ kind, as: 'message' });
const reply = (kind: AlertKind): AlertRule => ({ kind, as: 'reply' });
const edit = (kind: AlertKind): AlertRule => ({ kind, as: 'edit' });

/** An order that came to nothing: an entry was not bought; an exit that did not happen leaves somebody at risk. */
const cameToNothing = (event: EventFacts): AlertRule => reply(isEntry(event) ? 'not-bought' : 'exit-failed');
const connection = ({ body }: EventFacts): AlertRule =>
  message(Number(body['stopsHere'] ?? 0) > 0 ? 'broker-lost' : 'account');

/**
 * The message of every event, or null for what is read where it is looked for. Total: an event without a line here does
 * not compile.
 */
const RULES: Readonly<Record<EventType | AccessEventType, Of | null>> = {
  'account.opened': null,
  'account.restored': message('account'),
  'account.changed': null,
  'account.closed': message('account'),
  'connection.lost': connection,
  'connection.back': message('account'),
  'connection.slow': null,
  'connection.needs-you': connection,
  'connection.forgotten': message('account'),
  'bot.created': message('bot'),
  'bot.first-look': message('bot'),
  'bot.updated': null,
  'bot.paused': message('bot'),
  'bot.resumed': message('bot'),
  'bot.deleted': message('bot'),
  'bot.ending': message('ending'),
  'bot.ending-answered': message('bot'),
  // Whoever left its questions should hear that there are no more.
  'bot.stopped-asking': message('ending'),
  'bot.asks-again': message('bot'),
  'proposal.asked': message('question'),
  'proposal.revised': edit('question'),
  'proposal.put-off': null,
  'proposal.reminded': reply('question'),
  'proposal.sealed': null,
  'proposal.nodded': edit('question'),
  'proposal.nod-gone': edit('question'),
  'proposal.decided': edit('order'),
  'purchase.confirmed': null,
  'proposal.expired': edit('order'),
  'proposal.withdrawn': edit('order'),
  'order.waiting': edit('order'),
  'order.sent': edit('order'),
  'order.accepted': edit('order'),
  'order.partly-filled': edit('fill'),
  'order.filled': reply('fill'),
  'order.not-sent': cameToNothing,
  'order.rejected': cameToNothing,
  'order.cancelled': edit('order'),
  // The protection that rests at the broker for a day is put there anew; a sale that a person limited is theirs.
  'order.expired': (event) =>
    isPurpose(event, ['stop', 'target', 'panic', 'end']) ? reply('exit-failed') : edit('order'),
  'order.replaced': edit('order'),
  'order.adopted': message('account'),
  'order.settled': edit('order'),
  'order.unknown': (event) => (isEntry(event) ? edit('order') : reply('exit-failed')),
  'order.needs-human': reply('unresolved'),
  'order.cancel-asked': null,
  'position.protected': null,
  'position.stop-moved': null,
  'position.handed-over': null,
  'position.closed': reply('sold'),
  'position.mismatch': message('unresolved'),
  'position.unprotected': message('unprotected'),
  'exit.blocked': reply('exit-failed'),
  'selling.left': message('ending'),
  'selling.done': message('sold'),
  'selling.taken-back': message('account'),
  // Whoever stopped it knows; a halt that Nod set needs a person to lift it.
  'mode.changed': ({ body, channel }) => message(body['mode'] === 'halted' && channel === 'clock' ? 'halt' : 'account'),
  'account.tripped': message('account'),
  'watch.began': ({ body }) => message(isTroubleUrgent(body) ? 'watch' : 'account'),
  'watch.ended': message('account'),
  // Nobody watched what only Nod protects. Where the market stood too, nothing could have happened.
  'watch.off': ({ body }) => message(stopsIn(body).atNod > 0 && body['stood'] !== true ? 'watch' : 'account'),
  'research.done': message('research'),
  'alert.fired': message('price'),
  'brief.morning': message('brief-morning'),
  'brief.close': message('brief-close'),
  'brief.week': message('brief-week'),
  'money.booked': null,
  'limits.changed': null,
  'role.invited': null,
  'role.invitation-ended': null,
  'role.granted': message('access'),
  // Less is only to be known; who may do more is a way in.
  'role.changed': ({ body }) => message(body['isMore'] === true ? 'access' : 'account'),
  'role.removed': message('account'),
  'audit.anchored': null,
  'access.chat-linked': message('access'),
  'access.device-added': message('access'),
  'access.passkey-added': message('access'),
  'access.token-made': message('access'),
  'access.recovery-used': message('access'),
  'access.recovery-codes-made': message('access'),
  'access.password-set': message('access'),
  'access.signed-in': message('access'),
};

interface Stops {
  readonly positions: number;
  readonly atNod: number;
}

/** Open positions by who holds their stop; what cannot be read counts as one that only Nod protects. */
function stopsIn(body: EventFacts['body']): Stops {
  const stops = body['stops'];
  if (typeof stops !== 'object' || stops === null) return { positions: 1, atNod: 1 };
  const { positions, atNod } = stops as Readonly<Record<string, unknown>>;
  return { positions: Number(positions ?? 1), atNod: Number(atNod ?? 1) };
}

/** Work that watches over what is held; the rest that fails is research, figures and lists. */
const GUARDING: ReadonlySet<unknown> = new Set(['market-data', 'position-monitor', 'strategy-run', 'alerts', 'briefs']);

/** Of `watch.began`: whether it can cost something now, so that it is heard at any hour. */
export function isTroubleUrgent(body: EventFacts['body']): boolean {
  if (body['trouble'] === 'undelivered') return true;
  if (stopsIn(body).positions === 0) return false;
  const about = body['about'] as { readonly jobs?: readonly unknown[] } | undefined;
  return body['trouble'] !== 'job-failed' || (about?.jobs ?? []).some((job) => GUARDING.has(job));
}

/** How an event is told; null: not as a message, unless whoever wrote it says so. */
export function ruleOf(event: EventFacts): AlertRule | null {
  const rule = (RULES as Readonly<Record<string, Of | null>>)[event.type] ?? null;
  return typeof rule === 'function' ? rule(event) : rule;
}

export function levelOf(kind: AlertKind): AlertLevel {
  return ALERT_KINDS[kind].level;
}

interface OrderFacts {
  readonly side: string;
  readonly purpose: string;
}

function orderOf({ body }: EventFacts): OrderFacts | null {
  const order = body['order'];
  if (typeof order !== 'object' || order === null) return null;
  const { side, purpose } = order as Readonly<Record<string, unknown>>;
  return typeof side === 'string' ? { side, purpose: typeof purpose === 'string' ? purpose : '' } : null;
}

/** What cannot be read is taken for the worse: an exit. */
function isEntry(event: EventFacts): boolean {
  return orderOf(event)?.side === 'buy';
}

function isPurpose(event: EventFacts, purposes: readonly string[]): boolean {
  const order = orderOf(event);
  return order === null || purposes.includes(order.purpose);
}
