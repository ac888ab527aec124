// A person makes a screen on a phone and on a desk: builds it, reads it in words, looks, saves, makes a watchlist of it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';
import { severalStocks } from './several-stocks.ts';

const STOCKS = ['ALFA', 'BRAVO', 'CHARLIE', 'DELTA', 'ECHO', 'FOXTROT', 'GOLF'];
const PICTURES = join('.build', 'e2e');
let browser: Browser;
let product: StartedProduct;
let folder: string;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'nod-screens-'));
  const bars = severalStocks(folder, STOCKS);
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh', '--replay', bars, '--speed', '0')]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  { name: 'phone', width: 390, height: 844 },
  { name: 'desk', width: 1280, height: 800 },
])('a screen on a $name', ({ name, width, height }) => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, complaints } = await openPage(browser, { width, height }));
    await page.goto(await product.newLink());
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  });
  afterAll(() => page.context().close());
  afterEach(() => {
    onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
    expect(complaints, 'nothing complained in the console').toEqual([]);
  });

  const main = (): Locator => page.getByRole('main');
  const condition = (place: number): Locator => main().getByRole('group', { name: `Condition ${place}` });
  const choose = (within: Locator, label: string, value: string): Promise<unknown> =>
    within.getByLabel(label, { exact: true }).selectOption(value);

  /** A line of what the screen says in words. */
  const line = (text: RegExp): Locator => main().getByRole('listitem').filter({ hasText: text, visible: true });

  async function seen(what: string): Promise<void> {
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest, 'nothing is wider than the window').toBeLessThanOrEqual(width);
    await page.screenshot({ path: join(PICTURES, `screen-${what}-${name}.png`) });
  }

  test('it is built, and says what it means while it is built', async () => {
    await page.goto(`${product.baseUrl}/markets`);
    await main().getByRole('link', { name: 'Screens' }).click();
    await main().getByRole('link', { name: 'New screen' }).click();
    await main().getByLabel('Name', { exact: true }).fill(`Over its average (${name})`);
    await choose(main(), 'Looks at', 'market us');
    await choose(main(), 'Timeframe', '1w');
    // The first condition: the close is above its average of 20 bars.
    await choose(condition(1), 'Value', 'price:close');
    await choose(condition(1), 'How', 'above');
    await choose(condition(1), 'Against', 'indicator:sma');
    await line(/^close is above Simple average \(20\)$/i)
      .first()
      .waitFor();
    await line(/^everything listed in the US, on weekly bars$/i).waitFor();
    await main().getByRole('radio', { name: 'By a value' }).check();
    await line(/^ranked by change over 20 bars, in percent, largest first$/i).waitFor();
    await seen('builder');
  });

  test('a tree that can never match is warned about before it is run', async () => {
    await main().getByRole('button', { name: 'Add a condition' }).click();
    await choose(condition(2), 'Value', 'price:close');
    await choose(condition(2), 'How', 'below');
    await choose(condition(2), 'Against', 'indicator:sma');
    await main().getByRole('alert').getByText('can never hold at the same time').waitFor();
    await seen('warning');
    await main().getByRole('button', { name: 'Remove condition 2' }).click();
    await main().getByRole('alert').waitFor({ state: 'detached' });
  });

  test('it is looked through, saved, and made a watchlist that the next screen looks at', async () => {
    await main().getByRole('button', { name: 'Look now' }).click();
    const found = /^([1-6]) of 7 found$/;
    const text = await main().getByText(found).first().innerText();
    const count = Number(found.exec(text)?.[1]);
    expect(await main().locator('.hits li').count(), 'as many as are said').toBe(count);
    const symbols = (await main().locator('.hits .names .strong').allInnerTexts()).map((one) => one.trim());
    await seen('found');

    await main().getByRole('button', { name: 'Save' }).click();
    await page.waitForURL((url) => url.pathname.startsWith('/markets/screens/s_'));
    await main().getByText(text, { exact: true }).waitFor();
    await line(/^close is above Simple average \(20\)$/i)
      .first()
      .waitFor();
    await seen('saved');
    await main().getByRole('button', { name: 'Make a watchlist' }).click();
    await page.waitForURL((url) => url.pathname.startsWith('/markets/lists/'));
    await page.getByRole('heading', { name: `Over its average (${name})` }).waitFor();
    await main()
      .getByRole('link', { name: symbols[0] ?? '' })
      .waitFor();
    await expect.poll(() => main().locator('ul li').count()).toBe(count);
    await seen('list');

    await main().getByRole('link', { name: 'Find among these' }).click();
    // The lists to choose from come after the form; until then something else is chosen.
    const chosen = main().getByLabel('Looks at', { exact: true }).locator('option:checked');
    await expect.poll(() => chosen.innerText()).toBe(`Over its average (${name})`);
    await main().getByRole('button', { name: 'Look now' }).click();
    await main()
      .getByText(new RegExp(`^\\d of ${count} found$`))
      .waitFor();
  });
});
