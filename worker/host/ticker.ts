import type { Runtime } from './runtime.ts';

const MINUTE_MS = 60_000;

/**
 * The platform's cron, at home: the Worker's minute tick at every full minute, never two at once. A tick that was missed
 * (a sleeping laptop) is not made up for; the Worker catches up from what it stored.
 * @param runtime undefined while it stands still
 * @returns a function that ends it
 */
export function startTicker(
  runtime: () => Runtime | undefined,
  hooks: { onSecond: (nowMs: number) => void },
): () => void {
  let isTicking = false;
  let lastMinute = Math.floor(Date.now() / MINUTE_MS);
  const timer = setInterval(() => {
    const nowMs = Date.now();
    hooks.onSecond(nowMs);
    const minute = Math.floor(nowMs / MINUTE_MS);
    const running = runtime();
    if (minute === lastMinute || isTicking || running === undefined) return;
    lastMinute = minute;
    isTicking = true;
    running
      .tick(minute * MINUTE_MS)
      .catch(() => undefined)
      .finally(() => (isTicking = false));
  }, 1000);
  return () => clearInterval(timer);
}
