import type {
  AssumptionCode,
  BacktestRefusalCode,
  BarWarningCode,
  ExitKind,
  UNFILLED_CODES,
} from '../../domain/backtest-codes.ts';
import type { backtest as english } from '../en/backtest.ts';
import type { Fill, Phrase } from '../fill.ts';
import { backtestSaid } from './backtest-said.ts';

const share = (v: Fill, key: string): string => `${v.figure(key, 4)}%`;

const assumptions: Record<AssumptionCode, Phrase> = {
  'fills-at-next-open': () => '종가에 정한 것은 다음 시가에 체결돼요.',
  'stop-before-target': () => '한 봉이 손절가와 익절가에 모두 닿으면 손절로 봐요. 갭은 시가에 체결돼요.',
  'stops-raised-at-closes': () =>
    '손절가는 봉이 끝날 때 올라가서 다음 봉부터 쓰여요. 실제 시세에서는 그 사이에도 따라 올라가요.',
  'fees-of-market': () => '수수료와 세금은 그날그날 시장의 요율대로예요.',
  'fees-fraction': (v) =>
    v.raw('percent') === 0
      ? '수수료와 세금은 없어요.'
      : `매수와 매도마다 ${share(v, 'percent')} 수수료, 세금은 없어요.`,
  slippage: (v) =>
    `시가와 손절은 호가 차이 ${share(v, 'spread')}의 절반과 ${share(v, 'slippage')}만큼 불리하게 체결돼요.`,
  'no-slippage': () => '호가 차이와 미끄러짐이 없어요. 실제 체결은 이보다 나빠요.',
  'any-volume': () => '그날 거래량과 상관없이 한 번에 모두 체결돼요.',
  'volume-share': (v) => `한 봉 거래량의 ${share(v, 'percent')}까지만 체결되고, 남은 매수는 사라져요.`,
  'no-forecast-share': () =>
    '여기서는 예측이 수량, 손절가, 익절가를 바꾸지 않아요. 실제로는 기록이 좋은 예측이 줄이거나 당길 수 있어요.',
  'approved-at-once': () => '제안은 모두 바로 승인한 것으로 봐요.',
  'no-account-limits': () => '봇 자신의 규칙만 지켜요. 계좌 한도는 빠져 있어요.',
  'account-limits': () => '계좌 한도를 지켜요.',
  'strategy-alone': () => '전략만 시험해요. 스크린도, 전략 것이 아닌 손절도, 한도도 없어요.',
  'sized-all-in': () => '살 때마다 가진 돈을 모두 써요.',
  'sized-units': (v) => `살 때마다 ${v.count('units')}주씩이에요.`,
  'shorts-free': () => '공매도는 빌리는 값이 없고 언제나 할 수 있다고 봐요.',
  'end-left-open': () => '끝에 남은 것은 마지막 종가로 셈해요.',
  'end-closed-at-open': () => '끝에 남은 것은 마지막 시가에 정리해요.',
  'dividends-paid': () => '배당은 세금 없이 현금으로 들어와요.',
  'no-dividends': () => '배당은 없어요.',
};

const warnings: Record<BarWarningCode, Phrase> = {
  'split-not-adjusted': (v) =>
    `${v.text('symbol')}: ${v.text('day')}에 하룻밤 사이 ${v.count('percent')}% 움직였어요. 봉에 반영되지 않은 분할 같아요.`,
  'bars-without-volume': (v) => `${v.text('symbol')}: 봉 ${v.count('of')}개 중 ${v.count('bars')}개는 거래가 없었어요.`,
  'bars-missing': (v) =>
    `${v.text('symbol')}: ${v.count('gaps')}곳에 봉이 빠져 있어요. 가장 긴 곳은 ${v.text('from')}부터 ${v.count('days')}일이에요.`,
};

const refusals: Record<BacktestRefusalCode, Phrase> = {
  'no-instruments': () => '시험할 종목이 없어요. 종목을 알려 주세요.',
  'bars-invalid': (v) =>
    `${v.text('symbol')}: ${v.count('bar')}번째 봉(${v.text('day')})은 있을 수 없는 값이라(${v.text('why')}) 시험하지 않았어요.`,
  'no-bars-in-range': (v) => `이 기간에는 봉이 ${v.count('bars')}개뿐이라 너무 적어요.`,
  'windows-longer-than-data': (v) => `이 전략에는 봉 ${v.count('needed')}개가 필요한데 ${v.count('bars')}개뿐이에요.`,
  'short-not-for-bots': () => '봇은 공매도를 하지 않아요. 전략만 시험해 주세요.',
  'several-currencies': () => '통화가 다른 종목이 섞여 있어요. 통화별로 따로 시험해 주세요.',
  'number-out-of-range': (v) => `${v.text('name')} 값으로 ${v.text('value')}은 쓸 수 없어요.`,
  'too-many-bars': (v) =>
    `봉 ${v.count('bars')}개는 한 번에 너무 많아요. 최대 ${v.count('limit')}개예요. 기간을 줄이거나 더 긴 봉을 골라 주세요.`,
  'too-many-tries': (v) =>
    `봉 ${v.count('bars')}개에 ${v.count('tries')}번 시험은 한 번에 너무 많아요. 최대 ${v.count('limit')}번이에요. 값을 줄이거나 기간을 줄여 주세요.`,
  'nothing-to-try': () => '전략에 맞는 조합이 하나도 없어 시험하지 않았어요.',
  'nothing-to-choose': (v) =>
    `${v.count('tries')}번의 시험 중 고를 수치가 있는 것이 없어요. 거래가 없었거나 기간이 너무 짧아요.`,
  'too-few-trades': (v) =>
    `뽑아 볼 끝난 거래가 ${v.count('trades')}번뿐이에요. 적어도 ${v.count('needed')}번이 필요해요. 기간을 늘리거나 봉 묶음으로 뽑아 주세요.`,
};

const exits: Record<ExitKind, string> = {
  strategy: '전략의 정리',
  stop: '손절',
  target: '익절',
  trail: '추적 손절',
  'break-even': '본전 손절',
  time: '보유 기간 끝',
  end: '시험 끝',
  ruin: '돈이 남지 않음',
};

const unfilled: Record<(typeof UNFILLED_CODES)[number], string> = {
  'opened-above-ceiling': '최대 가격보다 높게 시작',
  'opened-below-stop': '손절가보다 낮게 시작',
  'open-missed': '다음 날 시가가 없음',
  'still-held': '앞의 보유분이 아직 팔리지 않음',
  'no-volume': '거래가 없음',
  'partly-filled': '일부만 체결',
  'no-buying-power': '돈이 모자람',
  split: '사이에 분할이 있음',
  end: '시험이 끝남',
  ruin: '돈이 남지 않음',
};

export const backtest: typeof english = {
  hypothetical: '가정이에요. 과거 가격이고 실제 주문은 없어요. 앞날을 말해 주지 않아요.',
  fewDays: (p) => `${p.days}일이 안 되는 기간이라 1년으로 늘린 수치는 뺐어요.`,
  fewTrades: (p) => `끝난 거래 ${p.count}번: 아직 판단하기엔 적어요.`,
  noLookAhead: (p) => `뒤의 봉을 자르거나 바꿔도 지난 결정 ${p.compared}개는 그대로예요. 앞날을 미리 보지 않아요.`,
  looksAhead: '이 전략은 앞날을 미리 봐요. 뒤의 봉을 바꾸니 지난 결정이 달라졌어요. 결과를 믿지 마세요.',
  assumptions,
  warnings,
  refusals,
  exits,
  unfilled,
  said: backtestSaid,
  figures: {
    finalEquity: '마지막 금액',
    returnFraction: '수익률',
    buyAndHold: '사서 그대로 뒀다면',
    annualReturn: '한 해에',
    annualVolatility: '한 해 변동',
    sharpe: '샤프 지수',
    sortino: '소르티노 지수',
    calmar: '칼마 지수',
    maxDrawdown: '고점 대비 가장 큰 하락',
    maxDrawdownMs: '고점 아래로 가장 길게',
    closedTrades: '끝난 거래',
    openTrades: '아직 열린 거래',
    winRate: '이익 난 거래',
    bestTrade: '가장 좋은 거래',
    worstTrade: '가장 나쁜 거래',
    profitFactor: '손실 1에 이익',
    expectancy: '거래당 평균',
    sqn: 'SQN',
    exposure: '끝난 거래를 보유한 시간',
    annualTurnover: '한 해 회전율',
    fees: '수수료와 세금',
    dividends: '배당',
  },
};
