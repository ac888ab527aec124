import { expect, it } from 'vitest';
import { aPerson, messageText } from '../channels/web/scripted-person.ts';
import { NOW } from '../testing/builders.ts';

const DAY = 86_400_000;

it.each([
  ['ended', -DAY, 'is over: it sells what it holds'],
  ['person', -DAY, 'is over: it sells what it holds'],
  ['person', DAY, 'sells what it holds on its last day'],
] as const)('selling what a bot holds (stopped by %s, %i ms to its end) says when', async (modeReason, left, told) => {
  const person = aPerson('en');
  const [bot] = person.state.bots;
  if (bot === undefined) throw new Error('there is a bot');
  person.state.bots = [{ ...bot, mode: 'reducing', modeReason, endsAt: new Date(NOW + left).toISOString() }];
  const answers = await person.says(`/ending ${bot.id} sell`);
  expect(person.state.calls).toEqual([`endBot ${bot.id} sell 4`]);
  expect(answers.map(messageText).join('\n')).toContain(told);
});
