import type * as en from '../web-en/stop.ts';
import { stopBrief } from './on-home.ts';

export const stop: typeof en.stop = {
  ...stopBrief,
  title: '멈춤',
  stoppedTitle: '매수가 멈춰 있어요',
  buyTitle: '매수 멈추기',
  buyBody: '새로 사지 않아요. 대기 중인 주문은 취소해요. 손절과 익절은 계속 작동해요. 언제든 다시 풀 수 있어요.',
  buyAction: '지금 매수 멈추기',
  allTitle: '모든 계좌',
  allBody: (names) => `계속 사는 계좌: ${names}.`,
  allAction: '모든 계좌 매수 멈추기',
  allStoppedNow: '어느 계좌에서도 사지 않아요. 보유 종목은 계속 보호돼요.',
  allStoppedTitle: '모든 계좌의 매수가 멈춰 있어요',
  allStoppedBody: (isYours) =>
    isYours
      ? '한꺼번에 멈췄고, 다시 시작하는 것도 한꺼번에 해요. 보유 종목은 계속 보호돼요.'
      : '이 Nod를 운영하는 분이 모든 계좌를 멈췄고, 그분이 다시 시작해요. 보유 종목은 계속 보호돼요.',
  allResumeAction: '모든 계좌 다시 시작',
  allResumed: '함께 멈췄던 계좌에서 다시 사요.',
  sellTitle: '모두 팔기',
  sellBody: '계좌를 정지하고, 모든 주문을 취소하고, 보유 종목을 시장가로 팔아요.',
  sellAction: '무엇이 팔리는지 보기',
  sellBill: '다음 가격에 이렇게 팔려요',
  sellConfirm: '지금 모두 팔기',
  sellingNow: '전부 파는 중이에요. 남은 것:',
  resumeTitle: '더 사지 않아요',
  resumeBody:
    '아직 사지 못한 주문은 취소하고 열린 제안은 거둬요. 보유 종목은 계속 보호돼요. 다시 시작하면 봇이 다시 물어봐요.',
  resumeAction: '다시 시작',
  moveTitle: '손절가 바꾸기',
  moveBody: '종목마다 손절가와 누가 지키는지 볼 수 있어요.',
  moveAction: '보유 종목',
  haltedTitle: '계좌가 정지됐어요',
  haltedBody: '보호를 위한 매도와 직접 하는 매도만 돼요. 푸는 것은 직접 결정하셔야 해요.',
};
