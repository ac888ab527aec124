import { createHash } from 'node:crypto';
import type { PostOutcome } from '#bot/channels/channel.ts';
import type { PushMessage } from '#shared/contract/push.ts';
import type { Language } from '#shared/contract/session.ts';
import { pushTerms } from '#shared/domain/push.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { sendPush, type PushSending } from '../../channels/push/send-push.ts';
import type { PushCards } from '../../push-cards.ts';
import type { PushDoor, Pushed } from './deliver-push.ts';
import { serviceOf, type PushDevice, type PushDevices } from './push-devices.ts';

/** What it needs of the house. */
export interface PushSenderPorts {
  readonly devices: PushDevices;
  /** Null: there is no key to sign with. */
  readonly sending: PushSending | null;
  readonly cards: PushCards;
  readonly userId: string;
  readonly now: () => WallMs;
  readonly log: (event: string, values: Readonly<Record<string, unknown>>) => void;
}

/** RFC 8030 section 5.4. */
const TOPIC_CHARACTERS = 32;

/** The devices of one person: the only sender to them, and what their push services said of each. */
export class PushSender implements PushDoor {
  readonly #ports: PushSenderPorts;

  constructor(ports: PushSenderPorts) {
    this.#ports = ports;
  }

  readonly isThere = (deviceId: string): boolean => this.#device(deviceId) !== null;

  /** Safari knows no tags: a second notification stands beside the first. */
  readonly replaces = (deviceId: string): boolean => serviceOf(this.#device(deviceId)?.endpoint ?? '') !== 'apple';

  readonly question: PushDoor['question'] = async (deviceId, subject, isAgain) => {
    const device = this.#device(deviceId);
    if (device === null) return null;
    const { cards, userId } = this.#ports;
    return cards.question(userId, subject, { ...device, isAgain });
  };

  readonly news: PushDoor['news'] = async (deviceId, event) => {
    const device = this.#device(deviceId);
    return device === null ? null : this.#ports.cards.news(this.#ports.userId, event, device);
  };

  readonly send = async (deviceId: string, pushed: Pushed): Promise<PostOutcome> => {
    const { devices, sending, cards, userId, now, log } = this.#ports;
    const device = this.#device(deviceId);
    if (device === null) return { kind: 'gone' };
    if (sending === null) return { kind: 'failed', reason: 'no-push-key' };
    if (device.blockedUntil > now()) return { kind: 'retry-after', ms: device.blockedUntil - now() };
    const { thread, terms } = pushed;
    const topic = thread === null ? null : topicOf(thread);
    const message = messageOf(pushed, device, { topic, badge: await cards.waiting(userId) });
    const outcome = await sendPush(sending, device, { message, terms, topic });
    switch (outcome.kind) {
      case 'sent':
        devices.sent(deviceId, now());
        break;
      case 'gone':
        devices.gone(deviceId, now());
        break;
      case 'retry-after':
        devices.failed(deviceId, 'busy', now() + outcome.ms);
        break;
      case 'refused':
        devices.failed(deviceId, outcome.reason === 'too-large' ? 'too-large' : 'refused');
        break;
      case 'failed':
        devices.failed(deviceId, 'unreachable');
        break;
    }
    // Never where it was sent to: the address alone is a secret.
    if (outcome.kind !== 'sent')
      log('push-not-taken', { device: deviceId, outcome: outcome.kind, ...reasonOf(outcome) });
    return outcome;
  };

  /** A line that says it is a test. */
  test(deviceId: string, language: Language): Promise<PostOutcome> {
    const { title, body } = wordsFor(language).push.test;
    return this.send(deviceId, {
      ...{ title, body, language, kind: 'test', question: null, silent: false },
      path: '/more/settings/notifications',
      terms: { ...pushTerms('access', { now: this.#ports.now() }), ttlS: 60 },
      thread: null,
      id: 'test',
    });
  }

  #device(id: string): PushDevice | null {
    const device = this.#ports.devices.find(id);
    return device === null || device.goneAt !== null ? null : device;
  }
}

function messageOf(
  { title, body, language, path, kind, question, silent, id }: Pushed,
  { origin }: PushDevice,
  { topic, badge }: { readonly topic: string | null; readonly badge: number },
): PushMessage {
  return {
    web_push: 8030,
    mutable: true,
    app_badge: badge,
    notification: {
      ...{ title, body, lang: language, silent, app_badge: badge },
      navigate: new URL(path, origin).href,
      tag: topic ?? id,
      data: { kind, path, question, id },
    },
  };
}

/** Says nothing of the account it is about, and is the same for the same trade. */
function topicOf(thread: string): string {
  return createHash('sha256').update(`nod push ${thread}`).digest('base64url').slice(0, TOPIC_CHARACTERS);
}

function reasonOf(outcome: PostOutcome): { readonly reason?: string } {
  return 'reason' in outcome ? { reason: outcome.reason } : {};
}
