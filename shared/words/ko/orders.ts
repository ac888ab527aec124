import type { orders as en } from '../en/orders.ts';
import { josa } from '../josa.ts';

const verb = { buy: '매수', sell: '매도' } as const;
const limitOf = (p: { side: 'buy' | 'sell'; limit: string | null }): string =>
  p.limit === null ? '' : `, ${p.side === 'buy' ? '최대' : '최소'} ${p.limit}`;

export const orders: typeof en = {
  waiting: (p) =>
    `승인: ${p.name} ${p.quantity}주 ${verb[p.side]}, 다음 장이 열릴 때${p.limit === null ? '' : ` ${p.limit} ${p.side === 'buy' ? '이하면' : '이상이면'}`} 나가요`,
  waitingNote: '아직 보낸 주문은 없어요. 그때까지 되돌릴 수 있어요.',
  sending: (p) => `승인: ${p.name} ${p.quantity}주 ${verb[p.side]} 주문을 보내는 중이에요`,
  sendingNote: (p) => (p.side === 'buy' ? '아직 산 것은 없어요.' : '아직 판 것은 없어요.'),
  accepted: (p) => `${josa(p.broker, '이/가')} 접수했어요: ${p.name} ${p.quantity}주 ${verb[p.side]}${limitOf(p)}`,
  acceptedNote: (p) => (p.side === 'buy' ? '아직 산 것은 없어요.' : '아직 판 것은 없어요.'),
  partly: (p) =>
    `일부만 ${p.side === 'buy' ? '샀어요' : '팔았어요'}: ${p.name} ${p.quantity}주 중 ${p.filled}주, ${p.price}`,
  partlyNote: '나머지는 아직 진행 중이에요.',
  bought: (p) => `${p.name} ${p.quantity}주를 ${p.price}에 샀어요 (${p.time}, ${p.total})`,
  inAll: (total) => `총 ${total}`,
  beforeFees: (total) => `수수료 전 ${total}`,
  stopAtBroker: (p) =>
    `손절가 ${josa(p.stop, '은/는')} ${josa(p.broker, '이/가')} ${p.since === null ? '' : `${p.since}부터 `}지켜요${p.loss === null ? '' : `; 손절되면 약 ${p.loss}`}.`,
  stopToBroker: (p) =>
    `손절가 ${josa(p.stop, '을/를')} ${p.broker}에 거는 중이에요. 걸릴 때까지는 Nod가 지켜요(켜져 있을 때만)${p.loss === null ? '' : `; 손절되면 약 ${p.loss}`}.`,
  stopAtNod: (p) =>
    `손절가 ${josa(p.stop, '은/는')} Nod가 지켜요(켜져 있을 때만)${p.loss === null ? '' : `; 손절되면 약 ${p.loss}`}.`,
  stopNone: '지금 확인해 주세요: 손절을 지키는 곳이 없어요.',
  targetAt: (p) => `익절가 ${p.target}${p.gain === null ? '' : `; 익절되면 약 ${p.gain}`}.`,
  stoppedOut: (p) => `${p.name} ${p.quantity}주를 손절했어요: ${p.price}, ${p.time}`,
  targetHit: (p) => `${p.name} ${p.quantity}주를 익절했어요: ${p.price}, ${p.time}`,
  sold: (p) => `${p.name} ${p.quantity}주를 ${p.price}에 팔았어요 (${p.time}, ${p.purpose})`,
  result: (p) => `${p.gain ? '이익' : '손실'} ${p.result}`,
  planned: (p) => `, 계획 ${p.planned}`,
  belowStop: (p) => ` (손절가보다 ${p.amount} 낮게 체결)`,
  nothingToDo: '하실 일은 없어요.',
  openMissed: (p) =>
    `사지 않았어요. ${josa(p.name, '이/가')} ${p.opened === null ? '' : `${p.opened}에 시작해 `}정하신 ${josa(p.limit, '을/를')} 넘었어요`,
  notSent: (p) => `${p.side === 'buy' ? '사지' : '팔지'} 않았어요: ${p.name} ${p.quantity}주 주문을 보내지 않았어요`,
  nothingSent: '보낸 주문은 없어요.',
  rejected: (p) =>
    `${p.side === 'buy' ? '사지' : '팔지'} 못했어요. ${josa(p.broker, '이/가')} 거부했어요: ${p.name} ${p.quantity}주`,
  nothingSpent: '나간 돈은 없어요.',
  nothingSoldNote: '주식은 그대로 갖고 계세요.',
  unknown: (p) => `확인 중: ${p.name} ${p.quantity}주 ${verb[p.side]}`,
  unknownNote: (p) =>
    `${p.sent}에 보냈는데 ${p.broker}의 답이 아직 없어요. 계속 확인하고, 두 번째 주문으로 다시 보내지 않아요.`,
  setAside: (p) => `${josa(p.amount, '은/는')} 묶어 뒀어요.`,
  newsBy: (p) => `${p.time}까지 알려드려요.`,
  doNotRepeat: '직접 다시 주문하지 마세요.',
  needsHuman: (p) => `직접 확인 필요: ${p.name} ${p.quantity}주 ${verb[p.side]}`,
  needsHumanNote: (p) =>
    `주문이 어떻게 됐는지 알 수 없어요. ${p.broker}의 주문 목록을 봐 주세요. 정리될 때까지 아무것도 보내지 않아요.`,
  needsHumanAsk: (p) =>
    p.count === 1
      ? `${p.broker}에 이 주문일 수 있는 것이 하나 있어요:`
      : `${p.broker}에 이 주문일 수 있는 것이 ${p.count}개 있어요. 어느 것인가요?`,
  needsHumanNone: (p) => `${p.broker}에 이 주문일 수 있는 것이 없어요. 들어가지 않은 주문인가요?`,
  candidate: (p) =>
    `${p.name} ${p.quantity}주 ${verb[p.side]}${p.limit === null ? '' : ` ${p.limit}`}, ${p.filled}주 체결, ${p.time}`,
  settled: (p) => `직접 정리하셨어요: ${p.name} ${p.quantity}주 ${verb[p.side]}, ${p.status}`,
  adopted: (p) => `Nod 밖 주문: ${p.broker}에서 ${p.name} ${p.quantity}주 ${verb[p.side]}`,
  adoptedNote: '한도에 함께 계산해요. 봇은 이 주문을 바꾸거나 팔지 않아요.',
  amended: (p) => `바꿨어요: ${p.name} ${p.quantity}주 ${verb[p.side]}${limitOf(p)}`,
  cancelled: (p) => `취소했어요: ${p.name} ${p.quantity}주 ${verb[p.side]}`,
  lapsed: (p) => `주문 기한이 지났어요: ${p.name} ${p.quantity}주 ${verb[p.side]}`,
  replaced: (p) => `새 주문으로 바뀌었어요: ${p.name} ${p.quantity}주 ${verb[p.side]}`,
  filledBefore: (p) => `그 전에 ${p.quantity}주 중 ${p.filled}주를 ${p.side === 'buy' ? '샀어요' : '팔았어요'}.`,
  nothingDone: (p) => (p.side === 'buy' ? '산 것은 없어요.' : '판 것은 없어요.'),
  because: (reason) => `이유: ${reason}.`,
  exitBlocked: (p) =>
    `지금 확인해 주세요: ${josa(p.name, '이/가')} 손절가${p.stop === null ? '를' : ` ${josa(p.stop, '을/를')}`} 지났는데 팔리지 않았어요`,
  exitBlockedNote: (p) => `${p.quantity}주를 보유 중이에요. 계속 팔려고 하고 있어요.`,
  mismatch: (p) => `직접 확인 필요: ${p.name} 수량이 증권사 기록과 달라요`,
  difference: {
    position: (p) => `${p.name}: ${p.broker} ${p.theirs}주, Nod ${p.ours}주`,
    cash: (p) => `현금 ${p.name}: ${p.broker} ${p.theirs}, Nod ${p.ours}`,
    order: (p) => `주문 ${p.name}: ${p.broker} ${p.theirs}, Nod ${p.ours}`,
  },
  differences: (p) =>
    `직접 확인 필요: ${josa(p.broker, '과/와')} Nod의 기록이 ${p.count === 1 ? '' : `${p.count}가지 `}달라요`,
  differencesNote: '맞을 때까지 새로 사지 않아요.',
  differencesCashNote: '아직 알려지지 않은 수수료일 때가 많아요. 매수는 계속돼요.',
  differencesGone: (p) => `${josa(p.broker, '과/와')} Nod의 기록이 다시 맞아요`,
  mismatchNote: '차이는 Nod 밖 주문으로 적었어요. 봇은 그 수량을 팔지 않아요.',
  line: (p) => `${p.time} · ${p.name} ${p.quantity}주 ${verb[p.side]} · ${p.status}${p.at}`,
  lineAt: (price) => ` ${price}`,
  none: '아직 주문이 없어요',
  title: (p) => `최근 주문 ${p.count}건`,
  movedTitle: (p) => `${p.name} 손절가를 바꿨어요`,
  buttons: {
    cancel: '취소',
    takeBack: '되돌리기',
    sell: '팔기',
    moveStop: '손절가 바꾸기',
    orders: '주문',
    settle: '정리하기',
    look: '보기',
  },
};
