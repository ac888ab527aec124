// How far things on the screen jump by themselves, reckoned as Chrome does for its "cumulative layout shift".
import type { Page } from 'playwright-core';

/** Shifts less than a second apart, within five seconds, count together; each page has windows of its own. */
const [GAP_MS, WINDOW_MS] = [1_000, 5_000];

interface Shift {
  readonly at: number;
  readonly value: number;
  readonly view: string;
  readonly moved: readonly string[];
}
export interface Jump {
  readonly sum: number;
  /** Where, and what moved from where to where. */
  readonly told: string;
}

/**
 * Watches from the first paint of whatever opens in this page. What follows a tap within half a second is the tap's, as in
 * Chrome; so is what follows what was asked for then within half a second of its answer, and what that led to be asked
 * for: how long a machine takes to answer is not what is measured.
 */
export async function watchShifts(page: Page): Promise<{ largest(): Promise<Jump> }> {
  let shifts: Shift[] = [];
  await page.exposeFunction('tellShift', (shift: Shift) => void shifts.push(shift));
  await page.addInitScript(() => {
    interface Moved {
      readonly node: Node | null;
      readonly previousRect: DOMRectReadOnly;
      readonly currentRect: DOMRectReadOnly;
    }
    type Entry = PerformanceEntry & { hadRecentInput: boolean; value: number; sources: readonly Moved[] };
    const { tellShift } = globalThis as unknown as { tellShift: (shift: Shift) => void };
    const ANSWER_MS = 500;
    /** Until when the newest tap is being answered, and what it waits for meanwhile. */
    let [answeredAt, waiting] = [-Infinity, 0];
    const isAnswering = (at: number): boolean => waiting > 0 || at < answeredAt + ANSWER_MS;
    const answer = (): void => void (answeredAt = performance.now());
    for (const kind of ['click', 'keydown']) addEventListener(kind, answer, { capture: true });
    const ask = globalThis.fetch.bind(globalThis);
    globalThis.fetch = async (...about) => {
      if (!isAnswering(performance.now())) return ask(...about);
      waiting += 1;
      try {
        return await ask(...about);
      } finally {
        waiting -= 1;
        answer();
      }
    };
    const box = ({ x, y, width, height }: DOMRectReadOnly): string =>
      `${Math.round(width)}×${Math.round(height)} at ${Math.round(x)},${Math.round(y)}`;
    const named = ({ node, previousRect, currentRect }: Moved): string => {
      const element = node instanceof Element ? node : node?.parentElement;
      const name = `${element?.localName ?? '?'}.${element?.classList[0] ?? ''}`;
      return `${name} “${(node?.textContent ?? '').trim().slice(0, 40)}” ${box(previousRect)} → ${box(currentRect)}`;
    };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Entry[]) {
        if (entry.hadRecentInput || isAnswering(entry.startTime)) continue;
        const at = performance.timeOrigin + entry.startTime;
        tellShift({ at, value: entry.value, view: location.pathname, moved: entry.sources.map(named) });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return {
    async largest() {
      // What was drawn last is told with the frame after it.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
      );
      const jumps = windowsOf(shifts).map((window) => ({
        sum: window.reduce((all, { value }) => all + value, 0),
        told: window.map(({ view, value, moved }) => `${view} ${value.toFixed(3)}: ${moved.join('; ')}`).join('\n'),
      }));
      shifts = [];
      return jumps.sort((a, b) => b.sum - a.sum)[0] ?? { sum: 0, told: 'nothing' };
    },
  };
}

function windowsOf(shifts: readonly Shift[]): Shift[][] {
  const windows: Shift[][] = [];
  for (const shift of [...shifts].sort((a, b) => a.at - b.at)) {
    const window = windows.at(-1);
    const [first, last] = [window?.[0], window?.at(-1)];
    const isOfIt = first?.view === shift.view && shift.at - (last?.at ?? 0) < GAP_MS && shift.at - first.at < WINDOW_MS;
    if (isOfIt) window?.push(shift);
    else windows.push([shift]);
  }
  return windows;
}
