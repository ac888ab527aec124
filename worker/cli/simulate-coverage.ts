import { Session, type Profiler } from 'node:inspector';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrokerClass } from '#shared/ports/broker.ts';
import { rootDir } from '../host/paths.ts';

const PROTOCOL = join(rootDir, 'shared/engine/orders');
/** Drives promises, which schedules have none of. */
const NOT_SIMULATED = new Set(['run-async.ts']);

export interface Coverage {
  /** Share of the protocol's branches that the schedules went through, in [0, 1]. */
  readonly share: number;
  readonly branches: number;
  /** `file:line` of those they did not. */
  readonly missed: readonly string[];
}

/** Runs seeds over the sources themselves, and answers which branches of the order protocol they reached. */
export async function coverageOf(seeds: number, from: number): Promise<Coverage> {
  const session = new Session();
  session.connect();
  post(session, 'Profiler.enable');
  post(session, 'Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const { runSeeds } = await import('#shared/simulator/orders/run.ts');
  const { crashPoints } = await import('#shared/simulator/orders/crash-points.ts');
  crashPoints({ pairs: false });
  for (const brokerClass of ['a', 'a-star', 'b'] satisfies BrokerClass[]) runSeeds({ brokerClass, from, count: seeds });
  const { result } = await taken(session);
  session.disconnect();
  return summed(result);
}

function post(session: Session, method: string, params?: object): void {
  session.post(method, params);
}

function taken(session: Session): Promise<Profiler.TakePreciseCoverageReturnType> {
  return new Promise((resolve, reject) => {
    session.post('Profiler.takePreciseCoverage', (error, coverage) => {
      if (error) reject(error);
      else resolve(coverage);
    });
  });
}

/**
 * V8 counts blocks: a function's own, and one for every branch in it. What stands after `??` is left out: those are the
 * types' fallbacks for rows that were written a moment before in the same block.
 */
function summed(scripts: readonly Profiler.ScriptCoverage[]): Coverage {
  const files = readdirSync(PROTOCOL).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !NOT_SIMULATED.has(name),
  );
  let [branches, reached] = [0, 0];
  const missed: string[] = [];
  for (const file of files) {
    const url = pathToFileURL(join(PROTOCOL, file)).href;
    const script = scripts.find((candidate) => candidate.url === url);
    if (script === undefined) continue;
    const source = readFileSync(join(PROTOCOL, file), 'utf8');
    for (const { functionName, ranges } of script.functions) {
      for (const { count, startOffset } of ranges) {
        if (source.startsWith('??', startOffset)) continue;
        branches += 1;
        if (count > 0) reached += 1;
        else missed.push(`${file}:${source.slice(0, startOffset).split('\n').length} ${functionName}`);
      }
    }
  }
  return { share: branches === 0 ? 0 : reached / branches, branches, missed };
}
