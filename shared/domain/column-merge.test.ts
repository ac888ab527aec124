import { fc } from '#shared/testing/property.ts';
import { expect, test } from 'vitest';
import { lowerBound, mergeTimed, sliceTimed } from './column-merge.ts';

const table = (times: readonly number[], mark: number): Float64Array[] => [
  Float64Array.from(times),
  Float64Array.from(times, () => mark),
];

const times = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 })
  .map((list) => list.sort((a, b) => a - b));

test('merges as a map in which the earlier table wins', () => {
  fc.assert(
    fc.property(fc.array(times, { maxLength: 4 }), (tables) => {
      const expected = new Map<number, number>();
      for (const [mark, list] of [...tables.entries()].reverse()) for (const time of list) expected.set(time, mark);
      const merged = mergeTimed(
        tables.map((list, mark) => table(list, mark)),
        2,
      );
      const rows = [...expected].sort((a, b) => a[0] - b[0]);
      expect([...(merged[0] ?? [])]).toEqual(rows.map(([time]) => time));
      expect([...(merged[1] ?? [])]).toEqual(rows.map(([, mark]) => mark));
    }),
  );
});

test('fills columns that a table lacks with NaN', () => {
  expect(mergeTimed([table([1], 5)], 3).map((column) => column[0])).toEqual([1, 5, Number.NaN]);
});

test('slices by opening time, the end excluded', () => {
  const sliced = sliceTimed(table([1, 3, 5, 7], 0), 3, 7);
  expect([...(sliced[0] ?? [])]).toEqual([3, 5]);
  expect(lowerBound(Float64Array.of(1, 3), 4)).toBe(2);
});
