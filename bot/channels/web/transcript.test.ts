import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { cardForEvent } from '../../alerts/card-for-event.ts';
import { cardContext } from '../../cards/context.ts';
import { aBot, anEvent, MARKET, NOW } from '../../testing/builders.ts';
import { aFilledOrder, anOrder, aProposal } from '../../testing/trading-builders.ts';
import { aPerson, type Person } from './scripted-person.ts';
import { renderForWeb } from './render-for-web.ts';

function alerted(person: Person, language: Language, event: ReturnType<typeof anEvent>): void {
  const context = cardContext({
    reader: readerOf(language),
    now: NOW,
    account: person.state.account,
    market: MARKET,
    bots: [aBot()],
  });
  const card = cardForEvent(event, context, 'chat');
  if (card !== null) person.reads(renderForWeb(card, { id: 'alert', at: NOW, language }));
}

const BUTTONS = {
  en: {
    amount: '$5,402',
    low: 'Medium',
    weeks: '4 weeks',
    ask: 'Ask first',
    start: 'Start',
    approve: 'Approve',
    why: 'Why',
    stopBuying: 'Stop buying',
  },
  ko: {
    amount: '5,402달러',
    low: '중간',
    weeks: '4주',
    ask: '물어봄',
    start: '시작',
    approve: '승인',
    why: '왜?',
    stopBuying: '매수 멈춤',
  },
} as const;

describe.each(LANGUAGES)('a first day in the web chat (%s)', (language) => {
  it('makes a bot by dialog, sees a proposal, approves, reads the fill, today, a stop-out, and stops', async () => {
    const person = aPerson(language, { bots: [], proposals: [], orders: [], positions: [] });
    const say = BUTTONS[language];
    await person.says(language === 'ko' ? '새봇' : '/newbot');
    await person.presses(say.amount);
    await person.presses(say.low);
    await person.presses(say.weeks);
    await person.presses(say.ask);
    await person.presses(say.start);
    person.state.proposals = [aProposal()];
    alerted(person, language, anEvent('proposal.asked', { proposal: aProposal() }));
    await person.presses(say.why);
    await person.presses(say.approve);
    const plan = { stopPrice: '114.63', targetPrice: '143.29', plannedLoss: '-116.16', heldBy: 'nod' };
    alerted(person, language, anEvent('order.filled', { order: aFilledOrder(), plan, realizedPnl: null }));
    await person.says(language === 'ko' ? '오늘' : '/today');
    const exit = aFilledOrder({
      side: 'sell',
      purpose: 'stop',
      averagePrice: '114.41',
      realizedPnl: '-118.8',
      type: 'market',
    });
    alerted(
      person,
      language,
      anEvent('position.closed', { order: exit, stopPrice: '114.63', plannedLoss: '-116.16', plannedGain: '227.76' }),
    );
    await person.says(language === 'ko' ? '긴급정지' : '/stop');
    await person.presses(say.stopBuying);
    expect(person.state.calls).toEqual([
      'createBot 5402 medium 4 ask',
      `approve ${aProposal().id} aaaa all`,
      'pauseAccount',
    ]);
    await expect(`${person.transcript.join('\n\n')}\n`).toMatchFileSnapshot(`transcripts/first-day.${language}.txt`);
  });

  it('shows every command', async () => {
    const person = aPerson(language, { orders: [anOrder({ status: 'waiting-for-open' })] });
    const lines =
      language === 'ko'
        ? [
            '오늘',
            '대기',
            '보유',
            '봇',
            '봇 Steady',
            '시세',
            '엔비디아',
            '엔비',
            '이유',
            '도움말',
            '주문',
            '내역',
            '돌아보기',
            '한도',
            '작업',
            '상태',
            '설정',
            '관심',
            '관심 NVDA',
            '알림',
            '알림 NVDA',
            '알림 NVDA 130',
            '알림 NVDA -5% 매번',
            '알림 NVDA rsi-14 이하 30',
            '알림 NVDA 곧',
            '알림 조건 golden-cross',
            '찾기',
            '찾기 나의 주도주',
            '찾기 20/50 골든크로스',
            '찾기 주도',
            '매수',
            '매수 NVDA',
            '매도',
            '취소',
            '승인',
            '/모름',
            '도움말 today',
            '봇세상',
          ]
        : [
            '/today',
            '/pending',
            '/positions',
            '/bots',
            '/bots Steady',
            '/price',
            'NVDA',
            'freight',
            '/why',
            '/help',
            '/orders',
            '/history',
            '/review',
            '/risk',
            '/jobs',
            '/health',
            '/settings',
            '/watch',
            '/watch NVDA',
            '/alert',
            '/alert NVDA',
            '/alert NVDA 130',
            '/alert NVDA -5% each',
            '/alert NVDA rsi-14 below 30',
            '/alert NVDA soon',
            '/alert screen golden-cross',
            '/alerts',
            '/screen',
            '/screen my leaders',
            '/screen golden-cross',
            '/screen leadrs',
            '/buy',
            '/buy NVDA',
            '/sell',
            '/cancel',
            '/approve',
            '/posiions',
            '/help today',
            'hrbn',
          ];
    for (const line of lines) await person.says(line);
    await expect(`${person.transcript.join('\n\n')}\n`).toMatchFileSnapshot(
      `transcripts/every-command.${language}.txt`,
    );
  });
});
