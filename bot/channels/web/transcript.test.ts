import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#shared/contract/session.ts';
import { anOrder } from '../../testing/trading-builders.ts';
import { aPerson } from './scripted-person.ts';

describe.each(LANGUAGES)('the web chat (%s)', (language) => {
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
