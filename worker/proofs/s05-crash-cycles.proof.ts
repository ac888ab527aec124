import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { rootDir } from '../host/paths.ts';
import type { Proof } from './proof.ts';
import { faultFigures, type Tally } from './support/spread.ts';

const proof: Proof = {
  id: 'S5',
  claim:
    'The real objects in workerd, aborted at any moment over and over: every order is at the broker once and as the account has it, every fill is booked once',
  async run({ level, seed, say }) {
    const cycles = level === 'long' ? 50_000 : 2_000;
    const startMs = performance.now();
    const tally = await inWorkerd({ seed, cycles }, say);
    const seconds = (performance.now() - startMs) / 1_000;
    return {
      passed: tally.faults.length === 0 && tally.counts['cycles'] === cycles,
      figures: {
        ...tally.counts,
        cyclesPerSecond: Number((cycles / seconds).toFixed(1)),
        duplicates: tally.faults.filter((fault) => fault.includes('twice')).length,
        ghosts: tally.faults.filter((fault) => fault.includes('ghost')).length,
        ...faultFigures(tally),
      },
    };
  },
};
export default proof;

/** What the run inside workerd found; it says so in one line. */
function inWorkerd(asked: { seed: number; cycles: number }, say: (line: string) => void): Promise<Tally> {
  const args = ['run', '--config', 'worker/proofs/support/workerd.vitest.config.ts', 'crash-cycles'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(rootDir, 'node_modules/vitest/vitest.mjs'), ...args], {
      cwd: rootDir,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NOD_PROOF: JSON.stringify(asked), WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' },
    });
    let said = '';
    let found: string | undefined;
    // Every abort is reported by the runtime: only our own line counts.
    child.stdout.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-100_000);
      found ??= /PROOF (\{.*\})\n/.exec(said)?.[1];
    });
    child.stderr.resume();
    child.once('error', reject);
    child.once('close', (code) => {
      say(`workerd left with ${String(code)}`);
      if (found === undefined) reject(new Error(`it said nothing: ${said.slice(-2_000)}`));
      else resolve(JSON.parse(found) as Tally);
    });
  });
}
