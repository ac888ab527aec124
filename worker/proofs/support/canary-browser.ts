import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { rootDir } from '../../host/paths.ts';
import type { Canaries } from './canary.ts';

/** Pages that say something about a connection or could. */
const PAGES = [
  '',
  'more',
  'more/connections',
  'more/events',
  'more/health',
  'more/security',
  'more/settings',
  'portfolio',
];

/** Everything a page's origin keeps: storages, caches, databases. Runs in the page. */
const KEPT = `(async () => {
  const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
  }
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((resolve, reject) => {
        const all = database.transaction(store).objectStore(store).getAll();
        all.onsuccess = () => resolve(all.result);
        all.onerror = () => reject(all.error);
      });
      kept.push(JSON.stringify(rows));
    }
  }
  return kept.join('\\n');
})()`;

/**
 * Types keys into the web app as a person does, right ones and wrong ones, walks through its pages, and looks at what
 * stands there and what the browser keeps. Answers how many pages it saw.
 */
export async function lookInBrowser(
  canaries: Canaries,
  {
    baseUrl,
    signInLink,
    keys,
    newLink,
  }: {
    baseUrl: string;
    signInLink: string;
    keys: readonly { keyId: string; secretKey: string }[];
    newLink: () => Promise<string>;
  },
): Promise<number> {
  // The browser of the end-to-end tests; worker code otherwise knows nothing of the web's.
  const e2e = (await import(join(rootDir, 'web/e2e/browser.ts'))) as { launchBrowser: () => Promise<Browser> };
  const browser = await e2e.launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US' });
    const page = await context.newPage();
    page.on('console', (message) => {
      canaries.look(`console of ${page.url()}`, message.text());
    });
    await page.goto(signInLink);
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    let pages = 0;
    const look = async (name: string): Promise<void> => {
      pages += 1;
      canaries.look(`page ${name}`, await page.content());
      canaries.look(`what the browser keeps at ${name}`, await page.evaluate<string>(KEPT));
    };
    for (const [at, { keyId, secretKey }] of keys.entries()) {
      await page.goto(`${baseUrl}/more/connections/new`);
      await page.getByLabel('Key', { exact: true }).fill(keyId);
      await page
        .getByLabel(/secret/i)
        .first()
        .fill(secretKey);
      await page.getByRole('button', { name: 'Ask Alpaca and connect' }).click();
      const asks = page.getByLabel('The link, or its code');
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/connections'));
      if (at === 0) {
        await asks.waitFor();
        await asks.fill(await newLink());
        await page.getByRole('button', { name: 'Confirm' }).click();
      }
      await answered;
      await page.waitForTimeout(500);
      await look(`connections/new, ${at}`);
    }
    for (const path of PAGES) {
      await page.goto(`${baseUrl}/${path}`);
      await page.waitForLoadState('networkidle');
      await look(path === '' ? 'home' : path);
    }
    return pages;
  } finally {
    await browser.close();
  }
}
