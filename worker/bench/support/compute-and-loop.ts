// The stateless part of the Worker inside workerd, with a bare loop in the same process as its yardstick.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../host/build.ts';
import { readModules, type WorkerOptions } from '../../host/worker-modules.ts';
import { workerWith } from './worker-of.ts';

interface ComputeAndLoop {
  /** Posts to an address of the compute entry, or gets it where there is no body; answers milliseconds until the last byte. */
  readonly ask: (path: string, body?: ArrayBuffer) => Promise<number>;
  /** One turn of the loop; milliseconds until its last byte. */
  readonly loop: () => Promise<number>;
}

/** Builds, starts, runs and takes away again. `turns` is how often the loop goes round. */
export async function withComputeAndLoop<T>(
  { say, turns }: { readonly say: (line: string) => void; readonly turns: number },
  run: (there: ComputeAndLoop) => Promise<T>,
): Promise<T> {
  const { worker } = await build(say);
  const { config } = JSON.parse(readFileSync(join(worker, 'options.json'), 'utf8')) as WorkerOptions;
  const modules = {
    'bench-entry.js': { type: 'esm', contents: entry(turns) },
    ...readModules(join(worker, 'code')),
  } as const;
  const runtime = workerWith('compute', modules, config);
  try {
    const url = await runtime.ready;
    const ask = async (path: string, body?: ArrayBuffer): Promise<number> => {
      const began = performance.now();
      const response = await fetch(new URL(path, url), body === undefined ? {} : { method: 'POST', body });
      const answer = await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path}: ${new TextDecoder().decode(answer)}`);
      return performance.now() - began;
    };
    return await run({ ask, loop: () => ask('/bare-loop') });
  } finally {
    await runtime.dispose();
  }
}

const entry = (turns: number): string => `
import { Compute } from './index.js';
export default class extends Compute {
  fetch(request) {
    if (!request.url.endsWith('/bare-loop')) return super.fetch(request);
    let sum = 0;
    for (let n = 0; n < ${turns}; n += 1) sum += n % 7;
    return new Response(String(sum));
  }
}`;
