import { describe, expect, it } from 'vitest';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { Language } from '#shared/contract/session.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { titleWithWorld } from './title.ts';
import { aBot, anAccount, MARKET, NOW } from '../testing/builders.ts';
import { aProposal } from '../testing/trading-builders.ts';
import { cardContext, type CardContext } from './context.ts';
import { askingCard } from './proposal.ts';
import { proposalCard } from './proposal-outcome.ts';

function context(language: Language, change: Parameters<typeof anAccount>[0] = {}, now = NOW): CardContext {
  const account = anAccount(change);
  return cardContext({ reader: readerOf(language), now, account, market: MARKET, bots: [aBot()] });
}

function written(proposal: ProposalView, at: CardContext): string[] {
  const card = askingCard(proposal, at);
  const buttons = card.buttons.map((row) => row.map(({ label }) => `[${label}]`).join(' '));
  return [titleWithWorld(card, at.reader.language), ...card.lines, ...buttons];
}

const samsung = aProposal({
  botName: '차분이',
  symbol: 'KRX:005930',
  nameEn: 'Samsung Electronics',
  nameKo: '삼성전자',
  currency: 'KRW',
  quantity: '21',
  limitPrice: '71200',
  stopPrice: '65600',
  targetPrice: '81800',
  answerBy: '2026-11-20T06:20:00.000Z',
  quote: { price: '71100', at: '2026-11-20T01:30:57.000Z', source: 'kis' },
  sizing: {
    ...aProposal().sizing,
    cost: '1495200',
    costFractionOfBot: 0.3,
    costFractionOfAccount: 0.06,
    cashLeft: '9310000',
    rewardToRisk: 1.81,
    gainAtTarget: '219000',
    half: { quantity: '10', cost: '712000' },
  },
  worstCase: {
    atStop: '-121000',
    atStopFraction: -0.005,
    inGap: '-138000',
    inGapFraction: -0.0057,
    gapBasis: { kind: 'two-years', fraction: 0.09 },
  },
});

describe('a question to sell that nobody answered', () => {
  it.each(['en', 'ko'] as const)(
    'says that it is being sold where silence sold it, and only there (%s)',
    (language) => {
      const lapsed = (orderId: string | null): string =>
        proposalCard(aProposal({ side: 'sell', status: 'expired', orderId }), context(language)).lines.join(' ');
      const { soldUnasked, nothingSold } = wordsFor(language).proposal;
      expect(lapsed('o_00000001_01')).toBe(soldUnasked);
      expect(lapsed(null)).toBe(nothingSold);
    },
  );
});

describe('the asking card', () => {
  it('says what a foreign stock costs in both currencies, with the rate and its time', () => {
    const rate = { rate: '1400', at: '2026-11-20T14:30:00.000Z' };
    const won = aProposal({ sizing: { ...aProposal().sizing, cost: '2093280', fx: { ...rate, amount: '1495.20' } } });
    expect(written(won, context('en', { baseCurrency: 'KRW' }))).toContain(
      'In its own currency $1,495, at $1 = ₩1,400 (09:30 ET)',
    );
    // Come back from the rounded dollars it would be seven won more.
    const fx = { ...rate, rate: '1387.65', amount: '1495200' };
    const dollars = { ...samsung, sizing: { ...samsung.sizing, cost: '1077.51', fx } };
    expect(written(dollars, context('ko'))).toContain(
      '현지 통화로 1,495,200원, 환율 1달러 = 1,387.65원 (11월 20일 23:30)',
    );
    expect(written(samsung, context('ko', { baseCurrency: 'KRW' })).join(), 'nothing to convert').not.toContain('환율');
  });

  it('says what forecasts were worth on it, or why none has a part', () => {
    const values = { symbol: 'NVDA', right: 52, total: 100, base: 53, side: 'up', needs: 30, tried: 2 };
    const saying = (code: string, language: Language): string | undefined => {
      const { rationale } = aProposal();
      const asked = aProposal({ rationale: { ...rationale, forecast: { code, values } } });
      return written(asked, context(language)).find((line) => /forecast|예측/i.test(line));
    };
    expect(saying('forecast-no-better', 'en')).toBe(
      'Forecast not used: right 52 of 100 on NVDA, always saying up: 53, like a coin',
    );
    expect(saying('forecast-used', 'en')).toBe('Forecast used: right 52 of 100 on NVDA; always saying up: 53');
    expect(saying('forecast-too-few', 'ko')).toContain('아직 판단하기엔 적어요');
  });

  it('in Korean, in won', () => {
    const morning = Date.parse('2026-11-20T01:31:00Z') as WallMs;
    expect(written(samsung, context('ko', { baseCurrency: 'KRW' }, morning))).toEqual([
      "모의 · '차분이'의 제안: 삼성전자(005930) 21주, 최대 71,200원에 매수",
      '금액 1,495,200원: 봇 자금의 30%, 계좌의 6%. 남는 예수금 9,310,000원',
      '손절가 65,600원에 팔리면 −121,000원 (계좌의 0.5%, 세금·수수료 포함)',
      '갭하락(−9%, 최근 2년 중 최대)이면 −138,000원',
      '익절가 81,800원에 팔리면 +219,000원, 위험 1에 1.8. 보통 2~6주 보유',
      '찬성: 2일 전 20일선이 50일선 돌파, 거래량 1.8배, 60종목에서 찾은 3종목 중 1위',
      '반대: 9일 뒤 실적 발표, 같은 조건 88번 중 41번 이익',
      '손절은 Nod가 지켜요(켜져 있을 때만). 현재가 71,100원, 3초 전 (KIS)',
      '15:20까지 답해 주세요. 답이 없으면 사지 않아요',
      '[승인 · 149만 원] [절반 · 71만 원]',
      '[바꾸기] [나중에] [넘기기] [왜?]',
    ]);
  });

  it('in English, with the broker holding the stop', () => {
    const held = aProposal({ protection: { heldBy: 'broker' } });
    const lines = written(held, context('en', { world: 'live', broker: 'alpaca' }));
    expect(lines).toContain('Stop held by Alpaca, also when Nod is off. Price $124.22, 3 s old (IEX)');
    expect(lines.at(-2)).toBe('[Approve · $1,495] [Half · $748]');
  });

  it('counts down when little time is left, and says when a price is invented', () => {
    const demo = aProposal({
      world: 'demo',
      answerBy: new Date(NOW + 28_000).toISOString(),
      quote: { price: '124.22', at: '2026-11-20T15:30:00.000Z', source: 'generated' },
    });
    const lines = written(demo, context('en', { world: 'demo' }));
    expect(lines[0]).toMatch(/^DEMO · Steady asks/);
    expect(lines).toContain('Stop held by Nod, only while it runs. Price $124.22 of 10:30 ET (invented price)');
    expect(lines).toContain('Answer within 28 s. No answer: nothing is bought');
  });

  it('says where a question cannot be paid for beside another, and when it goes at the open', () => {
    const lines = written(aProposal({ conflictsWith: ['p_2'], session: 'next-open' }), context('en'));
    expect(lines).toContain('Cannot be paid for beside the other open proposal: one of the two');
    expect(lines).toContain('Goes at the next open. Answer by 15:50 ET. No answer: nothing is bought');
  });

  it('without a stop names the whole amount', () => {
    const bare = aProposal({
      stopPrice: null,
      targetPrice: null,
      protection: { heldBy: 'none' },
      worstCase: { ...aProposal().worstCase, atStop: '-1495.2', gapBasis: { kind: 'whole-amount', fraction: 1 } },
    });
    const lines = written(bare, context('en'));
    expect(lines).toContain('No stop-loss: up to −$1,495, the whole amount');
    expect(lines.some((line) => line.startsWith('Nobody holds a stop'))).toBe(true);
  });

  it('of a bot that only tells offers to note that the person did it', () => {
    const tells = aProposal({ askBecause: { code: 'only-tells', values: {} } });
    const lines = written(tells, context('en'));
    expect(lines).toContain('This bot only tells: nothing is sent. Answer by 15:50 ET');
    expect(lines.at(-2)).toBe('[I did it myself]');
  });

  it('of a sell says what silence means', () => {
    const sell = aProposal({ side: 'sell', askBecause: { code: 'sells-unless-told', values: {} } });
    expect(written(sell, context('en')).join('\n')).toContain('No answer: it is sold');
    const kept = aProposal({ side: 'sell', askBecause: { code: 'sells-asked', values: {} } });
    expect(written(kept, context('en')).join('\n')).toContain('No answer: nothing is sold, the stop-loss stays');
  });
});
