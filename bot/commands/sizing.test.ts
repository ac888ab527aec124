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

it('what is typed at the question is its answer', async () => {
  const person = aPerson('en');
  const [bot] = person.state.bots;
  await person.says('/bots Steady');
  await person.presses('Size');
  const [changed] = await person.says('2 1.5');
  expect(changed?.lines[0]).toBe('Size: 1.5% of its amount is lost at the stop-loss');
  expect(person.state.calls).toEqual([
    `updateBot ${bot?.id ?? ''} {"sizing":{"method":"fixed-fraction","fraction":0.015}}`,
  ]);
});

it.each([
  ['en', '/bots', 'Risk', 'Its risk numbers: as its risk level has them.', 'stop-loss 4% at most', 'As its risk level'],
  ['ko', '/bots', '위험', '위험 숫자: 위험 단계대로예요.', '손절 최대 4%', '위험 단계대로'],
] as const)(
  'a bot’s own risk numbers are read and changed in chat (%s)',
  async (language, command, risk, none, told, usual) => {
    const person = aPerson(language);
    const [bot] = person.state.bots;
    await person.says(`${command} Steady`);
    const [asked] = await person.presses(risk);
    expect(asked?.lines[0]).toBe(none);
    expect(asked?.lines.find((line) => line.startsWith('3. '))).toContain('30%');
    const [wrong] = await person.says('1 60%');
    expect(wrong?.lines[0]).toContain('1–50%');
    const [changed] = await person.says('1 4%');
    expect(changed?.lines[0]).toContain(told);
    // The others stay as they stand.
    await person.says(`${command} Steady ${risk} 3 15, 2 12.5`);
    await person.says(`${command} Steady`);
    await person.presses(risk);
    await person.presses(usual);
    expect(person.state.calls).toEqual([
      `updateBot ${bot?.id ?? ''} {"profile":{"stop":0.04}}`,
      `updateBot ${bot?.id ?? ''} {"profile":{"stop":0.04,"target":0.125,"positionMax":0.15}}`,
      `updateBot ${bot?.id ?? ''} {"profile":{}}`,
    ]);
  },
);

it('numbers that risk more may need the person: it says so and opens the app, and nothing has changed', async () => {
  const person = aPerson('en');
  person.state.failNext = 'step-up-required';
  const [answer] = await person.says('/bots Steady risk 1 12');
  expect(answer?.buttons.flat().map(({ label }) => label)).toContain('Open the app');
  expect(person.state.bots[0]?.profile).toEqual({});
});

it('a bot whose name ends in the word for it is that bot', async () => {
  const person = aPerson('en');
  const [bot] = person.state.bots;
  if (bot === undefined) throw new Error('there is a bot');
  person.state.bots = [{ ...bot, name: 'High risk' }];
  const [card] = await person.says('/bots High risk');
  expect(card?.title).toContain('High risk');
  const [asked] = await person.says('/bots High risk risk');
  expect(asked?.title).toContain('Risk numbers');
});
