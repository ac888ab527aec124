import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { askAs, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';

/* Somebody deciding looks at what the bars of a share say, and asks for more of the record behind it. */
const GOOG = join(import.meta.dirname, '../../shared/testing/bars/GOOG.csv');

let browser: Browser;
let product: StartedProduct;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, product] = await Promise.all([
    launchBrowser(),
    startProduct('--fresh', '--replay', GOOG, '--speed', '0', '--no-wait'),
  ]);
  ({ page, complaints } = await openPage(browser, { width: 390, height: 844 }));
  await page.goto(product.signInLink);
  await page.getByRole('button', { name: 'Look around first' }).click();
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

const ask = (method: string, path: string, body?: object) => askAs(page, method, path, body);

test('a forecast with its range and record stands beside the chart, once there are bars for one', async () => {
  onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
  await page.goto(`${product.baseUrl}/markets/GOOG`);
  await page.getByText('Analysis and forecast from 120 closed bars on; there are 100.').waitFor();

  // A bot makes the market move; 30 days later it is stopped.
  await ask('POST', 'bots', { investmentAmount: '10000', riskLevel: 'medium', durationWeeks: 20 });
  await ask('PATCH', 'market', { speed: 20 });
  for (let step = 0; step < 130;) step = Number((await ask('GET', 'market'))['step']);
  await ask('PATCH', 'market', { paused: true });

  await page.reload();
  await page.getByText(/^\d of 6 checks speak for it$/).waitFor();
  await page.getByText(/^In 5 days between .* and .*, middle /).waitFor();
  await page.getByText(/^Next day between .*; \d+ of the last \d+ days stayed inside such a range$/).waitFor();
  await page.getByText(/^Trend \(Prophet\): \d+ past forecasts, too few to judge/).waitFor();
  await page.getByText('Forecast range').waitFor();
  const further = page.getByRole('button', { name: 'Look further back' });
  const trees = page.getByText(/^Next bar \(trees\): /);
  // The desk looks back by itself while the market moves; what it has not reached is asked for here.
  await further.or(trees).first().waitFor();
  if (await further.isVisible()) await further.click();
  await further.waitFor({ state: 'detached' });
  await trees.waitFor();
  expect(complaints).toEqual([]);
}, 180_000);
