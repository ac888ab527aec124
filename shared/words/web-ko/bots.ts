import { UNVISITED_DAYS } from '../../domain/absence.ts';
import { riskLevels } from '../ko/risk-levels.ts';
import type * as en from '../web-en/bots.ts';
import { botBrief } from './on-home.ts';

export const risk: typeof en.risk = {
  low: {
    name: riskLevels.low,
    said: `위험 ${riskLevels.low}`,
    line: (stop, target) => `손절 −${stop}, 익절 +${target}`,
  },
  medium: {
    name: riskLevels.medium,
    said: `위험 ${riskLevels.medium}`,
    line: (stop, target) => `손절 −${stop}, 익절 +${target}`,
  },
  high: {
    name: riskLevels.high,
    said: `위험 ${riskLevels.high}`,
    line: (stop, target) => `손절 −${stop}, 익절 +${target}`,
  },
};

export const autonomy: typeof en.autonomy = {
  suggest: { name: '알려만 줌', line: '아무것도 보내지 않아요. 무엇을 할지 보여만 줘요.' },
  ask: { name: '물어봄', line: '살 때마다 승인을 기다려요. 답이 없으면 사지 않아요.' },
  'ask-above': { name: '금액 넘으면 물어봄', line: '작은 매수는 스스로 하고, 큰 매수와 처음 사는 종목은 물어봐요.' },
  auto: {
    name: '알아서 함',
    line: `한도 안에서 스스로 사고 알려줘요. ${UNVISITED_DAYS}일 동안 들어오지 않으시면 매수를 멈추고 보호만 해요.`,
  },
};

export const sells: typeof en.sells = {
  'sell-and-tell': { name: '팔고 알려줌', line: '보유할 이유가 사라지면 팔고 알려줘요.' },
  'ask-then-sell': { name: '물어보고, 답 없으면 팖', line: '의견에 따른 매도는 먼저 물어보고, 답이 없으면 팔아요.' },
  ask: {
    name: '물어보고, 답 없으면 보유',
    line: '의견에 따른 매도는 먼저 물어보고, 답이 없으면 그대로 보유해요. 손절은 남아요.',
  },
};

export const strategy: typeof en.strategy = {
  'ma-cross': { name: '추세 따라가기', line: '20일 평균이 50일 평균 위로 오르고 거래량이 받쳐 줄 때 사요.' },
  'mean-reversion': { name: '눌림목 사기', line: '오르는 중에 크게 빠진 날 사고, 되돌아올 때 팔아요.' },
  breakout: { name: '돌파', line: '20봉 최고가 위에서 마감하고 거래량이 받쳐 줄 때 사요.' },
  'momentum-rotation': { name: '순환', line: '가장 많이 오른 종목을 사고, 다른 종목이 앞서면 바꿔요.' },
  pivot: { name: '피벗', line: '오르는 중에 가격이 피벗 위로 돌아올 때 사요.' },
  forecast: { name: '예측', line: '기록된 예측을 따라요. 늘 같은 답보다 나았던 종목에서만요.' },
  'index-rebalancing': { name: '지수 변경', line: '지수 편입이 발표된 종목을 사고, 편입되면 팔아요.' },
  'weighted-vote': { name: '투표', line: '여러 전략이 비중을 두고 투표해서 충분히 모이면 사요.' },
};

export const bots: typeof en.bots = {
  ...botBrief,
  title: '봇',
  emptyTitle: '아직 봇이 없어요',
  running: (count) => `${count}개 가동 중`,
  nextLook: (time) => `다음 ${time}`,
  closest: (name) => `가장 가까운 종목 ${name}`,
  asked: (names) => `${names} 제안`,
  result: '결과',
  ofAmount: (amount) => `${amount} 중`,
  invested: '투자 중',
  free: '남은 돈',
  trades: '거래',
  wonOf: (wins, total) => (total === 0 ? '아직 없음' : `${total}번 중 ${wins}번 이익`),
  tooFew: '아직 판단하기엔 적어요',
  ends: (date) => `${date}까지`,
  realised: '확정',
  looks: '살펴본 기록',
  looksEmpty: '아직 살펴보지 않았어요. 봉이 닫힐 때마다 살펴보고, 아무것도 없어도 한 줄을 남겨요.',
  pause: '매수 멈추기',
  resume: '다시 사게 하기',
  paused: '다시 시작할 때까지 사지 않아요. 열린 질문은 거두고, 보유 종목은 계속 보호돼요.',
  resumed: '다시 살펴보고 물어봐요.',
  settings: '할 수 있는 일',
  missing: (names) => `이 시장에 없음: ${names}`,
  missingMore: (names, more) => `이 시장에 없음: ${names} 외 ${more}개`,
  watches: (count) => `${count}종목을 봐요`,
  position: '보유',
  positionsNone: '지금은 보유한 것이 없어요',
  saved: '저장했어요. 다음에 살펴볼 때부터 적용돼요.',
  asksAbove: '이 금액 넘으면 물어봄',
};

export const newBot: typeof en.newBot = {
  title: '새 봇',
  lead: '모두 알맞은 값으로 채워 두었어요. 바꾸고 싶은 것만 바꾸세요.',
  amount: '봇의 돈',
  amountHint: (free) => `이 계좌에 ${free} 남음`,
  risk: '위험을 얼마나',
  stopNote:
    '질문마다 종목이 보통 움직이는 폭으로 손절가를 정해요. 여기보다 멀어지지는 않고, 익절가는 손절가와 같은 비율이에요.',
  alone: '혼자서 무엇까지 해도 되나요?',
  askAbove: '이 금액 넘으면 물어봄',
  weeks: '얼마 동안',
  weeksValue: (weeks) => `${weeks}주`,
  name: '이름',
  namePlaceholder: '비워 두면 지어 줘요',
  strategy: '보는 방법',
  sells: '팔고 싶을 때',
  numbers: '설정값',
  usual: (value) => `보통 ${value}`,
  between: (min, max) => `${min}에서 ${max} 사이`,
  addPart: '전략 추가',
  removePart: (name) => `${name} 빼기`,
  profile: '이 봇만의 위험 숫자',
  profileNote: '비워 두면 위험 단계대로예요. 여기서 정한 값은 다음 매수부터 적용되고, 계좌 한도는 그대로 지켜요.',
  profileParts: {
    stop: '손절가, 가격보다 최대 몇 % 아래',
    target: '익절가, 가격보다 몇 % 위',
    positionMax: '한 종목 최대, 봇 자금의 몇 %',
  },
  exits: '보유하는 동안',
  exitsNote: '비워 두면 쓰지 않아요. 손절가는 올라가기만 하고, 이미 보유한 종목에도 적용돼요.',
  breakEvenAt: '이익이 몇 R이면 손절가를 산 가격으로',
  breakEvenHint: '1 R은 살 때 손절가까지 잃을 수 있던 폭이에요.',
  trailPercent: '손절가가 최고가를 따라가는 폭 (%)',
  trailAtr: '손절가가 최고가를 따라가는 폭 (ATR의 몇 배)',
  maxBars: '몇 봉 뒤에 팔기',
  exitsInvalid: (min, max) => `비우거나 ${min}~${max} 사이의 숫자`,
  moreOptions: '더 고르기',
  create: '봇 시작',
  creating: '시작하는 중…',
  without: '묻지 않고 일어나는 일',
  withoutAsk: '손절과 익절은 스스로 팔아요. 사는 것은 승인을 기다려요.',
  withoutSuggest: '없어요. 무엇을 할지 알려만 줘요.',
  withoutAbove: (amount) => `${amount}까지의 매수와 모든 손절·익절은 스스로 해요.`,
  withoutAuto: '한도 안에서 스스로 사고, 손절과 익절로 팔고, 알려줘요.',
  preview: '돈으로 보면',
  previewFailed: '지금은 미리 볼 수 없어요. 한도는 그대로 지켜져요.',
  largest: '가장 큰 보유',
  cutBy: {
    'position-fraction': '계좌의 종목 한도로 줄었어요',
    'risk-per-trade': '계좌의 거래당 위험 한도로 줄었어요',
    cash: '남은 예수금으로 줄었어요',
    'equal-weight': '똑같이 나눈 몫이에요',
    'capped-kelly': '기록으로 허용한 최대예요',
  },
  stopOut: '손절 한 번에 약',
  inARow: (count) => `약 ${count}번 이어지면 매수를 멈춰요`,
  stopsBelow: (amount) => `${amount} 아래면 매수를 멈춰요`,
  affordable: (count, all) => `${all}종목 중 ${count}종목을 살 수 있어요`,
  filledUp: '이 시장에는 목록의 종목이 적어서, 가장 많이 거래되는 종목으로 채웠어요',
  assumption: (month, year) => `한 달 ${month}, 1년이면 ${year}를 가정하고 만든 성향이에요. 예측이 아니에요.`,
  amountInvalid: '0보다 큰 금액, 예: 10000',
};

export const look: typeof en.look = {
  looking: (count) => `${count}종목을 살펴보는 중…`,
  asking: (names) => `${names}, 물어볼게요.`,
  nothing: '이번에는 통과한 것이 없어요.',
  waiting: '첫 살펴보기를 기다리는 중…',
  line: (time, count) => `${time} ${count}종목 살펴봄`,
  asked: (names) => `${names} 제안`,
  blocked: (name, reason) => `${name} 통과했지만 막힘: ${reason}`,
  closest: (name, detail) => `가장 가까운 ${name}: ${detail}`,
  next: (time) => `다음 ${time}`,
  firstLook: '첫 살펴보기',
};
