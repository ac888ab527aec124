import type { Runtime } from './runtime.ts';

const MINUTE_MS = 60_000;

/** What comes of the ticks. */
export interface TickerHooks {
  /** Every second in which the product is known to work: its newest tick came through, and none hangs. */
  readonly seen: (nowMs: number) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The platform's cron, at home: the Worker's minute tick at every full minute, never two at once. A tick that was missed
 * (a sleeping laptop) is not made up for; the Worker catches up from what it stored.
 * @param runtime undefined while it stands still
 * @returns a function that ends it
 */
export function startTicker(runtime: () => Runtime | undefined, { seen, failed }: TickerHooks): () => void {
  let ticking: number | null = null;
  let isWell = true;
  let lastMinute = Math.floor(Date.now() / MINUTE_MS);
  const timer = setInterval(() => {
    const nowMs = Date.now();
    const minute = Math.floor(nowMs / MINUTE_MS);
    const running = runtime();
    if (running === undefined) return;
    if (ticking !== null && minute > ticking) isWell = false;
    if (isWell) seen(nowMs);
    if (minute === lastMinute || ticking !== null) return;
    lastMinute = minute;
    ticking = minute;
    running
      .tick(minute * MINUTE_MS)
      .then(
        () => {
          isWell = true;
        },
        (error: unknown) => {
          isWell = false;
          failed(error);
        },
      )
      .finally(() => (ticking = null));
  }, 1000);
  return () => clearInterval(timer);
}
