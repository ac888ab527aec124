import { z } from 'zod';
import { PUSH_TEXTS } from '../domain/push.ts';
import { AmountInput, Currency, DecimalString, Id, Instant } from './common.ts';
import type { Language } from './session.ts';

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]+={0,2}$/);
const DeviceName = z.string().trim().min(1).max(60);
const Text = z.enum(PUSH_TEXTS);

/** What browsers subscribe with: the public half of this installation's key (RFC 8292). */
export const PushKeyView = z.object({ publicKey: z.string() });
export type PushKeyView = z.infer<typeof PushKeyView>;

/** `PushSubscription.toJSON()` of a browser, with the name the person knows the device by. */
export const CreatePushDevice = z.strictObject({
  endpoint: z.string().min(12).max(2_000),
  keys: z.strictObject({
    /** The browser's public key: 65 bytes, uncompressed P-256. */
    p256dh: Base64Url.min(86).max(90),
    /** Its 16 byte secret. */
    auth: Base64Url.min(22).max(26),
  }),
  name: DeviceName,
  /** The endpoint it had before, where the browser has renewed it: the device keeps its name and settings. */
  replaces: z.string().min(12).max(2_000).optional(),
});
export type CreatePushDevice = z.infer<typeof CreatePushDevice>;

const NodBelow = z.object({ amount: DecimalString, currency: Currency });

/** A browser that takes pushes. Its address and keys came in and never go out again. */
export const PushDeviceView = z.object({
  id: Id,
  name: z.string(),
  /** Whose service carries the messages, as far as its address tells. */
  service: z.enum(['google', 'mozilla', 'apple', 'microsoft', 'other']),
  /** Whether it is the browser that asks. */
  isThis: z.boolean(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  /** Since when the browser takes nothing any more (blocked, uninstalled): to be turned on there again. */
  goneAt: Instant.nullable(),
  /** Why the last message was not taken; null: it was. */
  problem: z.enum(['refused', 'too-large', 'busy', 'unreachable']).nullable(),
  text: z.object({ practice: Text, live: Text }),
  nod: z.object({ practice: NodBelow.nullable(), live: NodBelow.nullable() }),
});
export type PushDeviceView = z.infer<typeof PushDeviceView>;

const NodInput = z.strictObject({ amount: AmountInput, currency: Currency }).nullable();

/** What is not named stays. */
export const UpdatePushDevice = z.strictObject({
  name: DeviceName.optional(),
  text: z.strictObject({ practice: Text.optional(), live: Text.optional() }).optional(),
  nod: z.strictObject({ practice: NodInput.optional(), live: NodInput.optional() }).optional(),
});
export type UpdatePushDevice = z.infer<typeof UpdatePushDevice>;

/** What the push service said of a test; it is not the device yet that says so. */
export const PushTestView = z.object({ outcome: z.enum(['sent', 'gone', 'busy', 'refused', 'failed']) });
export type PushTestView = z.infer<typeof PushTestView>;

/** What a notification is about, for whoever taps it. Ids, never secrets. */
export interface PushData {
  readonly kind: 'question' | 'settled' | 'news' | 'test';
  /** A path of the app. */
  readonly path: string;
  /** This very notification; absent in those of an older version. */
  readonly id?: string;
  /** Of a question that waits. */
  readonly question: {
    readonly id: string;
    readonly hash: string;
    /** The device whose switch lets this button approve; null: the button opens the card. */
    readonly device: string | null;
    readonly approve: string;
    readonly skip: string;
  } | null;
}

/**
 * A message as it travels, encrypted: the shape of Declarative Web Push, which Safari shows by itself; in other browsers
 * the service worker draws it, with its buttons.
 */
export interface PushMessage {
  readonly web_push: 8030;
  /**
   * Where the draft of the standard has it, so that a browser that keeps to it still asks the service worker. Safari reads
   * it inside `notification`, where it is not: it has no buttons, and what it shows by itself opens the right page.
   */
  readonly mutable: true;
  /** Questions that wait. */
  readonly app_badge: number;
  readonly notification: {
    readonly title: string;
    readonly body: string;
    readonly lang: Language;
    /** Whole, as the browser subscribed under it. */
    readonly navigate: string;
    /** The same for all of one trade: a newer one takes the older one's place. */
    readonly tag: string;
    readonly silent: boolean;
    /** The same again, where Safari looks for it. */
    readonly app_badge: number;
    readonly data: PushData;
  };
}
