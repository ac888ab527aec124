import { plainCard } from '#bot/cards/context.ts';
import { gatheredOnLockScreen } from '#bot/channels/push/lock-screen.ts';
import type { PostOutcome } from '#bot/channels/channel.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { PushData } from '#shared/contract/push.ts';
import type { Language } from '#shared/contract/session.ts';
import { isActNow } from '#shared/domain/alerts/alert-kinds.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import { pushTerms, type PushTerms } from '#shared/domain/push.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { PushedNews, PushedQuestion } from '../../push-cards.ts';
import type { Deliveries } from './deliveries.ts';
import type { Delivery } from './delivery-rows.ts';

/** One message to one device, before it is encrypted. */
export interface Pushed {
  readonly title: string;
  readonly body: string;
  readonly language: Language;
  readonly path: string;
  readonly kind: PushData['kind'];
  readonly question: PushData['question'];
  readonly terms: PushTerms;
  /** The trade it is about: a newer message takes the place of an older one; null: it stands for itself. */
  readonly thread: string | null;
  /** Names it on the device where it stands for itself. */
  readonly id: string;
  readonly silent: boolean;
}

/** The devices of a person, as sending needs them. */
export interface PushDoor {
  readonly isThere: (deviceId: string) => boolean;
  /** Whether a newer notification takes the place of an older one there. */
  readonly replaces: (deviceId: string) => boolean;
  readonly question: (deviceId: string, subject: string, isAgain: boolean) => Promise<PushedQuestion | null>;
  readonly news: (deviceId: string, event: EventView) => Promise<PushedNews | null>;
  readonly send: (deviceId: string, pushed: Pushed) => Promise<PostOutcome>;
}

interface PushPorts {
  readonly deliveries: Deliveries;
  readonly push: PushDoor;
  readonly now: () => WallMs;
}

type Attempt = PostOutcome | { readonly kind: 'nothing' };
const NOTHING = { kind: 'nothing' } as const;

/**
 * What is owed to a device, as things stand when it leaves. A notification cannot be changed where it stands; a newer one
 * of the same trade takes its place, so of a redraw only this is sent: that its question is settled, or is another one.
 */
export async function deliverPush(ports: PushPorts, delivery: Delivery): Promise<Attempt> {
  switch (delivery.form) {
    case 'card':
      return ask(ports, delivery);
    case 'redraw':
      return settle(ports, delivery);
    case 'message':
      return delivery.why === 'reminder' ? ask(ports, delivery) : news(ports, delivery);
  }
}

/** The question, or its reminder. */
async function ask(ports: PushPorts, delivery: Delivery): Promise<Attempt> {
  const { deliveries, push } = ports;
  const { subject, chatId } = delivery;
  if (subject === null) return NOTHING;
  const isAgain = delivery.why === 'reminder' || deliveries.cards.find(delivery, subject) !== null;
  const asked = await push.question(chatId, subject, isAgain);
  if (asked?.isOpen !== true || (delivery.form === 'card' && isAgain && asked.isPutOff)) return NOTHING;
  const outcome = await push.send(chatId, pushedQuestion(ports, delivery, asked));
  if (outcome.kind === 'sent') stand(ports, { ...delivery, subject }, asked);
  return outcome;
}

async function settle(ports: PushPorts, delivery: Delivery): Promise<Attempt> {
  const { deliveries, push } = ports;
  const { subject, chatId } = delivery;
  const standing = subject === null ? null : deliveries.cards.find(delivery, subject);
  if (standing === null || subject === null) return NOTHING;
  const now = await push.question(chatId, subject, false);
  const isSame = now?.isOpen === true && now.hash === standing.shown.messageId;
  if (isSame) return NOTHING;
  // Where nothing is replaced there, a second notification would only be in the way: the tap shows how it stands. Nor may
  // the end of one question take the place of the next.
  if (now === null || !push.replaces(chatId) || (!now.isOpen && asksElse(ports, delivery))) {
    if (now?.isOpen !== true) deliveries.cards.remove(delivery, subject);
    return NOTHING;
  }
  const outcome = await push.send(chatId, pushedQuestion(ports, delivery, now));
  if (outcome.kind !== 'sent') return outcome;
  // What comes of its order has messages of its own.
  if (now.isOpen) stand(ports, { ...delivery, subject }, now);
  else deliveries.cards.remove(delivery, subject);
  return outcome;
}

/** Whether another question of its trade stands on that device: devices keep the cards of open questions alone. */
function asksElse({ deliveries }: PushPorts, delivery: Delivery): boolean {
  return delivery.trade !== null && deliveries.cards.hasOther(delivery);
}

function pushedQuestion({ now }: PushPorts, { id, silent }: Delivery, asked: PushedQuestion): Pushed {
  const { title, body, language, path, question, trade, isOpen, answerBy } = asked;
  return {
    ...{ title, body, language, path, question, silent },
    kind: isOpen ? 'question' : 'settled',
    terms: pushTerms(isOpen ? 'question' : 'fill', { now: now(), answerBy: isOpen ? answerBy : null }),
    thread: trade,
    id: `n-${id}`,
  };
}

/** What of it is shown there: the hash of what is asked stands for the text. */
function stand(
  { deliveries, now }: PushPorts,
  { channel, chatId, subject, trade }: Delivery & { readonly subject: string },
  { hash, title }: PushedQuestion,
): void {
  const shown = { messageId: hash, hasPicture: false };
  const card = { ...plainCard(title), tone: 'question' as const };
  deliveries.cards.put({ channel, chatId, subject, shown, card }, { trade, now: now() });
}

async function news(ports: PushPorts, delivery: Delivery): Promise<Attempt> {
  const { deliveries, push, now } = ports;
  const { chatId, event, id, silent, trade, subject } = delivery;
  if (event === null) return NOTHING;
  const all = delivery.gather ? deliveries.gathered(delivery) : [delivery];
  const drawn = await Promise.all(
    all.map((one) => (one.event === null ? Promise.resolve(null) : push.news(chatId, one.event))),
  );
  const said = drawn.filter((one) => one !== null);
  const [first] = said;
  if (first === undefined) return NOTHING;
  const isAlone = said.length === 1;
  const { kind } = toTellOf(event);
  // A question that can still be answered stays, whatever else its trade says.
  const thread = asksElse(ports, delivery) ? subject : (trade ?? subject);
  const outcome = await push.send(chatId, {
    ...(isAlone ? first : { ...first, ...gatheredOnLockScreen(said, first.language), path: '/more/alerts' }),
    ...{ kind: 'news', question: null, silent },
    terms: pushTerms(kind, { now: now() }),
    // What must be acted on goes ahead of the news of its trade, which must not stand in its place then.
    thread: isAlone && thread !== null && isActNow(kind) ? `act-now ${thread}` : isAlone ? thread : null,
    id: `n-${id}`,
  });
  if (outcome.kind !== 'sent') return outcome;
  for (const [at, one] of all.entries()) {
    const title = drawn[at]?.title;
    if (one.id === id) continue;
    deliveries.end(one.id, { state: 'sent', now: now(), ...(title !== undefined && { title }) });
  }
  return outcome;
}
