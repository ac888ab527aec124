import type { selling as english } from '../en/selling.ts';
import { sellingLines } from './on-home.ts';

export const selling: typeof english = {
  ...sellingLines,
  title: '전부 팔까요?',
  nothing: '보유 종목이 없어 팔 것은 없어요. 직접 다시 시작할 때까지 모두 멈춰요.',
  line: (p) => `${p.name} ${p.quantity}주: 약 ${p.brings}${p.gain === null ? '' : ` (${p.gain})`}`,
  lineUnknown: (p) => `${p.name} ${p.quantity}주: 가격을 알 수 없어요`,
  more: (p) => `그 밖에 ${p.count}종목`,
  total: (p) =>
    `모두 약 ${p.brings} (세금·수수료를 뺀 금액), 산 금액과 비교해 ${p.gain}. 시장가로 팔아서 더 낮을 수 있어요.`,
  totalUnknown: '시장가로 팔아요. 가격이나 환율을 알 수 없는 종목이 있어 합계는 알 수 없어요.',
  later: {
    USD: (p) => `미국 ${p.count}종목: ${p.time}에 팔아요. 그 전에 취소할 수 있어요`,
    KRW: (p) => `국내 ${p.count}종목: ${p.time}에 팔아요. 그 전에 취소할 수 있어요`,
  },
  notNow: (p) => `${p.name}: 지금은 팔 수 없어요. ${p.why}`,
  then: (p) =>
    [
      ...(p.cancels === 0 ? [] : [`매수 주문 ${p.cancels}건은 취소해요.`]),
      ...(p.takesBack === 0 ? [] : [`제안 ${p.takesBack}개는 철회해요.`]),
      '직접 다시 시작할 때까지 모두 멈춰요.',
    ].join(' '),
  confirm: (count) => `네, ${count}종목 팔기`,
  takeBack: '전부 매도 취소',
  leftLine: (p) => `${p.name} ${p.quantity}주: ${p.why === null ? '매도 주문이 증권사에 있어요' : p.why}`,
  mayStillBuy: (p) => `매수 주문 ${p.count}건이 아직 체결될 수 있어요. 체결되면 그것도 팔아요`,
  differs: '증권사의 보유 종목과 Nod의 기록이 달라요. 증권사에서 확인해 주세요.',
  unread: '증권사에 연결되지 않아요. 계속 확인하고, 연결되면 바로 팔아요.',
  leftNote: '계속 팔고, 남은 것이 없으면 알려 드려요. 매수는 멈춘 상태예요.',
  doneNothing: '보유 종목이 없었고, 지금도 없어요',
  doneLine: (p) => `받은 금액 ${p.brought} (세금·수수료를 뺀 금액), 손익 ${p.result}`,
  doneNote: '증권사 기록에 보유 종목이 없어요. 직접 다시 시작할 때까지 모두 멈춰요.',
  takenBackNote: (p) =>
    p.count === 0
      ? '남은 종목이 없어요. 매수는 멈춘 상태예요.'
      : `${p.count}종목은 그대로 보유하고, 걸려 있던 손절은 다시 걸어요. 그사이 팔린 것은 팔린 거예요. 매수는 멈춘 상태예요.`,
};
