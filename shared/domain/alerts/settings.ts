import { z } from 'zod';
import { ALERT_KIND_NAMES, isActNow, type AlertKind } from './alert-kinds.ts';

/**
 * Where a message can go. The chat of the web app (`web`) keeps everything and reaches only who looks; the others ring
 * elsewhere.
 */
export const ALERT_CHANNELS = ['telegram', 'discord', 'push', 'web'] as const;
export type AlertChannel = (typeof ALERT_CHANNELS)[number];

export const LOUDNESS = ['on', 'silent', 'off'] as const;
export type Loudness = (typeof LOUDNESS)[number];

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as "22:00"');
const hours = z.strictObject({ from: clock, to: clock });
const channel = z.enum(ALERT_CHANNELS);

/** The parts of what a person says about messages. Times are on the clock of the person's zone. */
const shape = {
  /** Which channel is tried first; those that are missing come after in their usual order. */
  order: z.array(channel).max(ALERT_CHANNELS.length).readonly(),
  kinds: z.partialRecord(z.enum(ALERT_KIND_NAMES), z.partialRecord(channel, z.enum(LOUDNESS)).readonly()).readonly(),
  quietHours: hours.nullable(),
  /** By bot: when its questions may be heard, also inside quiet hours, and outside of which they are silent. */
  askingHours: z.record(z.string().min(1).max(64), z.array(hours).min(1).max(4).readonly()).readonly(),
};

/** What is not said is on. */
export const AlertSettings = z.strictObject({
  order: shape.order.default([]),
  kinds: shape.kinds.default({}),
  quietHours: shape.quietHours.default(null),
  askingHours: shape.askingHours.default({}),
});
export type AlertSettings = z.infer<typeof AlertSettings>;

/** A change: what is not named stays. */
export const AlertSettingsChange = z.strictObject(shape).partial();

export function loudnessOf({ kinds }: Pick<AlertSettings, 'kinds'>, kind: AlertKind, on: AlertChannel): Loudness {
  return kinds[kind]?.[on] ?? 'on';
}

/**
 * The channels that are there, as this person wants them tried. The web app is one only where there is no other: it
 * rings nowhere, and keeps every message in any case.
 */
export function inOrder({ order }: Pick<AlertSettings, 'order'>, linked: readonly AlertChannel[]): AlertChannel[] {
  const wanted = [...order, ...ALERT_CHANNELS].filter((one) => one !== 'web' && linked.includes(one));
  return wanted.length === 0 ? ['web'] : [...new Set(wanted)];
}

/**
 * The kinds of Act now that these settings would keep from being heard anywhere: it can be turned down on one channel,
 * never on all.
 */
export function muted(settings: Pick<AlertSettings, 'kinds' | 'order'>, linked: readonly AlertChannel[]): AlertKind[] {
  const channels = inOrder(settings, linked);
  return ALERT_KIND_NAMES.filter(
    (kind) => isActNow(kind) && channels.every((one) => loudnessOf(settings, kind, one) !== 'on'),
  );
}
