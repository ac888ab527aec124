import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAs, launchBrowser, startProduct, type StartedProduct } from './browser.ts';
import { liveIn, settled } from './lived-in.ts';

/* The app of a product that somebody has lived in: its first screen weighs little. */
let browser: Browser;
let product: StartedProduct;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh', '--seed', '7')]);
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
  page = await context.newPage();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await liveIn(page, product);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

describe('what a first load of Home brings', () => {
  /** In bytes, as they travel. */
  const CODE_MAX = 90_000;
  const ALL_MAX = 150_000;

  test.each(['en', 'ko'] as const)('is little (%s)', async (language) => {
    await askAs(page, 'PATCH', 'me', { language });
    const fresh = await browser.newContext({
      viewport: { width: 390, height: 844 },
      locale: language === 'ko' ? 'ko-KR' : 'en-US',
      // Somebody known on a device that remembers nothing.
      storageState: { cookies: await context.cookies(), origins: [] },
    });
    const home = await fresh.newPage();
    const requests: Request[] = [];
    home.on('requestfinished', (request) => requests.push(request));
    await home.goto(product.baseUrl);
    await settled(home);
    await home.waitForLoadState('networkidle');
    const sizes = await Promise.all(
      requests.map(async (request) => ({
        url: new URL(request.url()).pathname,
        kind: request.resourceType(),
        packing: (await request.response())?.headers()['content-encoding'] ?? 'none',
        bytes: (await request.sizes()).responseBodySize,
      })),
    );
    await fresh.close();
    const sum = (of: typeof sizes): number => of.reduce((all, { bytes }) => all + bytes, 0);
    const code = sizes.filter(({ kind }) => kind === 'script');
    const told = { language, code: sum(code), files: code.length, all: sum(sizes), requests: sizes.length };
    console.log(JSON.stringify({ test: 'first load of Home, in bytes', ...told }));
    const list = sizes.map(({ url, kind, packing, bytes }) => `${bytes} ${kind} ${packing} ${url}`).join('\n');
    expect(told.code, `code\n${list}`).toBeLessThanOrEqual(CODE_MAX);
    expect(told.all, `everything\n${list}`).toBeLessThanOrEqual(ALL_MAX);
  });
});
