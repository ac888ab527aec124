import { minusShare } from '../minus-share.ts';
import { josa } from '../josa.ts';
import type * as en from '../web-en/portfolio.ts';
import { portfolioBrief } from './on-home.ts';

export const portfolio: typeof en.portfolio = {
  ...portfolioBrief,
  title: '자산',
  cash: '예수금',
  reserved: '주문에 묶임',
  sinceStart: '시작부터',
  belowPeak: (percent) => `고점 대비 ${minusShare(percent)}`,
  atPeak: '지금이 고점',
  curveEmpty: '곡선은 첫날부터 그려져요. 시장이 움직인 뒤 다시 보세요.',
  curveLabel: (from, to) => `${from}에서 ${to}까지의 평가액`,
  positions: '보유',
  orders: '최근 주문',
  ledger: '최근 거래 내역',
  seeAll: '모두 보기',
  average: '매수가',
  sellOther: '일부만, 또는 정한 가격에 팔기',
  held: { broker: '손절은 증권사가 지켜요', nod: '손절은 Nod가 지켜요(켜져 있을 때만)', none: '손절 없음' },
  by: { manual: '직접', external: 'Nod 밖 주문' },
  sell: '팔기',
  moveStop: '손절가 바꾸기',
  sellTitle: (name) => `${josa(name, '을/를')} 팔까요?`,
  sellBody: (quantity, value) => `${quantity}주, 약 ${value}, 다음 가격에 팔아요. 손절도 함께 사라져요.`,
  sellAction: '지금 팔기',
  moveTitle: (name) => `${name} 손절가 바꾸기`,
  moveBody: '손절가를 올리면 덜 잃고, 내리면 더 잃을 수 있어요.',
  moveNow: (price) => `(현재가 ${price})`,
  newStop: '손절가',
  atThisStop: (amount) => `손절되면 약 ${amount}`,
  exportCsv: 'CSV로 저장',
};
