import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BarColumns } from '#shared/domain/bar.ts';

interface InC {
  /** Nanoseconds per bar of each run, or ms of a whole screen. */
  readonly runs: number[];
  /** The last value of every output, or what was found. */
  readonly last: number[];
}

/** The same loops in C (`c/indicators.c`, `cc -O3`) over the same bars; null where no compiler is found. */
export function indicatorsInC(bars: BarColumns, runs: number): InC | null {
  return said([bars], [bars.c.length, runs]);
}

/** The full screen in C over a slice again and again: ms of each run, how many were found and the best score. */
export function screenInC(
  slice: readonly BarColumns[],
  { market, runs }: { market: number; runs: number },
): InC | null {
  return said(slice, [slice[0]?.c.length ?? 0, runs, slice.length, market]);
}

function said(instruments: readonly BarColumns[], numbers: readonly number[]): InC | null {
  const dir = mkdtempSync(join(tmpdir(), 'nod-bench-c-'));
  try {
    const program = join(dir, 'indicators');
    try {
      execFileSync('cc', ['-O3', '-o', program, join(import.meta.dirname, 'c/indicators.c'), '-lm'], { stdio: 'pipe' });
    } catch {
      return null;
    }
    const file = join(dir, 'bars');
    const columns = instruments.flatMap(({ h, l, c, v }) => [h, l, c, v]);
    writeFileSync(
      file,
      Buffer.concat(columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))),
    );
    const text = execFileSync(program, [file, ...numbers.map(String)], { encoding: 'utf8' });
    const [runs = [], last = []] = text
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number));
    return { runs, last };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
