import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import type { PushMessage } from '../../shared/contract/push.ts';
import type { ProposalView } from '../../shared/contract/proposal.ts';
import type { PushService } from '../../worker/src/testing/push-server/push-service.ts';
import { askAs, askSingly, launchBrowser, startProduct, type StartedProduct } from './browser.ts';
import { bestFirst } from '../src/lib/trading/best-first.ts';
import { goOn, stand } from './market.ts';
import { PushPhone } from './push-phone.ts';
import { openPushService, type OpenPushService } from './push-service.ts';

/*
 * Somebody’s lock screen. What the product sends is encrypted for this one phone, taken and read by a push service that
 * keeps to the standards, handed to the service worker, shown, and answered from there.
 */
const SETTINGS = '/more/settings/notifications';
const QUESTION_WITHIN = { timeout: 60_000 };
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

let browser: Browser;
let product: StartedProduct;
let house: OpenPushService;
let service: PushService;
let context: BrowserContext;
let page: Page;
let phone: PushPhone;

beforeAll(async () => {
  house = await openPushService();
  process.env['NOD_REHEARSAL_CHANNEL_URL'] = house.url;
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--speed', '25', '--seed', '7')]);
  const viewport = { width: 390, height: 844 };
  context = await browser.newContext({ viewport, locale: 'en-US', reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000);
  page = await context.newPage();
  await page.goto(product.signInLink);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  service = house.with((await ask<{ publicKey: string }>('GET', 'push/key')).publicKey);
});
afterAll(async () => {
  delete process.env['NOD_REHEARSAL_CHANNEL_URL'];
  await browser?.close();
  await product?.stop();
  await house?.stop();
});
afterEach(() => goOn(page));
beforeEach(() => {
  onTestFailed(async () => console.error(page.url(), await page.locator('body').innerText(), service.titles()));
});

const ask = <T>(method: string, path: string, body?: unknown): Promise<T> => askAs(page, method, path, body);
const proposal = (id: string): Promise<ProposalView> => ask('GET', `proposals/${id}`);
const button = (name: string | RegExp) => page.getByRole('button', { name });
/** The app with this account on its screen. */
async function lookAt(accountId: string, path = '/'): Promise<void> {
  await page.evaluate((id) => localStorage.setItem('nod.account', id), accountId);
  await goTo(path);
}
const goTo = (path: string): Promise<unknown> => page.goto(product.baseUrl + path);

/**
 * Nothing new until this test is over: a page that is open takes away what is settled whenever it hears of a question, and
 * one that nobody answers is gone after the half minute that the market waits, which is not long for a slow machine.
 */
const quietly = () => stand(page);
/** It looks at once, and asks. */
const aBot = () =>
  ask<{ id: string }>('POST', 'bots', { investmentAmount: '10000', riskLevel: 'high', durationWeeks: 4 });
let read = 0;
/** The next message that arrived for the phone and is like this; what came before it is shown on the way. */
async function next(isIt: (message: PushMessage) => boolean): Promise<PushMessage> {
  let found: PushMessage | undefined;
  await expect
    .poll(async () => {
      while (found === undefined && read < service.taken.length) {
        const { message } = service.taken[read++]!; // there are as many as were counted
        await phone.deliver(page, message);
        if (isIt(message)) found = message;
      }
      return found;
    }, QUESTION_WITHIN)
    .toBeDefined();
  return found!; // it was waited for
}
const question = (): Promise<PushMessage> =>
  next(({ notification: { data } }) => data.kind === 'question' && data.question !== null);
const idOf = ({ notification }: PushMessage): string => notification.data.question?.id ?? '';
const standing = async (tag: string) => (await phone.shown()).find((one) => one.tag === tag);

test('a browser that was told no says so, and how to take it back; an iPhone is told how to begin', async () => {
  await goTo(SETTINGS);
  await page.getByRole('alert').filter({ hasText: 'Notifications from Nod are blocked in this browser' }).waitFor();
  await page.getByText('set Notifications to Allow').waitFor();
  expect(await button('Get alerts on this device').count(), 'nothing that cannot work is offered').toBe(0);

  const storageState = await context.storageState();
  const safari = await browser.newContext({ storageState, userAgent: IPHONE, viewport: { width: 390, height: 844 } });
  // What its tabs have not, and its home screen has.
  await safari.addInitScript(() => Reflect.deleteProperty(globalThis, 'PushManager'));
  const tab = await safari.newPage();
  await tab.goto(product.baseUrl + SETTINGS);
  await tab.getByText('first add Nod to the Home Screen').waitFor();
  await safari.close();
});

test('one tap turns it on, and a test arrives', async () => {
  phone = await PushPhone.open(context, service.subscribe('phone'));
  await page.reload();
  await button('Get alerts on this device').click();
  await page.getByText('This device takes alerts from now on.').waitFor(QUESTION_WITHIN);
  await button(/^Send a test: /).click();
  await page.getByText('Sent. It should show within seconds.').waitFor();
  const { notification } = await next(({ notification: { data } }) => data.kind === 'test');
  expect(await standing(notification.tag)).toMatchObject({ title: 'Nod reaches this device', actions: [] });
});

test('a question is enough to decide on; Approve opens its card for one tap, and then it is gone', async () => {
  await aBot();
  const asked = await question();
  await quietly();
  const { tag, title } = asked.notification;
  expect(title).toMatch(/^DEMO · Buy \d+ \S+ for \$[\d,.]+\?$/);
  expect(await standing(tag)).toMatchObject({
    body: expect.stringMatching(/^At the stop −\$[\d,.]+\. Answer /) as unknown,
    actions: [{ action: 'approve', title: expect.stringMatching(/^Approve · \$/) as unknown }, { action: 'skip' }],
  });
  expect(await phone.badge()).toBeGreaterThan(0);

  // Whichever account was on the screen: world and money are those of the account that asks.
  const won = await ask<{ id: string }>('POST', 'accounts', { name: 'In won', baseCurrency: 'KRW' });
  await lookAt(won.id);
  await page.getByRole('banner').getByText('In won').waitFor();
  // A question of an account that is not on the screen is not out of sight: a line, and a count where accounts are chosen.
  await goTo('/decide');
  await page
    .getByRole('main')
    .getByRole('button', { name: /^DEMO \d proposals? waits? in Demo account$/ })
    .waitFor();
  await page
    .getByRole('banner')
    .getByRole('button', { name: /Choose an account.* proposals? waits? in Demo account$/ })
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Demo account \d proposals? waits?/ })
    .waitFor();
  await phone.tap(tag, 'approve');
  await page.waitForURL(`**/decide/${idOf(asked)}`);
  expect((await proposal(idOf(asked))).status, 'the tap decided nothing').toBe('pending');
  await button(/^Approve · \$/).click();
  await expect.poll(async () => (await proposal(idOf(asked))).status, QUESTION_WITHIN).toBe('approved');
  expect(await page.getByRole('banner').innerText()).not.toContain('In won');
  await lookAt(won.id, `/more/orders/${(await proposal(idOf(asked))).orderId ?? ''}`);
  await page.getByRole('heading', { name: /^Buy / }).waitFor();
  const outcome = await next(({ notification }) => notification.tag === tag && notification.data.kind !== 'question');
  expect(outcome.notification).toMatchObject({ silent: true, data: { kind: 'settled', question: null } });
  // Beside another account of the same world its name says which.
  const outcomeText = expect.stringMatching(/^DEMO · Demo account · (Approved|Accepted|Bought)/) as unknown;
  expect(await standing(tag), 'in its place').toMatchObject({ title: outcomeText, actions: [] });

  // Its button on a phone that was off until now decides nothing anew.
  await phone.deliver(page, asked);
  await phone.tap(tag, 'skip');
  expect((await standing(tag))?.body).toMatch(/^Already approved/);
});

test('no question takes the place of the one that is read, and what does at last is held for a moment', async () => {
  const bots = [await aBot(), await aBot()];
  const pending = async () =>
    bestFirst((await ask<{ items: ProposalView[] }>('GET', 'proposals?status=pending')).items);
  const asked = async () => new Set((await pending()).map(({ symbol }) => symbol)).size;
  // Counted while the market stands: a moment later they could be gone.
  const isEnough = async () => {
    await quietly();
    return (await asked()) > 1 || (await goOn(page).then(() => false));
  };
  await expect.poll(isEnough, { ...QUESTION_WITHIN, interval: 500 }).toBe(true);
  const all = await pending();
  const [best] = all as [ProposalView];
  const read = all.find(({ symbol }) => symbol !== best.symbol)!; // there are two of them
  const asks = /\/api\/proposals\?.*status=pending/;
  const only = new Set([read.id]);
  let told: { items: ProposalView[] } = { items: [] };
  let isOld = false;
  await askSingly(page);
  await page.route(asks, async (route) => {
    if (isOld) return route.fulfill({ json: told });
    const response = await route.fetch();
    const list = (await response.json()) as { items: ProposalView[] };
    told = { ...list, items: list.items.filter(({ id }) => only.has(id)) };
    return route.fulfill({ response, json: told });
  });
  await goTo('/decide');
  const heading = page.locator('article h2');
  await heading.filter({ hasText: read.symbol }).waitFor();
  // A better one comes: whoever reads is not shown it in its place.
  only.add(best.id);
  await ask('PATCH', `accounts/${read.accountId}`, { name: 'Renamed' });
  await page.getByText('1 of 2').waitFor();
  expect(await heading.innerText()).toContain(read.symbol);
  // It is taken back with a thumb on its way to Approve.
  await page.evaluate(() => {
    const seen: string[] = [];
    new MutationObserver(() => {
      const [approve] = document.querySelectorAll<HTMLButtonElement>('.answer .nods button');
      const said = (document.querySelector('.answer')?.textContent ?? '').includes('Just came up.')
        ? 'and says why'
        : '';
      const state = `${approve?.disabled ? 'held' : 'open'} ${said}`;
      seen.push(`${document.querySelector('article h2')?.textContent ?? ''} ${state}`);
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    Object.assign(globalThis, { seen });
  });
  await ask('POST', `proposals/${read.id}/reject`, {});
  await heading.filter({ hasText: best.symbol }).waitFor();
  await button(/^Approve · /).click({ trial: true });
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  expect(seen.find((line) => line.includes(best.symbol))).toContain('held and says why');
  await page.getByText('Just came up.').waitFor({ state: 'detached' });
  // A tap on one that was decided elsewhere, before the list knows it, is answered with what became of it.
  isOld = true;
  await ask('POST', `proposals/${best.id}/reject`, {});
  await button(/^Approve · /).click();
  await page.getByRole('status').getByText('Skipped. Nothing was bought.').waitFor();
  // Going on at once leads to another one, not to the same again.
  await button(/^(Next question|Done)$/).click();
  await page.getByText('Nothing waits for you').waitFor();
  await page.unroute(asks);
  for (const { id } of bots) await ask('POST', `bots/${id}/pause`);
});

test('Skip skips where it stands; what was settled elsewhere goes, and an old one says what happened', async () => {
  // What was asked before is decided.
  read = service.taken.length;
  await aBot();
  const asked = await question();
  await quietly();
  await phone.tap(asked.notification.tag, 'skip');
  expect(await standing(asked.notification.tag)).toMatchObject({ body: 'Skipped.', silent: true, actions: [] });
  expect((await proposal(idOf(asked))).status).toBe('rejected');

  // The same question, on a phone that was off until now.
  await phone.deliver(page, asked);
  await phone.tap(asked.notification.tag);
  await page.waitForURL(`**/decide/${idOf(asked)}`);
  await page.getByText('Skipped. Nothing was bought.').waitFor();

  // And once more, while Nod is closed; opening it is enough.
  await phone.deliver(page, asked);
  await page.reload();
  await expect.poll(() => standing(asked.notification.tag), { timeout: 20_000 }).toBeUndefined();
});

test('it says as much as its person wants, and approves by itself only where they said so', async () => {
  await goTo(SETTINGS);
  await button(/^Settings: /).click();
  await page.getByLabel('Shown with play money').selectOption('Only “Nod has a question”');
  const group = page.getByRole('group', { name: 'Approve from the notification, play money' });
  await group.getByLabel('Up to (USD)').fill('50,000');
  await group.getByRole('button', { name: 'Turn on' }).click();
  await group.getByText('Off while its screen only says that there is a question').waitFor();
  await page.getByLabel('Shown with play money').selectOption('Without amounts');
  await group.getByText('On: a tap on the notification approves, up to $50,000').waitFor();

  await aBot();
  const asked = await next(({ notification: { data } }) => typeof data.question?.device === 'string');
  await quietly();
  expect(asked.notification.title).toMatch(/^DEMO · Renamed · Buy \S.*\?$/);
  expect(JSON.stringify(asked.notification)).not.toMatch(/\$/);
  await phone.tap(asked.notification.tag, 'approve');
  expect((await standing(asked.notification.tag))?.body).toMatch(/^Approved/);
  expect((await proposal(idOf(asked))).status).toBe('approved');
  expect(new URL(page.url()).pathname, 'no page was opened').toBe(SETTINGS);
});

test('a browser that was blocked meanwhile is seen as such, and its address is forgotten', async () => {
  await goTo(SETTINGS);
  // Nothing else may find out first.
  await quietly();
  service.unsubscribe('phone');
  await button(/^Send a test: /).click();
  await page.getByText('That device takes nothing any more.').waitFor();
  await page.getByText(/Takes nothing any more since/).waitFor();
  await button('Get alerts on this device').waitFor();
});
