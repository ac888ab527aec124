import { describe, expect, it } from 'vitest';
import { recordOf, type ScoredCase } from '#shared/analysis/forecast-record.ts';
import type { BarColumns } from '#shared/domain/bar.ts';
import { barsOfCloses, numbersFrom, someBars } from '#shared/testing/some-bars.ts';
import { pastDirections, roseNext } from './direction.ts';

const CASES = 150;

/** A price that is pulled back: after a rise it mostly falls, after a fall it mostly rises. */
function pulledBack(length: number): BarColumns {
  const next = numbersFrom(11);
  let side = 1;
  let close = 100;
  return barsOfCloses(
    Array.from({ length }, () => {
      side = next() < 0.85 ? -side : side;
      return (close *= 1 + side * (0.002 + next() * 0.01));
    }),
  );
}

async function casesOf(columns: BarColumns, rose = roseNext(columns.c)): Promise<ScoredCase[]> {
  const { rows, chanceUp } = await pastDirections(columns, CASES, rose);
  return Array.from(rows, (row, i) => ({ chanceUp: chanceUp[i]!, rose: rose[row]!, inside: null })); // in range
}

function permuted(labels: readonly boolean[], seed: number): boolean[] {
  const next = numbersFrom(seed);
  const result = [...labels];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!]; // in range
  }
  return result;
}

describe('the direction of the next bar', () => {
  it('is found where there is one to find, on closes that were not learned from', async () => {
    const record = recordOf(await casesOf(pulledBack(400)), 2);
    expect(record).toMatchObject({ cases: CASES, use: 'better' });
    expect(record.right, 'of 150, where 85 % could be known').toBeGreaterThan(110);
  }, 60_000);

  it('scores like the base rate when its labels are shuffled, and then takes no part', async () => {
    const columns = pulledBack(400);
    let right = 0;
    let base = 0;
    for (const seed of [1, 2, 3, 4]) {
      const record = recordOf(await casesOf(columns, permuted(roseNext(columns.c), seed)), 2);
      right += record.right;
      base += record.baseRight;
      expect(record.use).not.toBe('better');
    }
    expect(right / (4 * CASES), 'a coin, give or take three standard deviations').toBeLessThan(0.5 + 3 * 0.0205);
    expect(right).toBeLessThanOrEqual(base + 20);
  }, 60_000);

  it('says of a past close what it said before later bars came', async () => {
    const columns = someBars(300, { seed: 5 });
    const shorter = Object.fromEntries(
      Object.entries(columns).map(([name, column]: [string, Float64Array]) => [name, column.subarray(0, 280)]),
    ) as unknown as BarColumns;
    const [long, short] = [await pastDirections(columns, 100), await pastDirections(shorter, 80)];
    const at = (past: typeof long, row: number): number | undefined => past.chanceUp[past.rows.indexOf(row)];
    for (const row of [199, 225, 278]) expect(at(long, row), `row ${row}`).toBe(at(short, row));
  }, 60_000);
});
