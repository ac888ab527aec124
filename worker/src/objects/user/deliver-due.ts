import type { Card } from '#bot/cards/card.ts';
import { NO_ANSWER, type Place, type Post, type PostOutcome, type Shown } from '#bot/channels/channel.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Channel } from '#shared/contract/channel.ts';
import type { PictureRef } from '#shared/contract/picture.ts';
import type { Language } from '#shared/contract/session.ts';
import type { SendOutcome } from '#shared/domain/alerts/attempts.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, type WallMs } from '#shared/lib/time.ts';
import { GROUP_ID } from '#shared/usecases/group-port.ts';
import { sendWithPicture } from '../../channels/send-with-picture.ts';
import { NOT_DRAWN, type Deliveries } from './deliveries.ts';
import { isForApp, type ChatRef, type Delivery, type RingingChannel } from './delivery-rows.ts';
import { deliverPush, type PushDoor } from './deliver-push.ts';
import type { StandingCard } from './standing-cards.ts';

/** A card as it is drawn now, for this person. */
export interface Drawn {
  readonly card: Card;
  readonly language: Language;
}

/** Whether a question still waits; `isPutOff`: until the moment that Later moved its reminder to. */
interface Standing {
  readonly isOpen: boolean;
  readonly isPutOff: boolean;
}

/** What sending needs of the house. */
export interface DeliverPorts {
  readonly deliveries: Deliveries;
  readonly now: () => WallMs;
  /** Whether it still is this person's and takes messages. One that was unlinked is told nothing of what was owed to it. */
  readonly isTheirs: (chat: ChatRef) => Promise<boolean>;
  /** What an event says; null: nothing, to this person in this channel. */
  readonly draw: (event: EventView, channel: Channel) => Promise<Drawn | null>;
  /** How a proposal or order stands now; null when nobody can say. */
  readonly drawStanding: (subject: string) => Promise<(Drawn & Standing) | null>;
  /** A card's picture as a PNG; null where it cannot be drawn. */
  readonly picture: (ref: PictureRef, language: Language) => Promise<ArrayBuffer | null>;
  readonly sleep: (ms: number) => Promise<void>;
  /** The title of a reminder, and several pieces of news as one card. */
  readonly stillOpen: (drawn: Drawn) => string;
  readonly gatheredCard: (drawn: readonly Drawn[]) => Card;
  /** What a group is shown, and where it is now; null: it is told of nothing any more. */
  readonly inGroup: (groupId: string) => Promise<InGroup | null>;
  readonly post: (channel: Channel, post: Post) => Promise<PostOutcome>;
  readonly edit: (channel: Channel, shown: Shown, post: Post) => Promise<PostOutcome>;
  /** The devices of this person. */
  readonly push: PushDoor;
  readonly log: (event: string, values: Readonly<Record<string, unknown>>) => void;
}

/** The same house for a group: without amounts, at the place it has now. */
export interface InGroup extends Pick<DeliverPorts, 'draw' | 'drawStanding' | 'picture'> {
  readonly place: Place;
}

/** Longer than any single send may take. */
const LEASE_MS = 2 * MINUTE_MS;
const GIVE_UP_AFTER_MS = DAY_MS;
const RETRY_MAX_MS = 5 * MINUTE_MS;

/**
 * Sends what is due (of one channel, where one is named), chats beside each other, one message after the other in each.
 * Answers whether there was anything.
 */
export async function deliverDue(ports: DeliverPorts, channel: RingingChannel | null = null): Promise<boolean> {
  const { deliveries, now } = ports;
  const claimed = deliveries.claim({ now: now(), leaseUntil: now() + LEASE_MS, channel });
  await Promise.all(claimed.map((delivery) => deliverOne(ports, delivery)));
  return claimed.length > 0;
}

async function deliverOne(house: DeliverPorts, delivery: Delivery): Promise<void> {
  const { deliveries, now, log } = house;
  try {
    const ports = await portsFor(house, delivery);
    if (ports === null) return deliveries.leave(delivery, 'unlinked', now());
    let title: string | undefined;
    const noting: DeliverPorts = {
      ...ports,
      post: (channel, post) => {
        title = post.card.title;
        return reached(ports, ports.post(channel, post));
      },
      edit: (...edit) => reached(ports, ports.edit(...edit)),
      push: {
        ...ports.push,
        send: (deviceId, pushed) => {
          title = pushed.title;
          return reached(ports, ports.push.send(deviceId, pushed));
        },
      },
    };
    const outcome = await attempt(noting, delivery);
    settle(ports, delivery, { outcome, title: title === undefined ? {} : { title } });
  } catch (error) {
    log('delivery-failed', { channel: delivery.channel, form: delivery.form, error });
    // It is this message that cannot be drawn, and no channel's fault.
    again(deliveries, delivery, { waitMs: backoff(delivery), now: now(), reason: NOT_DRAWN });
  }
}

/** Null: the chat is not theirs any more, or the group is told of nothing. */
async function portsFor(ports: DeliverPorts, delivery: Delivery): Promise<DeliverPorts | null> {
  if (!delivery.chatId.startsWith(GROUP_ID)) return (await ports.isTheirs(delivery)) ? ports : null;
  const group = await ports.inGroup(delivery.chatId);
  if (group === null) return null;
  const { place, ...drawing } = group;
  return {
    ...ports,
    ...drawing,
    post: (channel, post) => ports.post(channel, { ...post, place }),
    edit: (channel, shown, post) => ports.edit(channel, shown, { ...post, place }),
  };
}

/** A channel that does not answer at all is one that failed. */
async function reached({ log }: DeliverPorts, sending: Promise<PostOutcome>): Promise<PostOutcome> {
  try {
    return await sending;
  } catch (error) {
    log('channel-not-reached', { error });
    return { kind: 'failed', reason: NO_ANSWER };
  }
}

interface Settled {
  readonly outcome: Attempt;
  /** What was said, for the list. */
  readonly title: { readonly title?: string };
}

/** `nothing`: there is nothing to say any more. */
export type Attempt = PostOutcome | { readonly kind: 'nothing' };

async function attempt(ports: DeliverPorts, delivery: Delivery): Promise<Attempt> {
  if (delivery.form === 'message') {
    // Where Later moved it, the account says it in its own words, to somebody who has not answered meanwhile.
    if (delivery.why === 'reminder' && !(await isAsked(ports, delivery))) return { kind: 'nothing' };
    // Said once more only to somebody who was not there.
    if (delivery.why === 'repeat' && ports.deliveries.wasSeenSince(delivery.at)) return { kind: 'nothing' };
  }
  if (!isForApp(delivery)) return deliverPush(ports, delivery);
  switch (delivery.form) {
    case 'card':
      return firstCard(ports, delivery);
    case 'redraw':
      return redraw(ports, delivery);
    case 'message':
      return delivery.gather ? together(ports, delivery) : message(ports, delivery);
  }
}

/** The question itself: as it stands when it leaves, and not at all once it was answered. */
async function firstCard(ports: DeliverPorts, delivery: Delivery<Channel>): Promise<Attempt> {
  const { subject, trade } = delivery;
  if (delivery.why === 'reminder' || (subject !== null && ports.deliveries.cards.find(delivery, subject) !== null)) {
    // It stands there already: as a copy, where another channel should have been heard.
    return reminder(ports, delivery);
  }
  const drawn = subject === null ? null : await ports.drawStanding(subject);
  if (drawn?.isOpen !== true || subject === null) return { kind: 'nothing' };
  const outcome = await say(ports, delivery, { drawn });
  if (outcome.kind === 'sent') stand(ports, { ...delivery, subject, shown: outcome, card: drawn.card }, trade);
  return outcome;
}

/** What was shown stays readable below what became of it; a question that is asked anew takes its place. */
async function redraw(ports: DeliverPorts, delivery: Delivery<Channel>): Promise<Attempt> {
  const { subject } = delivery;
  const standing = subject === null ? null : ports.deliveries.cards.find(delivery, subject);
  const drawn = subject === null ? null : await ports.drawStanding(subject);
  if (standing === null || drawn === null) return { kind: 'nothing' };
  const was = drawn.isOpen || standing.card.tone !== 'question' ? null : standing.card;
  const words = postOf(delivery, drawn, { was });
  const edit = (post: Post): Promise<PostOutcome> => ports.edit(delivery.channel, standing.shown, post);
  // Asked anew at another price or size: its picture shows the plan that is asked about. What was worked on has one now.
  const isAnew = drawn.isOpen && standing.shown.hasPicture && !isSame(standing.card, drawn.card);
  const hasCome = standing.card.picture === null && drawn.card.picture !== null;
  const outcome =
    isAnew || hasCome
      ? await sendWithPicture(words, {
          draw: (ref) => ports.picture(ref, drawn.language),
          send: edit,
          sleep: ports.sleep,
        })
      : await edit(words);
  if (outcome.kind === 'sent' && was === null) stand(ports, { ...standing, shown: outcome, card: drawn.card }, null);
  // Deleted by hand, say: there is nothing to change any more.
  if (outcome.kind === 'refused') ports.deliveries.cards.remove(delivery, standing.subject);
  return outcome;
}

function isSame(before: Card, now: Card): boolean {
  return before.title === now.title && before.lines.join() === now.lines.join();
}

async function message(ports: DeliverPorts, delivery: Delivery<Channel>): Promise<Attempt> {
  const drawn = delivery.event === null ? null : await ports.draw(delivery.event, delivery.channel);
  if (drawn === null) return { kind: 'nothing' };
  return say(ports, delivery, { drawn, replyTo: ports.deliveries.cards.threadOf(delivery) });
}

async function isAsked(ports: DeliverPorts, { subject }: Delivery): Promise<boolean> {
  return subject !== null && (await ports.drawStanding(subject))?.isOpen === true;
}

/** A question that still waits, as a reply to its card. One that Later put off has its one reminder then. */
async function reminder(ports: DeliverPorts, delivery: Delivery<Channel>): Promise<Attempt> {
  const { subject } = delivery;
  const drawn = subject === null ? null : await ports.drawStanding(subject);
  if (drawn?.isOpen !== true || drawn.isPutOff) return { kind: 'nothing' };
  const lines = drawn.card.lines.slice(-1);
  // Its picture stands above the card it answers.
  const card = { ...drawn.card, lines, title: ports.stillOpen(drawn), stands: null, picture: null };
  return say(ports, delivery, { drawn: { ...drawn, card }, replyTo: ports.deliveries.cards.threadOf(delivery) });
}

/** News that came close together, as one message: a line for each. */
async function together(ports: DeliverPorts, delivery: Delivery<Channel>): Promise<Attempt> {
  const all = ports.deliveries.gathered(delivery);
  const cards = await Promise.all(
    all.map(({ event }) => (event === null ? Promise.resolve(null) : ports.draw(event, delivery.channel))),
  );
  const drawn = cards.filter((one) => one !== null);
  const [first] = drawn;
  if (first === undefined) return { kind: 'nothing' };
  const card = drawn.length === 1 ? first.card : ports.gatheredCard(drawn);
  const outcome = await say(ports, delivery, { drawn: { ...first, card } });
  if (outcome.kind !== 'sent') return outcome;
  const how = { state: 'sent', now: ports.now(), messageId: outcome.messageId } as const;
  for (const [at, { id }] of all.entries()) {
    const title = cards[at]?.card.title;
    if (id !== delivery.id) ports.deliveries.end(id, { ...how, ...(title !== undefined && { title }) });
  }
  return outcome;
}

/** A picture that failed to be taken so often keeps its words waiting no longer. */
const PICTURE_TRIES = 2;

/** With its picture, where that is there in time. */
function say(
  ports: DeliverPorts,
  delivery: Delivery<Channel>,
  { drawn, replyTo = null }: { readonly drawn: Drawn; readonly replyTo?: string | null },
): Promise<PostOutcome> {
  return sendWithPicture(postOf(delivery, drawn, { replyTo }), {
    draw: (ref) => (delivery.attempts > PICTURE_TRIES ? Promise.resolve(null) : ports.picture(ref, drawn.language)),
    send: (post) => ports.post(delivery.channel, post),
    sleep: ports.sleep,
  });
}

function stand({ deliveries, now }: DeliverPorts, card: StandingCard, trade: string | null): void {
  const { channel, chatId, subject, shown } = card;
  const { messageId, hasPicture } = shown;
  deliveries.cards.put(
    { channel, chatId, subject, shown: { messageId, hasPicture }, card: card.card },
    { trade, now: now() },
  );
}

function postOf(
  { id, chatId, silent }: Delivery,
  { card, language }: Drawn,
  { was = null, replyTo = null }: Partial<Pick<Post, 'was' | 'replyTo'>>,
): Post {
  const key = `${chatId}:${id}`;
  return { place: { chatId, threadId: null }, card, language, was, picture: null, replyTo, silent, key };
}

function settle({ deliveries, now }: DeliverPorts, delivery: Delivery, { outcome, title }: Settled): void {
  const at = now();
  switch (outcome.kind) {
    case 'sent':
      return deliveries.end(delivery.id, { state: 'sent', now: at, messageId: outcome.messageId, ...title });
    case 'nothing':
      return deliveries.end(delivery.id, { state: 'skipped', now: at });
    case 'refused':
      return deliveries.refused(delivery, { now: at, reason: outcome.reason });
    case 'gone':
      return deliveries.leave(delivery, 'gone', at);
    case 'retry-after':
      return failed(
        deliveries,
        delivery,
        { state: 'wait', retryAfterMs: outcome.ms },
        { now: at, reason: 'retry-after' },
      );
    case 'failed':
      return failed(deliveries, delivery, { state: 'failed' }, { now: at, reason: outcome.reason });
  }
}

/** A message goes on by its route; a redraw stays with its card: twice as long each time up to minutes, for a day. */
function failed(
  deliveries: Deliveries,
  delivery: Delivery,
  outcome: Extract<SendOutcome, { state: 'wait' | 'failed' }>,
  { now, reason }: { now: WallMs; reason: string },
): void {
  if (delivery.route !== null) return deliveries.failed(delivery, outcome, { now, reason });
  // Their wait says nothing about how often it was tried.
  const waitMs = outcome.state === 'wait' ? outcome.retryAfterMs : backoff(delivery);
  again(deliveries, delivery, { waitMs, now, reason });
  if (delivery.form === 'redraw') deliveries.putOffRedraws(delivery, now + waitMs);
}

function backoff({ attempts }: Delivery): number {
  return Math.min(SECOND_MS * 2 ** Math.min(attempts, 10), RETRY_MAX_MS);
}

/** The same there once more, for a day. */
function again(
  deliveries: Deliveries,
  { id, at, route }: Delivery,
  { waitMs, now, reason }: { waitMs: number; now: WallMs; reason: string },
): void {
  const since = route?.attempt.dueAt ?? at;
  if (now + waitMs - since > GIVE_UP_AFTER_MS) deliveries.end(id, { state: 'failed', now, reason });
  else deliveries.retry(id, now + waitMs, reason);
}
