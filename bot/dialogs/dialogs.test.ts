import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#shared/contract/session.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { cardContext } from '../cards/context.ts';
import { CALLER, aPerson } from '../channels/web/scripted-person.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import { anAccount, MARKET, NOW } from '../testing/builders.ts';
import { breaches } from '../testing/the-law.ts';
import { aPosition, aProposal } from '../testing/trading-builders.ts';
import { parseWeeks } from '../commands/numbers.ts';
import { askExits, saidExits } from './bot-exits.ts';

describe('/newbot', () => {
  it('takes typed answers, and what was said at once', async () => {
    const person = aPerson('en');
    await person.says('/newbot 5,000 low');
    await person.says('6 weeks');
    await person.says('ask above a cost');
    const [won] = await person.says('100만원');
    expect(won?.lines[0], 'so much in dollars it would never ask').toBe('It has to be an amount above 0.');
    await person.says('$500');
    await person.says('yes');
    expect(person.state.calls).toEqual(['createBot 5000 low 6 ask-above']);
  });

  it('looks for something else with numbers of its own, and says why a number will not do', async () => {
    const person = aPerson('en');
    await person.says('/newbot 5000 low 4');
    await person.presses('Ask first');
    await person.presses('Look otherwise');
    const [confirm] = await person.says('breakout');
    expect(confirm?.lines[0]).toBe('Looks for: breakout: over the highest price of 20 days');
    const [numbers] = await person.presses('Its numbers');
    expect(numbers?.lines[0]).toBe('1. Buys over the highest price of so many bars: 20');
    const [bad] = await person.says('1 900');
    expect(bad?.lines[0]).toBe('Buys over the highest price of so many bars: between 5 and 230.');
    const [good] = await person.says('1 55');
    expect(good?.lines[0]).toContain(': 55');
    await person.presses('Done');
    await person.presses('Start');
    expect(person.state.calls).toEqual(['createBot 5000 low 4 ask breakout {"entry":55}']);
  });

  it('finds sizes in a way of its own, and says why numbers will not do', async () => {
    const person = aPerson('en');
    await person.says('/newbot 5000 low 4');
    await person.presses('Ask first');
    const [ways] = await person.presses('Size');
    expect(ways?.lines.filter((line) => /^\d\. /.test(line))).toHaveLength(5);
    const [bad] = await person.says('4 0');
    expect(bad?.lines[0]).toContain('like “2 1.5”');
    const [confirm] = await person.says('2 1.5%');
    expect(confirm?.lines).toContain('Size: 1.5% of its amount is lost at the stop-loss');
    await person.presses('Start');
    expect(person.state.calls).toEqual(['createBot 5000 low 4 ask {"method":"fixed-fraction","fraction":0.015}']);
  });

  it('looks at a list of one’s own, as often as it is told to', async () => {
    const person = aPerson('en');
    const items = [{ name: 'NVDA', instrumentId: 'm.NVDA' }];
    const createdAt = new Date(NOW).toISOString();
    person.state.watchlists = [
      { id: 'w_0', name: 'Empty', items: [], createdAt },
      { id: 'w_1', name: 'Chips', items, createdAt },
    ];
    await person.says('/newbot 5000 low 4');
    await person.presses('Ask first');
    const [asked] = await person.presses('Stocks');
    expect(asked?.lines.slice(0, 2)).toEqual(['1. those of its risk level', '2. your list “Chips” (1)']);
    expect(asked?.lines[2]).toContain('(1m, 5m, 15m, 1h, 1d, 1w)');
    const [again] = await person.says('2 2h');
    expect(again?.lines.slice(0, 2), 'there are no such bars').toContain('Choose one:');
    const [confirm] = await person.says('2 1h');
    expect(confirm?.lines).toEqual(
      expect.arrayContaining(['Looks only at your list “Chips”', 'Looks at: 1-hour bars']),
    );
    await person.presses('Start');
    expect(person.state.calls).toEqual(['createBot 5000 low 4 ask w_1 1h']);
  });

  it('offers what moves its stops, in plain words, and shows it before it starts', async () => {
    const person = aPerson('en');
    await person.says('/newbot 5000 medium 4');
    const [confirm] = await person.presses('Ask first');
    expect(confirm?.lines).toContain(
      'What it holds: the stop-loss and the target of each purchase stay where they are.',
    );
    const [ways] = await person.presses('Stops');
    expect(ways?.lines.join('\n')).toContain('3. The stop-loss follows the best price, 8% below it.');
    const [again] = await person.says('3 95%');
    expect(again?.lines.join('\n')).toContain('3 takes 0.1–90%');
    const [chosen] = await person.presses('6');
    expect(chosen?.lines).toContain('What it holds: break-even at +1 R, trailing 8% below the best price.');
    await person.presses('Stops');
    await person.says('2 1.5, 5 30');
    await person.presses('Start');
    expect(person.state.calls).toEqual(['createBot 5000 medium 4 ask {"breakEvenAt":1.5,"maxBars":30}']);
    expect(person.transcript.join('\n')).toContain('What it holds: break-even at +1.5 R, sold after 30 bars.');
  });

  it.each([
    ['1', {}],
    ['4', { trailAtr: 3 }],
    ['3 7,5 %', { trailFraction: 0.075 }],
    ['2; 4 2.5', { breakEvenAt: 1, trailAtr: 2.5 }],
    ['5 12.5', null],
    ['3 0', null],
    ['1 5', null],
    ['7', null],
    ['soon', null],
  ] as const)('%s is a plan for what it holds, or none', (said, plan) => {
    expect(saidExits(said, 'medium')).toEqual(plan);
  });

  it.each(LANGUAGES)('says what may move its stops by the law of texts (%s)', (language) => {
    const reader = readerOf(language);
    const cards = cardContext({ reader, now: NOW, account: anAccount(), market: MARKET, bots: [] });
    const context = { words: wordsFor(language) } as unknown as CommandContext;
    for (const now of [{}, { breakEvenAt: 1.5, trailFraction: 0.075, trailAtr: 2.5, maxBars: 30 }]) {
      const choose = (value: string): string => `d 01K9XQ4T0A5B6C7D8E9F0G1H2J 12 ${value}`;
      const card = askExits(context, { cards } as Desk, { now, riskLevel: 'high', choose });
      expect(breaches(card, { reader, now: NOW })).toEqual([]);
    }
  });

  it('starts without any plan unless one is chosen, in Korean too', async () => {
    const person = aPerson('ko');
    await person.says('새봇 5000 낮음 4');
    await person.presses('물어봄');
    await person.presses('손절 옮기기');
    const [card] = await person.presses('3');
    expect(card?.lines.join('\n')).toContain('보유 종목 관리: 최고가 5% 아래로 따라가는 손절');
    await person.presses('손절 옮기기');
    await person.presses('1');
    await person.presses('시작');
    expect(person.state.calls).toEqual(['createBot 5000 low 4 ask']);
  });

  it.each([
    ['en', '/newbot 5000 Medium 4', 'medium'],
    ['en', '/newbot 5000 careful 4', 'low'],
    ['ko', '새봇 5000 과감 4', 'high'],
  ] as const)(
    'takes a risk level by its name and by the one the app had before: %s %s',
    async (language, line, level) => {
      const person = aPerson(language);
      await person.says(line);
      await person.presses(language === 'en' ? 'Ask first' : '물어봄');
      await person.presses(language === 'en' ? 'Start' : '시작');
      expect(person.state.calls).toEqual([`createBot 5000 ${level} 4 ask`]);
    },
  );

  it('says which numbers do not go together, and takes the parts of a vote', async () => {
    const person = aPerson('ko');
    await person.says('/newbot 5000 low 4');
    await person.presses('물어봄');
    await person.presses('설정값');
    const [bad] = await person.says('1 60');
    expect(bad?.lines[0]).toBe('짧은 평균선이 긴 평균선보다 짧아야 해요.');
    await person.presses('완료');
    await person.presses('다르게 찾기');
    await person.says('weighted-vote');
    const [shown] = await person.presses('설정값');
    expect(shown?.lines.join('\n'), 'how parts are typed is said').toContain('ma-cross 2 fast=5 slow=20');
    const [parts] = await person.says('1 ma-cross 2, pivot 1');
    expect(parts?.lines[0]).toContain('ma-cross 2, pivot 1');
    const [own] = await person.says('1 ma-cross 2 fast=5 slow=60, pivot 1');
    expect(own?.lines[0], 'a part has numbers of its own').toContain('ma-cross 2 fast=5 slow=60, pivot 1');
    const [outside] = await person.says('1 ma-cross 2 fast=1, pivot 1');
    expect(outside?.lines[0]).toMatch(/짧은 평균선.*사이여야 해요/);
    const [crossed] = await person.says('1 ma-cross 2 fast=80 slow=60, pivot 1');
    expect(crossed?.lines[0]).toBe('짧은 평균선이 긴 평균선보다 짧아야 해요.');
    const [unknown] = await person.says('1 ma-cross 2 colour=3, pivot 1');
    expect(unknown?.lines[0]).toContain('투표하는 전략');
    const [none] = await person.says('1 ma-cross');
    expect(none?.lines[0]).toContain('투표하는 전략');
  });

  it('says why an answer will not do and asks the same again', async () => {
    const person = aPerson('en');
    await person.says('/newbot');
    const [again] = await person.says('everything');
    expect(again?.lines[0]).toBe('It has to be an amount above 0 and at most $10,805.');
    const [tooMuch] = await person.says('20000');
    expect(tooMuch?.title).toBe('PAPER · New bot: how much may it use?');
    await person.says('2k');
    const [risk] = await person.says('huge');
    expect(risk?.lines[0]).toBe('Choose one:');
    expect(person.state.calls).toEqual([]);
  });

  it('is left by /cancel and by any other typed command', async () => {
    const person = aPerson('ko');
    await person.says('새봇');
    const [left] = await person.says('취소');
    expect(left?.title).toBe('그만뒀어요. 바뀐 것은 없어요.');
    await person.says('새봇');
    await person.says('오늘');
    expect(await person.dialogs.get(CALLER.userId, 'web')).toBeNull();
  });

  it('makes one bot when the last button is pressed twice', async () => {
    const person = aPerson('en');
    await person.says('/newbot 1000 low 4');
    await person.presses('Ask first');
    const start = person.presses('Start');
    const twice = person.presses('Start');
    await Promise.all([start, twice]);
    const [late] = await person.presses('Start');
    expect(late?.title).toBe('That question is already closed.');
    expect(person.state.calls).toEqual(['createBot 1000 low 4 ask']);
  });

  it('of two answers at once goes on with one, and Start means the one that is shown', async () => {
    const person = aPerson('en');
    await person.says('/newbot');
    const both = await Promise.all([person.presses('$1,080'), person.presses('$5,402')]);
    const titles = both.map(([card]) => card?.title);
    expect(titles).toEqual([expect.stringContaining('$1,080'), 'That question is already closed.']);
    for (const label of ['Low', '4 weeks', 'Ask first', 'Start']) await person.presses(label);
    expect(person.state.calls).toEqual(['createBot 1080 low 4 ask']);
  });

  it('takes the same answer given twice at once as one', async () => {
    const person = aPerson('en');
    await person.says('/newbot');
    const both = await Promise.all([person.presses('$1,080'), person.presses('$1,080')]);
    expect(both.map(([card]) => card?.title)).toEqual(Array(2).fill(expect.stringContaining('how much risk')));
  });

  it('that was left while an answer was on its way stays left', async () => {
    const person = aPerson('en');
    await person.says('/newbot');
    await Promise.all([person.presses('$1,080'), person.says('/cancel')]);
    expect(await person.dialogs.get(CALLER.userId, 'web')).toBeNull();
  });

  it('refuses a button of an earlier question', async () => {
    const person = aPerson('en');
    await person.says('/newbot');
    await person.presses('$1,080');
    const [old] = await person.presses('$2,701');
    expect(old?.title).toBe('That question is already closed.');
  });

  it('stays open while another proposal is answered by its button', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    await person.says('/newbot');
    await person.presses('Approve');
    const [next] = await person.says('1000');
    expect(next?.title).toContain('how much risk?');
  });
});

describe('an open question', () => {
  it('is put away when it was left too long', async () => {
    const person = aPerson('en');
    await person.says('/panic');
    person.waits(31 * MINUTE_MS);
    const [late] = await person.presses('Yes, sell');
    expect(late?.title).toContain('left open too long');
    expect(person.state.calls).toEqual([]);
  });

  it('of a version nobody knows any more is no question', async () => {
    const person = aPerson('en');
    await person.dialogs.put(
      CALLER.userId,
      'web',
      {
        version: 1,
        id: 'x',
        kind: 'from-the-future',
        turn: 0,
        data: {},
        askedAt: 0,
      },
      null,
    );
    const [answer] = await person.says('1000');
    expect(person.state.calls).toEqual([]);
    expect(answer?.buttons).toEqual([]);
  });
});

describe('stop', () => {
  it('sells everything after one confirmation that shows the bill', async () => {
    const person = aPerson('en');
    await person.says('/stop');
    const [bill] = await person.presses('Sell everything');
    expect(bill?.lines).toEqual([
      '12 NVDA: about $1,512 (+$20)',
      'In all about $1,512 after fees and tax, +$20 against what was paid. Sold at the market price, which can be lower.',
      '1 purchase is cancelled, 1 proposal is taken back, and everything stays stopped until you start it again.',
    ]);
    expect(person.state.calls).toEqual([]);
    const [answer] = await person.presses('Yes, sell 1 position');
    expect(person.state.calls).toEqual(['panic']);
    expect(answer?.title).toBe('PAPER · Selling everything');
    expect(answer?.lines[0]).toContain('Nothing is confirmed sold yet.');
  });

  it('says what waits for its market, and takes it back', async () => {
    const shares = aPosition({ symbol: 'KRX:005930', nameKo: '삼성전자', currency: 'KRW', quantity: '21' });
    const person = aPerson('ko', { positions: [shares, { ...shares, symbol: 'KRX:000660' }] });
    await person.says('긴급정지');
    const [bill] = await person.presses('전부 매도');
    expect(bill?.lines).toContain('국내 2종목: 11월 23일 9:00에 팔아요. 그 전에 취소할 수 있어요');
    const [answer] = await person.presses('네, 2종목 팔기');
    expect(answer?.lines).toContain('국내 2종목: 11월 23일 9:00에 팔아요. 그 전에 취소할 수 있어요');
    const [kept] = await person.presses('전부 매도 취소');
    expect(person.state.calls).toEqual(['panic', 'takeBackPanic']);
    expect(kept?.title).toBe('모의 · 전부 매도를 취소했어요');
  });

  it('moves a stop-loss after saying what it would mean', async () => {
    const person = aPerson('en');
    await person.says('/stop move NVDA');
    const [bad] = await person.says('130');
    expect(bad?.lines[0]).toBe('It has to be a price above 0 and below $126.00.');
    const [confirm] = await person.says('110');
    expect(confirm?.lines).toEqual([
      'If hit, −$172 in all; 12.7% below the price now',
      'This is lower than before: more can be lost.',
    ]);
    await person.presses('Confirm');
    expect(person.state.calls).toEqual(['moveStop NVDA 110']);
  });

  it('shows the stop-loss that will be set, on the tick of its market, before it is confirmed', async () => {
    const person = aPerson('en');
    await person.says('/stop move NVDA');
    const [confirm] = await person.says('110.123');
    expect(confirm?.title).toContain('$110.13');
    await person.presses('Confirm');
    expect(person.state.calls).toEqual(['moveStop NVDA 110.13']);
  });
});

describe('orders by hand', () => {
  it.each(LANGUAGES)(
    'show what a question shows before they are sent: the cost and both losses (%s)',
    async (language) => {
      const person = aPerson(language);
      const { send } = wordsFor(language).chat;
      const [bare] = await person.says('/buy NVDA 10 124.60');
      const [first, others = []] = bare?.buttons ?? [];
      expect(first, 'nothing stands beside what sends it').toMatchObject([
        { label: send(language === 'ko' ? '1,246달러' : '$1,246'), style: 'primary' },
      ]);
      expect(others).toHaveLength(4);
      expect(bare?.lines.join('\n')).toMatch(language === 'ko' ? /−1,246달러/ : /the whole amount/);
      const [withStop] = await person.presses(wordsFor(language).chat.orderStop({ distance: '−8%' }));
      const said = withStop?.lines.join('\n') ?? '';
      for (const loss of language === 'ko'
        ? ['손절가 114.64달러', '갭하락']
        : ['At the stop-loss $114.64', 'In a bad gap'])
        expect(said).toContain(loss);
      expect(person.state.calls).toEqual([]);
      await person.presses(send(null));
      expect(person.state.calls).toEqual(['createOrder buy 10 NVDA stop 114.64']);
    },
  );

  it('are sent after one look at what they cost', async () => {
    const person = aPerson('en');
    const [confirm] = await person.says('/buy NVDA 10 124.60');
    expect(confirm?.title).toBe('PAPER · Buy 10 NVDA, at most $124.60?');
    expect(person.state.calls).toEqual([]);
    await person.presses('Send');
    await person.says('/close NVDA');
    await person.presses('Sell');
    expect(person.state.calls).toEqual(['createOrder buy 10 NVDA', 'closePosition NVDA']);
  });

  it('sell what was asked about: not another holder’s shares, and not more of them', async () => {
    const shares = (holder: string, quantity: string) => ({
      ...aPosition().holders[0]!,
      botId: null,
      holder,
      quantity,
    });
    const held = (...holders: ReturnType<typeof shares>[]) => [aPosition({ quantity: '112', holders })];
    const person = aPerson('en', { positions: held(shares('b_00000001_01', '12'), shares('manual', '100')) });
    for (const [line, yes] of [
      ['/close NVDA', 'Sell'],
      ['/stop move NVDA', '$122.22'],
    ] as const) {
      person.state.positions = held(shares('b_00000001_01', '12'), shares('manual', '100'));
      await person.says(line);
      person.state.positions = held(shares('manual', '100'));
      const [gone] = await person.presses(yes);
      expect(gone?.buttons.flat().map(({ label }) => label)).not.toContain('Confirm');
    }
    person.state.positions = held(shares('b_00000001_01', '12'));
    await person.says('/close NVDA');
    person.state.positions = held(shares('b_00000001_01', '62'));
    const [again] = await person.presses('Sell');
    expect(again?.title).toBe('PAPER · Sell all 62 NVDA?');
    expect(person.state.calls).toEqual([]);
    await person.presses('Sell');
    expect(person.state.calls).toEqual(['closePosition NVDA']);
  });

  it('are sized by an amount of money, in parts of a share where the broker trades them', async () => {
    const person = aPerson('en');
    const [whole] = await person.says('/buy NVDA $500 100');
    expect(whole?.title).toBe('PAPER · Buy 5 NVDA, at most $100.00?');
    await person.says('no');
    person.state.account = { ...person.state.account, connectionId: 'c_1' };
    const [parts] = await person.says('/buy NVDA $510 200');
    expect(parts?.title).toBe('PAPER · Buy 2.55 NVDA, at most $200.00?');
    await person.says('no');
    await person.says('/buy NVDA');
    const [asked] = await person.says('1,242.2달러');
    expect(asked?.title).toMatch(/^PAPER · Buy 10 NVDA/);
    await person.says('no');
    // Never so many shares.
    const [sale] = await person.says('/sell NVDA $5');
    expect(sale?.expects).toBe('text');
    expect(person.state.calls).toEqual([]);
  });

  it('of what several bots hold ask whose', async () => {
    const shares = (holder: string) => ({ ...aPosition().holders[0]!, botId: holder, holder, quantity: '12' });
    const positions = [aPosition({ quantity: '24', holders: [shares('b_00000001_01'), shares('b_00000001_02')] })];
    const person = aPerson('en', { positions });
    const [whose] = await person.says('/sell NVDA 5');
    const verbs = whose?.buttons.flat().map(({ verb }) => verb);
    expect(verbs).toEqual(['close NVDA b_00000001_01', 'close NVDA b_00000001_02']);
    await person.says('/close NVDA b_00000001_02');
    await person.presses('Sell');
    expect(person.state.calls).toEqual(['closePosition NVDA']);
  });

  it('of what is not held show what there is to sell, and leave nothing open', async () => {
    const person = aPerson('en', { positions: [] });
    const [none] = await person.says('/sell NVDA 5');
    expect(none?.title).toMatch(/No positions|nothing/i);
    expect(none?.expects).toBe('none');
  });

  it('of dollars in an account of won say dollars', async () => {
    const person = aPerson('ko');
    person.state.account = { ...person.state.account, baseCurrency: 'KRW' };
    const [asked] = await person.says('/sell NVDA');
    const labels = asked?.buttons.flat().map(({ label }) => label) ?? [];
    expect(labels.length).toBeGreaterThan(0);
    for (const label of labels) expect(label).toMatch(/달러/);
  });

  it.each([
    ['/buy NVDA 500 usd 100', 'PAPER · Buy 5 NVDA, at most $100.00?'],
    ['/buy NVDA 500 달러 100', 'PAPER · Buy 5 NVDA, at most $100.00?'],
    ['/buy NVDA 10 shares', 'PAPER · Buy 10 NVDA at the market price?'],
    ['/sell NVDA 5 usd', 'PAPER · Sell how many NVDA?'],
    ['/buy NVDA 50만원', 'PAPER · Buy how many NVDA?'],
    ['/buy NVDA ₩500', 'PAPER · Buy how many NVDA?'],
    ['/buy NVDA 1,5', 'PAPER · Buy how many NVDA?'],
    ['/buy NVDA 0,5', 'PAPER · Buy how many NVDA?'],
  ])('%s means neither another currency nor other digits', async (line, title) => {
    const person = aPerson('en');
    const [card] = await person.says(line);
    expect(card?.title).toBe(title);
  });

  it.each(['124,60', '@124.60', 'limit 124.60', '124 60', '-124', '₩124', '1e2', '١٢٤'])(
    'with a limit nobody can read (%s) are not asked for without one',
    async (limit) => {
      const person = aPerson('en');
      for (const side of ['buy', 'sell']) {
        const [card] = await person.says(`/${side} NVDA 5 ${limit}`);
        expect(card?.title).toBe(`“${limit}” is no price to set as a limit. Nothing was done.`);
        await person.says('yes');
      }
      expect(person.state.calls).toEqual([]);
    },
  );

  it('are asked for, one question at a time', async () => {
    const person = aPerson('ko');
    await person.says('매도');
    await person.presses('엔비디아');
    const [confirm] = await person.says('5주');
    expect(confirm?.title).toBe('모의 · 엔비디아 5주를 시장가에 팔까요?');
    await person.says('네');
    expect(person.state.calls).toEqual(['createOrder sell 5 NVDA']);
  });
});

describe('weeks as people type them', () => {
  it('are whole and at most ten years', () => {
    expect([parseWeeks('4주'), parseWeeks('12 weeks'), parseWeeks('0'), parseWeeks('521'), parseWeeks('2.5')]).toEqual([
      4,
      12,
      null,
      null,
      null,
    ]);
  });
});

describe('a change of a proposal', () => {
  it('gives way when the proposal was decided in the meantime', async () => {
    const person = aPerson('en');
    await person.says('/pending');
    await person.presses('Change');
    person.state.proposals = [aProposal({ status: 'expired' })];
    const [answer] = await person.says('3');
    expect(answer?.title).toContain('Not answered in time');
    expect(person.state.calls).toEqual([]);
  });
});

describe('/remove', () => {
  it('shows what a bot leaves and who protects it, and asks what becomes of it', async () => {
    const person = aPerson('en');
    const [card] = await person.says('/remove Steady');
    expect(card?.title).toBe('PAPER · Delete Steady?');
    expect(card?.lines[0]).toBe('12 NVDA: stop-loss $114.63 is held by Nod, only while it runs');
    expect(person.state.calls).toEqual([]);
    const [done] = await person.presses('Delete, keep the stops');
    expect(person.state.calls).toEqual(['deleteBot b_00000001_01 keep']);
    expect(done?.lines).toEqual(['What it holds keeps its stops until it is sold. Nothing more is bought.']);
  });

  it('of a bot that holds nothing is one tap', async () => {
    const person = aPerson('ko', { positions: [] });
    await person.says('삭제 Steady');
    await person.presses('삭제');
    expect(person.state.calls).toEqual(['deleteBot b_00000001_01 nothing']);
  });
});
