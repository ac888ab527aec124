import type * as en from '../en/deciding.ts';

export const deciding: typeof en.deciding = {
  remindWhen: '언제 다시 알려드릴까요?',
  moments: {
    'in-an-hour': (p) => `1시간 뒤 · ${p.at}`,
    'at-lunch': (p) => `점심에 · ${p.at}`,
    'before-the-close': (p) => `장 마감 전 · ${p.at}`,
  },
  remindedAt: (p) => `${p.at}에 한 번 다시 알려드려요.`,
  afterSkip: {
    'too-big': () => '앞으로 절반만 사기',
    'not-this-company': (p) => `${p.name} 제안 그만 받기`,
    'bad-moment': (p) => `${p.name} 3% 내리면 알려 주기`,
    'own-enough': (p) => `${p.name} 더 사지 않기`,
    'do-not-believe-it': () => '승인 기록 보기',
  },
};
