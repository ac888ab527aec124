import type * as en from '../web-en/orders.ts';

export const orders: typeof en.orders = {
  title: '주문',
  empty: '아직 주문이 없어요. 승인 한 번에 주문 하나가 나가고, 증권사의 답과 함께 여기에 나와요.',
  cancel: '주문 취소',
  cancelled: '증권사가 취소를 확인했어요.',
  filled: '체결',
  limit: '한도',
  market: '시장가',
  placed: '주문 시각',
  id: '우리 번호',
  brokerId: '증권사 번호',
  receipt: '무슨 일이 있었나, 차례로',
  proposal: '이 주문의 질문',
  reason: '이유',
  all: '전체',
  working: '진행 중',
  done: '체결',
  failed: '안 됨',
};
