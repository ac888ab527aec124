import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { askAs, askSingly, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';
import { settled } from './lived-in.ts';
import { goOn, stand } from './market.ts';

/*
 * Somebody who trades by hand, on a phone and on a desk: buys with a stop-loss and a target, reads the receipt, leaves an
 * order resting, changes it, asks all of them back, sells. By role and label, against the real product.
 */
const FILL_WITHIN_MS = 60_000;

let browser: Browser;
let product: StartedProduct;
/** What a browser keeps of somebody who has signed in. */
let signedIn: Pick<BrowserContextOptions, 'storageState'>;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh', '--seed', '7')]);
  const { page } = await openPage(browser, { width: 390, height: 844 });
  await page.goto(product.signInLink);
  await page.getByRole('button', { name: 'Look around first' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  signedIn = { storageState: await page.context().storageState() };
  await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

describe.each([
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
])('trading by hand at $width × $height', (viewport) => {
  let page: Page;
  let complaints: string[];

  // In an account of its own: nothing is held there, and no order has been.
  beforeAll(async () => {
    ({ page, complaints } = await openPage(browser, viewport, signedIn));
    await page.goto(product.baseUrl);
    const account = await askAs<{ id: string }>(page, 'POST', 'accounts', {
      name: `By hand ${viewport.width}`,
      baseCurrency: 'USD',
    });
    await page.evaluate((id) => localStorage.setItem('nod.account', id), account.id);
  });
  afterAll(() => page.context().close());
  afterEach(() => {
    onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
    expect(complaints, 'nothing complained in the console').toEqual([]);
  });

  test('a buy with stop-loss and target is filled, protected, and its receipt says so in order', async () => {
    await openTicket();
    await field('Shares').fill('3');
    await page.getByText(/limits pass/).waitFor();
    await page.getByText('At the stop-loss', { exact: true }).waitFor();
    const buy = page.getByRole('button', { name: /^Buy · / });
    const box = await buy.boundingBox();
    expect(box?.height, 'a thumb can hit it').toBeGreaterThanOrEqual(48);
    await buy.click();
    await page.getByRole('heading', { name: /^Buy 3 / }).waitFor();
    const receipt = page.getByRole('listitem');
    await receipt.filter({ hasText: 'Accepted' }).waitFor();
    await goOn(page);
    await page.getByText(/^Bought 3 .*\.$/).waitFor({ timeout: FILL_WITHIN_MS });

    await receipt.filter({ hasText: 'Protected' }).filter({ hasText: 'held by Nod' }).waitFor();
    const steps = (await receipt.locator('.strong').allInnerTexts()).map((text) => text.trim());
    expect(steps.filter((step) => ['Ordered', 'Sent', 'Accepted', 'Filled', 'Protected'].includes(step))).toEqual([
      'Ordered',
      'Sent',
      'Accepted',
      'Filled',
      'Protected',
    ]);
    await receipt.filter({ hasText: 'Ordered' }).getByText('You, in the web app').waitFor();
    await receipt
      .filter({ hasText: 'Accepted' })
      .getByText(/^broker’s number /)
      .waitFor();
  });

  test('a stop-loss above the price is refused before anything is sent', async () => {
    await openTicket();
    await field('Stop-loss').fill('99999');
    await page.getByText('A stop-loss has to be below the price.').waitFor();
    expect(await page.getByRole('button', { name: /^Buy/ }).last().isDisabled()).toBe(true);
  });

  test('a limit blocks an order that is too large, and says which', async () => {
    await openTicket();
    await field('Shares').fill('5000');
    await page.getByText('A limit blocks this').waitFor();
    await page
      .getByText(/^Position size/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: /^Buy/ }).last().isDisabled()).toBe(true);
  });

  test('a resting order is changed, and the new one takes its place', async () => {
    await rest('2');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const sheet = page.getByRole('dialog', { name: 'Change the order' });
    await sheet.getByLabel('Shares').fill('1');
    await sheet.getByRole('button', { name: 'Change the order' }).click();
    await page.getByRole('heading', { name: /^Buy 1 / }).waitFor();
    await page.getByRole('link', { name: 'It took the place of an earlier order' }).click();
    await page.getByText('Replaced by another order.').waitFor({ timeout: FILL_WITHIN_MS });
    await page.getByRole('link', { name: 'A new order took its place' }).waitFor();
  });

  test('all open orders are asked back from one list', async () => {
    await page.goto(`${product.baseUrl}/more/orders`);
    await page.getByRole('button', { name: 'Cancel all' }).click();
    const sheet = page.getByRole('dialog', { name: 'Cancel every open order?' });
    expect(await sheet.getByRole('listitem').count()).toBe(1);
    await sheet.getByRole('button', { name: 'Cancel 1 order' }).click();
    await page.getByText('1 order asked back').waitFor();
    await page.getByText('cancelled', { exact: true }).first().waitFor();
  });

  test('one order is cancelled from its own page', async () => {
    // The market stands: the same again would be a double of what was ordered a moment before.
    await rest('3');
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByText('Cancelled. Nothing more happens.').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Cancelling asked' }).waitFor();
  });

  test('a position shows who holds its stop, lets go of its target, and a part of it is sold', async () => {
    await stand(page);
    await page.goto(`${product.baseUrl}/portfolio`);
    await page.getByText('stop held by Nod while it runs').first().waitFor();
    await settled(page);
    await page.getByRole('button', { name: 'Move stop' }).first().click();
    const sheet = page.getByRole('dialog', { name: /^Move the stop-loss of / });
    await sheet.getByLabel('Target').fill('');
    await sheet.getByRole('button', { name: 'Take the target away' }).click();
    await page.getByText('There is no target any more. The stop-loss stays.').waitFor();
    await page.getByRole('button', { name: 'Sell', exact: true }).first().click();
    await page.getByRole('link', { name: 'Sell a part, or at a price' }).click();
    await field('Shares').fill('1');
    await page.getByText('A sale is never held back by a limit.').waitFor();
    await page.getByRole('button', { name: /^Sell · / }).click();
    await page.getByRole('heading', { name: /^Sell 1 / }).waitFor();
    await goOn(page);
    await page.getByText(/^Sold 1 .*\.$/).waitFor({ timeout: FILL_WITHIN_MS });
  });

  test('while prices move the limits still answer, and why an order was refused stays to be read', async () => {
    await openTicket();
    await goOn(page);
    const price = page.getByRole('main').locator('.price');
    const hasMoved = async (from: string): Promise<void> => {
      await expect.poll(() => price.innerText()).not.toBe(from);
    };
    await page.route('**/risk/validate', async (route) => {
      await hasMoved(await price.innerText());
      await route.continue().catch(() => undefined);
    });
    await field('Shares').fill('4');
    await page.getByText(/limits pass/).waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });

    const moved = { code: 'price-moved', values: { limit: '100', now: '101', currency: 'USD' } };
    await page.route(/\/orders$/, (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', json: moved }),
    );
    await page.getByRole('button', { name: /^Buy · / }).click();
    const refusal = page.getByRole('alert').filter({ hasText: '$101' });
    await refusal.waitFor();
    await hasMoved(await price.innerText());
    await page.getByText(/limits pass/).waitFor();
    expect(await refusal.isVisible()).toBe(true);
    await page.unrouteAll();
    // The browser writes a refusal down by itself.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  test('no screen of a trader is wider than the window', async () => {
    for (const path of ['/more/orders', '/more/orders/new', '/more/connections', '/more/connections/new']) {
      await page.goto(product.baseUrl + path);
      await settled(page);
      const [content, window] = await page.getByRole('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
      expect(content, path).toBeLessThanOrEqual(window ?? 0);
    }
  });

  const field = (label: string): ReturnType<Page['getByLabel']> =>
    page.getByRole('main').getByLabel(label, { exact: false });

  /**
   * From the list of stocks to the first one's ticket. The market stands from here on: an order at a price that moved
   * before the tap is refused, one that is to rest could be filled, or its day could end.
   */
  async function openTicket(): Promise<void> {
    await stand(page);
    await page.goto(`${product.baseUrl}/markets`);
    await settled(page);
    await page.getByRole('main').locator('.list a[href^="/markets/"]').first().click();
    await page.waitForURL(/\/markets\/[^/]+$/);
    // Its parts are drawn one after another: while they come, a tap is not yet where it was aimed at.
    await settled(page);
    await page.getByRole('link', { name: 'Buy', exact: true }).click();
    await field('Shares').waitFor();
  }

  /** An order far below the price: it stays open. */
  async function rest(quantity: string): Promise<void> {
    await openTicket();
    await page.getByRole('radio', { name: 'At a price of mine' }).check({ force: true });
    const price = Number(await field('At most').inputValue());
    await field('At most').fill((price * 0.97).toFixed(2));
    await field('Stop-loss').fill((price * 0.9).toFixed(2));
    await field('Shares').fill(quantity);
    await page.getByText(/limits pass/).waitFor();
    await page.getByRole('button', { name: /^Buy · / }).click();
    await page.getByText('The broker has accepted it. Not bought yet.').waitFor();
  }
});

test('a stock whose symbol is a number is called by its name at once, and is sold in the money of the account', async () => {
  const { page, complaints } = await openPage(browser, { width: 390, height: 844 }, signedIn);
  await page.goto(product.baseUrl);
  const { id } = await askAs<{ id: string }>(page, 'POST', 'accounts', { name: 'Abroad', baseCurrency: 'USD' });
  await page.evaluate((account) => localStorage.setItem('nod.account', account), id);
  const { items } = await askAs<{ items: { symbol: string; nameEn: string; lastPrice: string }[] }>(
    page,
    'GET',
    `instruments?limit=500&accountId=${id}`,
  );
  const { symbol, nameEn, lastPrice } = items.find((one) => one.symbol.includes(':'))!; // the invented Korea is listed
  const stopPrice = String(Math.floor((Number(lastPrice) * 0.9) / 1_000) * 1_000);
  await goOn(page);
  await askAs(page, 'POST', `accounts/${id}/orders`, { symbol, side: 'buy', quantity: '2', stopPrice });
  await expect
    .poll(async () => (await askAs<{ items: unknown[] }>(page, 'GET', `accounts/${id}/positions`)).items.length, {
      timeout: FILL_WITHIN_MS,
    })
    .toBe(1);
  await stand(page);
  // The list of names is on its way for as long as Home is looked at.
  let arrive: () => void = () => undefined;
  const onTheWay = new Promise<void>((resolve) => (arrive = resolve));
  await askSingly(page);
  await page.route('**/api/instruments?*', async (route) => {
    await onTheWay;
    // Home may be gone by then.
    await route.continue().catch(() => undefined);
  });
  await page.goto(product.baseUrl);
  await page.getByRole('main').getByText(nameEn).first().waitFor();
  expect(await page.getByRole('main').getByText(symbol).count(), 'no number stands for it').toBe(0);
  arrive();
  await page.goto(`${product.baseUrl}/more/orders/new?symbol=${encodeURIComponent(symbol)}&side=sell`);
  await page.getByRole('button', { name: /^Sell · \$\d/ }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
