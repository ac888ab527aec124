import { MINUTE_MS, type WallMs } from '../../lib/time.ts';

/** More news than this in a minute become one message. */
export const NEWS_PER_MINUTE = 3;

/**
 * Whether one more piece of news is said by itself: null; or until when it waits, to be said with the others that came
 * meanwhile. `saidAt`: when news was said in this chat before, in any order.
 */
export function gatherUntil(saidAt: readonly WallMs[], now: WallMs): WallMs | null {
  const within = saidAt.filter((at) => at > now - MINUTE_MS && at <= now).sort((a, b) => a - b);
  // As soon as the oldest of the last three is a minute ago there is room again.
  const oldest = within.at(-NEWS_PER_MINUTE);
  return oldest === undefined ? null : ((oldest + MINUTE_MS) as WallMs);
}
