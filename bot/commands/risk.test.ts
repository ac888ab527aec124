import { describe, expect, it } from 'vitest';
import { aPerson, messageText } from '../channels/web/scripted-person.ts';

describe('the limits, in chat', () => {
  it.each([
    [
      'en',
      '/risk',
      [
        'Largest position: 6.1% of 10% ($1,492 of $2,431; NVDA)',
        'Below the peak: 0.8% of 15% ($189 of $3,675)',
        'Buy orders today: 2 of 20',
        'Invested in all: 6.1% of 100% ($1,492 of $24,311)',
      ],
    ],
    ['ko', '한도', ['가장 큰 종목: 10% 중 6.1% (2,431달러 중 1,492달러; NVDA)', '오늘 매수 주문: 20 중 2']],
  ] as const)('are said as they are used (%s)', async (language, line, told) => {
    const [answer] = await aPerson(language).says(line);
    for (const text of told) expect(answer?.lines).toContain(text);
  });

  it('say unknown as unknown, and leave out what nobody set', async () => {
    const person = aPerson('en');
    const { risk } = person.state;
    person.state.risk = {
      ...risk,
      usage: risk.usage.map((usage) =>
        usage.name === 'drawdownMax'
          ? { ...usage, state: 'unknown', used: null, fraction: null, amounts: null }
          : usage,
      ),
    };
    const [answer] = await person.says('/risk');
    expect(answer?.lines).toContain('Below the peak: not known, of 15%');
    expect(answer?.lines.join('\n')).not.toContain('Widest spread');
  });
});

describe('the block list, in chat', () => {
  it('takes a stock at once, however it is written, and gives it back', async () => {
    const person = aPerson('en');
    const [answer] = await person.says('/block hrbm');
    expect(person.state.calls).toEqual(['updateLimits {"block":["HRBM"]}']);
    expect(answer === undefined ? '' : messageText(answer)).toContain('not bought here any more');
    const [list] = await person.says('/block');
    expect(list === undefined ? '' : messageText(list)).toContain('Not bought here: HRBM');
    await person.says('/unblock hrbm');
    expect(person.state.calls.at(-1)).toBe('updateLimits {"unblock":["HRBM"]}');
    const [none] = await person.says('차단');
    expect(none === undefined ? '' : messageText(none)).toContain('Nothing is blocked here');
  });

  it('a long list is told in a few names and how many more', async () => {
    const person = aPerson('en');
    const blockList = Array.from({ length: 1_000 }, (_, at) => `S${at}`);
    person.state.risk = { ...person.state.risk, blockList };
    const [list] = await person.says('/block');
    expect(list?.title?.length).toBeLessThan(100);
    expect(list?.lines).toContain('and 994 more');
    expect(list?.buttons.flat()).toHaveLength(6);
  });

  it('a name that nothing has changes nothing, and offers what comes closest', async () => {
    const person = aPerson('en');
    const [answer] = await person.says('/block HRBN');
    expect(person.state.calls).toEqual([]);
    expect(answer === undefined ? '' : messageText(answer)).toContain('HRBN');
  });

  it('where the person themself is needed, it says so and opens the app', async () => {
    const person = aPerson('en');
    await person.says('/block hrbm');
    person.state.failNext = 'step-up-required';
    const [answer] = await person.says('/unblock hrbm');
    expect(answer?.buttons.flat().map(({ label }) => label)).toEqual(['Open the app', 'What you can say']);
  });
});

describe('the split of the capital by horizon, in chat', () => {
  it('is set by three numbers, and shown among the limits', async () => {
    const person = aPerson('en');
    const [answer] = await person.says('/risk 20 30% 50');
    expect(person.state.calls).toEqual(['updateLimits {"horizonSplit":{"short":20,"mid":30,"long":50}}']);
    expect(answer?.lines).toContain('Bots may invest 20% of the account for days, 30% for weeks, 50% for months');
  });

  it.each([
    ['en', '/risk', 'percent for days / for weeks / for months', 'Split 20/60/20'],
    ['ko', '한도', '며칠/몇 주/몇 달의 비율', '배분 20/60/20'],
  ] as const)('is explained above the buttons that set it (%s)', async (language, line, told, label) => {
    const [answer] = await aPerson(language).says(line);
    expect(answer?.lines.join('\n')).toContain(told);
    expect(answer?.buttons.flat().map((button) => button.label)).toContain(label);
  });

  it('positions are said to count the questions that are open', async () => {
    const [answer] = await aPerson('en').says('/risk');
    expect(answer?.lines.join('\n')).toMatch(/^Positions and open questions: /m);
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

describe('the size of bots, in chat', () => {
  it.each([
    ['en', '/risk half', 0.5],
    ['en', '/risk whole', 1],
    ['ko', '한도 절반', 0.5],
  ] as const)('%s: %s', async (language, line, fraction) => {
    const person = aPerson(language);
    await person.says(line);
    expect(person.state.calls).toEqual([`updateLimits {"botSizeFractionMax":${fraction}}`]);
  });

  it('half makes a smaller size no larger', async () => {
    const person = aPerson('en');
    person.state.account = { ...person.state.account, botSizeFraction: 0.25 };
    await person.says('/risk half');
    expect(person.state.calls).toEqual(['updateLimits {"botSizeFractionMax":0.25}']);
  });
});

it('what lifts by itself offers nobody to lift it', async () => {
  const person = aPerson('en');
  const offered = async (modeReason: string): Promise<string[]> => {
    person.state.account = { ...person.state.account, mode: 'reducing', modeReason };
    return (await person.says('/today')).flatMap(({ buttons }) => buttons.flat().map(({ verb }) => verb));
  };
  expect(await offered('person')).toContain('resume');
  expect(await offered('stale-data')).not.toContain('resume');
});
