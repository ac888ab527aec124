// `npm run pictures`: those of the README, taken from the running product.
// `npm run pictures -- --all FOLDER`: every room on a phone and on a desk, light and dark, in both languages, to be looked at.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { askAs, launchBrowser, startProduct } from './browser.ts';
import { liveIn, settled, type LivedIn } from './lived-in.ts';

const { values } = parseArgs({ options: { all: { type: 'string' } } });
const folder = values.all === undefined ? join(import.meta.dirname, '..', 'pictures') : resolve(values.all);
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
/** A room longer than this shows how it goes on, not all of it. */
const HIGHEST = 4_000;

mkdirSync(folder, { recursive: true });
const [product, browser] = [await startProduct('--seed', '7'), await launchBrowser()];
try {
  const context = await browser.newContext({ viewport: PHONE, locale: 'en-US', timezoneId: 'America/New_York' });
  const page = await context.newPage();
  if (values.all === undefined) await forReadme(page);
  else await ofEveryRoom(context, await liveIn(page, product));
} finally {
  await browser.close();
  await product.stop();
}

async function forReadme(page: Page): Promise<void> {
  const take = async (name: string): Promise<void> => {
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };
  const { symbol } = await liveIn(page, product, take);
  await page.goto(product.baseUrl);
  await page.getByText('stop').first().waitFor();
  await take('home');
  await page.setViewportSize({ width: 1280, height: 800 });
  await take('desk');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${product.baseUrl}/markets/${encodeURIComponent(symbol)}`);
  await page.locator('canvas').first().waitFor();
  await take('chart');
}

/** FOLDER/phone-light-en/more-orders.png and so on. */
async function ofEveryRoom(context: BrowserContext, { rooms }: LivedIn): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const language of ['en', 'ko'] as const) {
    await askAs(page, 'PATCH', 'me', { language });
    for (const { path } of rooms) {
      await page.setViewportSize(PHONE);
      await page.goto(product.baseUrl + path);
      await settled(page);
      for (const [device, size] of [
        ['phone', PHONE],
        ['desk', DESK],
      ] as const)
        for (const theme of ['light', 'dark'] as const) {
          const into = join(folder, `${device}-${theme}-${language}`);
          mkdirSync(into, { recursive: true });
          await page.emulateMedia({ colorScheme: theme });
          await page.setViewportSize(size);
          // The room scrolls inside its frame: as high as it is, all of it shows.
          const hidden = await page.evaluate(() => {
            const main = document.querySelector('main');
            return main === null ? 0 : main.scrollHeight - main.clientHeight;
          });
          await page.setViewportSize({ ...size, height: Math.min(HIGHEST, size.height + hidden) });
          await page.waitForTimeout(250);
          const name = path === '/' ? 'home' : path.slice(1).replaceAll('/', '-').slice(0, 60);
          await page.screenshot({ path: join(into, `${decodeURIComponent(name)}.png`.replaceAll(':', '-')) });
        }
    }
  }
}
