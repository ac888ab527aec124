import { minusShare } from '../minus-share.ts';
import type { briefs as english } from '../en/briefs.ts';

export const briefs: typeof english = {
  morning: (p) => (p.result === null ? p.value : `${p.value}, 어제 ${p.result}`),
  close: (p) => (p.result === null ? p.value : `${p.value}, 오늘 ${p.result}`),
  week: (p) => (p.result === null ? '이번 주' : `이번 주 ${p.result}`),
  result: (p) => {
    const inside = [p.percent, p.benchmark].filter((part) => part !== null).join(', ');
    return inside === '' ? p.amount : `${p.amount} (${inside})`;
  },
  benchmark: (p) => `${p.name} ${p.percent}`,
  wholeMarket: '시장 전체',
  noValue: '지금은 평가금액을 알 수 없어요',
  sent: (p) => (p.sent === 0 ? '보낸 주문이 없어요' : `주문 ${p.sent}건, ${p.broker} 기록 ${p.known}건`),
  matches: '현금과 보유 일치',
  differs: (p) => `확인할 차이 ${p.count}건`,
  overnight: (p) => `마감 뒤: ${p.what}`,
  overnightNone: '마감 뒤에 있었던 일은 없어요',
  bought: (p) => `매수 ${p.count}건`,
  sold: (p) => `매도 ${p.count}건`,
  notBought: (p) => `사지 않음 ${p.count}건`,
  boughtLine: (p) => `매수 ${p.count}건`,
  notBoughtLine: (p) => `사지 않음 ${p.count}건`,
  looks: (p) => `${p.bot}: ${p.time}에 살펴봐요`,
  looksUnknown: (p) => `${p.bot}: 다음 마감에 살펴봐요`,
  event: (p) => `${p.name}: ${p.day} ${p.what}`,
  soldOne: (p) => `${p.name} ${p.result}`,
  soldAll: (p) => `매도: ${p.list}`,
  halted: '매수가 멈춰 있어요. 직접 풀어야 다시 사요',
  closed: (p) => (p.open === null ? `확정 ${p.list}` : `확정 ${p.list}, 평가 ${p.open}`),
  closedNone: (p) => (p.open === null ? '확정된 손익이 없어요' : `확정된 손익 없음, 평가 ${p.open}`),
  questions: (p) =>
    `제안 ${p.asked}개: 승인 ${p.approved}, 넘김 ${p.skipped}, 무응답 ${p.unanswered}${
      p.asked < 20 ? '; 아직 판단하기엔 적어요' : ''
    }`,
  questionsNone: '제안이 없었어요',
  drawdown: (p) => `고점 대비 ${minusShare(p.percent)}, 한도 ${p.max}`,
  keep: '그대로',
  half: '절반으로',
  pause: '멈추기',
};
