// `npm run bench [-- NAME…]`: every *.bench.ts here and in web/bench (those that drive a browser), one JSON line per
// figure, medians beside their yardsticks.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onLauncherGone } from '../host/launcher.ts';
import { rootDir } from '../host/paths.ts';
import type { Benchmark, Measured } from './benchmark.ts';

onLauncherGone(() => process.kill(-process.pid, 'SIGKILL'));
const wanted = process.argv.slice(2);
const files = [import.meta.dirname, join(rootDir, 'web', 'bench')].flatMap((dir) =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.bench.ts'))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .sort()
    .map((name) => join(dir, name)),
);

let failed = 0;
for (const file of files) {
  const benchmark = ((await import(file)) as { default: Benchmark }).default;
  try {
    const figures = await benchmark.run({ say: (line) => process.stderr.write(`${benchmark.name}: ${line}\n`) });
    for (const [name, measured] of Object.entries(figures)) print(`${benchmark.name}: ${name}`, measured);
  } catch (error) {
    failed++;
    const message = error instanceof Error ? error.message : String(error);
    process.stdout.write(JSON.stringify({ bench: benchmark.name, error: message }) + '\n');
  }
}
process.exit(failed === 0 ? 0 : 1);

function print(bench: string, { runs, percentile = 50, unit, yardstick, goal, least, ratioMax }: Measured): void {
  const name = percentile === 50 ? 'median' : `p${percentile}`;
  const of = (values: readonly number[]): number =>
    percentile === 50 ? median(values) : quantile(values, percentile / 100);
  const value = of(runs);
  const beside = yardstick && { name: yardstick.name, [name]: rounded(of(yardstick.runs)) };
  const ratio = yardstick && value / of(yardstick.runs);
  const isOver = ratio !== undefined && ratioMax !== undefined && ratio > ratioMax;
  const isUnder = least !== undefined && !(value >= least);
  if (isOver || isUnder) failed++;
  const spread = { min: rounded(Math.min(...runs)), max: rounded(Math.max(...runs)), runs: runs.length };
  const gate = {
    ratio: ratio === undefined ? undefined : rounded(ratio),
    ratioMax,
    least,
    passed: ratioMax === undefined && least === undefined ? undefined : !isOver && !isUnder,
  };
  process.stdout.write(
    JSON.stringify({ bench, [name]: rounded(value), unit, ...spread, goal, yardstick: beside, ...gate }) + '\n',
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [upper, lower] = [sorted[middle], sorted[middle - 1]];
  if (upper === undefined) return Number.NaN;
  return sorted.length % 2 === 1 || lower === undefined ? upper : (upper + lower) / 2;
}

/** The smallest value that so large a part does not exceed. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
