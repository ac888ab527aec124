import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PositionView } from '../../shared/contract/account.ts';
import { askAs, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';

/*
 * Somebody who connects a broker, against the Alpaca-shaped server: keys go in once and stay nowhere on the page, what
 * the broker says is shown, a buy is protected there, and a key that no longer works says so with the button that mends it.
 */
const root = join(import.meta.dirname, '..', '..');
const KEYS = { id: 'rehearsal-key', secret: 'rehearsal-secret' };
const WITHIN_MS = 60_000;

let browser: Browser;
let product: StartedProduct;
let page: Page;
let alpaca: ChildProcess;
let door: string;
const rule = (command: string, given: object = {}): Promise<unknown> =>
  fetch(`${door}/${command}`, { method: 'POST', body: JSON.stringify(given) });

beforeAll(async () => {
  const script = join(root, 'worker/src/testing/alpaca-server/main.ts');
  alpaca = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, '--rate', '100000'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NOD_END_WITH_STDIN: '1' },
  });
  if (alpaca.stdout === null) throw new Error('the broker has no voice');
  const [line] = (await once(createInterface({ input: alpaca.stdout }), 'line')) as [string];
  const { url, control } = JSON.parse(line) as { url: string; control: string };
  door = control;
  process.env['NOD_REHEARSAL_BROKER_URL'] = url;
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh', '--speed', '0')]);
  ({ page } = await openPage(browser, { width: 390, height: 844 }));
  // Prices move, but never above the most that a ticket allows while somebody is slow to tap.
  await rule('walk', { ms: 500, fraction: 0.00005 });
});
afterAll(async () => {
  delete process.env['NOD_REHEARSAL_BROKER_URL'];
  await browser?.close();
  await product?.stop();
  alpaca?.kill();
});

test('keys are confirmed by the person, read back from the broker, and forgotten by the page', async () => {
  await page.goto(product.signInLink);
  await page.getByRole('button', { name: 'Connect Alpaca' }).click();
  expect(await page.getByRole('radio', { name: 'Paper (play money)' }).isChecked(), 'paper comes first').toBe(true);
  const key = page.getByLabel('Key', { exact: true });
  expect(await key.getAttribute('type')).toBe('password');
  await key.fill(KEYS.id);
  await page.getByLabel('Secret').fill(KEYS.secret);
  await page.getByRole('button', { name: 'Ask Alpaca and connect' }).click();
  const sheet = page.getByRole('dialog', { name: 'Is it you?' });
  await sheet.getByRole('textbox').fill(await product.newLink());
  await sheet.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Connected' }).waitFor({ timeout: WITHIN_MS });
  await page.getByText('Paper, play money').waitFor();
  expect(await page.content()).not.toContain(KEYS.secret);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain(KEYS.secret);
  await page.getByRole('button', { name: 'Use this account' }).click();
  await page.getByRole('banner').getByText('PAPER', { exact: true }).waitFor();
});

test('the first page never offers to try with an account at a broker', async () => {
  // A device that has seen nothing yet, with that account chosen.
  await page.evaluate(() => localStorage.removeItem('nod.welcomed'));
  await page.goto(product.baseUrl);
  await page.getByText('No bot yet').waitFor({ timeout: WITHIN_MS });
  await page.goto(`${product.baseUrl}/welcome`);
  await page.getByText('DEMO', { exact: true }).waitFor();
  expect(await page.getByText('PAPER', { exact: true }).count()).toBe(0);
  await page.goto(product.baseUrl);
});

test('a buy is filled there, and its stop rests at the broker', async () => {
  await page.goto(`${product.baseUrl}/more/orders/new?symbol=AAPL`);
  await page.getByLabel('Shares').fill('2');
  await page.getByText(/limits pass/).waitFor({ timeout: WITHIN_MS });
  await page.getByRole('button', { name: /^Buy · / }).click();
  await page.getByText(/^Bought 2 .*\.$/).waitFor({ timeout: WITHIN_MS });
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Protected' })
    .getByText('Stop-loss at the broker')
    .waitFor({ timeout: WITHIN_MS });
});

test('the stop sheet shows the bill before it sells, leads to a stop-loss that moves at the broker, and stops by one tap', async () => {
  const sheet = (name: string) => page.getByRole('dialog', { name, exact: true });
  const tap = (name: string) => page.getByRole('dialog').getByRole('button', { name }).click();
  await page.goto(`${product.baseUrl}/?stop`);
  await sheet('Stop').getByText('Stop-losses and targets keep working.').waitFor();
  await tap('Show what would be sold');
  await sheet('Stop').getByText('2 shares').waitFor();
  expect(await sheet('Stop').getByRole('button', { name: 'Sell everything now' }).isEnabled()).toBe(true);

  await tap('Positions');
  await page.waitForURL('**/portfolio');
  await page.getByRole('main').locator('a[href="/markets/AAPL"]').first().click();
  // Its parts are drawn one after another: while they come, a tap is not yet where it was aimed at.
  await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
  await page.getByRole('button', { name: 'Move stop' }).click();
  const stop = page.getByRole('dialog').getByLabel('Stop-loss');
  const to = String(Number((Number(await stop.inputValue()) * 0.98).toFixed(2)));
  await stop.fill(to);
  await tap('Move stop');
  await page.getByText('The stop-loss has moved.').waitFor({ timeout: WITHIN_MS });
  const account = await page.evaluate(() => localStorage.getItem('nod.account') ?? '');
  const held = async () => {
    const { items } = await askAs<{ items: PositionView[] }>(page, 'GET', `accounts/${account}/positions`);
    return items[0]?.holders[0]?.protection;
  };
  await expect.poll(held, { timeout: WITHIN_MS }).toMatchObject({ heldBy: 'broker', stopPrice: to });

  await page.goto(`${product.baseUrl}/?stop`);
  await tap('Stop buying now');
  await sheet('Stop').waitFor({ state: 'hidden' });
  await page.goto(`${product.baseUrl}/?stop`);
  await sheet('Buying is stopped').getByText('What you hold stays protected.').waitFor();
  await tap('Start again');
  await sheet('Buying is stopped').waitFor({ state: 'hidden' });
  await expect
    .poll(() => askAs(page, 'GET', `accounts/${account}`), { timeout: WITHIN_MS })
    .toMatchObject({ mode: 'active' });
});

test('a key that no longer works says so, with the button that mends it', async () => {
  await rule('key', { state: 'revoked' });
  await page.goto(`${product.baseUrl}/more/connections`);
  await page.getByRole('main').locator('a[href^="/more/connections/"]').first().click();
  await page.getByRole('button', { name: 'Try now' }).click();
  await page
    .getByRole('main')
    .getByText('Needs you: Alpaca no longer accepts these keys')
    .waitFor({ timeout: WITHIN_MS });
  await rule('key', { state: 'good' });
  await page.getByRole('button', { name: 'Enter new keys' }).click();
  await page.getByRole('dialog', { name: 'New keys' }).getByLabel('Key', { exact: true }).waitFor();
});
