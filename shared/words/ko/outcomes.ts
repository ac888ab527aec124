import type { outcomes as en } from '../en/outcomes.ts';
import type { Phrase } from '../fill.ts';
import { josa } from '../josa.ts';
import { usualOutcomes } from './reasons-on-home.ts';

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
  ...usualOutcomes,
  'asks-always': () => '이 봇은 살 때마다 물어봐요',
  'above-amount': (v) => `금액이 혼자 쓸 수 있는 ${josa(v.money('amount'), '을/를')} 넘어요`,
  'two-people': (v) => `${josa(v.money('amount'), '을/를')} 넘으면 두 사람이 승인해야 해요`,
  'first-live-trades': (v) => `실전 첫 거래가 ${v.count('left')}번 남았어요`,
  'first-trade': () => '이 봇이 처음 사는 종목이에요',
  'acts-alone': () => '이 봇은 알아서 해요',
  'only-tells': () => '이 봇은 본 것을 알려만 줘요',
  'sells-asked': () => '이 봇은 팔기 전에 물어봐요',
  'sells-unless-told': () => '이 봇은 팔기 전에 묻고, 답이 없으면 팔아요',
  'handed-over': () => '이제 내 종목이에요',
  'account-closed': () => '이 계좌를 닫았어요',
  'rate-unknown': () => '환율을 몰라요',
  'volatility-unknown': () => '보통 얼마나 움직이는지 몰라서 이 봇의 방식으로 금액을 정할 수 없어요',
  'record-too-few': (v) =>
    `같은 조건이 ${v.count('has')}번뿐이라 아직 판단하기엔 적어요. 이 봇은 ${v.count('needs')}번부터 기록으로 금액을 정해요`,
  'record-without-edge': (v) =>
    `같은 조건 ${v.count('total')}번 중 ${v.count('wins')}번 이겨서, 기록으로는 넣을 금액이 없어요`,
  split: () => '주식이 분할됐어요',
  'broker-refused': (v) => {
    const said = Object.hasOwn(brokerWords, v.text('words'))
      ? brokerWords[v.text('words') as keyof typeof brokerWords]
      : null;
    if (said === null)
      return v.has('message') ? `증권사의 말: “${v.text('message')}”` : '증권사가 알 수 있는 이유를 말하지 않았어요';
    return v.has('has') && v.has('needs') ? `${said} (가능 ${v.money('has')}, 필요 ${v.money('needs')})` : said;
  },
  'insufficient-shares': () => '팔 수 있는 수량이 모자라요',
  'connection-needs-you': () => '증권사 연결을 먼저 고쳐 주셔야 해요',
  'clock-skew': () => '이 컴퓨터의 시계가 어긋나 있어요',
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
  'grant-gone': () => '승인한 사람에게 이제 권한이 없어요',
  'never-reached-broker': () => '증권사에 닿지 않았어요',
  restored: () => '그 뒤에 Nod가 백업이나 복사본에서 되살아났어요',
  // Why something is not sold yet.
  'sale-not-confirmed': () => '먼저 낸 매도 주문이 아직 확인되지 않았어요',
  'sale-tried-again': () => '매도가 되지 않아 계속 시도하고 있어요',
  'foreign-writer': () => '우리 표시가 있는데 이 Nod가 보내지 않은 주문이 보였어요',
  'position-mismatch': () => '증권사 기록과 우리 기록이 달라요',
  'unconfirmed-order': () => '너무 오래 확인되지 않은 주문이 있어요',
  'reject-rate': () => '증권사가 주문을 잇달아 거부했어요',
  'order-rate': () => '있을 수 없을 만큼 많은 주문이 나가려 했어요',
  'audit-break': () => '기록의 앞뒤가 맞지 않아요',
  'may-not-trade': () => '이 계좌는 거래를 꺼 두셨어요',
  deleted: () => '삭제하셨어요',
  damaged: () => '설정을 읽을 수 없어요',
};
