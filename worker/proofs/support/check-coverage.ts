import { readFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { add, type Tally } from './spread.ts';

/** Which branches of all checks these cases reach. */
export async function startCoverage(): Promise<Session> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return session;
}

export async function endCoverage(session: Session, tally: Tally): Promise<void> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  for (const script of result) {
    if (!/\/shared\/risk\/checks\/.*\.ts$/.test(script.url)) continue;
    const blocks = script.functions.flatMap(({ ranges }: Profiler.FunctionCoverage) => ranges);
    add(tally, 'branches', blocks.length);
    const source = readFileSync(fileURLToPath(script.url), 'utf8');
    // A branch that only tells the compiler what the line above has made sure of.
    const isForTypes = (from: number, to: number): boolean => /^\? ZERO\s*:?\s*$/.test(source.slice(from, to));
    const missed = blocks.filter(
      ({ count, startOffset, endOffset }) => count === 0 && !isForTypes(startOffset, endOffset),
    );
    add(tally, 'branches not reached', missed.length);
    for (const { startOffset, endOffset } of missed)
      add(tally, `not reached: ${basename(script.url)} ${source.slice(startOffset, endOffset)}`);
  }
}
