import { expect, it } from 'vitest';
import { withSameParts } from './same-parts.ts';

const answer = (): { items: { id: string; prices: number[]; note: string | null }[] } => ({
  items: [
    { id: 'KO', prices: [1, 2], note: null },
    { id: 'PEP', prices: [3], note: '' },
  ],
});

it('is the answer of before where nothing changed', () => {
  const before = answer();
  expect(withSameParts(before, answer())).toBe(before);
});

it('is the new answer where something did, with every part that stayed', () => {
  const before = answer();
  const next = answer();
  next.items[1] = { id: 'PEP', prices: [4], note: null };
  const shown = withSameParts(before, structuredClone(next)) as typeof next;
  expect(shown).toEqual(next);
  expect(shown).not.toBe(before);
  expect(shown.items[0], 'its row is not drawn anew').toBe(before.items[0]);
  expect(shown.items[1]).not.toBe(before.items[1]);
});

it.each<[string, unknown, unknown]>([
  ['longer', [1, 2], [1, 2, 3]],
  ['shorter', [1, 2], [1]],
  ['of other names', { a: null }, { b: null }],
  ['a list no more', [], {}],
  ['nothing any more', { a: 1 }, null],
  ['something for the first time', undefined, { a: 1 }],
  ['a word where a figure was', { a: 1 }, { a: '1' }],
])('says what the new one says: %s', (_what, before, next) => {
  expect(withSameParts(before, structuredClone(next))).toEqual(next);
});
