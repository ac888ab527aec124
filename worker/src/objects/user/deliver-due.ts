import type { Card } from '#bot/cards/card.ts';
import type { Post, PostOutcome, Shown } from '#bot/channels/channel.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Channel } from '#shared/contract/channel.ts';
import type { Language } from '#shared/contract/session.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';
import type { Deliveries, Delivery, StandingCard } from './deliveries.ts';

/** A card as it is drawn now, for this person. */
export interface Drawn {
  readonly card: Card;
  readonly language: Language;
}

/** What sending needs of the house. */
export interface DeliverPorts {
  readonly deliveries: Deliveries;
  readonly now: () => number;
  /** What an event says; null: nothing, to this person in this channel. */
  readonly draw: (event: EventView, channel: Channel) => Promise<Drawn | null>;
  /** How a proposal or order stands now; null when nobody can say. */
  readonly drawStanding: (subject: string) => Promise<(Drawn & { readonly isOpen: boolean }) | null>;
  readonly post: (channel: Channel, post: Post) => Promise<PostOutcome>;
  readonly edit: (channel: Channel, shown: Shown, post: Post) => Promise<PostOutcome>;
  readonly log: (event: string, values: Readonly<Record<string, unknown>>) => void;
}

/** Longer than any single send may take. */
const LEASE_MS = 2 * MINUTE_MS;
const GIVE_UP_AFTER_MS = DAY_MS;
const RETRY_MAX_MS = 5 * MINUTE_MS;

/** Sends what is due, chats beside each other, one message after the other in each. Answers whether there was anything. */
export async function deliverDue(ports: DeliverPorts): Promise<boolean> {
  const { deliveries, now } = ports;
  const claimed = deliveries.claim({ now: now(), leaseUntil: now() + LEASE_MS });
  await Promise.all(claimed.map((delivery) => deliverOne(ports, delivery)));
  return claimed.length > 0;
}

async function deliverOne(ports: DeliverPorts, delivery: Delivery): Promise<void> {
  const { deliveries, now, log } = ports;
  try {
    settle(ports, delivery, await attempt(ports, delivery));
  } catch (error) {
    log('delivery-failed', { channel: delivery.channel, form: delivery.form, error });
    retryLater(deliveries, delivery, { now: now(), reason: 'internal' });
  }
}

/** `nothing`: there is nothing to say any more. */
type Attempt = PostOutcome | { readonly kind: 'nothing' };

async function attempt(ports: DeliverPorts, delivery: Delivery): Promise<Attempt> {
  switch (delivery.form) {
    case 'card':
      return firstCard(ports, delivery);
    case 'redraw':
      return redraw(ports, delivery);
    case 'message':
      return message(ports, delivery);
  }
}

/** The question itself: as it stands when it leaves, and not at all once it was answered. */
async function firstCard(ports: DeliverPorts, delivery: Delivery): Promise<Attempt> {
  const { subject, trade } = delivery;
  const drawn = subject === null ? null : await ports.drawStanding(subject);
  if (drawn?.isOpen !== true || subject === null) return { kind: 'nothing' };
  const outcome = await ports.post(delivery.channel, postOf(delivery, drawn, {}));
  if (outcome.kind === 'sent') stand(ports, { ...delivery, subject, shown: outcome, card: drawn.card }, trade);
  return outcome;
}

/** What was shown stays readable below what became of it; a question that is asked anew takes its place. */
async function redraw(ports: DeliverPorts, delivery: Delivery): Promise<Attempt> {
  const { subject } = delivery;
  const standing = subject === null ? null : ports.deliveries.standing(delivery, subject);
  const drawn = subject === null ? null : await ports.drawStanding(subject);
  if (standing === null || drawn === null) return { kind: 'nothing' };
  const was = drawn.isOpen || standing.card.tone !== 'question' ? null : standing.card;
  const outcome = await ports.edit(delivery.channel, standing.shown, postOf(delivery, drawn, { was }));
  if (outcome.kind === 'sent' && was === null) stand(ports, { ...standing, shown: outcome, card: drawn.card }, null);
  // Deleted by hand, say: there is nothing to change any more.
  if (outcome.kind === 'refused') ports.deliveries.removeStanding(delivery, standing.subject);
  return outcome;
}

async function message(ports: DeliverPorts, delivery: Delivery): Promise<Attempt> {
  const drawn = delivery.event === null ? null : await ports.draw(delivery.event, delivery.channel);
  if (drawn === null) return { kind: 'nothing' };
  return ports.post(delivery.channel, postOf(delivery, drawn, { replyTo: ports.deliveries.threadOf(delivery) }));
}

function stand({ deliveries, now }: DeliverPorts, card: StandingCard, trade: string | null): void {
  const { channel, chatId, subject, shown } = card;
  const { messageId, hasPicture } = shown;
  deliveries.putStanding(
    { channel, chatId, subject, shown: { messageId, hasPicture }, card: card.card },
    { trade, now: now() },
  );
}

function postOf(
  { id, chatId, silent }: Delivery,
  { card, language }: Drawn,
  { was = null, replyTo = null }: { was?: Card | null; replyTo?: string | null },
): Post {
  const key = `${chatId}:${id}`;
  return { place: { chatId, threadId: null }, card, language, was, picture: null, replyTo, silent, key };
}

function settle({ deliveries, now }: DeliverPorts, delivery: Delivery, outcome: Attempt): void {
  const at = now();
  switch (outcome.kind) {
    case 'sent':
      return deliveries.end(delivery.id, { state: 'sent', now: at, messageId: outcome.messageId });
    case 'nothing':
      return deliveries.end(delivery.id, { state: 'skipped', now: at });
    case 'refused':
      return deliveries.end(delivery.id, { state: 'failed', now: at, reason: outcome.reason });
    case 'gone':
      return deliveries.endAllOf(delivery, 'gone', at);
    case 'retry-after':
      // Their wait says nothing about how often it was tried.
      return deliveries.retry(delivery.id, at + outcome.ms, 'retry-after');
    case 'failed':
      return retryLater(deliveries, delivery, { now: at, reason: outcome.reason });
  }
}

/** Twice as long each time up to minutes, for a day; then it is left, and seen as such. */
function retryLater(
  deliveries: Deliveries,
  { id, attempts, at }: Delivery,
  { now, reason }: { now: number; reason: string },
): void {
  const waitMs = Math.min(SECOND_MS * 2 ** Math.min(attempts, 10), RETRY_MAX_MS);
  if (now + waitMs - at > GIVE_UP_AFTER_MS) deliveries.end(id, { state: 'failed', now, reason });
  else deliveries.retry(id, now + waitMs, reason);
}
