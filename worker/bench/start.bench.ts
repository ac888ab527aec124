// How soon a second `npm start` is ready, and how much memory all its processes hold after five minutes of steps.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { adminOf } from '../host/admin.ts';
import { rootDir, statePaths } from '../host/paths.ts';
import { residentBytes } from '../host/processes.ts';
import { apiOf, BOT } from './api.ts';
import { barsFile } from './bars-file.ts';
import type { Benchmark } from './benchmark.ts';
import { bytesIn, withTemporaryState } from './product-on-temporary-state.ts';

const RUNS = 5;
/** Five minutes at the standard pace of 0.8 steps a second. */
const STEPS = 240;
const READY_WITHIN_MS = 180_000;
const GONE_WITHIN_MS = 30_000;

export default {
  name: 'start',
  run: ({ say }) =>
    withTemporaryState(async (stateDir) => {
      const warm: number[] = [];
      const node: number[] = [];
      await (await start(stateDir)).stop();
      for (let run = 1; run <= RUNS; run++) {
        node.push(emptyNodeSeconds());
        const product = await start(stateDir);
        warm.push(product.readySeconds);
        say(`ready in ${product.readySeconds.toFixed(2)} s`);
        await product.stop();
      }
      const generated = await atWork(stateDir, []);
      say(`generated market: ${generated.memory.map((mb) => mb.toFixed(0)).join(', ')} MB resident`);
      const replayed = join(stateDir, '..', 'replay');
      const replay = await atWork(replayed, ['--replay', barsFile(join(stateDir, '..'))]);
      say(`replay: ${replay.memory.map((mb) => mb.toFixed(0)).join(', ')} MB resident`);
      return {
        'warm start': {
          runs: warm,
          unit: 's',
          goal: 5,
          yardstick: { name: 'node that does nothing', runs: node },
          ratioMax: 150,
        },
        'resident memory, generated market': { runs: generated.memory, unit: 'MB', goal: 900 },
        'resident memory, replay of 120 stocks': { runs: replay.memory, unit: 'MB', goal: 900 },
        'state after five minutes, generated market': { runs: generated.state, unit: 'MB' },
        'state after five minutes, replay of 120 stocks': { runs: replay.state, unit: 'MB', goal: 64 },
      };
    }),
} satisfies Benchmark;

/** Runs a bot through five minutes of steps, as fast as they come; memory and disk are looked at as it goes on. */
async function atWork(stateDir: string, more: readonly string[]): Promise<{ memory: number[]; state: number[] }> {
  const product = await start(stateDir, ['--no-wait', ...more]);
  try {
    const key = readFileSync(statePaths(stateDir).adminKey, 'utf8').trim();
    const api = await apiOf({ admin: adminOf(product.port, key), port: product.port });
    await api('POST', 'bots', { ...BOT, autonomy: 'auto' });
    const first = await api<{ step: number }>('GET', 'market');
    await api('PATCH', 'market', { speed: 100, noWait: true, paused: false });
    const memory: number[] = [];
    const state: number[] = [];
    while (memory.length < RUNS) {
      await wait(500);
      const { step } = await api<{ step: number }>('GET', 'market');
      // The last quarter of the way.
      if (step - first.step < STEPS * (0.75 + (0.25 * memory.length) / (RUNS - 1))) continue;
      memory.push(familyOf(product.pid).reduce((sum, pid) => sum + residentBytes(pid), 0) / 1e6);
      state.push(bytesIn(stateDir) / 1e6);
    }
    return { memory, state };
  } finally {
    await product.stop();
  }
}

interface Started {
  readonly pid: number;
  readonly port: number;
  readonly readySeconds: number;
  stop(): Promise<void>;
}

/** `npm start` without npm: the same door, the same lines, the same Ctrl-C. */
async function start(stateDir: string, more: readonly string[] = []): Promise<Started> {
  const { npm_lifecycle_event: _script, ...env } = process.env;
  const began = performance.now();
  const script = join(rootDir, 'worker/host/start.mjs');
  const child = spawn(process.execPath, [script, 'start', '--state', stateDir, '--port', '0', ...more], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the product could not be started');
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    if ((await Promise.race([gone, wait(GONE_WITHIN_MS, null, { ref: false })])) !== null) return;
    for (const one of familyOf(pid)) process.kill(one, 'SIGKILL');
  };
  let said = '';
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in time: ${said}`)), READY_WITHIN_MS);
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const ready = /^Ready\..*?:(\d+)\//m.exec(said);
      if (ready === null) return;
      clearTimeout(timer);
      resolve(Number(ready[1]));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void gone.then(() => reject(new Error(`the product left: ${said}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { pid, port, readySeconds: (performance.now() - began) / 1_000, stop };
}

/** A process and everything below it. */
function familyOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const family = [root];
  for (const member of family) for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  return family;
}

function emptyNodeSeconds(): number {
  const began = performance.now();
  execFileSync(process.execPath, ['-e', '0']);
  return (performance.now() - began) / 1_000;
}
