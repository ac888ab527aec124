import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BarColumns } from '#shared/domain/bar.ts';

interface InC {
  /** Nanoseconds per bar of each run. */
  readonly runs: number[];
  /** The last value of every output. */
  readonly last: number[];
}

/** The same loops in C (`c/indicators.c`, `cc -O3`) over the same bars; null where no compiler is found. */
export function indicatorsInC({ h, l, c, v }: BarColumns, runs: number): InC | null {
  const dir = mkdtempSync(join(tmpdir(), 'nod-bench-c-'));
  try {
    const program = join(dir, 'indicators');
    try {
      execFileSync('cc', ['-O3', '-o', program, join(import.meta.dirname, 'c/indicators.c'), '-lm'], { stdio: 'pipe' });
    } catch {
      return null;
    }
    const bars = join(dir, 'bars');
    const columns = new Float64Array(c.length * 4);
    [h, l, c, v].forEach((column, index) => columns.set(column, index * c.length));
    writeFileSync(bars, columns);
    const said = execFileSync(program, [bars, String(c.length), String(runs)], { encoding: 'utf8' });
    const [times = [], last = []] = said
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number));
    return { runs: times, last };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
