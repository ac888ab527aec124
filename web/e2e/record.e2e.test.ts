// The record of nods on the generated market: questions are skipped and approved, then judged, and the page says so.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NodSummary } from '../../shared/contract/nods.ts';
import type { ProposalView } from '../../shared/contract/proposal.ts';
import { askAs, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';
import { stand } from './market.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
const ANSWERS = 6;
const WITHIN_MS = 150_000;
let browser: Browser;
let product: StartedProduct;
let page: Page;
let complaints: string[];
let accountId: string;

const ask = <T>(method: string, path: string, body?: unknown): Promise<T> => askAs(page, method, path, body);

/** Approves the first question and skips the others as too big, until there are enough answers. */
async function answerSome(): Promise<void> {
  const until = Date.now() + WITHIN_MS;
  for (let answers = 0; answers < ANSWERS && Date.now() < until;) {
    const { items } = await ask<{ items: ProposalView[] }>('GET', 'proposals?status=pending');
    for (const { id, hash } of items) {
      const path = answers === 0 ? 'approve' : 'reject';
      const input = answers === 0 ? { hash } : { reason: 'too-big' };
      // It may have ended a moment before.
      const done = await ask('POST', `proposals/${id}/${path}`, input).then(
        () => true,
        () => false,
      );
      if (done) answers += 1;
    }
    await page.waitForTimeout(100);
  }
}

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--speed', '25', '--seed', '7')]);
  ({ page, complaints } = await openPage(browser, PHONE));
  await page.goto(product.signInLink);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'), { timeout: 60_000 });
  [accountId] = (await ask<{ items: { id: string }[] }>('GET', 'accounts')).items.map(({ id }) => id) as [string];
  for (const riskLevel of ['low', 'medium', 'high']) {
    await ask('POST', 'bots', { investmentAmount: '10000', riskLevel, durationWeeks: 4, accountId });
  }
  await answerSome();
  // What is asked from now on is nobody's answer, and the market waits for none.
  await ask('PATCH', 'market', { noWait: true });
  const hasEnded = async (): Promise<boolean> => {
    const { groups } = await ask<NodSummary>('GET', `accounts/${accountId}/nods/summary`);
    return groups.some(({ answer, ended }) => answer === 'skipped' && ended > 0);
  };
  for (; !(await hasEnded()); await ask('POST', 'jobs/nods/run')) await page.waitForTimeout(1_000);
  await stand(page);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('the record stands in “More”, and says of a skip that its result is hypothetical', async () => {
  // The first time nobody can say, and no news follows: it is asked again without a tap.
  await page.route('**/nods/summary', (route) => route.fulfill({ status: 503 }), { times: 1 });
  await page.goto(`${product.baseUrl}/more`);
  await page.getByRole('link', { name: /Record of nods/ }).click();
  await page.getByRole('heading', { name: 'What became of them' }).waitFor();
  await page.getByText('hypothetical', { exact: true }).first().waitFor();
  await page.getByText('Too few to judge').first().waitFor();
  await page
    .getByText(/average over \d+ that ended/)
    .first()
    .waitFor();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth),
    'nothing is wider than a phone',
  ).toBeLessThanOrEqual(PHONE.width);
  await page.locator('details', { hasText: 'skipped' }).first().locator('summary').click();
  await page
    .getByText(/Sealed as line \d+ of the event log/)
    .first()
    .waitFor();
  await page.screenshot({ path: join('.build', 'e2e', 'record-phone.png'), fullPage: true });
  await page.setViewportSize(DESK);
  await page.screenshot({ path: join('.build', 'e2e', 'record-desk.png'), fullPage: true });
  await page.setViewportSize(PHONE);
});

test('an offer is a tap, and can be taken back', async () => {
  const before = await ask<{ positionFractionMax: number }>('GET', `accounts/${accountId}/risk`);
  await page.getByRole('button', { name: 'Largest position 5% instead of 10%' }).click();
  await page.getByText('Done. You can take it back').waitFor();
  expect(await ask('GET', `accounts/${accountId}/risk`)).toMatchObject({ positionFractionMax: 0.05 });
  await ask('PATCH', `accounts/${accountId}/risk`, {
    positionFractionMax: before.positionFractionMax,
    blockedSectors: ['technology'],
  });
  await page.reload();
  await page.getByRole('heading', { name: 'Not asked about' }).waitFor();
  await page.getByRole('button', { name: 'Allow again' }).click();
  await page.getByText('Bots may ask about it again.').waitFor();
  expect(await ask('GET', `accounts/${accountId}/risk`)).toMatchObject({ blockedSectors: [] });
  expect(complaints.filter((text) => !/40[49]|503/.test(text))).toEqual([]);
});

test('three sliders stay a whole wherever one is pushed, also by keyboard, and what is saved holds', async () => {
  await page.goto(`${product.baseUrl}/more`);
  await page.getByRole('link', { name: /^Limits/ }).click();
  const part = (name: string) => page.getByLabel(`${name}, %`);
  await part('For days').fill('50');
  await part('For days').press('Tab');
  await page.getByText('For days 50% · For weeks 38% · For months 12%. Together 100%').waitFor();
  await page.getByRole('slider', { name: 'For weeks' }).press('Home');
  await page.getByText('For days 81% · For weeks 0% · For months 19%. Together 100%').waitFor();
  await page.getByRole('slider', { name: 'For weeks' }).press('ArrowRight');
  await page.getByText('For days 80% · For weeks 1% · For months 19%. Together 100%').waitFor();
  await part('For weeks').fill('30');
  await part('For weeks').press('Tab');
  await part('For months').fill('130');
  await part('For months').press('Tab');
  await page.getByText('For days 0% · For weeks 0% · For months 100%. Together 100%').waitFor();
  expect(await part('For months').inputValue(), 'what is typed shows what holds').toBe('100');
  await part('For days').fill('50');
  await part('For days').press('Tab');
  await page.screenshot({ path: join('.build', 'e2e', 'limits-phone.png'), fullPage: true });
  await page.getByRole('button', { name: 'Save the split' }).click();
  await page.getByText('The split holds from now on.').waitFor();
  expect(await ask('GET', `accounts/${accountId}/risk`)).toMatchObject({
    horizonSplit: { short: 50, mid: 0, long: 50 },
  });
  const refused = await ask('PATCH', `accounts/${accountId}/risk`, {
    horizonSplit: { short: 50, mid: 30, long: 30 },
  }).catch((error: Error) => error.message);
  expect(refused).toContain('invalid-request');
  await page.setViewportSize(DESK);
  await page.screenshot({ path: join('.build', 'e2e', 'limits-desk.png'), fullPage: true });
  await page.setViewportSize(PHONE);
});
