import type { outcomes as en } from '../en/outcomes.ts';
import type { Fill, Phrase } from '../fill.ts';
import { josa } from '../josa.ts';
import { states } from './states.ts';

const { skipReasons } = states;

/** The broker’s name inside a sentence; `broker` is its code or its name. */
const brokerIn = (v: Fill): string => {
  if (!v.has('broker')) return '증권사';
  const code = v.text('broker').toLowerCase();
  return Object.hasOwn(states.brokers, code) ? states.brokers[code as keyof typeof states.brokers] : v.text('broker');
};

const brokerWords = {
  'insufficient-shares': '팔 수 있는 수량이 모자라요',
  'insufficient-cash': '주문가능금액이 모자라요',
  'buying-power': '주문가능금액이 모자라요',
  'not-authorised': '이 키로는 할 수 없는 일이에요',
  'not-tradable': '그곳에서 거래할 수 없는 종목이에요',
  'invalid-order': '이런 종류의 주문은 받지 않아요',
  'market-closed': '장이 닫혀 있어요',
  'wash-trade': '같은 종목에 반대 방향 주문이 열려 있어요',
  'account-blocked': '이 계좌의 거래를 막아 뒀어요',
  split: '주식이 분할됐어요',
} as const;

export const outcomes: Record<keyof typeof en, Phrase> = {
  'asks-always': () => '이 봇은 살 때마다 물어봐요',
  'above-amount': (v) => `금액이 혼자 쓸 수 있는 ${josa(v.money('amount'), '을/를')} 넘어요`,
  'two-people': (v) => `${josa(v.money('amount'), '을/를')} 넘으면 두 사람이 승인해야 해요`,
  'first-live-trades': (v) => `실전 첫 거래가 ${v.count('left')}번 남았어요`,
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
  'handed-over': () => '이제 내 종목이에요',
  'account-closed': () => '이 계좌를 닫았어요',
  'bots-smaller': () => '이제 봇이 더 적게 사요',
  'skipped-lately': () => '최근에 넘기셨어요',
  'unanswered-lately': () => '지난 질문에 답이 없었어요',
  'stopped-asking': () => '묻기를 멈췄어요',
  'questions-per-day': (v) => `오늘 이미 ${v.count('limit')}번 물어봤어요`,
  'questions-per-day-in-all': (v) =>
    `오늘 이 계좌에서 이미 ${v.count('limit')}번 물어봤어요. 순위가 높은 것부터 물어봐요`,
  'too-small': (v) => `쓸 수 있는 돈은 ${v.money('has')}, 가장 작은 주문은 ${josa(v.money('needs'), '이에요/예요')}`,
  'rate-unknown': () => '환율을 몰라요',
  'volatility-unknown': () => '보통 얼마나 움직이는지 몰라서 이 봇의 방식으로 금액을 정할 수 없어요',
  'record-too-few': (v) =>
    `같은 조건이 ${v.count('has')}번뿐이라 아직 판단하기엔 적어요. 이 봇은 ${v.count('needs')}번부터 기록으로 금액을 정해요`,
  'record-without-edge': (v) =>
    `같은 조건 ${v.count('total')}번 중 ${v.count('wins')}번 이겨서, 기록으로는 넣을 금액이 없어요`,
  'price-unknown': () => '시세를 몰라요',
  'opened-above-ceiling': (v) =>
    v.has('opened') ? `${v.price('opened')}에 시작해 정하신 가격을 넘었어요` : '정하신 가격을 넘었어요',
  'opened-below-stop': (v) => `${v.price('opened')}에 시작해 손절가 이하였어요`,
  split: () => '주식이 분할됐어요',
  'cancelled-by-person': () => '직접 취소하셨어요',
  'broker-refused': (v) => {
    const said = Object.hasOwn(brokerWords, v.text('words'))
      ? brokerWords[v.text('words') as keyof typeof brokerWords]
      : null;
    if (said === null)
      return v.has('message') ? `증권사의 말: “${v.text('message')}”` : '증권사가 알 수 있는 이유를 말하지 않았어요';
    return v.has('has') && v.has('needs') ? `${said} (가능 ${v.money('has')}, 필요 ${v.money('needs')})` : said;
  },
  'insufficient-shares': () => '팔 수 있는 수량이 모자라요',
  'no-answer': () => '증권사의 답이 아직 없어요',
  'paper-health': () => 'Nod의 모의 증권사예요. 항상 연결돼 있어요',
  'health-connected': (v) => (v.has('age') ? `연결됨 · ${v.duration('age')} 전 확인` : '연결됨'),
  'health-slow': (v) => `느려요: ${josa(brokerIn(v), '이/가')} 요청을 제한해서 주문부터 보내요`,
  'health-silent': (v) => `느려요: ${josa(brokerIn(v), '이/가')} 먼저 알려 주지 않아서 체결과 시세를 물어보고 있어요`,
  'health-lost': (v) => {
    const parts: string[] = [];
    if (v.raw('atBroker') > 0) parts.push(`손절 ${v.count('atBroker')}개는 ${brokerIn(v)}에서 작동하고`);
    if (v.raw('atNod') > 0) parts.push(`${parts.length === 0 ? '손절 ' : ''}${v.count('atNod')}개는 연결돼야 작동하고`);
    const since = v.has('since') ? `${v.time('since')}부터 끊겼어요` : '끊겼어요';
    return `${since}: ${[...parts, '새 매수는 멈췄어요'].join(', ')}`;
  },
  'health-needs-you': (v) => `직접 하셔야 해요: ${brokerIn(v)}에 다시 로그인해 주세요`,
  'health-keys-refused': (v) => `직접 하셔야 해요: ${josa(brokerIn(v), '이/가')} 이 키를 더는 받지 않아요`,
  'health-account-blocked': (v) => `직접 하셔야 해요: ${josa(brokerIn(v), '이/가')} 이 계좌의 거래를 막아 뒀어요`,
  'health-clock-off': (v) => `직접 하셔야 해요: 이 컴퓨터의 시계가 ${v.duration('skew')} 어긋나 있어요`,
  'connection-lost': () => '지금 증권사에 연결되지 않아요',
  'connection-needs-you': () => '증권사 연결을 먼저 고쳐 주셔야 해요',
  'clock-skew': () => '이 컴퓨터의 시계가 어긋나 있어요',
  'stale-data': (v) => (v.has('ageMs') ? `${v.duration('ageMs')} 동안 새 가격이 없어요` : '지금 가격을 알 수 없어요'),
  'health-not-checked': (v) => `아직 확인 전이에요: ${brokerIn(v)}에 묻는 중이에요`,
  'unsettled-order': () => '이 종목의 다른 주문을 먼저 확인해 주셔야 해요',
  'too-late': () => '바꾸려던 주문이 이미 끝나 있었어요',
  'needs-human': () => '어떻게 됐는지 알아내지 못했어요',
  'not-placed': () => '증권사에 들어가지 않은 주문이에요',
  'not-a-question': () => '이제 답이 필요 없어요',
  'not-a-candidate': () => '증권사의 목록이 바뀌었으니 다시 봐 주세요',
  'never-placed-by-person': () => '들어가지 않은 주문이라고 하셨어요',
  'not-replaced': () => '주문을 바꾸지 못했어요',
  'cannot-replace': () => '그곳에서는 주문을 바꿀 수 없으니 취소하고 새로 내 주세요',
  'not-working': () => '이제 열려 있지 않은 주문이에요',
  'being-replaced': () => '이미 바꾸는 중이에요',
  'below-filled': () => '그보다 많이 체결됐어요',
  'filled-meanwhile': () => '바꾸는 사이에 체결됐어요',
  'protection-moved': () => '손절가나 익절가를 옮겼어요',
  'open-missed': () => '기다리던 장 시작이 지나갔어요',
  'sold-already': () => '이미 팔았거나 파는 중이에요',
  'exit-first': () => '같은 종목을 파는 주문이 먼저예요',
  'protection-first': () => '손절이나 익절이 먼저예요',
  'grant-gone': () => '승인한 사람에게 이제 권한이 없어요',
  'never-reached-broker': () => '증권사에 닿지 않았어요',
  restored: () => '그 뒤에 Nod가 백업이나 복사본에서 되살아났어요',
  'sell-everything': () => '전부 매도를 고르셨어요',
  'selling-taken-back': () => '매도를 취소하셨어요',
  // Why something is not sold yet.
  'waits-for-market': () => '장이 닫혀 있어요',
  'sale-not-confirmed': () => '먼저 낸 매도 주문이 아직 확인되지 않았어요',
  'sale-tried-again': () => '매도가 되지 않아 계속 시도하고 있어요',
  'global-stop': () => '모든 계좌에서 매수를 멈추셨어요',
  person: () => '직접 고르셨어요',
  drawdown: (v) =>
    v.has('has')
      ? `계좌가 ${v.money('has')}, 고점 대비 −${v.percent('fraction')}로 정하신 한도 ${v.percent('limit')}에 닿았어요`
      : '계좌가 고점보다 너무 많이 줄었어요',
  'daily-loss': (v) =>
    v.has('lost')
      ? `오늘 ${v.money('lost')}(${v.percent('fraction')}) 잃었어요. 정하신 한도는 ${v.percent('limit')}, ${v.money('allowed')}예요`
      : '하루에 정하신 만큼 손실이 났어요',
  'stop-outs': (v) =>
    v.has('lost')
      ? `최근 손절이 ${v.count('has')}번, 모두 ${v.money('lost')} 잃었어요. 정하신 한도는 ${v.count('limit')}번이에요`
      : '최근 손절이 너무 잦았어요',
  'foreign-writer': () => '우리 표시가 있는데 이 Nod가 보내지 않은 주문이 보였어요',
  'position-mismatch': () => '증권사 기록과 우리 기록이 달라요',
  'unconfirmed-order': () => '너무 오래 확인되지 않은 주문이 있어요',
  'reject-rate': () => '증권사가 주문을 잇달아 거부했어요',
  'order-rate': () => '있을 수 없을 만큼 많은 주문이 나가려 했어요',
  'audit-break': () => '기록의 앞뒤가 맞지 않아요',
  'may-not-trade': () => '이 계좌는 거래를 꺼 두셨어요',
  'bot-drawdown': () => '봇 자금이 고점보다 너무 많이 줄었어요',
  ended: () => '기간이 끝났어요',
  deleted: () => '삭제하셨어요',
  damaged: () => '설정을 읽을 수 없어요',
};
