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

export const portfolioBrief: typeof en.portfolioBrief = {
  value: '평가액',
  curve: '평가액 추이',
  toStop: (percent) => `손절가까지 ${percent}`,
  pastStop: '손절가에 닿았어요',
  noStop: '손절 없음',
  stopBy: { broker: '손절은 증권사', nod: '손절은 Nod', none: '손절 지키는 곳 없음' },
  sold: '주문이 나갔어요. 결과는 여기와 홈에 나와요.',
  moved: '손절가를 바꿨어요.',
};

export const markBrief: typeof en.markBrief = {
  entry: '매수가',
  stop: '손절가',
  target: '익절가',
};

export const stopBrief: typeof en.stopBrief = {
  stoppedNow: '매수를 멈췄어요. 보유 종목은 계속 보호돼요.',
  haltedNow: '모두 파는 중이에요. 소식은 홈에서 알려드려요.',
  resumed: '봇이 다시 물어보고 살 수 있어요.',
  lifts: {
    reducing: '이 계좌에서 거래할 수 있는 누구나 풀 수 있어요.',
    halted: '푸는 것은 직접 하셔야 해요. 본인인지 확인해요.',
  },
  liftsByItself: {
    'clock-skew': '시계가 맞으면 저절로 풀려요.',
    'account-closed': '지난 기록은 볼 수 있고, 여기서 다시 사지는 않아요.',
    'stale-data': '새 가격이 들어오면 저절로 풀려요.',
  },
  afterLoss: {
    'daily-loss': '누가 풀어도 오늘은 더 사지 않아요.',
    drawdown: '풀면 더 허용하실 때까지 봇은 평소의 절반만 사요.',
  },
  botSize: (size) => `봇은 평소 크기의 ${size}까지만 사요.`,
  botSizeLook: '한도',
};

export const ledgerBrief: typeof en.ledgerBrief = {
  title: '거래 내역',
  types: {
    deposit: '입금',
    withdrawal: '출금',
    buy: '매수',
    sell: '매도',
    dividend: '배당',
    fee: '수수료',
    tax: '세금',
    split: '분할',
    conversion: '환전',
    interest: '이자',
  },
  booked: '기록했어요.',
};
