import { expect, test } from 'vitest';
import { aPerson } from '../channels/web/scripted-person.ts';
import { wish } from './alert.ts';

const priceOf = (said: string): string | null => {
  const wanted = wish('NVDA', said, 'a_00000001');
  return wanted?.kind === 'price' ? wanted.price : null;
};

test.each([
  ['130', '130'],
  ['$1,240.50', '1240.50'],
  ['84,000원', '84000'],
  ['0130', '130'],
  ['124,60', null],
  ['1,5', null],
  [',', null],
  ['1,,000', null],
])('%s is watched as %s', (said, price) => {
  expect(priceOf(said)).toBe(price);
});

test.each([
  ['en', '/alert NVDA 130', 'Now $124.22.'],
  ['en', '/alert NVDA 124.22', 'Now $124.22: it is there already, so you are told at once.'],
  ['en', '/alert NVDA rsi-14 below 30', 'If that is so already, you are told at the next close.'],
  ['ko', '알림 NVDA 124.22', '이미 닿았어요. 바로 알려드려요.'],
] as const)('says when it is made whether it is there already (%s, %s)', async (language, line, told) => {
  const [card] = await aPerson(language).says(line);
  expect(card?.lines.join('\n')).toContain(told);
});
