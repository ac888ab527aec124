import type * as en from '../en/reasons-on-home.ts';
import type { Fill, Phrase } from '../fill.ts';
import { josa } from '../josa.ts';
import { brokerNames, skipReasons } from './on-home.ts';

/** When a rest is over. */
export const again = (v: Fill): string =>
  !v.has('again')
    ? ''
    : v.raw('again') === 1
      ? '. 다음 거래일부터 다시 사요'
      : `. ${v.count('again')}거래일 뒤 다시 사요`;
/** The size that would have passed. */
export const passes = (v: Fill): string =>
  v.has('passes') && v.raw('passes') > 0 ? ` (${v.count('passes')}주면 통과)` : '';

export const usualDenies: Record<keyof typeof en.usualDenies, Phrase> = {
  unknown: () => '판단에 필요한 값을 아직 몰라요',
  'mode-reducing': () => '매수를 멈췄어요. 보유 종목은 계속 보호해요',
  'mode-halted': () => '직접 다시 시작할 때까지 모두 멈췄어요',
  recovering: () => '증권사 기록과 다시 맞춰 보는 중이에요',
  'market-closed': (v) => (v.has('opensAt') ? `${v.dayTime('opensAt')}에 장이 열려요` : '장이 닫혀 있어요'),
  'quote-too-old': (v) => `시세가 ${v.duration('has')} 전 것이에요. ${v.duration('limit')} 이내여야 해요`,
  'spread-too-wide': (v) =>
    `매수·매도 호가 차이가 ${josa(v.percent('has'), '으로/로')} 한도 ${josa(v.percent('limit'), '을/를')} 넘어요`,
  'duplicate-order': (v) =>
    v.has('limit')
      ? `${v.duration('has')} 전에 같은 주문을 보냈어요`
      : `같은 주문 ${v.count('quantity')}주가 이미 진행 중이에요`,
  'already-held': (v) => `이 봇이 이미 ${v.count('quantity')}주를 갖고 있어요`,
  'position-too-large': (v) =>
    `비중이 ${josa(v.money('has'), '이/가')} 되어 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'gross-exposure-too-large': (v) =>
    `전체 투자가 ${josa(v.money('has'), '이/가')} 되어 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'sector-too-large': (v) =>
    `한 업종 투자가 ${josa(v.money('has'), '이/가')} 되어 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'too-correlated': (v) =>
    `보유한 ${josa(v.text('symbol'), '과/와')} 비슷하게 움직여요. 상관계수 ${v.figure('has', 2)}, 한도 ${v.figure('limit', 2)}`,
  'risk-too-large': (v) =>
    `손절하면 ${v.money('has')} 손실이라 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'heat-too-large': (v) =>
    `모두 손절되면 ${v.money('has')} 손실이라 한도 ${josa(v.money('limit'), '을/를')} 넘어요. 손절가가 없는 보유는 전액으로 세요${passes(v)}`,
  'no-buying-power': (v) =>
    `${josa(v.money('has'), '이/가')} 필요한데 쓸 수 있는 돈은 ${josa(v.money('limit'), '이에요/예요')}${passes(v)}`,
  'bot-cash-short': (v) =>
    `${josa(v.money('has'), '이/가')} 필요한데 봇에 남은 돈은 ${josa(v.money('limit'), '이에요/예요')}${passes(v)}`,
  'bot-position-too-large': (v) =>
    `이 봇의 한 종목이 ${josa(v.money('has'), '이/가')} 되어 봇 한도 ${josa(v.money('limit'), '을/를')} 넘어요${passes(v)}`,
  'bot-ended': (v) => (v.has('endedAt') ? `봇이 ${v.dayTime('endedAt')}에 끝났어요` : '봇이 끝났어요'),
  'too-many-positions': (v) => `${v.count('has')}번째 종목이 되어 한도 ${v.count('limit')}개를 넘어요`,
  'too-many-orders': (v) => `오늘 ${v.count('has')}번째 주문이라 한도 ${v.count('limit')}건을 넘어요`,
  'stopped-out-lately': (v) => `얼마 전 손절한 종목이라 쉬어요${again(v)}`,
  'too-many-stop-outs': (v) =>
    `최근 손절이 ${v.count('has')}번이라 한도 ${v.count('limit')}번에 닿았어요. 아무것도 사지 않아요${again(v)}`,
  'losses-in-a-row': (v) => `최근 ${v.count('has')}번 연속 손실이라 오늘은 더 사지 않아요`,
  'daily-loss-reached': (v) =>
    `계좌가 ${josa(v.money('has'), '이에요/예요')}. ${v.money('limit')} 아래에서는 오늘 더 사지 않아요`,
  'drawdown-reached': (v) =>
    `계좌가 ${josa(v.money('has'), '이에요/예요')}. ${v.money('limit')} 아래에서는 매수를 멈춰요`,
};

/** The broker’s name inside a sentence; `broker` is its code or its name. */
const brokerIn = (v: Fill): string => {
  if (!v.has('broker')) return '증권사';
  const code = v.text('broker').toLowerCase();
  return Object.hasOwn(brokerNames, code) ? brokerNames[code as keyof typeof brokerNames] : v.text('broker');
};

export const usualOutcomes: Record<keyof typeof en.usualOutcomes, Phrase> = {
  skipped: (v) =>
    Object.hasOwn(skipReasons, v.text('reason'))
      ? skipReasons[v.text('reason') as keyof typeof skipReasons]
      : v.has('reason')
        ? v.text('reason')
        : '적지 않음',
  'done-by-hand': () => '직접 하셨어요',
  'buying-stopped': () => '매수를 멈췄어요',
  'bot-tightened': () => '이제 이 봇이 위험을 덜 져요',
  'bots-smaller': () => '이제 봇이 더 적게 사요',
  'skipped-lately': () => '최근에 넘기셨어요',
  'unanswered-lately': () => '지난 질문에 답이 없었어요',
  'stopped-asking': () => '묻기를 멈췄어요',
  'questions-per-day': (v) => `오늘 이미 ${v.count('limit')}번 물어봤어요`,
  'questions-per-day-in-all': (v) =>
    `오늘 이 계좌에서 이미 ${v.count('limit')}번 물어봤어요. 순위가 높은 것부터 물어봐요`,
  'too-small': (v) => `쓸 수 있는 돈은 ${v.money('has')}, 가장 작은 주문은 ${josa(v.money('needs'), '이에요/예요')}`,
  'price-unknown': () => '시세를 몰라요',
  'opened-above-ceiling': (v) =>
    v.has('opened') ? `${v.price('opened')}에 시작해 정하신 가격을 넘었어요` : '정하신 가격을 넘었어요',
  'opened-below-stop': (v) => `${v.price('opened')}에 시작해 손절가 이하였어요`,
  'cancelled-by-person': () => '직접 취소하셨어요',
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
  'stale-data': (v) => (v.has('ageMs') ? `${v.duration('ageMs')} 동안 새 가격이 없어요` : '지금 가격을 알 수 없어요'),
  'health-not-checked': (v) => `아직 확인 전이에요: ${brokerIn(v)}에 묻는 중이에요`,
  'protection-moved': () => '손절가나 익절가를 옮겼어요',
  'open-missed': () => '기다리던 장 시작이 지나갔어요',
  'sold-already': () => '이미 팔았거나 파는 중이에요',
  'exit-first': () => '같은 종목을 파는 주문이 먼저예요',
  'protection-first': () => '손절이나 익절이 먼저예요',
  'sell-everything': () => '전부 매도를 고르셨어요',
  'selling-taken-back': () => '매도를 취소하셨어요',
  // Why something is not sold yet.
  'waits-for-market': () => '장이 닫혀 있어요',
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
  'bot-drawdown': () => '봇 자금이 고점보다 너무 많이 줄었어요',
  ended: () => '기간이 끝났어요',
};
