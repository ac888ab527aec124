import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { BotView } from '#shared/contract/bot.ts';
import { askAs, askSingly, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';
import { liveIn, settled } from './lived-in.ts';
import { stand } from './market.ts';

/* Somebody at a desk: back after days, then with the keyboard, then at a chart whose stop-loss line they take hold of. */
let browser: Browser;
let product: StartedProduct;
let page: Page;
let complaints: string[];
let symbol: string;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--seed', '7')]);
  ({ page, complaints } = await openPage(browser, { width: 1280, height: 900 }));
  ({ symbol } = await liveIn(page, product));
  // With a bar that closes the chart is another one under the pointer, and a bot may move its stop-loss itself.
  await stand(page);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

interface Me {
  readonly away: unknown;
}

/** Nobody can wait for days: who asks is told of five, and of a bot that nobody answered; all else is as it is. */
async function fiveDaysAway(): Promise<{ from: string; until: string; isNew: boolean }> {
  const away = {
    from: new Date(Date.now() - 5 * 86_400_000).toISOString(),
    until: new Date().toISOString(),
    isNew: true,
  };
  const me = await askAs<Me>(page, 'GET', 'me');
  const [account] = (await askAs<{ items: { equity: string }[] }>(page, 'GET', 'accounts')).items;
  const { items } = await askAs<{ items: BotView[] }>(page, 'GET', 'bots');
  const bots = items.map((bot) => ({ ...bot, silent: { why: 'unanswered', since: away.from, unanswered: 10 } }));
  const found = {
    ...{
      account,
      currency: 'USD',
      marketAt: away.until,
      then: null,
      now: account?.equity ?? null,
      moved: '0',
      result: null,
    },
    bought: { count: 0, newest: [] },
    sold: { count: 0, result: null, newest: [] },
    lapsed: { count: 10, judged: 0, result: null, newest: [] },
    ...{ ended: [], bots },
  };
  await askSingly(page);
  await page.route('**/api/me', (route) => route.fulfill({ json: { ...me, away } }));
  await page.route('**/api/me/away', (route) => route.fulfill({ json: { away: { ...away, accounts: [found] } } }));
  return away;
}

test('the first screen after days says what happened meanwhile, starts bots again, and then is Home', async () => {
  onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
  await fiveDaysAway();
  await page.goto(product.baseUrl);
  await page.getByRole('heading', { name: 'While you were away' }).waitFor();
  await page.getByText('10 proposals had no answer in time').waitFor();
  const asked = page.waitForResponse((response) => /\/api\/bots\/[^/]+\/resume$/.test(response.url()));
  await page.getByRole('button', { name: 'Start asking again' }).click();
  expect((await asked).status()).toBe(200);
  await page.getByRole('button', { name: 'Go to Home' }).click();
  await page.getByRole('heading', { name: 'Home' }).waitFor({ state: 'attached' });
  expect(new URL(page.url()).pathname).toBe('/');
  await page.unroute('**/api/me');
  await page.unroute('**/api/me/away');
});

test('the keyboard finds rooms, stocks and commands, and sends nothing', async () => {
  const field = page.getByRole('combobox');
  await page.keyboard.press('Control+k');
  await field.waitFor();
  await page.keyboard.type(symbol);
  await page.getByRole('option', { selected: true }).filter({ hasText: symbol }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/markets/${encodeURIComponent(symbol)}`);

  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(new URL(request.url()).pathname));
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sell by hand');
  // What the commands do is read a moment after the palette opened: until then another line is the first.
  await page.getByRole('option', { name: /^sell/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  const chat = page.getByRole('dialog', { name: 'Chat' });
  await chat.waitFor();
  await expect.poll(() => chat.getByRole('textbox').inputValue()).toBe('sell ');
  expect(sent).toEqual([]);
  await page.keyboard.press('Escape');
  await chat.waitFor({ state: 'hidden' });

  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keys' });
  await list.getByText('Nothing that moves money has a key.').waitFor();
  await list.getByRole('switch', { name: 'Keys without Ctrl or ⌘' }).click();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await field.waitFor();
  expect(await list.isVisible(), 'switched off').toBe(false);
  await page.keyboard.press('Escape');
});

test('a stop-loss line that is dragged asks first, and moves when somebody says so', async () => {
  onTestFailed(() => console.error(`${page.url()}\n${complaints.join('\n')}`));
  interface Held {
    readonly items: { symbol: string; holders: { stopPrice: string }[] }[];
  }
  const [account] = (await askAs<{ items: { id: string }[] }>(page, 'GET', 'accounts')).items;
  const stop = async (): Promise<number> => {
    const held = await askAs<Held>(page, 'GET', `accounts/${account?.id ?? ''}/positions`);
    return Number(held.items.find((one) => one.symbol === symbol)?.holders[0]?.stopPrice);
  };
  await page.goto(`${product.baseUrl}/markets/${encodeURIComponent(symbol)}`);
  const chart = page.getByRole('img', { name: /last close/ });
  await page.getByText('Drag the stop-loss line').waitFor();
  await settled(page);
  const before = await stop();
  const box = (await chart.boundingBox())!; // it is there
  const x = box.x + 200;
  let y = box.y + 4;
  const isOnLine = async (): Promise<boolean> => {
    await page.mouse.move(x, y);
    return (await chart.evaluate((element: HTMLElement) => element.style.cursor)) === 'ns-resize';
  };
  while (!(await isOnLine())) if ((y += 3) > box.y + box.height) throw new Error('no line to take hold of');

  const drag = async (by: number, meanwhile?: () => Promise<void>): Promise<void> => {
    await page.mouse.move(x, y + 3);
    await page.mouse.down();
    await page.mouse.move(x, y + 3 + by / 2, { steps: 2 });
    await meanwhile?.();
    await page.mouse.move(x, y + 3 + by, { steps: 2 });
    await page.mouse.up();
  };
  const sheet = page.getByRole('dialog', { name: /^Move the stop-loss/ });
  await drag(24);
  await sheet.getByText(/^If hit: about/).waitFor();
  const offered = Number(await sheet.getByLabel('Stop-loss').inputValue());
  expect(offered, 'lower on the chart is lower').toBeLessThan(before);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  expect(await stop(), 'nothing was moved').toBe(before);

  // As a bar that closes does: the hand keeps the line.
  await drag(24, async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 200)));
  });
  await sheet.getByRole('button', { name: 'Move stop' }).click();
  await sheet.waitFor({ state: 'hidden' });
  expect(await stop()).toBeCloseTo(offered, 0);

  await page.getByLabel('Log scale').check();
  await page.reload();
  await chart.locator('canvas').first().waitFor();
  expect(await page.getByLabel('Log scale').isChecked()).toBe(true);

  // The question it was bought by shows the stop-loss that stands now.
  const { items } = await askAs<{ items: { id: string; symbol: string }[] }>(page, 'GET', 'proposals?status=approved');
  await page.goto(`${product.baseUrl}/decide/${items.find((one) => one.symbol === symbol)?.id ?? ''}`);
  const outcome = page.getByRole('status').filter({ hasText: 'Bought' });
  await outcome.getByText(`Stop-loss $${(await stop()).toFixed(2)}`).waitFor();
  expect(complaints).toEqual([]);
});
