// The clock of the market that a started product plays, taken hold of: what a test compares does not move meanwhile.
import type { Page } from 'playwright-core';
import type { MarketView } from '../../shared/contract/market.ts';
import { askAs } from './browser.ts';

/** It stands: the bar that was under way has closed, whoever follows it has been told, and no other begins. */
export async function stand(page: Page): Promise<void> {
  await askAs(page, 'PATCH', 'market', { paused: true });
  const phase = async () => (await askAs<MarketView>(page, 'GET', 'market')).phase;
  while (!['standing', 'ended'].includes(await phase())) await page.waitForTimeout(100);
}

export const goOn = (page: Page): Promise<unknown> => askAs(page, 'PATCH', 'market', { paused: false });
