/** What is known of the line and of this device; instants in ms. */
export interface Facts {
  readonly now: number;
  /** Since when nothing answers; null while something does. */
  readonly silentSince: number | null;
  /** The last word of a stream that is broken, and when that was noticed; null while it holds or was never open. */
  readonly brokenSince: number | null;
  readonly noticedAt: number | null;
  readonly heardAt: number;
  /** The oldest of what is shown though something newer was asked for. */
  readonly oldestShown: number | null;
  /** Since when the first answer of something on the screen is waited for. */
  readonly waitingSince: number | null;
  /** The browser sees no network at all. */
  readonly isCutOff: boolean;
  /** Nod runs on this very computer. */
  readonly isHere: boolean;
  readonly clockAheadMs: number;
  readonly isFull: boolean;
  readonly isNewReady: boolean;
}

export type Notice =
  | { readonly code: 'cut-off' | 'no-answer-here' | 'no-answer'; readonly since: number; readonly from: number }
  | { readonly code: 'no-stream'; readonly since: number }
  | { readonly code: 'older'; readonly from: number }
  | { readonly code: 'slow' }
  | { readonly code: 'clock'; readonly aheadMs: number }
  | { readonly code: 'full' }
  | { readonly code: 'new-version' };

/** A blink of the line is no news; this long without it is. */
const BLINK_MS = 1_500;
const STREAM_BLINK_MS = 4_000;
const SLOW_MS = 5_000;
const OLDER_MS = 10_000;
const CLOCK_OFF_MS = 60_000;

/** What has to be said above every room, most pressing first; of the line one thing at a time. */
export function noticesOf(facts: Facts): Notice[] {
  const said: Notice[] = [];
  const ofLine = lineNotice(facts);
  if (ofLine !== null) said.push(ofLine);
  if (Math.abs(facts.clockAheadMs) >= CLOCK_OFF_MS) said.push({ code: 'clock', aheadMs: facts.clockAheadMs });
  if (facts.isFull) said.push({ code: 'full' });
  if (facts.isNewReady) said.push({ code: 'new-version' });
  return said;
}

function lineNotice(facts: Facts): Notice | null {
  const { now, silentSince, brokenSince, noticedAt, oldestShown, waitingSince } = facts;
  if (silentSince !== null && now - silentSince >= BLINK_MS) {
    const since = Math.min(silentSince, brokenSince ?? Infinity);
    const from = Math.min(oldestShown ?? Infinity, facts.heardAt);
    // A computer without a network still reaches itself.
    const code = facts.isHere ? 'no-answer-here' : facts.isCutOff ? 'cut-off' : 'no-answer';
    return { code, since, from };
  }
  const isStreamGone = brokenSince !== null && noticedAt !== null && now - noticedAt >= STREAM_BLINK_MS;
  if (isStreamGone) return { code: 'no-stream', since: brokenSince };
  if (oldestShown !== null && now - oldestShown >= OLDER_MS) return { code: 'older', from: oldestShown };
  if (waitingSince !== null && now - waitingSince >= SLOW_MS) return { code: 'slow' };
  return null;
}
