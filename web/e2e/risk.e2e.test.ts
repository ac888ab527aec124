// How far the limits are used, as the API says it, the page draws it and the chat tells it: the same numbers.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InstrumentView } from '../../shared/contract/market.ts';
import type { RiskView } from '../../shared/contract/risk.ts';
import { isTerminal, type OrderState } from '../../shared/domain/order.ts';
import { readerOf } from '../../shared/words/format-time.ts';
import { en } from '../../shared/words/en.ts';
import { usageText } from '../../shared/words/risk-text.ts';
import { askAs, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';
import { settled } from './lived-in.ts';
import { goOn, stand } from './market.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
const HELD = 3;
/** Behind the drawings of the page, at least. */
const TABLES = 4;
/** In bars a second: not so fast that days go by between two looks, and with them the last one of the bot. */
const SPEED = '10';
/** A market day is long where other tests run beside this one. */
const WITHIN_MS = 240_000;
let browser: Browser;
let product: StartedProduct;
let page: Page;
let complaints: string[];
let accountId: string;

const ask = <T>(method: string, path: string, body?: unknown): Promise<T> => askAs(page, method, path, body);
const riskNow = (): Promise<RiskView> => ask('GET', `accounts/${accountId}/risk`);
const picture = (name: string): Promise<Buffer> =>
  page.screenshot({ path: join('.build', 'e2e', `${name}.png`), fullPage: true });

/** Buys a few stocks by hand, another where one was not to be had, and waits for two market days to end. */
async function holdSome(): Promise<void> {
  const { items } = await ask<{ items: InstrumentView[] }>('GET', 'instruments?limit=60');
  const offered = items.filter(({ currency }) => currency === 'USD');
  for (const until = Date.now() + WITHIN_MS; Date.now() < until; await page.waitForTimeout(200)) {
    const held = await ask<{ items: { symbol: string }[] }>('GET', `accounts/${accountId}/positions`);
    const orders = await ask<{ items: { status: OrderState }[] }>('GET', `accounts/${accountId}/orders`);
    const working = orders.items.filter(({ status }) => !isTerminal(status)).length;
    const missing = Math.max(0, HELD - held.items.length - working);
    for (const { symbol } of offered.splice(0, missing)) await buy(symbol);
    if (held.items.length < HELD) continue;
    const { correlation, drawdown } = await riskNow();
    if (correlation.instruments.length >= HELD && drawdown.length > 2) return;
  }
  throw new Error(`the account never held ${HELD} stocks for two days`);
}

async function buy(symbol: string): Promise<void> {
  const { lastPrice } = await ask<InstrumentView>('GET', `instruments/${symbol}`);
  const price = Number(lastPrice);
  const order = {
    symbol,
    side: 'buy',
    quantity: String(Math.floor(6_000 / price)),
    stopPrice: (price * 0.8).toFixed(2),
  };
  await ask('POST', `accounts/${accountId}/orders`, order);
}

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--speed', SPEED, '--seed', '7', '--no-wait')]);
  ({ page, complaints } = await openPage(browser, PHONE));
  await page.goto(product.signInLink);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'), { timeout: 60_000 });
  [accountId] = (await ask<{ items: { id: string }[] }>('GET', 'accounts')).items.map(({ id }) => id) as [string];
  // The market moves while there is a bot.
  await ask('POST', 'bots', { investmentAmount: '1000', riskLevel: 'low', durationWeeks: 1, accountId });
  await holdSome();
  // What is compared stands still.
  await stand(page);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('API, page and chat say the same of every limit that can be used up', async () => {
  await page.goto(`${product.baseUrl}/more`);
  await page.getByRole('link', { name: /^Risk/ }).click();
  await page.getByRole('heading', { name: 'How far the limits are used' }).waitFor();
  const view = await riskNow();
  const about = { words: en, reader: readerOf('en'), currency: view.currency };
  const measured = view.usage.filter(({ state }) => state === 'measured');
  expect(measured.length).toBeGreaterThan(9);
  const said = await ask<{ items: { lines: string[] }[] }>('POST', 'chat', { text: '/risk', accountId });
  const told = said.items.flatMap(({ lines }) => lines);
  for (const usage of measured) {
    const { name, value, amounts } = usageText(usage, about);
    const meter = page.getByRole('meter', { name, exact: true });
    expect(await meter.getAttribute('aria-valuetext'), name).toContain(value);
    const line = told.find((text) => text.startsWith(`${name}: `));
    expect(line, name).toContain(value);
    if (amounts !== null) {
      expect(line, name).toContain(amounts);
      await page.getByText(amounts).first().waitFor();
    }
  }
});

test('on a phone and on a desk nothing is wider than the screen, and a table stands behind every drawing', async () => {
  for (const [name, size] of [
    ['phone', PHONE],
    ['desk', DESK],
  ] as const) {
    await page.setViewportSize(size);
    await page.goto(`${product.baseUrl}/more/risk`);
    await page.getByRole('heading', { name: 'What moves together' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(size.width);
    await picture(`risk-${name}`);
    // The parts of the page arrive one by one: all of them before the first is opened.
    await settled(page);
    const names = [en.web.riskPage.asTable, en.web.riskPage.pairs].map((name) => page.getByText(name, { exact: true }));
    const behind = page.locator('details', { has: names[0]!.or(names[1]!) });
    await behind.nth(TABLES - 1).waitFor();
    for (const table of await behind.all()) {
      await table.locator('summary').click();
      await table.getByRole('table').waitFor();
    }
    await picture(`risk-${name}-tables`);
  }
  const { correlation, exposure } = await riskNow();
  const [first, second] = correlation.instruments;
  await page
    .getByRole('rowheader', { name: first?.symbol ?? '', exact: true })
    .first()
    .waitFor();
  expect(second).toBeDefined();
  expect(exposure.length).toBeGreaterThan(0);
});

test('every limit is set where it is read; one it cannot have is refused before it is sent', async () => {
  await page.setViewportSize(PHONE);
  await page.goto(`${product.baseUrl}/more/risk`);
  await page.getByRole('link', { name: 'Change the limits' }).click();
  const open = async (name: string) => {
    const summary = page.locator('summary', { has: page.getByText(name, { exact: true }) });
    await summary.click();
    return page.locator('details', { has: summary });
  };
  const position = await open('Largest position');
  await position.getByRole('textbox').fill('0');
  await position.getByText('A percentage that this limit can have').waitFor();
  expect(await position.getByRole('button', { name: 'Set' }).isDisabled()).toBe(true);
  await position.getByRole('textbox').fill('7.5');
  await position.getByText('Stricter: it holds at once.').waitFor();
  await picture('limits-set-phone');
  await position.getByRole('button', { name: 'Set' }).click();
  await page.getByText('The limit holds from now on.').waitFor();
  expect(await riskNow()).toMatchObject({ positionFractionMax: 0.075 });
  await position.getByText('7.5%', { exact: true }).waitFor();

  const [held] = (await riskNow()).correlation.instruments;
  const blocked = await open('Not bought');
  await blocked.getByRole('textbox').fill('NOSUCH');
  await blocked.getByRole('button', { name: 'Set' }).click();
  await page.getByText('No instrument is called “NOSUCH” here.').waitFor();
  await blocked.getByRole('textbox').fill((held?.symbol ?? '').toLowerCase());
  await blocked.getByRole('button', { name: 'Set' }).click();
  await page.getByRole('button', { name: 'Allow again' }).waitFor();
  expect(await riskNow()).toMatchObject({ blockList: [held?.symbol] });
  const last = await ask<{ items: { type: string; body: Record<string, { blockList: string[] }> }[] }>(
    'GET',
    `accounts/${accountId}/events?limit=20`,
  );
  const lists = last.items
    .filter(({ type }) => type === 'limits.changed')
    .map(({ body }) => [body['before']?.blockList, body['after']?.blockList]);
  expect(lists, 'before and after are kept').toContainEqual([[], [held?.symbol]]);

  await page.setViewportSize(DESK);
  await picture('limits-set-desk');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(DESK.width);
});

/** Nothing is wider than the screen; the picture is what a person sees, on a phone and on a desk. */
async function onBoth(name: string): Promise<void> {
  for (const [kind, size] of [
    ['desk', DESK],
    ['phone', PHONE],
  ] as const) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join('.build', 'e2e', `${name}-${kind}.png`) });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), kind).toBeLessThanOrEqual(size.width);
  }
}

test('the way to a size is chosen in the form of a new bot, and its effect stands in the preview', async () => {
  await page.setViewportSize(PHONE);
  await page.goto(`${product.baseUrl}/bots/new`);
  await page.getByText('More choices').click();
  await page.getByRole('radio', { name: /^Equal parts/ }).check();
  const parts = page.getByLabel('How many positions');
  await parts.fill('0');
  await page.getByText('A whole number from 1 to 100').waitFor();
  expect(await page.getByRole('button', { name: 'Start the bot' }).isDisabled()).toBe(true);
  await parts.fill('4');
  await page.getByText('Every position is about $2,500').waitFor();
  await picture('new-bot-size-phone');
});

test('a bot is made with a list of one’s own, and looks as often as it is told to', async () => {
  const [bot] = (await ask<{ items: { id: string }[] }>('GET', `bots?accountId=${accountId}`)).items;
  const { items } = await ask<{ items: InstrumentView[] }>('GET', 'instruments?limit=60');
  const symbols = items
    .filter(({ currency }) => currency === 'USD')
    .slice(0, 2)
    .map(({ symbol }) => symbol);
  const list = await ask<{ id: string }>('POST', 'watchlists', { name: 'My two', symbols });
  // The others of this account stay what the next tests find.
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/bots'));
  await page.route(/\/api\/bots$/, (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 201, json: bot }) : route.fallback(),
  );
  await page.goto(`${product.baseUrl}/markets/lists/${list.id}`);
  await page.getByRole('link', { name: 'Make a bot with this list' }).click();
  await page.getByText(/ of 2 stocks/).waitFor();
  await page.getByLabel('How often it looks').selectOption('1 day');
  await picture('new-bot-list-phone');
  await page.getByRole('button', { name: 'Start the bot' }).click();
  expect((await asked).postDataJSON()).toMatchObject({ watchlistId: list.id, timeframe: '1d' });
  await page.unroute(/\/api\/bots$/);

  // From a stock's own page, onto the list and off it.
  const third = items.find(({ symbol }) => !symbols.includes(symbol))?.symbol ?? '';
  await page.goto(`${product.baseUrl}/markets/${encodeURIComponent(third)}`);
  await page.getByRole('button', { name: 'Put on a watchlist' }).click();
  await page.getByRole('checkbox', { name: 'My two' }).check();
  const names = async (): Promise<unknown[]> => (await ask<{ items: unknown[] }>('GET', `watchlists/${list.id}`)).items;
  await expect.poll(async () => (await names()).length).toBe(3);
  await page.getByRole('checkbox', { name: 'My two', checked: true }).uncheck();
  await expect.poll(async () => (await names()).length).toBe(2);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

test('a bot’s way to a size is changed in its settings, and deleting it shows what it leaves first', async () => {
  const [bot] = (await ask<{ items: { id: string; name: string }[] }>('GET', `bots?accountId=${accountId}`)).items;
  await page.goto(`${product.baseUrl}/bots/${bot?.id}`);
  await page.getByRole('radio', { name: /^Same loss each time/ }).check();
  await page.getByLabel('Lost at the stop-loss, % of its amount').fill('0.5');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved').first().waitFor();
  expect(await ask('GET', `bots/${bot?.id}`)).toMatchObject({ sizing: { method: 'fixed-fraction', fraction: 0.005 } });
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog', { name: `Delete ${bot?.name}?` }).waitFor();
  await page.getByRole('dialog').getByRole('button').nth(1).waitFor();
  await onBoth('delete-bot');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

test('a bot near its last day asks what then', async () => {
  const [bot] = (await ask<{ items: { id: string }[] }>('GET', `bots?accountId=${accountId}`)).items;
  await goOn(page);
  const isAsking = async () => (await ask<{ ending: object | null }>('GET', `bots/${bot?.id}`)).ending !== null;
  for (const until = Date.now() + WITHIN_MS; Date.now() < until && !(await isAsking());) await page.waitForTimeout(200);
  await stand(page);
  await page.goto(`${product.baseUrl}/bots/${bot?.id}`);
  await page.getByText(/asks: its last day is/).waitFor();
  await page.getByRole('button', { name: '4 weeks more' }).waitFor();
  await onBoth('bot-ending');
  await page.getByRole('button', { name: 'Keep with stops' }).click();
  await page.getByText(/stops buying on .* and keeps what it holds/).waitFor();
}, 300_000);

test('closing the account shows every position and who protects it, with three ways out', async () => {
  await page.getByRole('button', { name: 'Choose an account' }).click();
  await page.getByRole('button', { name: 'Close this account…' }).click();
  const sheet = page.getByRole('dialog', { name: /^Close .*\?$/ });
  await sheet.getByRole('button', { name: 'Keep the stops' }).waitFor();
  // The market went on for days: one may have come to its stop-loss.
  const held = (await ask<{ items: object[] }>('GET', `accounts/${accountId}/positions`)).items.length;
  expect(held).toBeGreaterThan(0);
  await expect.poll(() => sheet.getByRole('listitem').count()).toBe(held);
  expect(await sheet.getByText(/held by Nod, only while it runs/).count()).toBe(held);
  await onBoth('close-account');
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  expect(await ask('GET', `accounts/${accountId}`), 'nothing was done').toMatchObject({ closedAt: null });
});

test('one tap stops buying; selling everything shows its bill first', async () => {
  await page.getByRole('banner').getByRole('button', { name: 'Stop buying' }).click();
  const sheet = page.getByRole('dialog', { name: 'Buying is stopped' });
  await onBoth('stopped');
  await sheet.getByRole('button', { name: 'Show what would be sold' }).click();
  await sheet.getByRole('button', { name: 'Sell everything now' }).waitFor();
  await sheet.getByRole('button', { name: 'Sell everything now' }).scrollIntoViewIfNeeded();
  await onBoth('selling-bill');
  await sheet.getByRole('button', { name: 'Start again' }).click();
  await page.getByText('Bots may buy and ask again.').waitFor();
  expect(await ask('GET', `accounts/${accountId}`)).toMatchObject({ mode: 'active' });
});

test('it is read in Korean too', async () => {
  await page.setViewportSize(PHONE);
  await ask('PATCH', 'me', { language: 'ko' });
  await page.goto(`${product.baseUrl}/more/risk`);
  await page.getByRole('heading', { name: '한도를 얼마나 썼는지' }).waitFor();
  await picture('risk-phone-ko');
  await ask('PATCH', 'me', { language: 'en' });
  // The name that nothing has was refused.
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});
