import { describe, expect, it } from 'vitest';
import { aPerson, messageText } from '../channels/web/scripted-person.ts';

describe('the split of the capital by horizon, in chat', () => {
  it('is set by three numbers, and shown among the limits', async () => {
    const person = aPerson('en');
    const [answer] = await person.says('/risk 20 30% 50');
    expect(person.state.calls).toEqual(['updateLimits {"horizonSplit":{"short":20,"mid":30,"long":50}}']);
    expect(answer?.lines).toContain('Bots may invest 20% of the account for days, 30% for weeks, 50% for months');
  });

  it.each([
    ['/risk 20 30 40', 'total 90%'],
    ['/risk 20 30', 'Together 100'],
    ['/risk 100', 'Together 100'],
    ['/risk 60 40', 'Together 100'],
    ['/risk a lot please', 'Together 100'],
    ['/risk -20 70 50', 'Together 100'],
  ])('%s is refused and changes nothing', async (line, told) => {
    const person = aPerson('en');
    const answers = await person.says(line);
    expect(person.state.calls).toEqual([]);
    expect(answers.map(messageText).join('\n')).toContain(told);
  });

  it('ends by a word, in both languages', async () => {
    for (const [language, line] of [
      ['en', '/risk none'],
      ['ko', '한도 없음'],
    ] as const) {
      const person = aPerson(language);
      await person.says(line);
      expect(person.state.calls).toEqual(['updateLimits {"horizonSplit":null}']);
    }
  });
});
