import type { Page } from 'playwright-core';

export interface Frames {
  /** From one frame to the next, on average. */
  readonly ms: number;
  readonly longest: number;
  /** Tasks that held the page for more than 50 ms. */
  readonly longTasks: number;
}
/** What scrolls is the page's content, so many pixels a second. */
interface Scroll {
  readonly from: number;
  readonly pixelsASecond: number;
}

/** The frames of a page for a while, as they come to whoever draws in them; with `scroll`, each of them goes on. */
export function framesFor(page: Page, forMs: number, scroll: Scroll | null = null): Promise<Frames> {
  return page.evaluate(
    async ([lasts, going]) => {
      let longTasks = 0;
      const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length));
      observer.observe({ type: 'longtask' });
      const content = document.querySelector('main');
      const frames: number[] = [];
      await new Promise<void>((resolve) => {
        const frame = (at: number): void => {
          frames.push(at);
          const passed = at - (frames[0] ?? at);
          if (going !== null && content !== null)
            content.scrollTop = going.from + (going.pixelsASecond * passed) / 1_000;
          if (passed < lasts) requestAnimationFrame(frame);
          else resolve();
        };
        requestAnimationFrame(frame);
      });
      observer.disconnect();
      const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at));
      const whole = gaps.reduce((sum, gap) => sum + gap, 0);
      return { ms: whole / gaps.length, longest: Math.max(...gaps), longTasks };
    },
    [forMs, scroll] as const,
  );
}
