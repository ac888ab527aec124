import { expect, it } from 'vitest';
import type { List } from './list.ts';
import { allPages } from './all-pages.ts';

const PAGES: Record<string, List<number>> = {
  '': { items: [5, 4], nextCursor: 'a' },
  a: { items: [3, 2], nextCursor: 'b' },
  b: { items: [1], nextCursor: null },
};
const all = (max: number) =>
  allPages<number>((cursor = '') => cursor, { get: (cursor) => Promise.resolve(PAGES[cursor]!), max }); // the three above

it('reads a list page after page, and says where it left something out', async () => {
  expect(await all(5)).toEqual({ items: [5, 4, 3, 2, 1], isCut: false });
  expect(await all(4)).toEqual({ items: [5, 4, 3, 2], isCut: true });
});
