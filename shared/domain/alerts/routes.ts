import { MINUTE_MS, type WallMs } from '../../lib/time.ts';
import { ALERT_KINDS, levelOf, type AlertKind, type SaidAs } from './alert-kinds.ts';
import { isWithin, nextAt } from './hours.ts';
import { inOrder, loudnessOf, muted, type AlertChannel, type AlertSettings, type Loudness } from './settings.ts';

/** Act now is said once more, elsewhere, unless it was seen or answered. */
export const REPEAT_AFTER_MS = 5 * MINUTE_MS;
/** Nobody is reminded of a question they were asked just now. */
const SHORTEST_REMINDED_MS = 4 * MINUTE_MS;
const REMINDED_AT = 3 / 4;

/** What is to be told. Instants in wall milliseconds. */
export interface ToTell {
  readonly kind: AlertKind;
  readonly as: SaidAs;
  /** Of a question: whose it is, when it was asked, and until when it can be answered. */
  readonly question?: {
    readonly botId: string | null;
    readonly askedAt: WallMs;
    readonly answerBy: WallMs;
  };
}

/** Who is told, and on which channels they can be reached. */
export interface Told {
  readonly settings: AlertSettings;
  /** Channels that are linked; the web app is always there. */
  readonly linked: readonly AlertChannel[];
  /** IANA name: quiet and asking hours are read on its clock. */
  readonly zone: string;
  readonly now: WallMs;
}

/** One delivery. It counts as delivered by the first of its channels that takes it, and by that one only. */
export interface Route {
  /** Tried in this order, each once the one before has failed. Never empty. */
  readonly channels: readonly AlertChannel[];
  readonly at: WallMs;
  readonly sound: boolean;
  readonly as: SaidAs;
  /**
   * `first`; `copy` is the same question on another channel; `repeat` is only due where nobody saw or answered the first;
   * `reminder` only while the question is open.
   */
  readonly why: 'first' | 'copy' | 'repeat' | 'reminder';
}

/**
 * Which channels say it, when, and whether it may be heard. Empty where the person turned it off everywhere: the chat of
 * the web app keeps it all the same. Act now is never empty and is heard somewhere, whatever the settings say.
 */
export function routesFor(told: ToTell, person: Told): Route[] {
  const { now } = person;
  const { kind, as } = told;
  const level = levelOf(kind);
  // It waits for the next brief, which names it; the chat of the web app has it at once.
  if (level === 'brief') return [];
  const listen = loudnessFor(kind, person);
  const channels = channelsFor(kind, person);
  const first = channels[0];
  if (first === undefined) return [];
  const rings = (channel: AlertChannel, at: WallMs): boolean =>
    listen(channel) === 'on' && mayBeHeard(told, { ...person, now: at });
  // A question that is said again is its reminder: silent, once, where the first was heard.
  const isReminder = level === 'proposal' && as === 'reply';
  const sound = as !== 'edit' && !isReminder && rings(first, now);
  // Whoever got in may hold the first of them, and having looked there says nothing: each channel is told for itself.
  if (kind === 'access')
    return channels.map((channel, place) => ({
      ...{ channels: [channel], at: now, sound: rings(channel, now), as },
      why: place === 0 ? 'first' : 'copy',
    }));
  const routes: Route[] = [{ channels, at: now, sound, as, why: isReminder ? 'reminder' : 'first' }];
  if (isReminder) return routes;
  const others = channels.slice(1);
  if (level === 'act-now' && first !== 'web') {
    const on = others.length === 0 ? channels : others;
    const at = (now + REPEAT_AFTER_MS) as WallMs;
    routes.push({ channels: on, at, sound: on.some((channel) => rings(channel, at)), as: 'reply', why: 'repeat' });
  }
  if (level === 'proposal') {
    // A card stands in every chat, and only one of them is heard.
    for (const channel of others) routes.push({ channels: [channel], at: now, sound: false, as, why: 'copy' });
    const reminder = reminderOf(told, { ...person, heard: sound, canRing: listen(first) === 'on' });
    if (reminder !== null) routes.push({ channels, ...reminder, as: 'reply', why: 'reminder' });
  }
  return routes;
}

/**
 * What the person wants of this kind on each channel. Settings of before a channel was unlinked cannot silence what must
 * be heard: where Act now would be heard nowhere, it is heard.
 */
function loudnessFor(kind: AlertKind, { settings, linked }: Told): (channel: AlertChannel) => Loudness {
  const mustBeHeard = muted(settings, linked).includes(kind);
  return (channel) => (mustBeHeard ? 'on' : loudnessOf(settings, kind, channel));
}

/** The channels that say it, best first: where it must be heard, those that ring before those that do not. */
function channelsFor(kind: AlertKind, person: Told): AlertChannel[] {
  const listen = loudnessFor(kind, person);
  const wanted = inOrder(person.settings, person.linked).filter((channel) => listen(channel) !== 'off');
  if (levelOf(kind) !== 'act-now') return wanted;
  return [...wanted.filter((one) => listen(one) === 'on'), ...wanted.filter((one) => listen(one) !== 'on')];
}

/** Whether it may make a sound at this moment, by what it is and by the person's clock. */
function mayBeHeard({ kind, question }: ToTell, { settings, zone, now }: Told): boolean {
  const level = levelOf(kind);
  if (level === 'act-now') return true;
  if (!ALERT_KINDS[kind].sounds) return false;
  const asking = question?.botId == null ? undefined : settings.askingHours[question.botId];
  if (asking !== undefined) return asking.some((hours) => isWithin(hours, now, zone));
  return settings.quietHours === null || !isWithin(settings.quietHours, now, zone);
}

/**
 * The one reminder of a question (who puts it off has it from the account, `proposal.reminded`): when it may first be heard if it could not be at once, else
 * at three quarters of its window, silent.
 */
function reminderOf(
  told: ToTell,
  { heard, canRing, ...person }: Told & { readonly heard: boolean; readonly canRing: boolean },
): { readonly at: WallMs; readonly sound: boolean } | null {
  const { question } = told;
  if (question === undefined) return null;
  const { askedAt, answerBy } = question;
  if (answerBy - askedAt < SHORTEST_REMINDED_MS) return null;
  const audible = heard || !canRing ? null : firstHeard(told, person);
  if (audible !== null && audible < answerBy) return { at: audible, sound: true };
  const at = Math.round(askedAt + (answerBy - askedAt) * REMINDED_AT) as WallMs;
  return at > person.now ? { at, sound: false } : null;
}

/** When a question that is silent now may be heard next; null where nothing begins. */
function firstHeard(told: ToTell, person: Told): WallMs | null {
  const { settings, zone, now } = person;
  const asking = told.question?.botId == null ? undefined : settings.askingHours[told.question.botId];
  const begins = asking?.map(({ from }) => from) ?? (settings.quietHours === null ? [] : [settings.quietHours.to]);
  const times = begins.map((text) => nextAt(text, now, zone)).filter((at) => mayBeHeard(told, { ...person, now: at }));
  return times.length === 0 ? null : (Math.min(...times) as WallMs);
}
