import { josa } from '../josa.ts';
import type * as en from '../en/deciding.ts';

export const deciding: typeof en.deciding = {
  abroad: (p) => `현지 통화로 ${p.amount}, 환율 ${p.dollar} = ${p.rate} (${p.time})`,
  nodded: (p) => `2명 중 1명: ${p.name} 님이 ${p.time}에 승인했어요. 다른 한 사람을 기다려요`,
  needsTwo: (p) => `두 사람이 승인해야 해요: 금액이 ${josa(p.above, '을/를')} 넘어요`,
  remindWhen: '언제 다시 알려드릴까요?',
  moments: {
    'in-an-hour': (p) => `1시간 뒤 · ${p.at}`,
    'at-lunch': (p) => `점심에 · ${p.at}`,
    'before-the-close': (p) => `장 마감 전 · ${p.at}`,
  },
  remindedAt: (p) => `${p.at}에 한 번 다시 알려드려요.`,
  afterSkip: {
    'half-size': () => '앞으로 절반만 사기',
    'block-for-days': (p) => `${p.name} 90일 쉬기`,
    block: (p) => `${p.name} 더 사지 않기`,
    'not-before-earnings': () => '실적 발표 전엔 사지 않기',
    'tell-lower': (p) => `${p.name} 3% 내리면 알려 주기`,
    record: () => '승인 기록 보기',
  },
};
