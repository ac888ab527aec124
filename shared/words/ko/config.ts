import type { config as en } from '../en/config.ts';

export const config: typeof en = {
  'config.ma-cross.fast': '짧은 평균선 (봉 수)',
  'config.ma-cross.slow': '긴 평균선 (봉 수)',
  'config.ma-cross.fresh-bars': '돌파한 지 몇 봉까지 볼지',
  'config.ma-cross.volume-times': '거래량 (평소의 몇 배)',
  'config.ma-cross.fast-below-slow': '짧은 평균선이 긴 평균선보다 짧아야 해요.',
  'config.mean-reversion.period': '평소 범위 (봉 수)',
  'config.mean-reversion.deviations': '범위의 폭 (표준편차)',
  'config.mean-reversion.rsi-period': 'RSI (봉 수)',
  'config.mean-reversion.rsi-buy': '이 RSI 이하에서 매수',
  'config.mean-reversion.rsi-sell': '이 RSI 이상에서 매도',
  'config.mean-reversion.slow': '긴 평균선 (봉 수)',
};
