import type { AssumptionCode, BarWarningCode } from '../../domain/backtest-codes.ts';
import type { backtestSaid as english } from '../en/backtest-said.ts';
import type { Phrase } from '../fill.ts';
import { josa } from '../josa.ts';

const brief: Record<AssumptionCode, Phrase> = {
  'fills-at-next-open': () => '다음 시가 체결',
  'stop-before-target': () => '익절보다 손절 먼저',
  'stops-raised-at-closes': () => '손절가는 종가에 올림',
  'fees-of-market': () => '시장 수수료와 세금',
  'fees-fraction': (v) =>
    v.raw('percent') === 0 ? '수수료와 세금 없음' : `매매마다 수수료 ${v.figure('percent', 4)}%`,
  slippage: (v) => `호가 차이 ${v.figure('spread', 4)}%, 미끄러짐 ${v.figure('slippage', 4)}%`,
  'no-slippage': () => '호가 차이와 미끄러짐 없음',
  'any-volume': () => '수량 제한 없이 체결',
  'volume-share': (v) => `거래량의 ${v.figure('percent', 4)}%까지`,
  'no-forecast-share': () => '예측은 수량에 안 씀',
  'approved-at-once': () => '제안은 모두 승인',
  'no-account-limits': () => '계좌 한도 없음',
  'account-limits': () => '계좌 한도 지킴',
  'strategy-alone': () => '전략만, 한도 없음',
  'sized-all-in': () => '매번 전액 매수',
  'sized-units': (v) => `매번 ${v.count('units')}주`,
  'shorts-free': () => '공매도 비용 없음',
  'end-left-open': () => '남은 것은 마지막 종가로',
  'end-closed-at-open': () => '끝에 모두 정리',
  'dividends-paid': () => '배당 세금 없음',
  'no-dividends': () => '배당 없음',
};

const odd: Record<BarWarningCode, Phrase> = {
  'split-not-adjusted': (v) => `${v.text('day')}에 분할 같은 움직임`,
  'bars-without-volume': (v) => `${v.count('of')}개 중 ${v.count('bars')}개는 거래 없음`,
  'bars-missing': (v) => `빠진 곳 ${v.count('gaps')}개, 가장 길게 ${v.count('days')}일`,
};

export const backtestSaid: typeof english = {
  chooseTitle: '과거 가격으로 무엇을 시험할까요?',
  chooseLine: '내 봇을 거래하는 그대로, 또는 종목 하나를 시험해요. 고르거나 이름을 적어 주세요.',
  chooseHow:
    '전략, 기간, 금액도 순서 상관없이 “백테스트 돌파 엔비디아 5년 10,000달러”나 “백테스트 엔비디아 2020..2024”처럼 적을 수 있어요.',
  strategyTitle: (p) => `${p.name}: 어떤 전략으로 할까요?`,
  noStrategy: (p) => `“${p.word}”라는 전략은 없어요`,
  otherCurrency: (p) => `${p.name}의 가격은 ${josa(p.currency, '이에요/예요')}. 그 통화로 적거나 금액을 빼 주세요.`,
  currencies: { USD: '달러', KRW: '원' },
  ownAmount: '봇은 자기 금액으로 시험해서, 적어 주신 금액은 쓰지 않았어요.',
  running: (p) => `과거 가격으로 시험하는 중: ${p.what}`,
  runningLine:
    '몇 초, 드물게 몇 분 걸려요. 메시지를 고칠 수 있는 곳에서는 결과가 저절로 오고, 아니면 ‘보기’를 눌러 주세요.',
  progress: (p) => `${p.done} 끝남`,
  failed: (p) => `결과가 없어요: ${p.what}`,
  cancelled: (p) => `시험을 취소했어요: ${p.what}`,
  cancelledLine: '남긴 것은 없어요.',
  result: (p) => `${p.what} 백테스트: ${p.own}, 보유만 했다면 ${p.held}`,
  span: (p) => `${p.from}부터 ${p.to}까지, ${p.bars}, 시작 금액 ${p.cash}`,
  by: (p) => `전략: ${p.strategy}${p.settings === null ? '' : ` (${p.settings})`}`,
  worth: (p) => `마지막 금액 ${p.end} (${p.own}), 사서 그대로 뒀다면 ${p.heldEnd} (${p.held})`,
  fall: (p) => `고점 대비 가장 큰 하락 ${p.own}, 보유만 했다면 ${p.held}`,
  trades: (p) =>
    `끝난 거래 ${p.closed}번 중 이익 ${p.won}번${p.share === null ? ', 아직 판단하기엔 적어요' : ` (${p.share})`}`,
  stillOpen: (p) => `아직 열린 거래 ${p.open}번`,
  noTrades: (p) => `한 번도 사지 않았어요${p.why === null ? '' : `: ${p.why}`}`,
  costs: (p) => `수수료와 세금 ${p.amount}`,
  reckoned: (p) => `셈한 방법: ${p.parts}`,
  warned: (p) => `봉에서 눈에 띄는 점: ${p.parts}`,
  odd,
  hypothetical: '가정이에요. 과거 가격이고 실제 주문은 없어요. 앞날을 약속하지 않아요.',
  brief,
  buttons: {
    show: '보기',
    cancel: '시험 취소',
    strategy: '다른 전략',
    whole: '과거 전체',
    makeBot: '이걸로 봇 만들기',
    theBot: '그 봇',
    luck: '운이었을까요?',
    another: '다른 시험',
    again: '다시 시험',
    result: '결과 보기',
    research: '연구실 열기',
    last: (p) => `지난 시험: ${p.what}`,
  },
  luckTitle: '운이었을까요?',
  luckLines: {
    walk: '전진 분석은 한 구간에서 설정을 고르고, 고를 때 보지 못한 다음 구간에 시험해요.',
    paths: '몬테카를로는 이 과거의 거래나 날을 섞어 다른 과거를 많이 만들어요. 얼마나 다를 수 있었는지 보여 줘요.',
    where: '둘 다 앱의 더 보기 → 연구실에 있어요.',
  },
  picture: {
    title: (p) => `백테스트: ${p.what}`,
    own: '전략',
    held: '사서 그대로',
    fall: (p) => `고점 대비, 최대 ${p.deepest}`,
    foot: (p) => `${p.bars}. 가정이에요: 실제 주문은 없었고 추천이 아니에요`,
  },
};
