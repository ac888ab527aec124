import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** What is wrong with a page as it stands, each on one line: what axe finds, and whether it is wider than its window. */
export async function faultsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(() =>
    (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
  );
  // The rule, how bad it is, and the first places that break it.
  const found = violations.map(({ id, impact, nodes }) => {
    const places = nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
    return `${id} (${impact}, ${nodes.length}): ${places.join(' | ')}`;
  });
  const tooWide = await page.evaluate(() => {
    const main = document.querySelector('main') ?? document.documentElement;
    return main.scrollWidth - main.clientWidth;
  });
  return tooWide > 0 ? [...found, `${tooWide} px wider than the window`] : found;
}
