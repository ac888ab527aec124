import type * as en from '../web-en/on-home.ts';

export const botBrief: typeof en.botBrief = {
  ended: '기간이 끝났어요',
  empty: '봇마다 자기 돈, 자기 한도, 보는 방법이 하나씩 있어요. 사기 전에 물어보고, 손절은 답을 기다리지 않아요.',
  make: '새 봇',
  lookedAt: (time) => `${time}에 살펴봄`,
  notLooked: '아직 살펴보지 않음',
};

export const connectionBrief: typeof en.connectionBrief = {
  mend: { 'try-now': '지금 시도', 'new-keys': '새 키 넣기', 'open-broker': '알파카 열기' },
  trying: '시도하는 중…',
  tried: (sentence) => `${sentence}.`,
  mayTradeIsOff: '꺼 두셨어요. 아무것도 사지 않아요. 손절과 직접 하는 매도는 계속돼요.',
};

export const decideBrief: typeof en.decideBrief = {
  stack: (place, total) => `${total}개 중 ${place}`,
  asksBuy: (bot) => `'${bot}'의 제안: 매수`,
  asksSell: (bot) => `'${bot}'의 제안: 매도`,
  shares: (quantity) => `${quantity}주`,
  waits: '시장이 기다려요',
  answerBy: (time) => `${time}까지 답해 주세요`,
  left: (duration) => `${duration} 남음`,
};
