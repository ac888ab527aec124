import type { funnel as enFunnel, signalReasons as enSignalReasons } from '../en/reasons.ts';
import type { Fill } from '../fill.ts';
import { bars } from './misses.ts';

const line = (v: Fill, key: string): string => `${v.count(key)}${v.daily ? '일선' : '봉 평균선'}`;
const points = (v: Fill): string => `${v.figure('percent')}%`;
const days = (v: Fill): string =>
  v.raw('days') <= 0 ? '오늘' : v.raw('days') === 1 ? '내일' : `${v.count('days')}일 뒤`;

export const signalReasons: typeof enSignalReasons = {
  'fast-over-slow': (v) => `${bars(v)} 전 ${line(v, 'fast')}이 ${line(v, 'slow')} 돌파`,
  uptrend: (v) => `${line(v, 'fast')}이 ${line(v, 'slow')}보다 ${points(v)} 위`,
  momentum: (v) => `상승 힘 (RSI ${v.count('rsi')})`,
  'volume-multiple': (v) => `거래량 ${v.times('times')}`,
  rank: (v) =>
    v.raw('of') === 1
      ? `${v.count('looked')}종목에서 찾은 하나뿐인 종목`
      : `${v.count('looked')}종목에서 찾은 ${v.count('of')}종목 중 ${v.count('place')}위`,
  'rising-average': (v) => `${line(v, 'slow')} 상승 (+${points(v)})`,
  oversold: (v) => `추세 속에서 많이 내림 (RSI ${v.count('rsi')})`,
  'below-band': (v) => `최근 ${bars(v, 'period')}의 평소 범위보다 ${points(v)} 아래`,
  'above-band': (v) => `최근 ${bars(v, 'period')}의 평소 범위보다 ${points(v)} 위`,
  'setup-record': (v) => `같은 조건 ${v.count('total')}번 중 ${v.count('wins')}번 이익`,
  'no-record': () => '이 종목에서 같은 조건이 처음이라 판단할 수 없어요',
  'few-records': (v) => `같은 조건 ${v.count('total')}번 중 ${v.count('wins')}번 이익, 아직 판단하기엔 적어요`,
  'earnings-in-days': (v) => `${days(v)} 실적 발표`,
  'split-in-days': (v) => `${days(v)} 주식 분할`,
  overbought: (v) => `이미 많이 오름 (RSI ${v.count('rsi')})`,
  'far-above-average': (v) => `${line(v, 'slow')}보다 이미 ${points(v)} 위`,
  'late-cross': (v) => `돌파한 지 ${bars(v)}, 늦은 편`,
  'thin-volume': (v) => `거래가 뜸함 (거래량 ${v.times('times')})`,
  'stop-within-swings': (v) => `손절가가 평소 움직임의 ${v.times('times')} 거리밖에 안 됨`,
  'still-falling': (v) => `아직 내리는 중, ${bars(v)} 동안 ${points(v)}`,
  'below-average': (v) => `${line(v, 'slow')}보다 ${points(v)} 아래`,
  'forecast-used': (v) =>
    `예측을 썼어요: ${v.text('symbol')} ${v.count('total')}번 중 ${v.count('right')}번 적중, 늘 ${v.text('side') === 'down' ? '내린다' : '오른다'}고 했으면 ${v.count('base')}번`,
  'forecast-no-better': (v) =>
    `예측은 쓰지 않았어요: ${v.text('symbol')} ${v.count('total')}번 중 ${v.count('right')}번 적중, 늘 ${v.text('side') === 'down' ? '내린다' : '오른다'}고 했으면 ${v.count('base')}번, 동전 던지기 수준`,
  'forecast-luck': (v) =>
    `예측은 쓰지 않았어요: ${v.text('symbol')} ${v.count('total')}번 중 ${v.count('right')}번 적중, 늘 ${v.text('side') === 'down' ? '내린다' : '오른다'}고 했으면 ${v.count('base')}번, 우연일 수 있는 차이`,
  'forecast-not-now': (v) =>
    `예측은 쓰지 않았어요: 최근에 한 예측이 없어요. 그전에는 ${v.text('symbol')} ${v.count('total')}번 중 ${v.count('right')}번 적중`,
  'forecast-up': (v) => `예측: ${v.count('bars')}봉 뒤 오를 가능성 100번 중 ${v.count('chance')}번`,
  'support-below': (v) => `지금보다 ${points(v)} 아래, 손절가에 닿기 전 가격에서 ${v.count('turns')}번 다시 오름`,
  'resistance-above': (v) => `지금보다 ${points(v)} 위, 익절가에 닿기 전 가격에서 ${v.count('turns')}번 다시 내림`,
  'forecast-stop': (v) => `손절가를 예측 범위 아래쪽으로 당김: ${v.price('price')}`,
  'forecast-target': (v) => `익절가를 예측 범위 위쪽으로 당김: ${v.price('price')}`,
  'forecast-down': (v) => `예측: ${v.count('bars')}봉 뒤 내릴 가능성 100번 중 ${v.count('chance')}번`,
  'forecast-too-few': (v) =>
    `예측은 쓰지 않았어요: ${v.text('symbol')} 과거 예측 ${v.count('total')}번, 아직 판단하기엔 적어요`,
  'fast-under-slow': (v) => `${line(v, 'fast')}이 ${line(v, 'slow')} 아래로 내려옴`,
  'back-at-middle': (v) => `${line(v, 'period')}까지 회복`,
  'rsi-recovered': (v) => `충분히 회복 (RSI ${v.count('rsi')})`,
  'gain-since-entry': (v) => `산 뒤 ${points(v)} 오름`,
  'loss-since-entry': (v) => `산 뒤 ${points(v)} 내림`,
  'price-over-slow': (v) => `아직 ${line(v, 'slow')}보다 ${points(v)} 위`,
  'new-high': (v) => `최근 ${bars(v)} 최고가보다 ${points(v)} 위에서 마감`,
  'past-return': (v) => `${bars(v)} 동안 ${points(v)} 오름`,
  'over-pivot': (v) => `피벗보다 ${points(v)} 위에서 마감`,
  'joins-index': (v) => `${days(v)} 지수 편입 발표`,
  'votes-for': (v) => `전략 ${v.count('of')}개 중 ${v.count('votes')}개 동의 (비중 ${points(v)})`,
  'wide-channel': (v) => `최근 ${bars(v)} 동안 ${points(v)} 폭으로 출렁임`,
  'rose-far': (v) => `${bars(v)} 동안 이미 ${points(v)} 오름`,
  'near-resistance': (v) => `다음 저항선까지 ${points(v)}뿐`,
  'leaves-index': (v) => `${days(v)} 지수 제외 발표`,
  'votes-against': (v) => `전략 ${v.count('of')}개 중 ${v.count('votes')}개는 동의하지 않음 (비중 ${points(v)})`,
  'new-low': (v) => `최근 ${bars(v)} 최저가보다 ${points(v)} 아래에서 마감`,
  'momentum-gone': (v) => `${bars(v)} 동안 ${points(v)} 내림`,
  'fell-behind': (v) => `이제 ${v.count('of')}종목 중 ${v.count('place')}위, 다른 종목이 더 오름`,
  'under-support': (v) => `1차 지지선보다 ${points(v)} 아래에서 마감`,
  'under-pivot': (v) => `피벗보다 ${points(v)} 아래에서 마감`,
  'at-resistance': (v) => `2차 저항선보다 ${points(v)} 위에서 마감`,
  'in-index-now': () => '지수 변경이 이미 반영됨',
  'joins-named-index': (v) => `${days(v)} ${v.text('index')} 지수에 편입돼요. 지수를 따르는 펀드는 그때까지 사야 해요`,
  'leaves-named-index': (v) =>
    `${days(v)} ${v.text('index')} 지수에서 빠져요. 지수를 따르는 펀드는 그때까지 팔아야 해요`,
  'volume-times-usual': (v) => `거래량이 평소 ${v.count('days')}일의 ${v.times('times')}`,
  'day-change': (v) =>
    `하루 동안 ${v.figure('percent').replace(/^[-−]/, '')}% ${v.raw('percent') < 0 ? '내림' : '오름'}`,
  'target-reached': (v) => `${v.day('day')}에 정한 목표가 ${v.price('target')}에 ${v.count('days')}일 만에 닿음`,
  'checks-passed': (v) => `점검 ${v.count('of')}개 중 ${v.count('passed')}개가 긍정적`,
  'still-rising': (v) => `아직 오르는 중, ${bars(v)} 동안 ${points(v)}`,
};

export const funnel: typeof enFunnel = {
  uptrend: '상승 추세',
  momentum: '상승 힘이 있는',
  volume: '거래량이 붙은',
  rising: '오름세',
  oversold: '과매도',
  traded: '거래가 끊기지 않은',
  setup: '살 조건을 갖춘',
};

export const unnamedReason = '아직 설명이 없는 이유';
export const unnamedFilter = '남은';
