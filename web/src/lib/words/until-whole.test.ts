import { expect, test } from 'vitest';
import { catalogue as en } from './en.ts';
import { first as firstEn } from './first-en.ts';
import { first as firstKo } from './first-ko.ts';
import { catalogue as ko } from './ko.ts';
import { untilWhole } from './until-whole.ts';

test('what Home says is said at once, and asks for nothing more', () => {
  let missed = 0;
  const words = untilWhole(firstEn, () => (missed += 1));
  expect(words.web.home.makeBot).toBe(en.web.home.makeBot);
  expect(words.web.decide.left('5 min')).toBe(en.web.decide.left('5 min'));
  expect(words.web.stop.liftsByItself['no-such-reason']).toBeUndefined();
  expect(words.states.modes.active).toBe(en.states.modes.active);
  expect(missed).toBe(0);
});

test('a word of another room is nothing until the rest is there, which is asked for', () => {
  let missed = 0;
  const words = untilWhole(firstEn, () => (missed += 1));
  expect(`${words.web.security.codeHint(3)}`).toBe('');
  expect(`${words.web.decide.record(3, 4).toUpperCase()}`).toBe('');
  expect(Object.hasOwn(words.errors, 'too-big')).toBe(false);
  expect(Object.entries(words.glossary)).toEqual([]);
  expect(missed).toBe(4);
});

test('a reason that Home seldom gives is looked up before it is there, and asked for', () => {
  let missed = 0;
  const words = untilWhole(firstEn, () => (missed += 1));
  expect(Object.hasOwn(words.reasons, 'market-closed')).toBe(true);
  expect(missed).toBe(0);
  expect(Object.hasOwn(words.reasons, 'short-not-allowed')).toBe(true);
  expect(missed).toBe(1);
});

test('both languages have the same first words, each as the whole catalogue has it', () => {
  for (const [first, whole] of [
    [firstEn, en],
    [firstKo, ko],
  ] as const) {
    const { web, ...rest } = first;
    expect(whole.web).toMatchObject(web);
    expect(whole).toMatchObject(rest);
  }
  expect(Object.keys(firstKo)).toEqual(Object.keys(firstEn));
  expect(Object.keys(firstKo.web)).toEqual(Object.keys(firstEn.web));
});
