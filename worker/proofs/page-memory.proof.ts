import { join } from 'node:path';
import { rootDir } from '../host/paths.ts';
import type { Proof } from './proof.ts';

const QUOTES_A_SECOND = 500;
const SECOND_MS = 1_000;
const GROWTH_MAX = 0.05;
/**
 * Below this, no share of it says anything: what the engine keeps of code it runs for the first time is up to a megabyte
 * on a slow machine, and one object kept of each quote is several.
 */
const SMALL = { heapMb: 2, nodes: 100, listeners: 20 } as const;

type Held = Readonly<Record<keyof typeof SMALL, number>>;
interface Pages {
  readonly pageMemory: (
    how: { firstMs: number; wholeMs: number; quotesPerSecond: number },
    say: (line: string) => void,
  ) => Promise<{ first: Held; last: Held; quotes: number }>;
}

/** Somebody walks through the rooms of the app while a lively market is told to it, for ten minutes or, at `pr`, for a while. */
const proof: Proof = {
  id: 'page-memory',
  claim: 'What the page holds does not grow with the news it hears: heap, nodes and listeners stay as they were',
  async run({ level, say }) {
    const [firstMs, wholeMs] = (level === 'long' ? [60, 600] : [45, 105]).map((seconds) => seconds * SECOND_MS);
    // Of the web’s benchmarks; worker code otherwise knows nothing of the web's.
    const { pageMemory } = (await import(join(rootDir, 'web/bench/page-memory.ts'))) as Pages;
    const { first, last, quotes } = await pageMemory(
      { firstMs: firstMs ?? 0, wholeMs: wholeMs ?? 0, quotesPerSecond: QUOTES_A_SECOND },
      say,
    );
    const grown = (Object.keys(SMALL) as (keyof Held)[]).filter(
      (name) => last[name] - first[name] > Math.max(SMALL[name], GROWTH_MAX * first[name]),
    );
    const rounded = (mb: number): number => Number(mb.toFixed(2));
    return {
      passed: grown.length === 0,
      figures: {
        quotes,
        heapMbFirst: rounded(first.heapMb),
        heapMbLast: rounded(last.heapMb),
        nodesFirst: first.nodes,
        nodesLast: last.nodes,
        listenersFirst: first.listeners,
        listenersLast: last.listeners,
        ...(grown.length > 0 && { grown: grown.join(', ') }),
      },
    };
  },
};
export default proof;
