import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';

/*
 * The first minutes of somebody who has just started Nod, on a phone and on a desk: sign in, make a bot, nod, see it
 * bought, look at its chart, run a job. By role and label, against the real product.
 */
const QUESTION_WITHIN_MS = 60_000;
const OUTCOME_WITHIN_MS = 3_000;
const FILL_WITHIN_MS = 20_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe.each([
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
])('first use at $width × $height', (viewport) => {
  let product: StartedProduct;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    product = await startProduct('--fresh');
    ({ page, complaints } = await openPage(browser, viewport));
  });
  afterAll(async () => {
    await page.context().close();
    await product.stop();
  });
  afterEach(() => {
    onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
  });

  test('from the sign-in link to a bought position, its chart and the jobs', async () => {
    await page.goto(product.signInLink);
    await page.getByRole('button', { name: 'Make my first bot' }).waitFor();
    expect(new URL(page.url()).hash, 'the code is gone from the address').toBe('');

    await page.getByRole('button', { name: 'Make my first bot' }).click();
    await page.getByRole('region', { name: 'What this means in money' }).getByText('Largest position').waitFor();
    await page.getByRole('button', { name: 'Start the bot' }).click();
    await page.getByRole('heading', { name: 'Its first look' }).waitFor();
    await page.getByText(/^Looking at \d+ stocks/).waitFor();

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click();
    await nearTheTop(page.getByRole('link', { name: 'Review' }), QUESTION_WITHIN_MS);
    await page.getByRole('link', { name: 'Review' }).click();

    const approve = page.getByRole('button', { name: /^Approve · / });
    await approve.waitFor();
    await page.getByText('In a bad gap').waitFor();
    const symbol = await page.locator('article h2 .faint').innerText();
    const target = await approve.boundingBox();
    expect(target?.height, 'a thumb can hit it').toBeGreaterThanOrEqual(48);
    const question = page.url();
    await approve.click();
    await page
      .getByRole('status')
      .filter({ hasText: /accepted|Bought|being sent/ })
      .first()
      .waitFor({ timeout: OUTCOME_WITHIN_MS });

    await skipTheOthers();
    await page.goto(`${product.baseUrl}/more/orders`);
    await page.getByText('filled', { exact: true }).first().waitFor({ timeout: FILL_WITHIN_MS });

    await page.goto(question);
    await page.getByText('In a bad gap').waitFor();
    const sell = page.getByRole('button', { name: 'Sell', exact: true });
    await sell.or(page.getByText('Sold since')).waitFor();
    if (await sell.isVisible()) await page.getByRole('button', { name: 'Move stop' }).waitFor();

    await page.goto(`${product.baseUrl}/markets/${encodeURIComponent(symbol)}`);
    await page.getByRole('img', { name: /last close/ }).waitFor();
    await page.locator('canvas').first().waitFor();
    await page.getByText('The same figures as a table').click();
    expect(await page.getByRole('row').count(), 'a table says the same').toBeGreaterThan(20);

    await page.goto(`${product.baseUrl}/portfolio`);
    await page.getByRole('button', { name: 'Share the week' }).click();
    await page.getByRole('img', { name: 'The picture as others will see it' }).waitFor();
    await page.getByText('it is not a recommendation').waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the picture' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('nod-week.png');

    await page.goto(`${product.baseUrl}/more/jobs`);
    const job = page.getByRole('article', { name: 'Snapshots' });
    await job.getByRole('button', { name: 'Run now' }).click();
    await job.getByText('went well').waitFor();

    expect(complaints, 'nothing complained in the console').toEqual([]);
  });

  test('buying stops with one tap, from any screen; another one starts it again', async () => {
    await page.goto(`${product.baseUrl}/markets`);
    const tap = () => page.getByRole('banner').getByRole('button', { name: 'Stop buying' }).click();
    await tap();
    await page.getByRole('dialog', { name: 'Buying is stopped' }).waitFor();
    await page.getByRole('button', { name: 'Start again' }).click();
    await tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Buying stopped' }).waitFor();
  });

  test('no screen is wider than the window', async () => {
    for (const path of [
      '/',
      '/decide',
      '/markets',
      '/portfolio',
      '/more',
      '/bots/new',
      '/more/ledger',
      '/more/settings',
    ]) {
      await page.goto(product.baseUrl + path);
      await page.getByRole('main').waitFor();
      await page.waitForTimeout(300);
      const [content, window] = await page.getByRole('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
      expect(content, path).toBeLessThanOrEqual(window ?? 0);
    }
  });

  /** The market waits for every open question; answered, it moves on to the next open, where the order is filled. */
  async function skipTheOthers(): Promise<void> {
    for (let isFirst = true; ; isFirst = false) {
      await page.goto(`${product.baseUrl}/decide`);
      const skip = page.getByRole('button', { name: 'Skip', exact: true });
      const nothing = page.getByText('Nothing waits for you');
      await skip.or(nothing).first().waitFor();
      if (await nothing.isVisible()) return;
      await skip.click();
      await page.getByRole('button', { name: isFirst ? 'Not this company' : 'Skip without a reason' }).click();
      await page.getByText('Skipped. Nothing was bought.').waitFor({ timeout: OUTCOME_WITHIN_MS });
      if (isFirst) await followAndTakeBack();
    }
  }

  /** What the reason suggests happens only when it is tapped, says what it did, and is undone with one tap. */
  async function followAndTakeBack(): Promise<void> {
    const offer = page.getByRole('button', { name: /^No .+ for 90 days$/ });
    await offer.click();
    await page.getByText(/is not bought here until .+ \d{4}\. Then it ends by itself\./).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await offer.waitFor();
  }

  /** Home answers without scrolling: the first question is on the first screen. */
  async function nearTheTop(link: ReturnType<Page['getByRole']>, timeout: number): Promise<void> {
    await link.waitFor({ timeout });
    const box = await link.boundingBox();
    expect((box?.y ?? viewport.height) + (box?.height ?? 0)).toBeLessThan(viewport.height);
  }
});
