// The pictures of the README, taken from the running product: `npm run pictures`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser, startProduct } from './browser.ts';

const folder = join(import.meta.dirname, '..', 'pictures');
const ANSWER_WITHIN_MS = 90_000;

mkdirSync(folder, { recursive: true });
const [product, browser] = [await startProduct('--seed', '7'), await launchBrowser()];
try {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-US',
    timezoneId: 'America/New_York',
  });
  await firstMinutes(await context.newPage());
} finally {
  await browser.close();
  await product.stop();
}

async function firstMinutes(page: Page): Promise<void> {
  const take = async (name: string): Promise<void> => {
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };
  await page.goto(product.signInLink);
  await page.getByRole('button', { name: 'Make my first bot' }).click();
  await page.getByText('Largest position', { exact: true }).waitFor();
  await take('new-bot');
  await page.getByRole('button', { name: 'Start the bot' }).click();
  await page.getByText(/^Looking at \d+ stocks/).waitFor();
  await page.goto(`${product.baseUrl}/decide`);
  const approve = page.getByRole('button', { name: /^Approve · / });
  await approve.waitFor({ timeout: ANSWER_WITHIN_MS });
  const symbol = await page.locator('article h2 .faint').innerText();
  await take('question');
  await approve.click();
  await page
    .getByRole('status')
    .filter({ hasText: /accepted|Bought/ })
    .first()
    .waitFor();
  await page.waitForTimeout(4_000);
  await page.goto(product.baseUrl);
  await page.getByText('stop').first().waitFor();
  await take('home');
  await page.goto(`${product.baseUrl}/markets/${encodeURIComponent(symbol)}`);
  await page.locator('canvas').first().waitFor();
  await take('chart');
}
