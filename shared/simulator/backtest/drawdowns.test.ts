import { describe, expect, it } from 'vitest';
import { STRETCH } from '../../lib/stretch.ts';
import { numbersFrom } from '../../testing/some-bars.ts';
import { drawdownCurve, drawdownsOf } from './drawdowns.ts';

/** Falls of a curve one place at a time, from how far it is below its peak. */
function fallsOf(times: Float64Array, equity: Float64Array): { depth: number; length: number }[] {
  const falls: { depth: number; length: number }[] = [];
  let peakAt = 0;
  let depth = 0;
  drawdownCurve(equity).forEach((below, i, all) => {
    depth = Math.max(depth, below);
    const isOver = below === 0 || i === all.length - 1;
    if (isOver && depth > 0) falls.push({ depth, length: (times[i] ?? NaN) - (times[peakAt] ?? NaN) });
    if (below !== 0) return;
    depth = 0;
    peakAt = i;
  });
  return falls;
}

function walk(length: number, seed: number): { times: Float64Array; equity: Float64Array } {
  const next = numbersFrom(seed);
  const times = Float64Array.from({ length }, (_, i) => i * 60_000 + Math.floor(next() * 1_000));
  let value = 1_000;
  // In steps of a tenth, so that a peak is also met again without being passed.
  const equity = Float64Array.from({ length }, () => {
    value = Math.max(10, Math.round((value + (next() - 0.499) * 4) * 10) / 10);
    return value;
  });
  return { times, equity };
}

describe('drawdowns', () => {
  it.each([1, 2, 500, STRETCH, STRETCH + 1, 3 * STRETCH + 7])(
    'of a curve of %i places are those of its falls, each counted once',
    (length) => {
      const { times, equity } = walk(length, length);
      const falls = fallsOf(times, equity);
      const sum = (of: (fall: { depth: number; length: number }) => number): number =>
        falls.reduce((total, fall) => total + of(fall), 0);
      expect(drawdownsOf(times, equity)).toEqual({
        peakEquity: equity.reduce((most, value) => Math.max(most, value)),
        meanEquity: equity.reduce((total, value) => total + value) / length,
        maxDrawdown: Math.max(0, ...falls.map(({ depth }) => depth)),
        averageDrawdown: falls.length === 0 ? null : sum(({ depth }) => depth) / falls.length,
        maxDrawdownMs: Math.max(0, ...falls.map(({ length: ms }) => ms)),
        averageDrawdownMs: falls.length === 0 ? null : sum(({ length: ms }) => ms) / falls.length,
      });
    },
  );

  it('a fall that lasts to the end is measured to the end', () => {
    const times = Float64Array.from({ length: 2 * STRETCH }, (_, i) => i);
    const equity = times.map((i) => (i === 5 ? 200 : i === STRETCH + 3 ? 50 : 100));
    expect(drawdownsOf(times, equity)).toMatchObject({ maxDrawdown: 0.75, maxDrawdownMs: 2 * STRETCH - 1 - 5 });
    expect(drawdownCurve(equity)[STRETCH + 3]).toBe(0.75);
  });
});
