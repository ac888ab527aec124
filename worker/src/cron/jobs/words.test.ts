import { expect, test } from 'vitest';
import { webEn } from '#shared/words/web-en.ts';
import { webKo } from '#shared/words/web-ko.ts';
import { JOBS } from './index.ts';

test.each(Object.keys(JOBS))('%s says what it does in both languages', (name) => {
  for (const words of [webEn, webKo]) expect(words.jobs.names[name]?.line).toBeTruthy();
});
