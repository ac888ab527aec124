import type { Words } from '../en.ts';

export const analysis: Words['analysis'] = {
  tooFewBars: (v) => `분석과 예측은 마감된 봉 ${v.needs}개부터 볼 수 있어요. 지금은 ${v.has}개예요.`,
  title: '차트가 말하는 것',
  bar: (timeframe) => ({ '1d': '일', '1w': '주' })[timeframe as '1d' | '1w'] ?? '봉',
  head: (v) => `${v.symbol} 종가 ${v.close} (${v.asOf}), 봉 ${v.bars}개를 봤어요`,
  rating: (v) => `${v.of}가지 중 ${v.passed}가지가 좋게 나왔어요`,
  checks: {
    trend: (v) => `${v.count('fast')}봉 평균이 ${v.count('slow')}봉 평균 위`,
    'above-average': (v) => `종가가 ${v.count('slow')}봉 평균 위 (${v.figure('percent', 1)}%)`,
    momentum: (v) => `모멘텀 50~70 (RSI ${v.figure('rsi', 0)})`,
    macd: () => 'MACD가 신호선 위',
    volume: () => '요즘 오른 봉의 거래량이 내린 봉보다 많음',
    'not-stretched': (v) => `20봉 평균에서 멀지 않음 (보통 움직임의 ${v.times('times')})`,
    forecast: (v) => `예측이 종가보다 위 (${v.figure('percent', 1)}%)`,
    direction: (v) => `모델에 따르면 이런 경우 100번 중 ${v.count('times')}번 다음 봉이 상승`,
  },
  bullFlag: '상승 깃발형',
  pattern: (v) => (v.bars === 1 ? v.name : `${v.name}, 봉 ${v.bars}개`),
  nextBar: (v) =>
    `다음 ${v.bar === '봉' ? '봉' : v.bar === '일' ? '날' : '주'}은 ${v.low}~${v.high} 사이. 지난 ${v.of}번 중 ${v.inside}번 이런 범위 안에 머물렀어요`,
  forecast: (v) => `${v.ahead}${v.bar} 뒤 ${v.low}~${v.high} 사이, 가운데 ${v.median}`,
  notFitted: '이 봉들로는 추세를 맞출 수 없어 예측이 없어요',
  models: { prophet: '추세(Prophet)', trees: '다음 봉(트리)' },
  uses: {
    better: '썼어요',
    few: '쓰지 않았어요: 과거 예측이 30번보다 적어요',
    'no-better': '쓰지 않았어요: 늘 같은 쪽이라고 말하는 것보다 낫지 않아요',
    luck: '쓰지 않았어요: 이 정도 차이는 우연일 수 있어요',
    'not-fitted': '쓰지 않았어요: 이 봉들에서 배울 것을 찾지 못했어요',
  },
  up: '오른다',
  down: '내린다',
  did: (v) => `${v.total}번 중 ${v.right}번 적중, 늘 ${v.side}고 했으면 ${v.base}번`,
  tooFew: (v) => `과거 예측 ${v.total}번, 아직 판단하기엔 적어요`,
  inside: (v) => `${v.total}번 중 ${v.count}번 범위 안`,
  tried: (v) => `모델 ${v.count}개를 시험`,
  turns: (v) =>
    `전에 방향을 바꾼 가격: ${[
      v.support === null ? null : `아래 ${v.support}`,
      v.resistance === null ? null : `위 ${v.resistance}`,
    ]
      .filter((part) => part !== null)
      .join(', ')}`,
  turn: (v) => `${v.price} (${v.touches}번)`,
  levels: (v) =>
    `이 종가에 산다면 손절가 ${v.stop}, 익절가 ${v.target}, ${v.fromForecast ? '보통 움직임과 예측' : '보통 움직임'} 기준, 보통 ${v.horizon} 보유. 봇의 한도를 적용하기 전이에요`,
  horizons: { short: '며칠', mid: '몇 주', long: '몇 달' },
  progress: ({ done, of }) => `과거 예측 ${of}번 중 ${done}번`,
  further: '더 옛날까지 보기',
  band: '예측 범위',
  details: '이 종목에서 예측이 어땠는지',
};
