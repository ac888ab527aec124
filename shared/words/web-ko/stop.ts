import type * as en from '../web-en/stop.ts';

export const stop: typeof en.stop = {
  title: '멈춤',
  stoppedTitle: '매수가 멈춰 있어요',
  buyTitle: '매수 멈추기',
  buyBody: '새로 사지 않아요. 대기 중인 주문은 취소해요. 손절과 익절은 계속 작동해요. 언제든 다시 풀 수 있어요.',
  buyAction: '지금 매수 멈추기',
  sellTitle: '모두 팔기',
  sellBody: '계좌를 정지하고, 모든 주문을 취소하고, 보유 종목을 시장가로 팔아요.',
  sellAction: '무엇이 팔리는지 보기',
  sellBill: '다음 가격에 이렇게 팔려요',
  sellConfirm: '지금 모두 팔기',
  sellingNow: '전부 파는 중이에요. 남은 것:',
  stoppedNow: '매수를 멈췄어요. 보유 종목은 계속 보호돼요.',
  haltedNow: '모두 파는 중이에요. 소식은 홈에서 알려드려요.',
  resumeTitle: '더 사지 않아요',
  resumeBody:
    '아직 사지 못한 주문은 취소하고 열린 제안은 거둬요. 보유 종목은 계속 보호돼요. 다시 시작하면 봇이 다시 물어봐요.',
  resumeAction: '다시 시작',
  moveTitle: '손절가 바꾸기',
  moveBody: '종목마다 손절가와 누가 지키는지 볼 수 있어요.',
  moveAction: '보유 종목',
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
  haltedTitle: '계좌가 정지됐어요',
  haltedBody: '보호를 위한 매도와 직접 하는 매도만 돼요. 푸는 것은 직접 결정하셔야 해요.',
};
