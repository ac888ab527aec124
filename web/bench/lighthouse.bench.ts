// What Lighthouse says of the built app on a phone: three scores a page, and how it came to the first of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { type Result } from 'lighthouse';
import type { Benchmark, Measured } from '../../worker/bench/benchmark.ts';
import { askAs, launchInspected, startProduct } from '../e2e/browser.ts';
import { liveIn } from '../e2e/lived-in.ts';

const RUNS = 5;
/** Of 100, in each category. */
const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const BESIDE = [
  { name: 'largest paint', audit: 'largest-contentful-paint', unit: 'ms' },
  { name: 'blocked', audit: 'total-blocking-time', unit: 'ms' },
  { name: 'layout shift', audit: 'cumulative-layout-shift', unit: 'shift' },
] as const;

export default {
  name: 'lighthouse',
  async run({ say }) {
    const profile = mkdtempSync(join(tmpdir(), 'nod-lighthouse-'));
    const [product, inspected] = await Promise.all([startProduct('--seed', '7'), launchInspected(profile)]);
    try {
      const page = await inspected.context.newPage();
      await page.setViewportSize({ width: 390, height: 844 });
      const { symbol } = await liveIn(page, product);
      // The product is on another machine than the phone: here it takes the phone's processor for every bar it plays, so the
      // market waits. What moving prices cost is measured by itself (quotes.bench.ts).
      await askAs(page, 'PATCH', 'market', { paused: true });
      // Nothing else in the browser draws while a page is measured.
      await page.goto('about:blank');
      const pages = {
        Home: '/',
        Decide: '/decide',
        Instrument: `/markets/${encodeURIComponent(symbol)}`,
        Portfolio: '/portfolio',
        Settings: '/more/settings',
      };
      const figures: Record<string, Measured> = {};
      for (const [name, path] of Object.entries(pages)) {
        const results: Result[] = [];
        while (results.length < RUNS) results.push(await look(product.baseUrl + path, inspected.port));
        Object.assign(figures, figuresOf(name, results));
        for (const fault of faultsOf(results)) say(`${name}: ${fault}`);
        // Lighthouse slows the machine down fourfold, whatever it is: a score of speed means little without this.
        say(`${name}: a machine of ${results.map(({ environment }) => environment.benchmarkIndex).join(', ')}`);
      }
      return figures;
    } finally {
      await inspected.context.close();
      await product.stop();
      rmSync(profile, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;

/** One load as a phone of middling speed has it, with nothing kept from before but who is signed in. */
async function look(url: string, port: number): Promise<Result> {
  const told = await lighthouse(url, { port, onlyCategories: [...CATEGORIES], logLevel: 'error' });
  if (told === undefined) throw new Error(`Lighthouse said nothing of ${url}`);
  const { lhr } = told;
  if (lhr.runtimeError !== undefined) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
  return lhr;
}

function figuresOf(page: string, results: readonly Result[]): Record<string, Measured> {
  const scores = CATEGORIES.map((category): [string, Measured] => [
    `${page}, ${category}`,
    {
      runs: results.map(({ categories }) => Math.round((categories[category]?.score ?? 0) * 100)),
      unit: 'of 100',
      goal: LEAST,
      // Speed is of this machine, as busy as it is: printed, never a gate.
      ...(category !== 'performance' && { least: LEAST }),
    },
  ]);
  const beside = BESIDE.map(({ name, audit, unit }): [string, Measured] => [
    `${page}, ${name}`,
    { runs: results.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN), unit },
  ]);
  return Object.fromEntries([...scores, ...beside]);
}

/** What costs points other than slowness, each once, with the first place it is found at. */
function faultsOf(results: readonly Result[]): Set<string> {
  const faults = results.flatMap(({ categories, audits }) =>
    CATEGORIES.filter((category) => category !== 'performance')
      .flatMap((category) => categories[category]?.auditRefs ?? [])
      .filter(({ weight }) => weight > 0)
      .flatMap(({ id }) => {
        const { score = null, title = id, details } = audits[id] ?? {};
        return score === null || score === 1 ? [] : [`${title} ${JSON.stringify(details).slice(0, 300)}`];
      }),
  );
  return new Set(faults);
}
