import { expect, it } from 'vitest';
import { aBot, anAccount } from '../../testing/builders.ts';
import { anAway } from '../../testing/away-builder.ts';
import { aPerson } from './scripted-person.ts';

const silent = aBot({ silent: { why: 'unanswered', since: '2026-11-20T15:31:00.000Z', unanswered: 10 } });
const HOUSE = { bots: [silent], account: anAccount({ silentBots: 1 }) };

it('the first word after days away is answered with what happened meanwhile, once', async () => {
  const person = aPerson('en', { ...HOUSE, away: anAway() });
  const [away, today, ...rest] = await person.says('today');
  expect(away?.title).toContain('While you were away: 5 days');
  expect(away?.lines.join('\n')).toContain('10 proposals had no answer in time; 7 judged since: +$31');
  expect(today?.title).toContain('$24,310.52');
  expect(rest).toEqual([]);
  expect((await person.says('today')).map(({ title }) => title)).toEqual([today?.title]);
});

it('a button starts every silent bot again, and typing the word does the same', async () => {
  for (const word of ['resume', 'resume asking', '/askagain', '/askagain Steady', 'resume Steady']) {
    const person = aPerson('en', HOUSE);
    const [card] = await person.says(word);
    expect(card?.title, word).toContain('Steady asks again');
    expect(person.state.calls, word).toEqual([`resumeBot ${silent.id}`]);
  }
});

it('a bot that stopped asking says so in the list, on its card and on the day', async () => {
  for (const [language, words] of [
    ['en', { mode: 'not asking, protecting', why: '10 proposals in a row', waits: '1 bot stopped asking' }],
    ['ko', { mode: '묻지 않음, 보호 중', why: '제안 10개에 연달아', waits: '봇 1개가 묻기를 멈췄어요' }],
  ] as const) {
    const person = aPerson(language, HOUSE);
    const text = async (said: string) => (await person.says(said)).flatMap(({ lines }) => lines).join('\n');
    expect(await text('bots')).toContain(words.mode);
    expect(await text('bots Steady')).toContain(words.why);
    expect(await text('today')).toContain(words.waits);
  }
});
