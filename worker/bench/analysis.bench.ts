// The CPU that one analysis of 500 bars takes inside workerd, beside a bare loop in the same process.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { encodeFrame } from '#shared/lib/frame.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import type { Benchmark } from './benchmark.ts';
import { withComputeAndLoop } from './support/compute-and-loop.ts';

const BARS = 500;
const RUNS = 7;
/** The clock of the kernel counts a process's CPU in hundredths of a second: several runs make one figure. */
const CALLS = 4;
const GOAL_MS = 600;
/** Measured at 1.1; four is the goal on this machine. */
const RATIO_MAX = 4;

const LOOP_TURNS = 100_000_000;

export default {
  name: 'analysis',
  run: ({ say }) =>
    withComputeAndLoop({ say, turns: LOOP_TURNS }, async ({ ask, loop }) => {
      const frames = Array.from({ length: RUNS + 1 }, (_, seed) => {
        const { t, o, h, l, c, v } = someBars(BARS, { seed });
        return encodeFrame({ head: { timeframe: '1d' }, columns: [t, o, h, l, c, v] });
      });
      const analyses: number[] = [];
      const loops: number[] = [];
      // The first one compiles.
      for (const [run, frame] of frames.entries()) {
        const analysis = await cpuMs(() => ask('/analyse', frame));
        const bare = await cpuMs(loop);
        if (run === 0) continue;
        analyses.push(analysis);
        loops.push(bare);
      }
      return {
        'CPU of one analysis, 500 bars': {
          runs: analyses,
          unit: 'ms',
          goal: GOAL_MS,
          ratioMax: RATIO_MAX,
          yardstick: { name: 'a loop over 100 million integers, there', runs: loops },
        },
      };
    }),
} satisfies Benchmark;

/** The CPU that the runtime of this process spent per call. */
async function cpuMs(call: () => Promise<unknown>): Promise<number> {
  const before = runtimeCpuMs();
  for (let i = 0; i < CALLS; i += 1) await call();
  return (runtimeCpuMs() - before) / CALLS;
}

/** CPU so far of the workerd processes that this one started: Linux counts it in ticks of 10 ms. */
function runtimeCpuMs(): number {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  let ticks = 0;
  for (const pid of children.split('\n').map((line) => line.trim())) {
    if (pid === '') continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // After the name in brackets: state is field 3, user and system time are fields 14 and 15.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It ended meanwhile.
    }
  }
  return ticks * 10;
}
