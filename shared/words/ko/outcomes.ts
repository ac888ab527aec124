import type { outcomes as en } from '../en/outcomes.ts';
import type { Phrase } from '../fill.ts';
import { josa } from '../josa.ts';

export const outcomes: Record<keyof typeof en, Phrase> = {
  autonomy: () => '이 봇은 살 때마다 물어봐요',
  'asks-always': () => '이 봇은 살 때마다 물어봐요',
  'above-amount': (v) =>
    v.has('limit') ? `금액이 ${josa(v.money('limit'), '을/를')} 넘어요` : '혼자 쓸 수 있는 금액을 넘어요',
  'first-trade': () => '처음 사는 종목이에요',
  'asks-to-sell': () => '이 봇은 팔기 전에 물어봐요',
  'too-big': () => '너무 커요',
  'not-this-company': () => '이 회사는 싫어요',
  'bad-moment': () => '때가 아니에요',
  'own-enough': () => '이미 충분해요',
  'do-not-believe-it': () => '못 믿겠어요',
  skipped: (v) => (v.has('text') ? v.text('text') : '적지 않음'),
  'no-longer-passes': () => '이제 한도를 통과하지 못해요',
  'new-price': () => '가격이 바뀌었어요',
  'window-over': () => '답할 시간이 지났어요',
  'too-small': (v) => `쓸 수 있는 돈은 ${v.money('has')}, 가장 작은 주문은 ${josa(v.money('needs'), '이에요/예요')}`,
  'rate-unknown': () => '환율을 몰라요',
  'price-unknown': () => '시세를 몰라요',
  'above-ceiling': (v) =>
    v.has('price') && v.has('limit')
      ? `${v.price('price')}에 시작해 정하신 ${josa(v.price('limit'), '을/를')} 넘었어요`
      : '정하신 가격을 넘었어요',
  'open-missed': () => '장이 열릴 때 Nod가 꺼져 있었어요',
  'taken-back': () => '직접 되돌리셨어요',
  'not-filled-within-limit': () => '정하신 가격에 파는 사람이 없었어요',
  refused: () => '증권사가 이유를 알려 주지 않았어요',
  'insufficient-cash': (v) =>
    v.has('has') && v.has('needs') ? `주문가능금액 ${v.money('has')}, 필요 ${v.money('needs')}` : '예수금이 모자라요',
  'insufficient-position': () => '팔려는 수량보다 적게 있었어요',
  'not-placed': () => '증권사에 들어가지 않은 주문이에요',
  person: () => '직접 멈추셨어요',
  panic: () => '전부 매도를 고르셨어요',
  drawdown: (v) =>
    v.has('drawdown') && v.has('limit')
      ? `고점 대비 −${v.percent('drawdown')}, 정하신 한도는 ${josa(v.percent('limit'), '이에요/예요')}`
      : '고점보다 너무 많이 줄었어요',
  ended: () => '기간이 끝났어요',
};
