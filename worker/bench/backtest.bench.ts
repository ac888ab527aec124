// The crossover of every strategy's runner over a million bars, with trades, curve and full statistics; a strategy with
// three indicators and a trailing stop; what it takes of memory. Beside them the same crossover as a bare loop, and in C.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { runBacktest } from '#shared/simulator/backtest/run-backtest.ts';
import type { Benchmark } from './benchmark.ts';
import { bareCrossover, crossoverInput, FAST, millionBars, SLOW, trailingInput } from './support/crossover.ts';
import { CROSSOVER_C } from './support/crossover-c.ts';

const RUNS = 9;
const WARM_UPS = 4;
const BARS = 1_000_000;

/** Runs of one thing, warm, in ms. */
async function timed(run: () => void): Promise<number[]> {
  const times: number[] = [];
  for (let i = -WARM_UPS; i < RUNS; i += 1) {
    const began = performance.now();
    run();
    if (i >= 0) times.push(performance.now() - began);
    await breathe(); // what the run before left behind is collected between runs, not in them
  }
  return times;
}

export default {
  name: 'backtest',
  async run({ say }) {
    const bars = millionBars(BARS);
    const input = crossoverInput(bars);
    const result = runBacktest(input);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const { finalEquity, closedTrades } = result.value.statistics;
    const bare = bareCrossover(bars);
    say(`${closedTrades} trades; the runner ends with ${finalEquity}, the bare loop with ${bare.finalEquity}`);
    if (Math.abs(bare.finalEquity / finalEquity - 1) > 1e-9) throw new Error('the bare loop ends with other money');

    const runner = await timed(() => void runBacktest(input));
    const loop = { name: 'bare loop', runs: await timed(() => void bareCrossover(bars)) };
    const trailing = trailingInput(bars);
    const stops = await timed(() => void runBacktest(trailing));
    const perSecond = (times: readonly number[]): number[] => times.map((ms) => (BARS / ms) * 1_000);
    const inC = crossoverInC(bars, finalEquity, say);
    return {
      [`crossover ${FAST}/${SLOW}, ${BARS} bars`]: {
        runs: runner,
        unit: 'ms',
        yardstick: loop,
        goal: 80,
        ratioMax: 25,
      },
      'crossover, bars a second': { runs: perSecond(runner), unit: 'bars/s', goal: 12_000_000 },
      'three indicators and a trailing stop, bars a second': {
        runs: perSecond(stops),
        unit: 'bars/s',
        goal: 4_000_000,
      },
      'memory of one run in a process of its own': { runs: memoryRuns(), unit: 'MB', goal: 250 },
      ...(inC !== null && {
        'bare loop against C': { runs: loop.runs, unit: 'ms', yardstick: { name: 'cc -O3', runs: inC } } as const,
      }),
    };
  },
} satisfies Benchmark;

/** The same crossover compiled by the C compiler of this machine; null where there is none. In ms. */
function crossoverInC(
  bars: { readonly o: Float64Array; readonly c: Float64Array },
  finalEquity: number,
  say: (line: string) => void,
): number[] | null {
  const dir = mkdtempSync(join(tmpdir(), 'nod-bench-'));
  try {
    const program = join(dir, 'crossover');
    writeFileSync(`${program}.c`, CROSSOVER_C);
    try {
      execFileSync('cc', ['-O3', '-o', program, `${program}.c`, '-lm'], { stdio: 'pipe' });
    } catch {
      say('no C compiler here');
      return null;
    }
    writeFileSync(join(dir, 'bars'), Buffer.concat([bytes(bars.o), bytes(bars.c)]));
    const args = [join(dir, 'bars'), String(BARS), String(FAST), String(SLOW), String(WARM_UPS + RUNS)];
    const [equity, ...times] = execFileSync(program, args, { encoding: 'utf8' }).trim().split('\n').map(Number);
    if (!(Math.abs((equity ?? NaN) / finalEquity - 1) <= 1e-9)) throw new Error(`C ends with ${equity}`);
    return times.slice(WARM_UPS);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function bytes(column: Float64Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

/** Peak of a process that makes the bars and runs once, less one that only makes them. */
function memoryRuns(): number[] {
  const peak = (what: string): number =>
    Number(
      execFileSync(process.execPath, [join(import.meta.dirname, 'crossover-once.ts'), what, String(BARS)], {
        encoding: 'utf8',
      }),
    );
  return Array.from({ length: 5 }, () => peak('run') - peak('bars') + (BARS * 6 * 8) / 1e6);
}
