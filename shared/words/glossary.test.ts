import { expect, it } from 'vitest';
import { LANGUAGES } from '../contract/session.ts';
import { wordsFor } from './catalogue.ts';

it.each(LANGUAGES)('a screen that writes a word of the trade can explain it (%s)', (language) => {
  const entries = Object.values(wordsFor(language).glossary);
  for (const { term, said } of entries) expect(said.test(`${term}\n${term} $124.60`), term).toBe(true);
  expect(new Set(entries.map(({ term }) => term)).size, 'each is told once').toBe(entries.length);
});

it('explains no stop-loss that trails where something else follows (ko)', () => {
  const { said } = wordsFor('ko').glossary.trail;
  for (const text of ['추세 따라가기', '기록에 따라 달라요', '이 한도를 따라요'])
    expect(said.test(text), text).toBe(false);
  expect(said.test('손절가가 최고가를 5% 아래에서 따라가요.')).toBe(true);
});
