import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';

/* Somebody on a phone adds lines to a chart of real bars: the form comes from the list, the figures from the Worker. */
const GOOG = join(import.meta.dirname, '../../shared/testing/bars/GOOG.csv');

let browser: Browser;
let product: StartedProduct;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh', '--replay', GOOG, '--speed', '0')]);
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
