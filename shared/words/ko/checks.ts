import type { checkNames as enCheckNames, denies as enDenies, sizeBounds as enSizeBounds } from '../en/checks.ts';
import { josa } from '../josa.ts';
import { again, passes, usualDenies } from './reasons-on-home.ts';

export const checkNames: typeof enCheckNames = {
  mode: '매수 허용',
  'market-open': '장 열림',
  'session-kind': '장 종류',
  halted: '거래 정지 아님',
  'known-price': '시세 확인',
  spread: '매수·매도 호가 간격',
  'block-list': '차단 목록에 없음',
  'allow-list': '매수 허용 목록에 있음',
  earnings: '실적 발표 직전 아님',
  'short-sale': '공매도 아님',
  'lot-and-tick': '주문 단위와 호가',
  'price-limit': '상·하한가 이내',
  'minimum-price': '너무 싼 주식 아님',
  'exit-quantity': '보유 수량 이내',
  duplicates: '중복 아님',
  'opposes-holding': '다른 보유와 반대 아님',
  collar: '시세에 가까운 가격',
  liquidity: '충분한 거래대금',
  'position-size': '종목 비중',
  'position-amount': '종목 금액',
  'invested-max': '투자 허용 금액',
  'horizon-split': '보유 기간별 자금 배분',
  'exposure-gross': '전체 투자 비중',
  'exposure-net': '순 투자 비중',
  'sector-exposure': '업종 비중',
  correlation: '보유 종목과 다른 움직임',
  'risk-per-trade': '손절 시 손실',
  'portfolio-heat': '모두 손절될 때 손실',
  'buying-power': '계좌 예수금',
  'settled-cash': '결제된 예수금',
  'bot-budget': '봇 자금',
  'open-positions': '보유 종목 수',
  'orders-per-day': '오늘 주문 수',
  'orders-per-minute': '1분 주문 수',
  'day-trades': '당일 매매 횟수',
  cooldown: '손절 뒤 쉬는 기간',
  'stop-out-guard': '최근 손절 횟수',
  'low-performer': '최근 손실 종목 아님',
  'consecutive-losses': '연속 손실',
  'daily-loss': '오늘 손실',
  drawdown: '고점 대비 하락',
};

const horizons: Readonly<Record<string, string>> = { short: '단기', mid: '중기', long: '장기' };
const sessionKinds: Readonly<Record<string, string>> = {
  regular: '정규장',
  half: '단축 거래일',
  'opening-auction': '시가 동시호가',
  'closing-auction': '종가 동시호가',
  extended: '시간외 거래',
};

export const denies: typeof enDenies = {
  ...usualDenies,
  'account-may-not-trade': () => '이 계좌는 매수를 꺼 두었어요. 보유한 것은 계속 지켜요',
  'session-kind-not-allowed': (v) =>
    `지금은 ${sessionKinds[v.text('kind')] ?? '다른 종류의 장'} 시간이라 이 계좌는 사지 않아요`,
  'instrument-halted': (v) => `${v.text('symbol')} 거래가 정지됐어요`,
  'blocked-instrument': (v) => `${josa(v.text('symbol'), '은/는')} 차단 목록에 있어요`,
  'blocked-until': (v) => `${josa(v.text('symbol'), '은/는')} ${v.fullDay('until')}까지 차단 목록에 있어요`,
  'before-earnings': (v) =>
    `${josa(v.text('symbol'), '은/는')} ${v.raw('has') === 0 ? '오늘' : v.day('day')} 실적을 발표해요. 실적 발표 전 ${v.count('limit')}거래일 동안은 사지 않기로 하셨어요${again(v)}`,
  'earnings-unknown': (v) =>
    `${v.text('symbol')}의 실적 발표일을 여기서는 알 수 없어요. 실적 발표 전에는 사지 않기로 하셨어요`,
  'blocked-sector': (v) => `${josa(v.text('symbol'), '은/는')} 묻지 않기로 한 업종이에요`,
  'not-on-allow-list': (v) => `${josa(v.text('symbol'), '은/는')} 매수 허용 목록에 없어요`,
  'short-not-allowed': (v) => `${josa(v.text('symbol'), '은/는')} 갖고 있지 않고, 이 계좌는 공매도를 하지 않아요`,
  'below-lot': (v) => `${v.count('has')}주는 최소 주문 ${v.count('passes')}주보다 적어요`,
  'not-a-lot-multiple': (v) => `${v.count('has')}주는 주문할 수 없고 ${v.count('passes')}주는 돼요`,
  'not-on-tick': (v) =>
    `${josa(v.price('has'), '은/는')} 없는 호가예요. 호가 단위는 ${josa(v.price('tick'), '이에요/예요')}`,
  'outside-price-limit': (v) =>
    `${josa(v.price('has'), '은/는')} 오늘의 상·하한가 밖이에요. ${v.price('limit')}까지 주문할 수 있어요`,
  'price-too-low': (v) => `가격 ${josa(v.price('has'), '이/가')} 정하신 최저 ${v.price('limit')}보다 낮아요`,
  'exit-above-holding': (v) => `${v.count('has')}주는 팔 수 있는 ${v.count('limit')}주보다 많아요`,
  'opposes-holding': (v) => `같은 계좌의 다른 보유 ${v.count('quantity')}주와 반대 방향이에요`,
  'above-collar': (v) =>
    `${josa(v.price('has'), '은/는')} 시세보다 너무 높아요. 최대 ${josa(v.price('limit'), '이에요/예요')}`,
  'traded-too-little': (v) =>
    `보통 하루 거래대금 ${josa(v.money('has'), '은/는')} 정하신 최소 ${v.money('limit')}보다 적어요`,
  'order-too-large-for-market': (v) =>
    `${josa(v.money('has'), '은/는')} 하루 거래대금에 비해 많아요. 한도는 ${josa(v.money('limit'), '이에요/예요')}${passes(v)}`,
  'position-amount-too-large': (v) =>
    `종목 금액이 ${josa(v.money('has'), '이/가')} 되어 정하신 최대 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'first-trades-size': (v) =>
    `비중이 ${josa(v.money('has'), '이/가')} 돼요. 실전 첫 거래 동안은 ${v.money('limit')}까지예요${passes(v)}`,
  'invested-too-much': (v) =>
    `투자 금액이 ${josa(v.money('has'), '이/가')} 되어 정하신 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'horizon-full': (v) =>
    `${horizons[v.text('horizon')] ?? ''} 투자가 ${josa(v.money('has'), '이/가')} 돼요. 배분 한도는 ${v.money('limit')} (${v.figure('share', 1)}%)예요${passes(v)}`,
  'net-exposure-too-large': (v) =>
    `순 투자가 ${josa(v.money('has'), '이/가')} 되어 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'sector-unknown': (v) =>
    `${v.text('symbol')}의 업종을 몰라요. 업종 한도를 쓰시니, 한도 설정의 ‘sectors’에 업종을 적어 주세요`,
  'funds-too-large': (v) =>
    `펀드 투자가 ${josa(v.money('has'), '이/가')} 되어 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'too-correlated-with-all': (v) =>
    `보유 종목 전체와 비슷하게 움직여요. 상관계수 ${v.figure('has', 2)}, 한도 ${v.figure('limit', 2)}`,
  'stop-not-below-price': (v) => `손절가 ${josa(v.price('has'), '이/가')} 가격 ${v.price('limit')}보다 낮지 않아요`,
  'cash-not-settled': (v) =>
    `${josa(v.money('has'), '이/가')} 필요한데 결제된 예수금은 ${josa(v.money('limit'), '이에요/예요')}${passes(v)}`,
  'bot-drawdown': (v) => `봇 자금이 ${josa(v.money('has'), '이에요/예요')}. ${v.money('limit')} 아래에서는 사지 않아요`,
  'too-many-orders-in-a-minute': (v) => `1분 안에 ${v.count('has')}번째 주문이라 한도 ${v.count('limit')}건을 넘어요`,
  'too-many-day-trades': (v) =>
    `5거래일 동안 당일 매매가 ${v.count('has')}번이라 한도 ${v.count('limit')}번에 닿았어요. 손절되면 한 번 더 늘어요`,
  'lost-lately': (v) =>
    `최근 ${v.count('sessions')}거래일 동안 이 종목 ${v.count('count')}번의 거래가 ${v.money('has')} 손실이라 사지 않아요`,
};

export const sizeBounds: typeof enSizeBounds = {
  'position-max-bot': '봇의 한 종목 최대 금액',
  'position-fraction': '계좌의 한 종목 최대 금액',
  'risk-per-trade': '계좌의 거래당 최대 손실',
  'bot-cash': '봇에 남은 돈',
  'buying-power': '계좌 예수금',
  'horizon-split': '보유 기간별 자금 배분',
  'position-amount': '한 종목에 허용한 금액',
  'exposure-gross': '전체 투자 한도',
  'exposure-net': '순 투자 한도',
  'sector-exposure': '업종 한도',
  'portfolio-heat': '모두 손절될 때 손실 한도',
  'settled-cash': '결제된 예수금',
  liquidity: '하루 거래대금의 일부',
  'fixed-fraction': '봇의 거래당 고정 손실',
  'volatility-target': '봇의 보통 등락 폭',
  'equal-weight': '종목마다 같은 금액',
  'capped-kelly': '이 조건의 과거 기록 (켈리)',
  'invested-max': '이 계좌에 투자를 허용한 금액',
  forecast: '예측 (수량을 줄이기만 해요)',
  'bot-size-fraction': '봇이 평소의 일부만 사도록 정한 한도',
  'first-trades': '실전 첫 거래라 평소의 4분의 1',
};
