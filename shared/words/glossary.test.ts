import { expect, it } from 'vitest';
import { LANGUAGES } from '../contract/session.ts';
import { wordsFor } from './catalogue.ts';

it.each(LANGUAGES)('a screen that writes a word of the trade can explain it (%s)', (language) => {
  const entries = Object.values(wordsFor(language).glossary);
  for (const { term, said } of entries) expect(said.test(`${term}\n${term} $124.60`), term).toBe(true);
  expect(new Set(entries.map(({ term }) => term)).size, 'each is told once').toBe(entries.length);
});
