import { DAY_MS, MINUTE_MS, SECOND_MS, type WallMs } from '../../lib/time.ts';
import type { AlertChannel } from './settings.ts';

/**
 * What a channel said of a message. `gone`: it does not reach this person (blocked, unlinked). `wait`: it takes nothing
 * for so long (429). `failed`: an error or no answer.
 */
export type SendOutcome =
  | { readonly state: 'sent' }
  | { readonly state: 'wait'; readonly retryAfterMs: number }
  | { readonly state: 'gone' }
  | { readonly state: 'failed' };

/** A delivery under way: `tries` of the channel it is at, `lap` times all of them have failed. */
export interface Attempt {
  readonly channels: readonly AlertChannel[];
  readonly at: number;
  readonly tries: number;
  readonly lap: number;
  /** When it was due, and when the channel it is at was tried first. Wall milliseconds. */
  readonly dueAt: WallMs;
  readonly channelSince: WallMs | null;
  /** Channels that did not take it, in the order they failed. */
  readonly failed: readonly AlertChannel[];
}

export type NextStep =
  | { readonly state: 'delivered'; readonly by: AlertChannel; readonly after: readonly AlertChannel[] }
  | { readonly state: 'due'; readonly attempt: Attempt; readonly retryAt: WallMs }
  | { readonly state: 'undelivered'; readonly after: readonly AlertChannel[] };

/**
 * A channel that fails gets this long, and one that says when it takes messages again (which our own pacing does too)
 * so long, before the next one is tried: it arrives there within a minute.
 */
const CHANNEL_PATIENCE_MS = 20 * SECOND_MS;
const WAIT_PATIENCE_MS = 40 * SECOND_MS;
const TRIES_PER_CHANNEL = 3;
const RETRY_MS = 3 * SECOND_MS;
const SLOWEST_LAP_MS = 5 * MINUTE_MS;
/** After a day nobody waits for it any more; it stays to be seen. */
const GIVE_UP_AFTER_MS = DAY_MS;

export function firstAttempt(channels: readonly AlertChannel[], dueAt: WallMs): Attempt {
  return { channels, at: 0, tries: 0, lap: 0, dueAt, channelSince: null, failed: [] };
}

export function channelOf({ channels, at }: Attempt): AlertChannel {
  return channels[at] ?? 'web';
}

/**
 * What comes after an attempt. The first channel that takes it ends it, so that one which comes back later has nothing
 * left to send. When all have failed they are tried again, ever more slowly, for a day.
 */
export function afterAttempt(attempt: Attempt, outcome: SendOutcome, now: WallMs): NextStep {
  const channel = channelOf(attempt);
  if (outcome.state === 'sent') {
    return { state: 'delivered', by: channel, after: attempt.failed.filter((one) => one !== channel) };
  }
  const isWait = outcome.state === 'wait';
  // What stood in a queue before its first try has waited already.
  const since = attempt.channelSince ?? (attempt.at === 0 && attempt.lap === 0 ? attempt.dueAt : now);
  const tries = isWait ? attempt.tries : attempt.tries + 1;
  const pause = isWait ? Math.max(SECOND_MS, outcome.retryAfterMs) : RETRY_MS * tries;
  const isInTime = now + pause - since <= (isWait ? WAIT_PATIENCE_MS : CHANNEL_PATIENCE_MS);
  const isPatient = outcome.state !== 'gone' && tries < TRIES_PER_CHANNEL && isInTime;
  if (isPatient) {
    return { state: 'due', attempt: { ...attempt, tries, channelSince: since }, retryAt: (now + pause) as WallMs };
  }
  const failed = attempt.failed.includes(channel) ? attempt.failed : [...attempt.failed, channel];
  if (now - attempt.dueAt >= GIVE_UP_AFTER_MS) return { state: 'undelivered', after: failed };
  const isLast = attempt.at + 1 >= attempt.channels.length;
  // Their wait says nothing about how often all have failed.
  const lap = attempt.lap + Number(isLast && !isWait);
  const next: Attempt = {
    ...attempt,
    at: isLast ? 0 : attempt.at + 1,
    tries: 0,
    lap,
    channelSince: null,
    failed,
  };
  const slow = Math.min(SLOWEST_LAP_MS, 2 ** (Math.min(lap, 10) + 1) * SECOND_MS);
  const rest = !isLast ? 0 : isWait ? pause : slow;
  return { state: 'due', attempt: next, retryAt: (now + rest) as WallMs };
}
