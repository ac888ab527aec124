import { describe, expect, test } from 'vitest';
import { wordsFor } from '#shared/words/catalogue.ts';
import { aPerson } from '../channels/web/scripted-person.ts';
import { aBacktestResult, aBacktestRun, BACKTEST_ID } from '../testing/backtest-builders.ts';
import { aBot, anAccount, anInstrument } from '../testing/builders.ts';
import { readTestLine, spanOf, strategyIn } from './backtest-line.ts';

const TODAY = Date.UTC(2026, 10, 20);

describe('what is said of a test', () => {
  test.each([
    ['5y', { from: '2021-11-20' }],
    ['5년', { from: '2021-11-20' }],
    ['18개월', { from: '2025-05-20' }],
    ['6w', { from: '2026-10-09' }],
    ['2023', { from: '2023-01-01', to: '2023-12-31' }],
    ['2020..2024', { from: '2020-01-01', to: '2024-12-31' }],
    ['2024~2020', { from: '2020-01-01', to: '2024-12-31' }],
    ['2020-03..2020-06-15', { from: '2020-03-01', to: '2020-06-15' }],
    ['20200301..20240229', { from: '2020-03-01', to: '2024-02-29' }],
    ['2022..', { from: '2022-01-01' }],
    ['..2022', { to: '2022-12-31' }],
  ])('%s is a past', (said, days) => {
    expect(spanOf(said, TODAY)).toEqual(days);
  });

  test.each(['..', '2020-13..2021', '20230229..2024', '12', 'NVDA', '10000', '1850'])('%s is none', (said) => {
    expect(spanOf(said, TODAY)).toBeNull();
  });

  test.each([
    ['NVDA', null, null, 'NVDA'],
    ['ma-cross NVDA 5y $10,000', '5y', '$10,000', 'ma-cross NVDA'],
    ['10k 2020..2024 삼성전자', '2020..2024', '10k', '삼성전자'],
    // Six digits are a stock in Korea, unless a stock stands beside them.
    ['005930 3y', '3y', null, '005930'],
    ['breakout 373220', null, null, 'breakout 373220'],
    ['NVDA 250000', null, '250000', 'NVDA'],
  ])('%s', (line, span, cash, rest) => {
    const said = readTestLine(line, TODAY);
    expect([said.span?.said ?? null, said.cash, said.rest]).toEqual([span, cash, rest]);
  });

  test.each([
    ['breakout NVDA', 'en', 'breakout', 'NVDA'],
    ['NVDA trend', 'en', 'ma-cross', 'NVDA'],
    ['돌파 삼성전자', 'ko', 'breakout', '삼성전자'],
    ['추세: 20일선이 50일선 위 NVDA', 'ko', 'ma-cross', 'NVDA'],
    ['Coca Cola', 'en', null, 'Coca Cola'],
  ] as const)('%s names a strategy on either side', (line, language, strategy, rest) => {
    expect(strategyIn(line, wordsFor(language))).toEqual({ strategy, rest });
  });
});

test.each([
  ['/backtest NVDA', 'createBacktest ma-cross NVDA .. 10000 all-in'],
  ['/backtest breakout NVDA 2020..2024 $25,000', 'createBacktest breakout NVDA 2020-01-01..2024-12-31 25000 all-in'],
  ['백테스트 엔비디아 돌파', 'createBacktest breakout NVDA .. 10000 all-in'],
  ['/backtest Steady 2022..', 'backtestBot b_00000001_01 2022-01-01..'],
  ['/backtest b_00000001_01', 'backtestBot b_00000001_01 ..'],
])('%s asks for the run that the research page asks for', async (line, call) => {
  const person = aPerson('ko');
  const [answer] = await person.says(line);
  expect(person.state.calls).toEqual([call]);
  // It is on its way, and says so: where it cannot change by itself, a button asks.
  expect(answer?.title).toContain('시험하는 중');
  expect(answer?.buttons.flat().map(({ label }) => label)).toEqual(['보기', '시험 취소']);
});

test('the result is what the run says, with its world and its last day first', async () => {
  const person = aPerson('en', { tests: [aBacktestRun()] });
  const [card] = await person.says(`/backtest ${BACKTEST_ID}`);
  expect(card?.title).toBe('REPLAY 2024-12-31 · Backtest of NVIDIA (NVDA): +12.3%, held +40.1%');
  expect(card?.lines).toEqual([
    '2 Jan 2020 to 31 Dec 2024, daily bars, begun with $10,000',
    'By trend: 20-day average over the 50-day',
    'In the end $11,234 (+12.3%); bought and held $14,010 (+40.1%)',
    'Largest fall from a peak −18.2%, held −31%',
    '41 closed trades, 18 gained (43.9%); 1 still open; fees and taxes $43',
    'Reckoned with: fills at the next open; stop before target; market fees and taxes; no spread or slippage; any size filled; the strategy alone, no limits; all in each time; open ones at the last close; no dividends.',
    'Hypothetical: past prices, no real orders. It promises nothing.',
  ]);
  expect(card?.picture).toBe(`/api/pictures/backtests/${BACKTEST_ID}`);
  await person.presses('Make a bot of it');
  expect(person.transcript.at(-1)).toContain('New bot: how much may it use?');
});

test('settings that are not the usual ones are named, a Korean stock is in won', async () => {
  const instrument = anInstrument({
    symbol: 'KRX:005930',
    nameEn: 'Samsung Electronics',
    nameKo: '삼성전자',
    currency: 'KRW',
  });
  const request = { ...aBacktestRun().request, symbols: ['KRX:005930'] };
  const result = aBacktestResult({ symbols: ['KRX:005930'], config: { fast: 5, slow: 50 } });
  const person = aPerson('ko', { instruments: [instrument], tests: [aBacktestRun({ request, result })] });
  const [card] = await person.says(`/backtest ${BACKTEST_ID}`);
  expect(card?.title).toContain('삼성전자(005930) 백테스트: +12.3%');
  expect(card?.lines.join('\n')).toContain('시작 금액 10,000원');
  expect(card?.lines[1]).toContain('짧은 평균선 (봉 수): 5');
});

test('an amount in another currency is not taken for one, and what nobody can mean makes no test', async () => {
  const person = aPerson('en');
  const [other] = await person.says('/backtest NVDA 10만원');
  expect(other?.title).toContain('priced in dollars');
  const [strategy] = await person.says('/backtest moonshine NVDA 5y');
  expect(strategy?.title).toContain('No strategy is called “moonshine”');
  expect(person.state.calls).toEqual([]);
  await person.presses('3');
  expect(person.state.calls).toEqual(['createBacktest breakout NVDA 2021-11-20.. 10000 all-in']);
});

test('a stock that is found by a part of its name goes on with all that was said', async () => {
  const person = aPerson('en', {
    instruments: [
      anInstrument(),
      anInstrument({ id: 'i_2', symbol: 'NVDX', nameEn: 'NVIDIA Daily', nameKo: '엔비디아 데일리' }),
    ],
  });
  await person.says('/backtest breakout nvi 2020..2024');
  await person.presses('NVDX');
  expect(person.state.calls).toEqual(['createBacktest breakout NVDX 2020-01-01..2024-12-31 10000 all-in']);
});

test('a test that failed says why and what to do', async () => {
  const problem = { code: 'no-bars-in-range', values: { bars: 3 } };
  const request = { ...aBacktestRun().request, from: '1999-01-01' };
  const person = aPerson('en', { tests: [aBacktestRun({ status: 'failed', result: null, problem, request })] });
  const [card] = await person.says(`/backtest ${BACKTEST_ID}`);
  expect(card?.lines).toEqual(['There are too few bars in this range (3).']);
  await person.presses('Whole past');
  expect(person.state.calls).toEqual(['createBacktest ma-cross NVDA .. 10000 all-in']);
});

test('several tests at once are refused with what to do', async () => {
  const person = aPerson('en', { failNext: 'backtests-waiting' });
  const [card] = await person.says('/backtest NVDA');
  expect(card?.lines[0]).toContain('not finished yet');
  expect(card?.buttons.flat().map(({ label }) => label)).toEqual(['Another test']);
});

describe('two bots of one name', () => {
  const bots = [
    aBot({ id: 'b_00000001_01', name: 'Steady', strategy: 'ma-cross', createdAt: '2026-03-14T14:30:00.000Z' }),
    aBot({ id: 'b_00000001_02', name: 'steady', strategy: 'breakout', createdAt: '2026-04-15T14:30:00.000Z' }),
    aBot({ id: 'b_00000002_01', accountId: 'a_00000002', name: 'Steady', createdAt: '2026-05-16T14:30:00.000Z' }),
  ];
  const others = [anAccount({ id: 'a_00000002', name: 'Play money' })];

  test.each(['pause', 'bots', 'resume', 'remove', 'ending', 'backtest'])('/%s asks which one', async (word) => {
    const person = aPerson('en', { bots, others });
    const [card] = await person.says(`/${word} Steady`);
    expect(person.state.calls).toEqual([]);
    expect(card?.title).toContain('3 bots are called Steady: which one?');
    expect(card?.lines.map((line) => line.split(', ')[2])).toEqual(['trend', 'breakout', 'trend']);
    expect(card?.lines[1]).toContain('made 15 Apr');
    expect(card?.lines[2]).toContain('Play money');
    const [, second] = card?.buttons.flat() ?? [];
    expect(second?.verb).toBe(`${word} b_00000001_02`);
  });

  test('the one that is chosen is the one, also in another account', async () => {
    const person = aPerson('en', { bots, others });
    await person.says('/pause Steady');
    await person.presses('3');
    expect(person.state.calls).toEqual(['pauseBot b_00000002_01']);
  });
});
