// A product that somebody has lived in: a bot, a question answered and its position, a list, a screen, a test.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { askAs, type StartedProduct } from './browser.ts';

const ROUTES = join(import.meta.dirname, '..', 'src', 'routes');
const ANSWER_WITHIN_MS = 90_000;

/** Moments worth a picture on the way. */
type Moment = 'new-bot' | 'question';
export interface LivedIn {
  /** Of the instrument that was bought. */
  readonly symbol: string;
  /** Every room of the app, by its route, and where it is in this product. */
  readonly rooms: readonly { readonly route: string; readonly path: string }[];
}

/** Signs in, makes a bot, answers its first question with yes; English, whatever the page has been. */
export async function liveIn(
  page: Page,
  product: StartedProduct,
  onMoment: (moment: Moment) => Promise<void> = () => Promise.resolve(),
): Promise<LivedIn> {
  await page.goto(product.signInLink);
  await page.getByRole('button', { name: 'Make my first bot' }).click();
  await page.getByText('Largest position', { exact: true }).waitFor();
  await onMoment('new-bot');
  await page.getByRole('button', { name: 'Start the bot' }).click();
  await page.getByText(/^Looking at \d+ stocks/).waitFor();
  const symbol = await nod(page, product, () => onMoment('question'));
  await bought(page, symbol);
  return { symbol, rooms: await roomsOf(page, symbol) };
}

/** What was answered with yes is held, with its stop-loss. */
async function bought(page: Page, symbol: string): Promise<void> {
  interface Held {
    readonly items: { symbol: string; holders: { stopPrice: string | null }[] }[];
  }
  const [account] = (await askAs<{ items: { id: string }[] }>(page, 'GET', 'accounts')).items;
  for (const until = Date.now() + ANSWER_WITHIN_MS; Date.now() < until; await page.waitForTimeout(100)) {
    const { items } = await askAs<Held>(page, 'GET', `accounts/${account?.id ?? ''}/positions`);
    if (items.find((one) => one.symbol === symbol)?.holders[0]?.stopPrice != null) return;
  }
  throw new Error(`${symbol} was not bought in time`);
}

/** Answers the next question with yes, as soon as there is one; says of which instrument it was. */
export async function nod(page: Page, product: StartedProduct, before?: () => Promise<void>): Promise<string> {
  await page.goto(`${product.baseUrl}/decide`);
  const approve = page.getByRole('button', { name: /^Approve · / });
  await approve.waitFor({ timeout: ANSWER_WITHIN_MS });
  const symbol = await page.locator('article h2 .faint').innerText();
  await before?.();
  await approve.click();
  await page
    .getByRole('status')
    .filter({ hasText: /accepted|Bought/ })
    .first()
    .waitFor();
  return symbol;
}

/**
 * Every folder with a page under `src/routes`: a new room is among them by itself, unless part of its address is a name
 * that is not known here yet.
 */
async function roomsOf(page: Page, symbol: string): Promise<LivedIn['rooms']> {
  const ask = <T>(method: string, path: string, body?: unknown): Promise<T> => askAs<T>(page, method, path, body);
  type Made = Readonly<{ id: string }>;
  const first = async (path: string): Promise<string> =>
    (await ask<{ items: Made[] }>('GET', path)).items[0]?.id ?? 'none';
  const account = await first('accounts');
  const bot = await first('bots');
  const names: Readonly<Record<string, string>> = {
    '/decide/[id]': await first('proposals?status=approved'),
    '/bots/[id]': bot,
    '/markets/[symbol]': symbol,
    '/markets/lists/[id]': (await ask<Made>('POST', 'watchlists', { name: 'Mine', symbols: [symbol] })).id,
    '/markets/screens/[id]': await first('screens'),
    '/portfolio/[id]': await keptElsewhere(ask, symbol),
    '/more/orders/[id]': await first(`accounts/${account}/orders`),
    '/more/research/[id]': (await ask<Made>('POST', `bots/${bot}/backtest`, { kind: 'backtest' })).id,
    // Nobody has a broker's keys here: what an address says that leads nowhere.
    '/more/connections/[id]': 'none',
  };
  return readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('+page.svelte'))
    .map((name) => `/${name.replaceAll('\\', '/').replace(/\/?\+page\.svelte$/, '')}`)
    .sort()
    .map((route) => {
      const name = names[route];
      if (route.includes('[') && name === undefined) throw new Error(`say in lived-in.ts where ${route} is`);
      return { route, path: route.replace(/\[\w+\]/, encodeURIComponent(name ?? '')) };
    });
}

/** A portfolio of what is kept at another bank. */
async function keptElsewhere(
  ask: <T>(method: string, path: string, body?: unknown) => Promise<T>,
  symbol: string,
): Promise<string> {
  const { id } = await ask<{ id: string }>('POST', 'portfolios', { name: 'At my bank', kind: 'elsewhere' });
  const csv = `symbol,quantity,cost,price,currency\n${symbol},12,900,,\nRetirement fund,1,20000000,23400000,KRW`;
  await ask('POST', `portfolios/${id}/holdings/import`, { csv });
  return id;
}

const DOORS = ['/sign-in', '/join', '/welcome'];

/** Goes there as a tap does, without loading the app anew; but through the doors, which have no frame, as from outside. */
export async function walkTo(page: Page, product: StartedProduct, path: string): Promise<void> {
  const isInside = await page.evaluate(() => document.querySelector('#content') !== null);
  if (!isInside || DOORS.includes(path)) await page.goto(product.baseUrl + path);
  else {
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.querySelector('#app')?.append(link);
      link.click();
      link.remove();
    }, path);
    await page.waitForURL(product.baseUrl + path);
  }
  await settled(page);
}

/**
 * The room draws what it has: nothing on it is still on its way. What stands far below is drawn for whoever touches the
 * page; where nobody does, four seconds later.
 */
export async function settled(page: Page, isTouched = true): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction((touched) => {
    if (touched) dispatchEvent(new Event('pointermove'));
    return document.querySelector('.skeleton, [aria-busy="true"]') === null;
  }, isTouched);
}
