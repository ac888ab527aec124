import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, startProduct, type StartedProduct } from './browser.ts';

/*
 * What a start says and whom it answers. Then coming in again: by a passkey of the device (an authenticator in software),
 * and on another one, in Korean, by e-mail and password; the first then signs the second out.
 */
let browser: Browser;
let product: StartedProduct;

const EMAIL = 'mina.park@example.com';
const PASSWORD = 'tulpen uit amsterdam';

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh')]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

test('a started product ends its start with five lines', async () => {
  const lines = () => product.output().trim().split('\n').slice(-5);
  await expect
    .poll(() => lines().map((line) => line.split(':')[0]?.split('.')[0]))
    .toEqual(['Ready', 'World', 'On the phone', 'Data', 'Stop']);
});

test('a browser can draw its first page without an error', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const response = await page.goto(product.baseUrl);
  expect(response?.status()).toBe(200);
  expect(errors).toEqual([]);
  await page.close();
});

test('a foreign host name is refused, for files too', async () => {
  const page = await browser.newPage();
  const response = await page.request.get(product.baseUrl, {
    headers: { host: 'evil.example' },
    failOnStatusCode: false,
  });
  expect(response.status()).toBe(421);
  await page.close();
});

async function aBrowser(locale: string): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
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
  return { page, context };
}

test('a passkey opens Nod again, a password opens it elsewhere, and one browser ends the other', async () => {
  const { page, context } = await aBrowser('en-US');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await page.goto(product.signInLink);
  await button('Make my first bot').waitFor();

  await page.goto(`${product.baseUrl}/more/security`);
  await button('Add a passkey').click();
  await button('Make it now').click();
  await page.getByLabel('The link, or its code').fill(await product.newLink());
  await button('Confirm').click();
  await button('I have stored them').click();
  await button('Set a password').click();
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByLabel('New password').fill(PASSWORD);
  await button('Set it').click();
  await page.getByText(`${EMAIL}, set`).waitFor();

  // The session is gone, the device stays: its passkey is offered and taken without a tap, or by the button.
  await context.clearCookies();
  const signedIn = page.waitForResponse((response) => response.url().endsWith('/api/session'));
  await page.goto(`${product.baseUrl}/`);
  await button('Sign in with a passkey')
    .click({ timeout: 5_000 })
    .catch(() => undefined);
  expect((await signedIn).status()).toBe(201);
  await page.waitForURL((url) => url.pathname !== '/sign-in');

  const korean = await aBrowser('ko-KR');
  await korean.page.goto(`${product.baseUrl}/sign-in`);
  await korean.page.getByLabel('이메일 주소').fill(EMAIL);
  await korean.page.getByLabel('비밀번호').fill('tulpen uit rotterdam');
  await korean.page.getByRole('button', { name: '로그인', exact: true }).click();
  await korean.page.getByRole('alert').getByText('로그인하지 못했어요').waitFor();
  await korean.page.getByLabel('비밀번호').fill(PASSWORD);
  await korean.page.getByRole('button', { name: '로그인', exact: true }).click();
  await korean.page.waitForURL((url) => url.pathname !== '/sign-in');

  await page.goto(`${product.baseUrl}/more/security`);
  await button('Sign out all others').click();
  await page.getByText('Every other browser is signed out.').first().waitFor();
  await korean.page.getByRole('heading', { name: /^(로그인|Sign in)$/ }).waitFor();
  await korean.context.close();
  await context.close();
});
