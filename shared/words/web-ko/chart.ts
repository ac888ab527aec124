import type { chart as en } from '../web-en/chart.ts';

export const chart: typeof en = {
  short: { open: '시', high: '고', low: '저', close: '종' },
  log: '로그 눈금',
  dragStop: '손절선을 끌어 옮길 수 있어요. 바꾸기 전에 먼저 확인해요. “손절가 바꾸기”로도 할 수 있어요.',
  lines: '지표',
  add: '지표 추가',
  addTitle: '차트에 지표 추가',
  search: 'RSI, 도지처럼 검색하세요',
  none: '그런 이름의 지표는 없어요.',
  place: { price: '가격 위에', panel: '따로 아래에', percent: '0에서 100까지', pattern: '캔들 패턴' },
  kinds: '지표 종류',
  remove: (name) => `${name} 빼기`,
  full: (count) => `${count}개까지 알아볼 수 있어요. 먼저 하나를 빼 주세요.`,
  bounds: (min, max) => `${min}~${max}`,
  wrong: (min, max) => `${min}에서 ${max} 사이의 숫자를 넣어 주세요.`,
  wrongWhole: (min, max) => `${min}에서 ${max} 사이의 정수를 넣어 주세요.`,
  rising: '뒤의 값이 앞의 값보다 커야 해요.',
  shown: '차트에 있어요',
  patternNote: '패턴은 봉의 모양만 말해요. 그다음 일은 말하지 않아요.',
};
