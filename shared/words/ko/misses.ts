import type { misses as enMisses } from '../en/misses.ts';
import type { Fill } from '../fill.ts';

export const bars = (v: Fill, key = 'bars'): string => `${v.count(key)}${v.daily ? '일' : '봉'}`;

export const misses: typeof enMisses = {
  uptrend: (v) => `상승 추세까지 ${v.percent('short')} 부족`,
  momentum: (v) => `상승 힘(RSI) ${v.figure('has', 0)}, 필요 ${v.figure('needs', 0)}`,
  volume: (v) =>
    v.times('has') === v.times('needs')
      ? `거래량이 필요한 ${v.times('needs')}에 조금 못 미침`
      : `거래량 ${v.times('has')}, 필요 ${v.times('needs')}`,
  rising: (v) => `오름세까지 ${v.percent('short')} 부족`,
  oversold: (v) => `RSI ${v.figure('has', 0)}, ${v.figure('needs', 0)} 이하여야 해요`,
  'cross-age': (v) => `돌파한 지 ${bars(v, 'has')}, ${bars(v, 'needs')} 이내여야 해요`,
  band: (v) => `내려와야 할 범위보다 ${v.percent('short')} 위`,
  rsi: (v) => `RSI ${v.figure('has', 0)}, ${v.figure('needs', 0)} 이하여야 해요`,
  traded: (v) => `거래된 봉 ${v.percent('has')}, 필요 ${v.percent('needs')}`,
  high: (v) => `새 고가까지 ${v.percent('short')} 부족`,
  pivot: (v) => `피벗보다 ${v.percent('short')} 아래`,
  place: (v) => `순위 ${v.count('has')}위, ${v.count('needs')}위 이내여야 해요`,
  forecast: (v) => `예측 100번 중 ${v.count('has')}번, 필요 ${v.count('needs')}번`,
  votes: (v) => `표 ${v.percent('has')}, 필요 ${v.percent('needs')}`,
};

export const unnamedMiss = '조건 하나 부족';
