import { decimal, type DecimalText } from '../lib/decimal.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../lib/time.ts';
import { levelOf, type AlertKind } from './alerts/alert-kinds.ts';
import type { Currency } from './instrument.ts';
import type { World } from './market.ts';

/** How much a locked screen shows: enough to decide on, the same without amounts, or only that there is something. */
export const PUSH_TEXTS = ['full', 'no-amounts', 'hidden'] as const;
export type PushText = (typeof PUSH_TEXTS)[number];

/** Real money and everything else are set apart on each device. */
export type PushStake = 'practice' | 'live';

export function stakeOf(world: World): PushStake {
  return world === 'live' ? 'live' : 'practice';
}

/** A purchase up to this may be approved from the notification itself; dearer ones, and other currencies, open their card. */
export interface NodBelow {
  readonly amount: DecimalText;
  readonly currency: Currency;
}

/** What a person says of one device. `nod` null: the button opens the card, where one tap approves. */
export interface PushSettings {
  readonly text: Readonly<Record<PushStake, PushText>>;
  readonly nod: Readonly<Record<PushStake, NodBelow | null>>;
}

export const PUSH_DEFAULTS: PushSettings = {
  text: { practice: 'full', live: 'no-amounts' },
  nod: { practice: null, live: null },
};

/** Devices one person may have; more than anybody carries. */
export const PUSH_DEVICES_MAX = 20;

/** Of a question, what decides whether its button may approve it. */
export interface NodFacts {
  readonly world: World;
  readonly side: 'buy' | 'sell';
  readonly cost: DecimalText;
  readonly currency: Currency;
}

/**
 * A sale by the bot's own opinion is a question like a purchase; its amount counts in the same way. Nothing is approved
 * by a screen that does not say what is asked.
 */
export function mayNod({ nod, text }: PushSettings, { world, cost, currency }: NodFacts): boolean {
  const stake = stakeOf(world);
  const below = nod[stake];
  return text[stake] !== 'hidden' && below !== null && below.currency === currency && decimal(cost).lte(below.amount);
}

/** Whether a change lets a notification do more than before: on, a larger amount, or in another currency. */
export function isLooser(before: NodBelow | null, after: NodBelow | null): boolean {
  if (after === null) return false;
  return before === null || before.currency !== after.currency || decimal(after.amount).gt(before.amount);
}

/** How a push service is to treat a message (RFC 8030): how soon it wakes a phone, and how long it is worth keeping. */
export interface PushTerms {
  readonly urgency: 'low' | 'normal' | 'high';
  readonly ttlS: number;
}

/** After a day nobody waits for it any more. */
const NEWS_KEPT_MS = DAY_MS;
const BRIEF_KEPT_MS = 12 * HOUR_MS;

/** `answerBy`: of a question, the wall instant after which it cannot be answered: nobody is woken for it then. */
export function pushTerms(kind: AlertKind, { now, answerBy }: { now: number; answerBy?: number | null }): PushTerms {
  if (answerBy != null) return { urgency: 'high', ttlS: Math.max(1, Math.floor((answerBy - now) / SECOND_MS)) };
  const level = levelOf(kind);
  if (level === 'act-now') return { urgency: 'high', ttlS: NEWS_KEPT_MS / SECOND_MS };
  const isBrief = level === 'brief' || kind.startsWith('brief-');
  if (isBrief) return { urgency: 'low', ttlS: BRIEF_KEPT_MS / SECOND_MS };
  const isMinor = kind === 'order' || kind === 'bot' || kind === 'account' || kind === 'research';
  return { urgency: isMinor ? 'low' : 'normal', ttlS: NEWS_KEPT_MS / SECOND_MS };
}
