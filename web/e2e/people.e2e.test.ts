import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSingly, launchBrowser, openPage, startProduct, type StartedProduct } from './browser.ts';

/*
 * Somebody is invited, comes in on a small phone in either language, and is taken out again while they look; signs in on
 * the owner's phone, where nothing of hers is theirs to see; and ends their own sign-in for good.
 */
const PHONE = { width: 360, height: 740 };
let browser: Browser;
let product: StartedProduct;
let mina: Page;
let kim: Page;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct('--fresh', '--speed', '0')]);
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

async function fits(page: Page, what: string): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(wide, `${what} is as wide as the phone`).toBeLessThanOrEqual(seen ?? 0);
}

test('an owner lets somebody in, who sees it beforehand, and is out when they are removed', async () => {
  const opened = await openPage(browser, PHONE);
  mina = opened.page;
  await mina.goto(product.signInLink);
  await mina.getByRole('button', { name: 'Make my first bot' }).waitFor();
  await mina.goto(`${product.baseUrl}/more/people`);
  await mina.getByText('Nobody but you').waitFor();
  await mina.getByText('Nobody can be the second').waitFor();
  await fits(mina, 'the list');
  await mina.getByLabel('Their name').fill('Kim');
  await mina.getByText('approver', { exact: true }).last().click();
  await mina.getByRole('button', { name: 'Make the link' }).click();
  await mina.getByText('Somebody else gets a say').waitFor();
  await mina.getByLabel('The link, or its code').fill(await product.newLink());
  await mina.getByRole('button', { name: 'Confirm' }).click();
  await mina.getByText('For one person, as approver').waitFor();
  const link = await mina.locator('#content .copy code').innerText();
  expect(link).toMatch(/\/join#a_[0-9a-z]{8}\.[\w-]{59}$/);
  await fits(mina, 'the link');

  ({ page: kim } = await openPage(browser, PHONE));
  await kim.goto(link);
  await kim.getByRole('heading', { name: 'Owner invites you to Demo account' }).waitFor();
  await kim.getByText('approve or skip proposals, and stop buying').waitFor();
  expect(kim.url(), 'the code is gone from the address').not.toContain('#');
  await fits(kim, 'the invitation');
  await kim.getByRole('radio', { name: '한국어' }).check({ force: true });
  await kim.getByRole('heading', { name: 'Owner 님이 연습 계좌에 초대했어요' }).waitFor();
  await fits(kim, 'the invitation in Korean');
  await kim.getByRole('radio', { name: 'English' }).check({ force: true });
  expect(await kim.getByLabel('Your name').inputValue(), 'as the owner calls them').toBe('Kim');
  await kim.getByRole('button', { name: 'Join' }).click();
  await kim.getByRole('heading', { name: 'You are in: Demo account' }).waitFor();
  await kim.getByText('Secure your way in').waitFor();
  await fits(kim, 'the next step');
  await kim.goto(`${product.baseUrl}/more/people`);
  await kim.getByText('Kim').first().waitFor();
  expect(await kim.getByLabel('Role of Kim').isDisabled(), 'not theirs to change, and it says why').toBe(true);
  await kim.getByText('On this account you are an approver; it takes the owner.').first().waitFor();
  await kim.goto(`${product.baseUrl}/more/access`);
  await kim.getByText('Kim came in: approver of Demo account').waitFor();
  await fits(kim, 'the history');
  // What is kept is written half a second after it came.
  await kim.waitForTimeout(1_000);
  const keptHere = await kim.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => new URL(url).pathname);
  });
  expect(
    keptHere.filter((path) => path.startsWith('/me/') && path !== '/me/away'),
    'who can act as whom is kept on no device',
  ).toEqual([]);

  const again = (await openPage(browser, PHONE)).page;
  await again.goto(link);
  await again.getByRole('heading', { name: 'This invitation does not open' }).waitFor();

  await mina.getByRole('button', { name: 'Done' }).click();
  await mina.getByText('Who can be the second beside you: Kim.').waitFor();
  await kim.goto(`${product.baseUrl}/portfolio`);
  await kim.getByText('Demo account').first().waitFor();
  await mina.getByRole('button', { name: 'Remove' }).click();
  await mina.getByRole('heading', { name: 'Remove Kim?' }).waitFor();
  await mina.getByRole('button', { name: 'Remove' }).last().click();
  await mina.getByText('Nobody but you').waitFor();
  await kim.getByText('You have no part in any account').waitFor();
  // The one refusal is the question whether it is her.
  expect(opened.complaints.filter((line) => !line.includes('403'))).toEqual([]);
});

test('who signs in where somebody else still is sees nothing of hers, also when the line drops right then', async () => {
  await mina.goto(product.baseUrl);
  await mina.getByText('$100,000').first().waitFor();
  await mina.waitForFunction(async () => (await caches.match('/accounts')) !== undefined);

  // Nothing answers once Kim is in: what this browser kept stands in for it, unless it is somebody else's.
  await askSingly(mina.context());
  await mina
    .context()
    .route('**/api/{me,accounts}', (route) => (route.request().method() === 'GET' ? route.abort() : route.fallback()));
  await mina.goto(await product.newLink('Kim'));
  const nobodyAnswers = mina.getByText('Nod does not answer');
  const hers = mina.getByText('Demo account').or(mina.getByText('$100,000')).first();
  await nobodyAnswers.or(hers).first().waitFor();
  expect(await hers.isVisible(), 'an account that is not Kim’s').toBe(false);

  await mina.context().unroute('**/api/{me,accounts}');
  // It knocks by itself too, and may be let in before the button is hit.
  await mina
    .getByRole('button', { name: 'Try again' })
    .click({ timeout: 1_000 })
    .catch(() => undefined);
  await mina.getByText('You have no part in any account').waitFor();

  // A tab that somebody left open beside does not go on with who signs in now.
  const beside = await mina.context().newPage();
  await beside.goto(`${product.baseUrl}/more`);
  await beside.getByRole('heading', { name: 'More' }).waitFor();
  await mina.goto(await product.newLink('Kim'));
  await beside.waitForURL(/\/sign-in$/);
  await beside.close();
  await mina.getByText('You have no part in any account').waitFor();
});

test('a member ends their own sign-in for good, and is nobody afterwards', async () => {
  await mina.goto(`${product.baseUrl}/more/settings`);
  await mina.getByRole('button', { name: 'End my sign-in' }).click();
  const sheet = mina.getByRole('dialog', { name: 'End your sign-in for good?' });
  const end = sheet.getByRole('button', { name: 'End it for good' });
  await end.waitFor();
  await fits(mina, 'the goodbye');
  await sheet.getByLabel('Type your name to confirm: Kim').fill('Mina');
  expect(await end.isDisabled(), 'not by a slip').toBe(true);
  await sheet.getByLabel('Type your name to confirm: Kim').fill('Kim');
  await end.click();
  // A link without a name is the owner's, and confirms nobody else.
  await mina.getByText('npm run nod -- link --person Kim').waitFor();
  await mina.getByLabel('The link, or its code').fill(await product.newLink('Kim'));
  await mina.getByRole('button', { name: 'Confirm' }).click();
  await mina.waitForURL(/\/sign-in$/);
  await mina.getByRole('heading', { name: 'Sign in' }).waitFor();
  await kim.goto(product.baseUrl);
  await kim.waitForURL(/\/sign-in$/);
  await expect(product.newLink('Kim'), 'there is nobody of that name').rejects.toThrow();
});
