import { expect, it } from 'vitest';
import { denies } from '../words/en/checks.ts';
import type { Fill } from '../words/fill.ts';
import { isAmountCode } from './amount-codes.ts';

/** What a sentence reads as money. */
function moneyIn(say: (v: Fill) => string): string[] {
  const read: string[] = [];
  const fill = new Proxy({} as Fill, {
    get: (_, how) => (key: string) => {
      if (how === 'money') read.push(key);
      return how === 'has' ? true : how === 'raw' ? 2 : '1';
    },
  });
  say(fill);
  return read;
}

it('what a no says in money is served in the currency’s unit, and nothing else is', () => {
  const inWords = Object.entries(denies)
    .filter(([, say]) => moneyIn(say).length > 0)
    .map(([code]) => code);
  expect(inWords.filter((code) => !isAmountCode(code))).toEqual([]);
  expect(Object.keys(denies).filter((code) => isAmountCode(code) && !inWords.includes(code))).toEqual([]);
});
