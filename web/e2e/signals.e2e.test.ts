import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { askAs, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';
import { stand } from './market.ts';

/*
 * Somebody sees that there is news, reads it two taps from Home, puts it away, and looks how a share stood day by day;
 * then waits for a price, and says what is to be heard and when.
 */
let browser: Browser;
let product: StartedProduct;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  // Seed 1 announces an index change in its first days.
  [browser, product] = await Promise.all([
    launchBrowser(),
    startProduct('--fresh', '--seed', '1', '--speed', '0', '--no-wait'),
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

test('news is two taps from Home, is read and put away, and a share has its days', async () => {
  onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
  await ask('POST', 'bots', {
    investmentAmount: '10000',
    riskLevel: 'medium',
    durationWeeks: 20,
    strategy: 'index-rebalancing',
    autonomy: 'suggest',
  });
  await ask('PATCH', 'market', { speed: 1_000 });
  // Until a day has ended and the committee has spoken. Whoever asks without a pause keeps the market from moving.
  for (let count = 0, step = 0; count < 2 || step < 200; await page.waitForTimeout(200)) {
    count = Number((await ask('GET', 'signals/unread-count'))['count']);
    step = Number((await ask('GET', 'market'))['step']);
  }
  await stand(page);
  const before = Number((await ask('GET', 'signals/unread-count'))['count']);

  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('link', { name: 'Markets' }).click();
  await page.getByRole('link', { name: /^Signals/ }).click();
  await page.getByRole('heading', { name: 'Signals' }).waitFor();
  const joins = page.getByRole('listitem').filter({ hasText: 'Joins an index' }).first();
  await joins.getByText(/Joins the index DK:NOD40 in \d+ days; funds that follow it have to buy until then/).waitFor();
  await joins.getByText('Buy', { exact: true }).waitFor();

  await page.getByRole('listitem').filter({ hasText: 'Leaves an index' }).first().getByRole('button').click();
  await page.getByText('Dismissed.').waitFor();
  await expect.poll(() => ask('GET', 'signals/unread-count')).toEqual({ count: before - 1 });
  await page.getByRole('button', { name: 'Mark all read' }).click();
  await page.getByText('All signals are read.').waitFor();
  await page.getByRole('button', { name: 'Not read' }).click();
  await page.getByText('No signals').waitFor();
  await expect.poll(() => ask('GET', 'signals/unread-count')).toEqual({ count: 0 });

  // What was put away is not gone.
  const left = page.getByRole('listitem').filter({ hasText: 'Leaves an index' }).filter({ hasText: 'Dismissed.' });
  await page.getByRole('button', { name: 'Dismissed ones too' }).click();
  await left.waitFor();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await left.waitFor({ state: 'detached' });
  await joins.getByRole('link').click();
  const days = page.getByRole('heading', { name: 'Day by day' });
  await days.scrollIntoViewIfNeeded();
  const day = page
    .locator('details')
    .filter({ hasText: /\d of 6 checks/ })
    .first();
  await day.locator('summary').click();
  await day.getByText('MACD over its signal').waitFor();
  await day.getByText('Market value').waitFor();
  await day.getByText(/^Could join DK:NOD40: \d of 3 rules met$/).waitFor();
  expect(complaints).toEqual([]);
}, 180_000);

test('a price is waited for and let go, and what is heard stays as it was set', async () => {
  onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
  const { items } = (await ask('GET', 'instruments?limit=1')) as { items: { symbol: string }[] };
  await page.getByRole('link', { name: 'More', exact: true }).click();
  await page.getByRole('link', { name: /^Alerts/ }).click();
  await page.getByText('Nothing is waited for').waitFor();
  await page.getByLabel('Stock', { exact: true }).fill(items[0]?.symbol ?? '');
  await page.getByLabel('Price to be reached').fill('1,000,000');
  await page.getByRole('button', { name: 'Tell me' }).click();
  await page.getByText(/^You will be told: .* at or above \$1,000,000/).waitFor();
  await page.reload();
  await page.getByRole('button', { name: /^Remove: .*\$1,000,000/ }).click();
  await page.getByText('Nothing is waited for').waitFor();

  await page.getByRole('link', { name: 'What you hear' }).click();
  await page.getByRole('button', { name: 'Keep quiet' }).click();
  await page.getByText('22:00–07:00').waitFor();
  await page.getByLabel('Proposals, by Chat here').waitFor({ state: 'detached' });
  // What was said of the first change still stands while the second is on its way: a page that goes takes it along.
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await page.getByLabel('Alerts you set, by Chat here').selectOption('Off');
  expect((await saved).ok()).toBe(true);
  await page.getByText('Saved. It counts from the next message.').last().waitFor();
  await page.reload();
  await page.getByText('22:00–07:00').waitFor();
  await expect.poll(() => page.getByLabel('Alerts you set, by Chat here').inputValue()).toBe('off');
  expect(complaints).toEqual([]);
}, 60_000);
