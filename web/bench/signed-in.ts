import type { CDPSession, Page } from 'playwright-core';
import { apiOf, type Api } from '../../worker/bench/api.ts';
import { onState, withTemporaryState } from '../../worker/bench/product-on-temporary-state.ts';
import { launchBrowser } from '../e2e/browser.ts';

export interface SignedIn {
  readonly page: Page;
  readonly cdp: CDPSession;
  /** Like http://localhost:41234, without a slash at the end. */
  readonly baseUrl: string;
  readonly api: Api;
}
type Options = Parameters<typeof onState>[1];

const DESK = { width: 1280, height: 800 };

/** Runs `work` in a browser whose owner is signed in at a product; `prepare` sees its state before it starts. */
export function withSignedIn<T>(
  { prepare, ...options }: Options & { prepare?: (stateDir: string) => Promise<void> },
  work: (at: SignedIn) => Promise<T>,
): Promise<T> {
  return withTemporaryState(async (stateDir) => {
    await prepare?.(stateDir);
    return onState(stateDir, options, async (product) => {
      const browser = await launchBrowser();
      try {
        const context = await browser.newContext({ viewport: DESK, locale: 'en-US' });
        const page = await context.newPage();
        const baseUrl = `http://localhost:${product.port}`;
        const { url } = await product.admin.call<{ url: string }>('POST', 'link');
        await page.goto(new URL(url, baseUrl).href);
        await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
        return await work({ page, cdp: await context.newCDPSession(page), baseUrl, api: await apiOf(product) });
      } finally {
        await browser.close();
      }
    });
  });
}
