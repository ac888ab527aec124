import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { en } from '../../shared/words/en.ts';
import { AROUND, FIRST_ASKED, WHO } from '../src/lib/api/first-asked.ts';
import { askAs, launchBrowser, startProduct, type StartedProduct } from './browser.ts';
import { faultsOf } from './faults.ts';
import { liveIn, settled, walkTo, type LivedIn } from './lived-in.ts';
import { stand } from './market.ts';

/*
 * Every room of a product that somebody has lived in: nothing in it is out of reach of a screen reader or of weak eyes,
 * none tries what the content policy forbids, and the first of them weighs little and says little. Each room is looked
 * at twice, as far apart as looks are.
 */
let browser: Browser;
let product: StartedProduct;
let context: BrowserContext;
let page: Page;
let lived: LivedIn;
/** Code that the content policy kept from running. */
const barred: string[] = [];

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh', '--seed', '7')]);
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
  page = await context.newPage();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.exposeFunction('noteBarred', (what: string) => barred.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      const { noteBarred } = window as unknown as { noteBarred: (what: string) => void };
      if (effectiveDirective.startsWith('script-src')) noteBarred(`${blockedURI} in ${sourceFile}`);
    });
  });
  lived = await liveIn(page, product);
  // What is looked at is as it is left: no question comes or goes between two looks.
  await stand(page);
});
beforeEach(() => {
  onTestFailed(async () => console.error(page.url(), await page.locator('body').innerHTML()));
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

/** Later than this a page looks ahead (`+layout.svelte`). */
const LOOKS_AHEAD_MS = 4_000;

/** However long it takes to draw: what it would fetch ahead once it stands is no part of it. */
function withoutLookingAhead(room: Page): Promise<unknown> {
  return room.addInitScript((ahead) => {
    const later = globalThis.setTimeout.bind(globalThis);
    const soon = (work: () => void, ms = 0): unknown => (ms < ahead ? later(work, ms) : 0);
    Object.assign(globalThis, { setTimeout: soon });
  }, LOOKS_AHEAD_MS);
}

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
    await withoutLookingAhead(home);
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

describe('what a page asks for while its code is on the way', () => {
  test('is what its room then takes: nothing is asked for twice, or for nobody, and no words of other rooms', async () => {
    const fresh = await context.newPage();
    await fresh.addInitScript(() => {
      const told = { begun: [] as string[], taken: [] as string[] };
      let begun: object | undefined;
      Object.assign(window, { told });
      Object.defineProperty(window, 'nodBegun', {
        configurable: true,
        get: () => begun,
        set: (answers: object) => {
          begun = new Proxy(answers, {
            set: (all, path, answer) => told.begun.push(String(path)) > 0 && Reflect.set(all, path, answer),
            deleteProperty: (all, path) => {
              if (Object.hasOwn(all, path)) told.taken.push(String(path));
              return Reflect.deleteProperty(all, path);
            },
          });
        },
      });
    });
    const told = () => fresh.evaluate(() => (window as unknown as { told: { begun: string[]; taken: string[] } }).told);
    const found: string[] = [];
    let asked: URL[] = [];
    fresh.on('request', (request) => asked.push(new URL(request.url())));
    for (const { route, path } of lived.rooms.filter(({ route: known }) => known in FIRST_ASKED)) {
      asked = [];
      await fresh.goto(product.baseUrl + path);
      await settled(fresh, false);
      expect((await told()).begun.length, route).toBe([...WHO, ...AROUND, ...(FIRST_ASKED[route] ?? [])].length);
      // A part that is drawn after the others takes what is its own then.
      const forNobody = async () => {
        const { begun, taken } = await told();
        return begun.filter((asked) => !taken.includes(asked));
      };
      await expect.poll(forNobody, { message: route, interval: 100 }).toEqual([]);
      const answers = asked.map(({ pathname, search }) => pathname.slice('/api'.length) + search);
      expect(
        answers.filter((answer) => answer.startsWith('/together?')),
        route,
      ).toHaveLength(1);
      expect(
        asked.filter(({ pathname }) => pathname === '/api/me'),
        `${route} asks by itself`,
      ).toEqual([]);
      if (await fetchedAllWords(fresh)) found.push(`${route}: the words of every room`);
    }
    await fresh.close();
    expect(found).toEqual([]);
  });
});

/** Whether it needed more than what it says itself, before it had time to look ahead. */
async function fetchedAllWords(room: Page): Promise<boolean> {
  const code = await room.evaluate(async (before) => {
    const files = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
    const early = files.filter(({ startTime }) => startTime < before);
    return Promise.all(early.map(async ({ name }) => (await fetch(name)).text()));
  }, LOOKS_AHEAD_MS);
  // Only somebody new is told this.
  return code.some((text) => text.includes(en.web.welcome.hello));
}

describe('what Home says before anybody scrolls', () => {
  /** As many as are read in five seconds. */
  const FIGURES_MAX = 9;
  /** An amount with its currency, or a part of something. */
  const FIGURE = /[−+]?(?:[$₩]\d[\d,.]*|\d[\d,.]*(?:%|달러|만 원|원))/g;
  /** Counts and times of day aside: what looks like an amount and does not say of what. */
  const BARE = /[−+]\d|\d,\d{3}|\d\.\d/;

  test.each(['en', 'ko'] as const)('is few figures, each with its unit (%s)', async (language) => {
    await askAs(page, 'PATCH', 'me', { language });
    await page.goto(product.baseUrl);
    await settled(page);
    const texts = await page.getByRole('main').evaluate((main) => {
      const fold = main.getBoundingClientRect().bottom;
      const seen: string[] = [];
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const isHidden = node.parentElement?.closest('.visually-hidden') != null;
        if (!isHidden && range.getBoundingClientRect().top < fold) seen.push(node.textContent ?? '');
      }
      return seen;
    });
    const figures = texts.flatMap((text) => text.match(FIGURE) ?? []);
    const bare = texts.filter((text) => BARE.test(text.replaceAll(FIGURE, '')));
    console.log(JSON.stringify({ test: 'figures on Home above the fold', language, figures: figures.length }));
    expect(figures.length, `${figures.join(' ')}`).toBeLessThanOrEqual(FIGURES_MAX);
    expect(figures.length, 'value, result and its part at least').toBeGreaterThanOrEqual(3);
    expect(bare, 'an amount of what?').toEqual([]);
  });
});

describe.each([
  { language: 'en', theme: 'light', width: 360 },
  { language: 'ko', theme: 'dark', width: 1280 },
] as const)('axe finds nothing, and nothing is cut off: $language, $theme, $width px', ({ language, theme, width }) => {
  test('on any room', async () => {
    await askAs(page, 'PATCH', 'me', { language });
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(product.baseUrl);
    const found: string[] = [];
    for (const { route, path } of lived.rooms) {
      await walkTo(page, product, path);
      found.push(...(await faultsOf(page)).map((fault) => `${route}: ${fault}`));
    }
    expect(found).toEqual([]);
    expect(barred).toEqual([]);
  });
});
