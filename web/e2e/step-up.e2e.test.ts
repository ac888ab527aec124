import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, startProduct, type StartedProduct } from './browser.ts';

/*
 * Confirming that it is really you, with an authenticator in software: a fresh link before there is a passkey, then the
 * passkey itself, then a recovery code on a device that has none.
 */
let browser: Browser;
let product: StartedProduct;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh')]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

/** A signed-in browser on the security page, with an authenticator whose person is there, or without any. */
async function aBrowser(
  authenticator: 'with' | 'without',
  link: string,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
  const page = await context.newPage();
  const cdp: CDPSession = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  if (authenticator === 'with')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  await page.goto(link);
  await page.getByRole('button', { name: 'Make my first bot' }).waitFor();
  await page.goto(`${product.baseUrl}/more/security`);
  await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
  return { page, context };
}

test('a link makes the first passkey, the passkey makes the codes, and a code stands in for the passkey', async () => {
  const { page, context } = await aBrowser('with', product.signInLink);
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  await button('Add a passkey').click();
  await button('Make it now').click();
  await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
  const before = await sessionCookie(context);
  await page.getByLabel('The link, or its code').fill(await product.newLink());
  await button('Confirm').click();

  // The first passkey comes with its recovery codes.
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  const codes = await page.locator('ol code').allInnerTexts();
  expect(codes).toHaveLength(10);
  expect(await sessionCookie(context), 'the session has a new secret').not.toBe(before);
  await button('I have stored them').click();
  await page.getByText('10 of 10 left').waitFor();
  expect(await page.content(), 'shown once').not.toContain(codes[0]);

  // Another reason asks again: now the device is enough. No key travels to a broker from a test.
  let tries = 0;
  await page.route('**/api/connections', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    tries += 1;
    const code = tries === 1 ? 'step-up-required' : 'broker-unreachable';
    const body = { code, values: { reason: 'broker-keys', broker: 'Alpaca' } };
    return route.fulfill({ status: tries === 1 ? 403 : 503, contentType: 'application/problem+json', json: body });
  });
  await page.goto(`${product.baseUrl}/more/connections/new`);
  await page.getByLabel('Key', { exact: true }).fill('PKTESTTESTTEST');
  await page.getByLabel('Secret', { exact: true }).fill('secretsecretsecret');
  await button('Ask Alpaca and connect').click();
  await page.getByText('Broker keys open your money').waitFor();
  const proven = page.waitForResponse((response) => response.url().endsWith('/api/step-up/finish'));
  await button('Use your passkey').click();
  expect((await proven).status()).toBe(200);
  await expect.poll(() => tries, { message: 'what was refused is asked again' }).toBe(2);

  // A device without the passkey: a code, once.
  const other = await aBrowser('without', await product.newLink());
  await other.page.getByRole('button', { name: 'Make new codes' }).click();
  await other.page.getByRole('button', { name: 'Use a recovery code instead' }).click();
  await other.page.getByLabel('Recovery code').fill(codes[3] ?? '');
  await other.page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await other.page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  expect(await other.page.locator('ol code').allInnerTexts()).not.toContain(codes[3]);
  await other.context.close();
  await riskierNumbers(page);
  await context.close();
});

/** A bot whose own numbers risk more than its level, as where real money is: from the form, and on its page. */
async function riskierNumbers(page: Page): Promise<void> {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const stop = page.getByLabel('Stop-loss, at most so many % below the price');
  const sent: string[] = [];
  await page.route(/\/api\/bots(\/b_[^/]*)?$/, (route) => {
    const request = route.request();
    if (!['POST', 'PATCH'].includes(request.method())) return route.continue();
    sent.push(`${request.headers()['idempotency-key'] ?? ''} ${request.postData() ?? ''}`);
    if (sent.length % 2 === 0) return route.continue();
    const body = { code: 'step-up-required', values: { reason: 'loosen-limits', about: `try ${sent.length}` } };
    return route.fulfill({ status: 403, contentType: 'application/problem+json', json: body });
  });
  await page.goto(`${product.baseUrl}/bots/new`);
  await page.getByText('More choices').click();
  await page.getByText('Its own risk numbers').click();
  await stop.fill('60');
  await page.getByText('Empty, or a number from 1 to 50').waitFor();
  expect(await button('Start the bot').isDisabled()).toBe(true);
  await stop.fill('10');
  await button('Start the bot').click();
  await page.getByText('You are giving your bots more room.').waitFor();
  await button('Use your passkey').click();
  await page.getByText('Its own risk numbers: stop-loss 10% at most').waitFor();
  expect(sent[1], 'the very thing that was refused, once').toBe(sent[0]);

  // Whoever does not confirm has changed nothing, and is told so.
  await page.getByText('Its own risk numbers', { exact: true }).click();
  await stop.fill('12');
  await button('Save').click();
  await page.getByRole('heading', { name: 'Is it you?' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByText('Not confirmed, so nothing has changed.').waitFor();
  await page.getByText('Its own risk numbers: stop-loss 10% at most').waitFor();
  expect(sent).toHaveLength(3);
}

async function sessionCookie(context: BrowserContext): Promise<string> {
  return (await context.cookies()).find(({ name }) => name === 'nod_session')?.value ?? '';
}
