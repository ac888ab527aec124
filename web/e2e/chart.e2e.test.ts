import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { askAs, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';
import { stand } from './market.ts';

/*
 * Somebody on a phone adds lines to a chart of real bars: the form comes from the list, the figures from the Worker. Then
 * they look at what the bars say, and ask for more of the record behind it.
 */
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
  await page.goto(`${product.baseUrl}/markets/GOOG`);
  await page.locator('canvas').first().waitFor();
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

const dialog = () => page.getByRole('dialog');
const lines = () => page.getByRole('list', { name: 'Lines' });

async function pick(search: string, name: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Add a line' }).click();
  await dialog().getByRole('searchbox').fill(search);
  await dialog().getByRole('button', { name }).first().click();
}
const add = () => dialog().getByRole('button', { name: 'Add a line' });

test('lines are chosen, drawn, read in the table, kept and taken away', async () => {
  onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
  await pick('rsi', /^RSI /);
  await dialog().getByLabel('Bars').fill('1');
  await dialog().getByText('A whole number from 2 to 1000.').waitFor();
  expect(await add().isDisabled()).toBe(true);
  await dialog().getByLabel('Bars').fill('10');
  await add().click();
  await lines().getByText('RSI 10').waitFor();

  await pick('engulf', /^Engulfing /);
  await dialog().getByText('A pattern says what bars look like, not what follows.').waitFor();
  await add().click();
  await lines().getByText('Engulfing', { exact: true }).waitFor();

  await page.getByText('The same figures as a table').click();
  const table = page.getByRole('table');
  await table.getByRole('columnheader', { name: 'RSI 10' }).waitFor();
  await table.getByRole('columnheader', { name: 'Engulfing' }).waitFor();
  const cells = await table.locator('tbody tr').first().locator('td').allInnerTexts();
  const strength = Number(cells[7]);
  expect(strength, 'after five columns of the bar and two averages').toBeGreaterThan(0);
  expect(strength).toBeLessThan(100);
  expect(['0', '80', '100', '-80', '-100']).toContain(cells[8]);

  await page.reload();
  await lines().getByText('RSI 10').waitFor();
  await page.getByRole('button', { name: 'Remove RSI 10' }).click();
  await lines().getByText('RSI 10').waitFor({ state: 'detached' });
  // A request that 100 bars are too few for is refused, and the browser writes that down by itself.
  expect(complaints.filter((line) => !line.includes('status of 422'))).toEqual([]);
});

test('a line longer than the bars there are says so', async () => {
  await pick('simple', /^Simple average /);
  await dialog().getByLabel('Bars').fill('900');
  await add().click();
  await page.getByText(/sma-900 needs 900 bars, and there are \d+\./).waitFor();
  await page.getByRole('button', { name: 'Remove Simple average 900' }).click();
  await lines().getByText('Simple average 20').waitFor();
});

const ask = (method: string, path: string, body?: object) => askAs(page, method, path, body);

test('a forecast with its range and record stands beside the chart, once there are bars for one', async () => {
  onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
  await page.goto(`${product.baseUrl}/markets/GOOG`);
  await page.getByText('Analysis and forecast from 120 closed bars on; there are 100.').waitFor();

  // A bot makes the market move; 30 days later it is stopped.
  await ask('POST', 'bots', { investmentAmount: '10000', riskLevel: 'medium', durationWeeks: 20 });
  await ask('PATCH', 'market', { speed: 20 });
  for (let step = 0; step < 130; await page.waitForTimeout(100)) step = Number((await ask('GET', 'market'))['step']);
  await stand(page);

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
  // What the desk reached meanwhile needs no tap, also where the thumb is on its way already.
  await expect
    .poll(async () => {
      await further.click({ timeout: 1_000 }).catch(() => undefined);
      return (await further.isVisible()) ? 'further back' : await trees.isVisible();
    })
    .toBe(true);
  // What was refused above may be said late.
  expect(complaints.filter((line) => !line.includes('status of 422'))).toEqual([]);
}, 180_000);
