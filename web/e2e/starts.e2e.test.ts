import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, startProduct, type StartedProduct } from './browser.ts';

let browser: Browser;
let product: StartedProduct;

beforeAll(async () => {
  [browser, product] = await Promise.all([launchBrowser(), startProduct()]);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('a started product ends its start with five lines', () => {
  const lines = product.output().trim().split('\n').slice(-5);
  expect(lines.map((line) => line.split(':')[0]?.split('.')[0])).toEqual([
    'Ready',
    'World',
    'On the phone',
    'Data',
    'Stop',
  ]);
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
