import type { funnel as enFunnel, misses as enMisses, reasons as enReasons } from '../en/reasons.ts';
import type { Fill } from '../fill.ts';
import { denies } from './checks.ts';

const line = (v: Fill, key: string): string => (v.daily ? `${v.count(key)}일선` : `${v.count(key)}봉 평균선`);
const sign = (v: Fill, key: string): string => (v.raw(key) > 0 ? '+' : '');

export const reasons: typeof enReasons = {
  ...denies,
  uptrend: (v) => `${line(v, 'fast')}이 ${line(v, 'slow')}보다 ${sign(v, 'percent')}${v.figure('percent')}% 위`,
  momentum: (v) => `상승 힘 유지 (RSI ${v.count('rsi')})`,
  'volume-multiple': (v) => `거래량 ${v.times('times')}`,
  'rising-average': (v) => `${line(v, 'slow')} 상승 (${sign(v, 'percent')}${v.figure('percent')}%)`,
  oversold: (v) => `추세 속에서 많이 내림 (RSI ${v.count('rsi')})`,
};

export const funnel: typeof enFunnel = {
  uptrend: '상승 추세',
  momentum: '상승 힘이 있는',
  volume: '거래량이 붙은',
  rising: '오름세',
  oversold: '과매도',
};

export const misses: typeof enMisses = {
  uptrend: (v) => `추세 ${v.percent('short')} 부족`,
  momentum: (v) => `상승 힘 ${v.figure('has', 0)}, 필요 ${v.figure('needs', 0)}`,
  volume: (v) => `거래량 ${v.times('has')}, 필요 ${v.times('needs')}`,
  rising: (v) => `오름세까지 ${v.percent('short')} 부족`,
  oversold: (v) => `RSI ${v.figure('has', 0)}, 필요 ${v.figure('needs', 0)} 이하`,
};

export const unnamedReason = '아직 설명이 없는 이유';
export const unnamedFilter = '남은';
export const unnamedMiss = '조건 하나 부족';
