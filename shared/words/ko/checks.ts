import type { Fill } from '../fill.ts';
import type { checkNames as enCheckNames, denies as enDenies, sizeBounds as enSizeBounds } from '../en/checks.ts';
import { josa } from '../josa.ts';

export const checkNames: typeof enCheckNames = {
  mode: '매수 허용',
  'market-open': '장 열림',
  'known-price': '시세 확인',
  'block-list': '차단 목록에 없음',
  'lot-and-tick': '주문 단위와 호가',
  'exit-quantity': '보유 수량 이내',
  duplicates: '중복 아님',
  'opposes-holding': '다른 보유와 반대 아님',
  collar: '시세에 가까운 가격',
  'position-size': '종목 비중',
  'invested-max': '투자 허용 금액',
  'horizon-split': '기간별 자금 배분',
  'risk-per-trade': '손절 시 손실',
  'buying-power': '계좌 예수금',
  'bot-budget': '봇 자금',
  'open-positions': '보유 종목 수',
  'orders-per-day': '오늘 주문 수',
  'daily-loss': '오늘 손실',
  drawdown: '고점 대비 하락',
};

const horizons: Readonly<Record<string, string>> = { short: '단기', mid: '중기', long: '장기' };

const passes = (v: Fill): string => (v.has('passes') && v.raw('passes') > 0 ? ` (${v.count('passes')}주면 통과)` : '');

export const denies: typeof enDenies = {
  unknown: () => '판단에 필요한 값을 아직 몰라요',
  'mode-reducing': () => '매수를 멈췄어요. 보유 종목은 계속 보호해요',
  'mode-halted': () => '직접 다시 시작할 때까지 모두 멈췄어요',
  'account-may-not-trade': () => '이 계좌는 매수를 꺼 두었어요. 보유한 것은 계속 지켜요',
  recovering: () => '증권사 기록과 다시 맞춰 보는 중이에요',
  'market-closed': (v) => (v.has('opensAt') ? `${v.dayTime('opensAt')}에 장이 열려요` : '장이 닫혀 있어요'),
  'quote-too-old': (v) => `시세가 ${v.duration('has')} 전 것이에요. ${v.duration('limit')} 이내여야 해요`,
  'blocked-instrument': (v) => `${josa(v.text('symbol'), '은/는')} 차단 목록에 있어요`,
  'blocked-sector': (v) => `${josa(v.text('symbol'), '은/는')} 묻지 않기로 한 업종이에요`,
  'below-lot': (v) => `${v.count('has')}주는 최소 주문 ${v.count('passes')}주보다 적어요`,
  'not-a-lot-multiple': (v) => `${v.count('has')}주는 주문할 수 없고 ${v.count('passes')}주는 돼요`,
  'not-on-tick': (v) =>
    `${josa(v.price('has'), '은/는')} 없는 호가예요. 호가 단위는 ${josa(v.price('tick'), '이에요/예요')}`,
  'exit-above-holding': (v) => `${v.count('has')}주는 팔 수 있는 ${v.count('limit')}주보다 많아요`,
  'duplicate-order': (v) =>
    v.has('limit')
      ? `${v.duration('has')} 전에 같은 주문을 보냈어요`
      : `같은 주문 ${v.count('quantity')}주가 이미 진행 중이에요`,
  'already-held': (v) => `이 봇이 이미 ${v.count('quantity')}주를 갖고 있어요`,
  'opposes-holding': (v) => `같은 계좌의 다른 보유 ${v.count('quantity')}주와 반대 방향이에요`,
  'above-collar': (v) =>
    `${josa(v.price('has'), '은/는')} 시세보다 너무 높아요. 최대 ${josa(v.price('limit'), '이에요/예요')}`,
  'position-too-large': (v) =>
    `비중이 ${josa(v.money('has'), '이/가')} 되어 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'first-trades-size': (v) =>
    `비중이 ${josa(v.money('has'), '이/가')} 돼요. 실전 첫 거래 동안은 ${v.money('limit')}까지예요${passes(v)}`,
  'invested-too-much': (v) =>
    `투자 금액이 ${josa(v.money('has'), '이/가')} 되어 정하신 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'horizon-full': (v) =>
    `${horizons[v.text('horizon')] ?? ''} 투자가 ${josa(v.money('has'), '이/가')} 돼요. 배분 한도는 ${v.money('limit')} (${v.figure('share', 1)}%)예요${passes(v)}`,
  'risk-too-large': (v) =>
    `손절하면 ${v.money('has')} 손실이라 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'stop-not-below-price': (v) => `손절가 ${josa(v.price('has'), '이/가')} 가격 ${v.price('limit')}보다 낮지 않아요`,
  'no-buying-power': (v) =>
    `${josa(v.money('has'), '이/가')} 필요한데 쓸 수 있는 돈은 ${josa(v.money('limit'), '이에요/예요')}${passes(v)}`,
  'bot-cash-short': (v) =>
    `${josa(v.money('has'), '이/가')} 필요한데 봇에 남은 돈은 ${josa(v.money('limit'), '이에요/예요')}${passes(v)}`,
  'bot-ended': (v) => (v.has('endedAt') ? `봇이 ${v.dayTime('endedAt')}에 끝났어요` : '봇이 끝났어요'),
  'bot-drawdown': (v) => `봇 자금이 ${josa(v.money('has'), '이에요/예요')}. ${v.money('limit')} 아래에서는 사지 않아요`,
  'too-many-positions': (v) => `${v.count('has')}번째 종목이 되어 한도 ${v.count('limit')}개를 넘어요`,
  'too-many-orders': (v) => `오늘 ${v.count('has')}번째 주문이라 한도 ${v.count('limit')}건을 넘어요`,
  'daily-loss-reached': (v) =>
    `계좌가 ${josa(v.money('has'), '이에요/예요')}. ${v.money('limit')} 아래에서는 오늘 더 사지 않아요`,
  'drawdown-reached': (v) =>
    `계좌가 ${josa(v.money('has'), '이에요/예요')}. ${v.money('limit')} 아래에서는 매수를 멈춰요`,
};

export const sizeBounds: typeof enSizeBounds = {
  'position-max-bot': '봇의 한 종목 최대 금액',
  'position-fraction': '계좌의 한 종목 최대 금액',
  'risk-per-trade': '계좌의 거래당 최대 손실',
  'bot-cash': '봇에 남은 돈',
  'buying-power': '계좌 예수금',
  'horizon-split': '기간별 자금 배분',
  'invested-max': '이 계좌에 투자를 허용한 금액',
  'first-trades': '실전 첫 거래라 평소의 4분의 1',
};
