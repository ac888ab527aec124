import type { limits as english } from '../web-en/limits.ts';

export const limits: typeof english = {
  title: '한도',
  line: '이 계좌의 한도와 기간별 자금 배분',
  lead: '누가 요청하든 모든 매수는 이 한도를 거쳐요. 매도는 한도 때문에 막히지 않아요.',
  now: '지금 한도',
  names: {
    positionFractionMax: '한 종목, 계좌 대비',
    riskFractionMax: '한 번 손절, 계좌 대비',
    drawdownMax: '고점보다 줄면 매수 멈춤',
    dailyLossFractionMax: '하루 손실 뒤 매수 멈춤',
    ordersPerDayMax: '하루 매수 주문',
    openPositionsMax: '보유 종목',
  },
  split: '기간별 자금 배분',
  splitLead: '봇이 기간별로 계좌의 얼마까지 투자할 수 있는지예요. 직접 산 것은 어디에도 넣지 않아요.',
  parts: { short: '단기 (며칠)', mid: '중기 (몇 주)', long: '장기 (몇 달)' },
  percent: '%',
  total: (percent) => `더해서 ${percent}`,
  totalWrong: (percent) => `더해서 ${percent}예요. 100%가 되어야 해요.`,
  notNumber: '0부터 100까지의 숫자예요.',
  none: '아직 배분이 없어서 기간에 상관없이 모두 쓸 수 있어요. 위 숫자는 저장하기 전까지 제안이에요.',
  save: '배분 저장',
  end: '배분 끝내기',
  saved: '이제부터 이 배분을 따라요.',
  ended: '이제 배분이 없어요.',
};
