// `npm run pictures`: those of the README, taken from the running product.
// `npm run pictures -- --all FOLDER`: every room on a phone and on a desk, light and dark, in both languages, to be looked
// at; each of these looks is read by axe as well, and none may be wider than its window. Ends with 1 where one is at fault.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { askAs, launchBrowser, startProduct } from './browser.ts';
import { faultsOf } from './faults.ts';
import { liveIn, nod, settled, walkTo, type LivedIn } from './lived-in.ts';

const { values } = parseArgs({ options: { all: { type: 'string' } } });
const folder = values.all === undefined ? join(import.meta.dirname, '..', 'pictures') : resolve(values.all);
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
/** The narrowest phone there is to care for. */
const NARROW = { width: 360, height: 800 };
const QUESTION_WITHIN_MS = 60_000;
/** A room longer than this shows how it goes on, not all of it. */
const HIGHEST = 4_000;

mkdirSync(folder, { recursive: true });
const [product, browser] = [await startProduct('--seed', '7'), await launchBrowser('--font-render-hinting=none')];
try {
  const context = await withFonts(browser);
  const page = await context.newPage();
  if (values.all === undefined) await forReadme(page);
  else {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const lived = await liveIn(page, product);
    await nod(page, product);
    const faults = await ofEveryRoom(page, lived);
    process.stdout.write([...faults, `${faults.length} faults`].join('\n') + '\n');
    if (faults.length > 0) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await product.stop();
}

/** The packed Chromium knows no Korean letters; a phone does. What is drawn is as on one. */
async function withFonts(of: Browser): Promise<BrowserContext> {
  const context = await of.newContext({
    ...{ viewport: PHONE, locale: 'en-US', timezoneId: 'America/New_York' },
    // Sharp where it is shown smaller.
    deviceScaleFactor: values.all === undefined ? 1.5 : 1,
  });
  const files = join(dirname(createRequire(import.meta.url).resolve('@fontsource/pretendard/package.json')), 'files');
  const fonts = [400, 600, 700].map((weight) => ({
    weight: String(weight),
    base64: readFileSync(join(files, `pretendard-latin-${weight}-normal.woff2`), 'base64'),
  }));
  await context.addInitScript((given) => {
    for (const { weight, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      // The first name the app asks for.
      document.fonts.add(new FontFace('Inter', bytes, { weight }));
    }
  }, fonts);
  return context;
}

/** Somebody's first minutes, up to the third question. */
async function forReadme(page: Page): Promise<void> {
  const take = async (name: string): Promise<void> => {
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };
  const { symbol } = await liveIn(page, product, take);
  await nod(page, product);
  await page.goto(product.baseUrl);
  await page.getByRole('link', { name: 'Review' }).waitFor({ timeout: QUESTION_WITHIN_MS });
  await take('home');
  await page.getByRole('link', { name: /^Steady looked \d/ }).click();
  await settled(page);
  await take('bot');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${product.baseUrl}/markets/${encodeURIComponent(symbol)}`);
  await page.locator('canvas').first().waitFor();
  await settled(page);
  await take('chart');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(DESK);
  await page.goto(product.baseUrl);
  await settled(page);
  await take('desk');
}

/** FOLDER/phone-light-en/more-orders.png and so on; what is wrong, each with its place. */
async function ofEveryRoom(page: Page, { rooms }: LivedIn): Promise<string[]> {
  const faults: string[] = [];
  for (const language of ['en', 'ko'] as const) {
    await askAs(page, 'PATCH', 'me', { language });
    await page.goto(product.baseUrl);
    for (const { route, path } of rooms) {
      await walkTo(page, product, path);
      for (const [device, size] of [
        ['phone', NARROW],
        ['desk', DESK],
      ] as const)
        for (const theme of ['light', 'dark'] as const) {
          const look = `${device}-${theme}-${language}`;
          await page.emulateMedia({ colorScheme: theme });
          await page.setViewportSize(size);
          await settled(page);
          faults.push(...(await faultsOf(page)).map((fault) => `${look} ${route}: ${fault}`));
          await draw(page, size, look, path);
        }
    }
  }
  return faults;
}

/** The room scrolls inside its frame: as high as it is, all of it shows. */
async function draw(page: Page, size: typeof DESK, look: string, path: string): Promise<void> {
  mkdirSync(join(folder, look), { recursive: true });
  const hidden = await page.evaluate(() => {
    const main = document.querySelector('main');
    return main === null ? 0 : main.scrollHeight - main.clientHeight;
  });
  await page.setViewportSize({ ...size, height: Math.min(HIGHEST, size.height + hidden) });
  await page.waitForTimeout(250);
  const name = path === '/' ? 'home' : path.slice(1).replaceAll('/', '-').slice(0, 60);
  await page.screenshot({ path: join(folder, look, `${decodeURIComponent(name)}.png`.replaceAll(':', '-')) });
}
