import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** What a stretch of cases came to: counts are added up, faults are listed. */
export interface Tally {
  readonly counts: Record<string, number>;
  readonly faults: string[];
}

/** A stretch of cases; case n of a seed is always the same. */
export interface Stretch {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

/** What a module of `cases/` exports. */
export type RunCases = (stretch: Stretch) => Promise<Tally>;

const FAULTS_KEPT = 12;

export function emptyTally(): Tally {
  return { counts: {}, faults: [] };
}

export function add(tally: Tally, name: string, by = 1): void {
  tally.counts[name] = (tally.counts[name] ?? 0) + by;
}

/** Runs cases of one module in several threads and adds up what they found. `module` stands in `cases/`. */
export async function spread(
  module: string,
  { seed, count, say }: { seed: number; count: number; say: (line: string) => void },
): Promise<Tally> {
  const threads = Math.max(1, Math.min(availableParallelism(), 4, count));
  const each = Math.ceil(count / threads);
  const total = emptyTally();
  const stretches = Array.from({ length: threads }, (_, index) => ({
    seed,
    from: index * each,
    count: Math.min(each, count - index * each),
  })).filter((stretch) => stretch.count > 0);
  await Promise.all(
    stretches.map(async (stretch) => {
      const tally = await inThread(module, stretch);
      for (const [name, by] of Object.entries(tally.counts)) add(total, name, by);
      total.faults.push(...tally.faults.slice(0, FAULTS_KEPT));
      say(`cases ${stretch.from} to ${stretch.from + stretch.count - 1}: ${tally.faults.length} faults`);
    }),
  );
  return total;
}

function inThread(module: string, stretch: Stretch): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('spread-thread.ts', import.meta.url), {
      workerData: { module, stretch },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`a thread of ${module} left with ${code} before it had told`));
    });
  });
}

export function faultFigures({ faults }: Tally): Record<string, number | string> {
  return { faults: faults.length, ...(faults.length > 0 && { found: faults.slice(0, FAULTS_KEPT).join(' | ') }) };
}
