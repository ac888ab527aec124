import { expect, it } from 'vitest';
import { aPerson } from '../channels/web/scripted-person.ts';

it.each([
  ['en', '/bots', 'Size', 'Size: one of 5 equal parts'],
  ['ko', '/bots', '크기', '크기: 5등분한 하나'],
] as const)('a bot’s way to a size is read and changed in chat (%s)', async (language, command, size, told) => {
  const person = aPerson(language);
  const [bot] = person.state.bots;
  if (bot === undefined) throw new Error('there is a bot');
  // A name with a blank in it is still found.
  person.state.bots = [{ ...bot, name: 'Steady 2' }];
  const [card] = await person.says(`${command} Steady 2`);
  expect(card?.lines.some((line) => line.startsWith(`${size}: `))).toBe(true);
  const [ways] = await person.presses(size);
  expect(ways?.lines.filter((line) => /^[1-5]\. /.test(line))).toHaveLength(5);
  const [changed] = await person.presses('4');
  expect(changed?.lines[0]).toBe(told);
  await person.says(`${command} Steady 2 ${size} 5 50 20`);
  await person.says(`${command} Steady 2 ${size} 4 0`);
  expect(person.state.calls, 'what cannot be is asked again').toEqual([
    `updateBot ${bot.id} {"sizing":{"method":"equal-weight","positions":5}}`,
    `updateBot ${bot.id} {"sizing":{"method":"capped-kelly","fraction":0.5,"max":0.2}}`,
  ]);
});
