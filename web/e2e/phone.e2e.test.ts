import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest';
import { askAs, launchBrowser, startProduct, type StartedProduct } from './browser.ts';
import { openDoor, SLOW_3G, type Door } from './door.ts';
import { stand } from './market.ts';

/*
 * Nod as an app of the phone: that it can be installed, opens without a line, says how old what it shows is, sends
 * nothing then, and comes back without having missed anything; a newer version, an old tab, a full device, a second tab.
 */
const HOURS_4 = 4 * 3_600_000;

let browser: Browser;
let product: StartedProduct;
let door: Door;
let context: BrowserContext;
let page: Page;
let cdp: CDPSession;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh')]);
  door = await openDoor(product.baseUrl);
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
  context.setDefaultTimeout(30_000);
  // A page asks for its worker once its first screen stands; only then it knows of newer ones.
  await context.addInitScript(() => {
    const { serviceWorker } = navigator;
    const register = serviceWorker.register.bind(serviceWorker);
    serviceWorker.register = (...args) => register(...args).finally(() => Object.assign(globalThis, { isKept: true }));
  });
  page = await context.newPage();
  cdp = await context.newCDPSession(page);
  await page.goto(product.signInLink.replace(product.baseUrl, door.baseUrl));
  await page.getByRole('button', { name: 'Look around first' }).click();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.goto(door.baseUrl);
  await atHome();
});
afterAll(async () => {
  await browser.close();
  await door.shut();
  await product.stop();
});
afterEach(() => {
  onTestFailed(async () => console.error(page.url(), await page.locator('body').innerText()));
});

const atHome = (on: Page = page) => on.getByRole('heading', { name: 'Home' }).waitFor({ state: 'attached' });
const notice = (text: RegExp, on: Page = page) => on.getByRole('alert').filter({ hasText: text });

/** The app goes to the background, which is when a phone may end it. */
async function toBackground(): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    Reflect.deleteProperty(document, 'visibilityState');
  });
}

test('it can be installed, in either language', async () => {
  const { errors, data } = await cdp.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '') as { icons: { src: string }[]; screenshots: { src: string }[]; id: string };
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  const ids = installabilityErrors.map(({ errorId }) => errorId);
  expect(
    ids.filter((id) => id !== 'in-incognito'),
    'a test window is a private one; nothing else is missing',
  ).toEqual([]);
  for (const { src } of [...manifest.icons, ...manifest.screenshots, { src: '/icons/apple-180.png' }]) {
    const answer = await page.request.get(door.baseUrl + src);
    expect([src, answer.headers()['content-type']]).toEqual([src, 'image/png']);
  }
  const korean = (await (await page.request.get(`${door.baseUrl}/manifest.ko.webmanifest`)).json()) as typeof manifest;
  expect(korean.id, 'the same app').toBe(manifest.id);
});

test('what another app shares opens its stock, and the shortcut to stop only asks', async () => {
  await page.goto(
    `${door.baseUrl}/markets/find?text=Look%20at%20%24STLQ%20before%20the%20close%20today%2C%20says%20Jane`,
  );
  await page.waitForURL(/\/markets\/STLQ$/);
  await page.goto(`${door.baseUrl}/markets/find?text=Nosuchthing`);
  await page.getByText('No stock of this market').waitFor();
  await page.goto(`${door.baseUrl}/?stop`);
  await page.getByRole('dialog', { name: 'Stop', exact: true }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('banner').getByRole('button', { name: 'Stop buying' }).waitFor();
});

test('a line like slow 3G: a first visit is never a blank page, and impatient taps send one order', async () => {
  door.slow(SLOW_3G);
  const visitor = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
  const first = await visitor.newPage();
  await first.goto(door.baseUrl, { waitUntil: 'commit' });
  // Until the room stands the page says that it loads, and there is no moment in between without either.
  await first.getByText('Loading…').waitFor();
  const wasBlank = await first.evaluate(async () => {
    const isDrawn = (): boolean =>
      document.querySelector('#splash')?.checkVisibility() === true || document.body.innerText.trim() !== '';
    while (document.querySelector('h1') === null) {
      if (!isDrawn()) return true;
      await new Promise(requestAnimationFrame);
    }
    return false;
  });
  expect(wasBlank).toBe(false);
  await visitor.close();
  door.slow(null);

  await page.goto(`${door.baseUrl}/more/orders/new?symbol=STLQ&side=buy`);
  // Far below the price, which stands from here on: it stays open, and moves no figure.
  await stand(page);
  const field = (label: string) => page.getByRole('main').getByLabel(label);
  await page.getByRole('radio', { name: 'At a price of mine' }).check({ force: true });
  const price = Number(await field('At most').inputValue());
  await field('At most').fill((price * 0.97).toFixed(2));
  await field('Stop-loss').fill((price * 0.9).toFixed(2));
  await field('Shares').fill('2');
  await page.getByText(/limits pass/).waitFor();
  const buy = page.getByRole('button', { name: /^Buy · / });
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(new URL(request.url()).pathname));
  await buy.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await buy.boundingBox())!; // it is there
  door.slow(SLOW_3G);
  // However slowly this machine taps: what comes of the first tap comes after the last.
  const { promise: wasTapped, resolve: tapped } = Promise.withResolvers<void>();
  await page.route(/\/orders$/, (route) => wasTapped.then(() => route.continue()));
  for (let tap = 0; tap < 4; tap++) await page.mouse.click(x + width / 2, y + height / 2);
  tapped();
  await page.getByRole('heading', { name: /^Buy \d/ }).waitFor();
  await page.unrouteAll();
  expect(sent.filter((path) => path.endsWith('/orders'))).toHaveLength(1);
  door.slow(null);
});

test('a killed Nod: the last state with its age, nothing to send, and back without a loss', async () => {
  await page.goto(door.baseUrl);
  await page.getByText('$100,000').first().waitFor();
  await page.waitForFunction(async () => (await caches.match('/me')) !== undefined);
  await page.goto(`${door.baseUrl}/more/orders/new?symbol=STLQ&side=buy`);
  const order = page.getByRole('button', { name: /^Buy/ }).last();
  await order.waitFor();
  await door.shut();
  await notice(/Nod on this computer does not answer since .* What you see is from /).waitFor();
  await page.getByText('nothing is kept to be sent later').waitFor();
  expect(await order.isDisabled()).toBe(true);

  // Closed and opened again, as phones do.
  await page.goto(door.baseUrl);
  await page.getByText('$100,000').first().waitFor();
  await notice(/What you see is from /).waitFor();

  // Meanwhile something happens, told to whoever can hear it.
  const other = await context.newPage();
  await other.goto(`${product.baseUrl}/more`);
  const accounts = await askAs<{ items: { id: string }[] }>(other, 'GET', 'accounts');
  await askAs(other, 'POST', `accounts/${accounts.items[0]?.id}/pause`, {});
  await other.close();

  await door.open();
  await page.getByRole('banner').getByRole('button', { name: 'Buying stopped' }).waitFor();
  await notice(/does not answer/).waitFor({ state: 'detached' });
});

test('a tab of four hours ago finds the new version, says so, and waits for a tap', async () => {
  await page.waitForFunction(() => 'isKept' in globalThis);
  await page.evaluate(() => Object.assign(globalThis, { isOldTab: true }));
  door.bringNewVersion();
  await page.evaluate((later) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + later;
    document.dispatchEvent(new Event('visibilitychange'));
  }, HOURS_4);
  const news = page.getByRole('status').filter({ hasText: 'A new version of Nod is ready.' });
  await news.waitFor();
  await notice(/The clock of this device is 4 h ahead/).waitFor();
  expect(await page.evaluate(() => 'isOldTab' in globalThis), 'nothing reloaded by itself').toBe(true);
  await news.getByRole('button', { name: 'Reload' }).click();
  await page.waitForFunction(() => !('isOldTab' in globalThis));
  await atHome();
  expect(await news.isVisible()).toBe(false);
});

test('a device without room says so and goes on', async () => {
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: door.baseUrl, quotaSize: 1 });
  await page.goto(`${door.baseUrl}/portfolio`);
  await page.getByRole('heading', { name: 'Portfolio' }).first().waitFor();
  await toBackground();
  await notice(/no room left/).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Markets' }).click();
  await page.getByPlaceholder(/Search/).waitFor();
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: door.baseUrl });
});

test('two tabs: what one decides the other shows, and signing out ends both and leaves nothing', async () => {
  await page.goto(door.baseUrl);
  const second = await context.newPage();
  await second.goto(door.baseUrl);
  await second.getByRole('banner').getByRole('button', { name: 'Buying stopped' }).click();
  await second.getByRole('button', { name: 'Start again' }).click();
  await page.getByRole('banner').getByRole('button', { name: 'Stop buying' }).waitFor();
  await toBackground();
  await page.waitForFunction(async () => (await caches.keys()).some((name) => name.startsWith('nod-last-')));

  await second.goto(`${door.baseUrl}/more/settings`);
  await second.getByRole('button', { name: 'Sign out' }).click();
  await Promise.all([second, page].map((tab) => tab.waitForURL(/\/sign-in/)));
  expect(await page.evaluate(() => caches.keys())).not.toContainEqual(expect.stringMatching(/^nod-last-/));
  await second.close();
});
