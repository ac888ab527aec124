// The research room on real bars (GOOG, 2004 to 2013): a backtest, a walk-forward and a Monte Carlo run from the web app.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';

const PHONE = { width: 390, height: 844 };
const GOOG = join(import.meta.dirname, '..', '..', 'shared', 'testing', 'bars', 'GOOG.csv');
const DONE = { timeout: 90_000 };
let browser: Browser;
let product: StartedProduct;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--speed', '0')]);
  await product.importBars(GOOG);
  ({ page, complaints } = await openPage(browser, PHONE));
  await page.goto(await product.newLink());
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'), DONE);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Opens the room within two taps and asks for one test of GOOG. */
async function ask(kind: string): Promise<void> {
  await page.goto(`${product.baseUrl}/more`);
  await page.getByRole('link', { name: /Research/ }).click();
  await page.getByRole('button', { name: kind }).click();
  await page.getByLabel('Symbols').fill('GOOG');
  await page.getByRole('button', { name: 'Start the test' }).click();
}

async function shown(name: string): Promise<void> {
  await page.getByRole('heading', { name: 'Worth over time' }).waitFor(DONE);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth),
    'nothing is wider than a phone',
  ).toBeLessThanOrEqual(PHONE.width);
  await page.screenshot({ path: join('.build', 'e2e', `research-${name}.png`), fullPage: true });
}

test('a backtest is made from the web app and says what it is', async () => {
  await ask('Backtest');
  await shown('backtest');
  await page.getByText('Hypothetical', { exact: false }).first().waitFor();
  // backtesting.py's count for 20/50 with shorts is 39; long only it is half of that.
  await page.getByRole('heading', { name: /^Trades: 20$/ }).waitFor();
  await page.getByRole('img', { name: /buying and holding, 2004-08-19 to 2013-03-01/ }).waitFor();
  await page.getByText('What a close decides is filled at the next open.').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a picture' }).click(),
  ]);
  const file = join('.build', 'e2e', 'research-report.svg');
  await download.saveAs(file);
  const svg = readFileSync(file, 'utf8');
  for (const said of ['REPLAY', 'GOOG', 'fast 20, slow 50', '2004-08-19', '2013-03-01', 'filled at the next open'])
    expect(svg, 'the picture says what it is of').toContain(said);
  const picture = await page.context().newPage();
  await picture.setContent(svg);
  await picture.screenshot({ path: join('.build', 'e2e', 'research-report.png'), fullPage: true });
  await picture.close();
});

test('the parts of a vote, the bars and what trading costs are set where it is tested', async () => {
  await page.goto(`${product.baseUrl}/more/research`);
  await page.getByLabel('Strategy', { exact: true }).selectOption('weighted-vote');
  await page.getByLabel('Symbols').fill('GOOG');
  await page.getByText('Settings of the strategy').click();
  await page.getByLabel('Weight of its vote', { exact: true }).first().fill('5');
  await page.getByLabel('Bars', { exact: true }).selectOption('1w');
  await page.getByText('Costs', { exact: true }).click();
  await page.getByLabel('Slippage, %').fill('much');
  await page.getByText('A number from 0 to 50.').waitFor();
  expect(await page.getByRole('button', { name: 'Start the test' }).isDisabled()).toBe(true);
  await page.getByLabel('Slippage, %').fill('0.1');
  const [asked] = await Promise.all([
    page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/backtests')),
    page.getByRole('button', { name: 'Start the test' }).click(),
  ]);
  expect(asked.postDataJSON()).toMatchObject({
    config: { parts: [{ strategy: 'ma-cross', weight: 5 }, {}, {}] },
    timeframe: '1w',
    costs: { commission: 'market', spread: 0, slippage: 0.001 },
  });
  await page.getByRole('heading', { name: 'Worth over time' }).waitFor(DONE);
  await page.getByText(/by half a spread of 0% and 0\.1% besides/).waitFor();
});

test('a walk-forward says of how many each choice is the best', async () => {
  await ask('Walk-forward');
  await shown('walk-forward');
  await page.getByRole('heading', { name: 'Windows: 5' }).waitFor();
  await page.getByText(/Each choice is the best of \d+, made only from what came before/).waitFor();
  await page
    .getByText(/deflated Sharpe ratio|Too little to say/)
    .first()
    .waitFor();
});

test('a Monte Carlo run counts before it measures', async () => {
  await ask('Monte Carlo');
  await shown('monte-carlo');
  await page.getByText(/of 10,000 ended below the start/).waitFor();
  await page.getByRole('img', { name: /Nine of ten paths end between/ }).waitFor();
});

test('what cannot be done says why, and nothing complained meanwhile', async () => {
  await page.goto(`${product.baseUrl}/more/research`);
  await page.getByLabel('Symbols').fill('NO-SUCH');
  await page.getByRole('button', { name: 'Start the test' }).click();
  await page.getByText(/No instrument is called/).waitFor(DONE);
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});
