import type { outcomes as en } from '../en/outcomes.ts';
import type { Phrase } from '../fill.ts';
import { josa } from '../josa.ts';
import { states } from './states.ts';

const { skipReasons } = states;

const brokerWords = {
  'insufficient-shares': '팔 수 있는 수량이 모자라요',
  'insufficient-cash': '주문가능금액이 모자라요',
} as const;

export const outcomes: Record<keyof typeof en, Phrase> = {
  'asks-always': () => '이 봇은 살 때마다 물어봐요',
  'above-amount': (v) => `금액이 혼자 쓸 수 있는 ${josa(v.money('amount'), '을/를')} 넘어요`,
  'first-trade': () => '이 봇이 처음 사는 종목이에요',
  'acts-alone': () => '이 봇은 알아서 해요',
  'only-tells': () => '이 봇은 본 것을 알려만 줘요',
  'sells-asked': () => '이 봇은 팔기 전에 물어봐요',
  'sells-unless-told': () => '이 봇은 팔기 전에 묻고, 답이 없으면 팔아요',
  skipped: (v) =>
    Object.hasOwn(skipReasons, v.text('reason'))
      ? skipReasons[v.text('reason') as keyof typeof skipReasons]
      : v.has('reason')
        ? v.text('reason')
        : '적지 않음',
  'done-by-hand': () => '직접 하셨어요',
  'buying-stopped': () => '매수를 멈췄어요',
  'skipped-lately': () => '최근에 넘기셨어요',
  'unanswered-lately': () => '지난 질문에 답이 없었어요',
  'questions-per-day': (v) => `오늘 이미 ${v.count('limit')}번 물어봤어요`,
  'too-small': (v) => `쓸 수 있는 돈은 ${v.money('has')}, 가장 작은 주문은 ${josa(v.money('needs'), '이에요/예요')}`,
  'rate-unknown': () => '환율을 몰라요',
  'price-unknown': () => '시세를 몰라요',
  'opened-above-ceiling': (v) =>
    v.has('opened') ? `${v.price('opened')}에 시작해 정하신 가격을 넘었어요` : '정하신 가격을 넘었어요',
  'opened-below-stop': (v) => `${v.price('opened')}에 시작해 손절가 이하였어요`,
  split: () => '주식이 분할됐어요',
  'cancelled-by-person': () => '직접 취소하셨어요',
  'broker-refused': (v) =>
    Object.hasOwn(brokerWords, v.text('words'))
      ? brokerWords[v.text('words') as keyof typeof brokerWords]
      : '증권사가 알 수 있는 이유를 말하지 않았어요',
  'insufficient-shares': () => '팔 수 있는 수량이 모자라요',
  'no-answer': () => '증권사의 답이 아직 없어요',
  'paper-health': () => 'Nod의 모의 증권사예요. 항상 연결돼 있어요',
  'sold-already': () => '이미 팔았거나 파는 중이에요',
  'protection-first': () => '손절이나 익절이 먼저예요',
  'grant-gone': () => '승인한 사람에게 이제 권한이 없어요',
  'never-reached-broker': () => '증권사에 닿지 않았어요',
  restored: () => '그 뒤에 Nod가 백업이나 복사본에서 되살아났어요',
  'sell-everything': () => '전부 매도를 고르셨어요',
  person: () => '직접 고르셨어요',
  drawdown: () => '계좌가 고점보다 너무 많이 줄었어요',
  'bot-drawdown': () => '봇 자금이 고점보다 너무 많이 줄었어요',
  ended: () => '기간이 끝났어요',
};
