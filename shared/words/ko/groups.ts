import type { groups as enGroups } from '../en/groups.ts';
import { josa } from '../josa.ts';

export const groups: typeof enGroups = {
  onFor: (p) => `이 그룹에 ${p.account} 소식을 알려요`,
  onLines: {
    what: '제안과 소식을 이유와 비율로만 보여 드려요. 금액은 권한이 있는 분께만 따로 보내요.',
    end: '끝내려면 계좌 주인이 여기서 /group off 라고 하거나, 앱의 설정 → 그룹에서 하시면 돼요.',
  },
  off: '이 그룹에는 알리는 계좌가 없어요',
  offLine: '계좌 주인이 여기서, 또는 앱의 설정 → 그룹에서 켤 수 있어요.',
  turnedOff: '이제 여기에는 아무것도 알리지 않아요',
  taken: '이 그룹은 다른 분의 계좌 소식을 듣고 있어요. 그분만 바꿀 수 있어요.',
  buttons: {
    on: (p) => `${p.account} 알리기`,
    off: '끄기',
    private: '나만 보기',
  },
  inPrivate: '그룹',
  inPrivateLines: {
    how: 'Nod를 그룹이나 서버에 초대하고 거기서 /그룹 이라고 해 주세요. 계좌 주인이 켜기 전에는 그룹에 아무것도 알리지 않아요.',
    on: (p) => `${p.group}(${p.app}): ${p.account} 소식을 알려요`,
    off: (p) => `${p.group}(${p.app}): 알리는 것이 없어요`,
    gone: (p) => `${p.group}(${p.app}): Nod가 나갔어요`,
  },
  unnamed: (p) => `채널 ${p.number}`,
  what: (p) => `${p.name} ${p.side === 'buy' ? '매수' : '매도'}`,
  gap: (p) => `갭하락(−${p.move})이면 계좌의 −${p.loss}`,
  waits: (p) => `${p.place}. ${[p.asks, p.shares, p.until].filter((part) => part !== null).join(', ')}`,
  andMore: (count) => `그 밖에 ${count}개가 더 있어요.`,
  openOne: '번호를 누르면 금액까지 나만 볼 수 있어요.',
  mayAnswer: '이 계좌의 승인 권한이 있는 분이 따로 답할 수 있어요. 엄지 표시는 의견일 뿐이라 아무것도 정하지 않아요',
  sentPrivately: '개인 채팅으로 보냈어요.',
  notReached: 'Nod가 개인 채팅으로 보낼 수 없어요. 먼저 Nod와의 대화를 열어 주세요.',
  notYours: '이 계좌에 권한이 있는 분만 열 수 있어요.',
  somebody: '누군가',
  decided: {
    approved: (p) => `${p.by} 님이 승인했어요: ${p.what}`,
    rejected: (p) => `${p.by} 님이 넘겼어요: ${p.what}`,
    byNod: (p) => `봇이 알아서 했어요: ${p.what}`,
  },
  order: (p) => `주문 상태: ${p.state}`,
  bought: (p) => `${josa(p.name, '을/를')} 샀어요`,
  plan: (p) => (p.target === null ? `손절 ${p.stop}, 익절 없음` : `손절 ${p.stop}, 익절 ${p.target}`),
  noStop: '손절가 없음',
  sold: {
    stop: (p) => `${josa(p.name, '을/를')} 손절했어요: ${p.result}`,
    target: (p) => `${josa(p.name, '을/를')} 익절했어요: ${p.result}`,
    other: (p) => `${josa(p.name, '을/를')} 팔았어요: ${p.result}`,
  },
  planned: (p) => `계획 ${p.planned}, 수수료·세금 포함`,
  afterFees: '수수료·세금 포함',
  unknownResult: '결과를 알 수 없어요',
  modes: {
    active: '다시 가동 중이에요',
    reducing: '매수를 멈췄어요. 손절과 매도는 계속돼요',
    halted: '정지했어요. 매수는 없고 보호는 계속돼요',
  },
  removed: (p) => `${p.group}(${p.app})에서 Nod가 나갔어요`,
  removedLine: (p) =>
    p.account === null
      ? '거기에는 알리던 것이 없었어요.'
      : `이제 거기에는 ${p.account} 소식을 알리지 않아요. Nod를 다시 초대해도 켜기 전에는 아무것도 알리지 않아요.`,
};
