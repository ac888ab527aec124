import type { leaving as en } from '../en/leaving.ts';
import { josa } from '../josa.ts';
import { leavingLines } from './on-home.ts';

export const leaving: typeof en = {
  ...leavingLines,
  whose: (p) => `${p.bot}: ${p.line}`,
  keyHolds: (p) =>
    `${p.name} ${p.quantity}주: 손절가 ${p.stop}, Nod가 지키던 것이라 키와 함께 끝나요. 그 뒤로는 지키는 곳이 없어요`,
  joins: (p) =>
    `넘겨받으면 ${josa(p.name, '은/는')} 갖고 계신 ${p.quantity}주와 합쳐져요${p.stop === null ? '' : `. 손절가는 모두 ${p.stop}`}.`,
  ends: (p) => `이 봇이 끝나요: ${p.bots}.`,
  choices: {
    'hand-over': {
      label: '내가 넘겨받기',
      line: '봇이 가진 종목이 손절과 익절까지 그대로 내 것이 돼요. 팔지 않고, 그 뒤로 봇이 손절을 옮기지 않아요.',
    },
    keep: { label: '손절 걸고 두기', line: '팔릴 때까지 지금의 손절과 익절 그대로 둬요.' },
    sell: { label: '모두 팔기', line: '시장가로 팔고, 하나씩 알려 드려요.' },
  },
  keyKeep: {
    label: '증권사의 손절 그대로 두기',
    line: '증권사에 있는 것은 그대로 남고, Nod는 더 지켜보지 않아요.',
  },
  keyHandOver: '봇이 가진 종목이 증권사에 있는 손절과 함께 내 것이 돼요. 팔지 않아요.',
  keySell: '먼저 파는 데 키가 필요해요. 다 팔리면 키를 스스로 지우고 알려드려요.',
  keySelling: '파는 중이에요. 다 팔릴 때까지 키가 필요해요. 그다음 키는 스스로 지워지고, 알려드려요.',
  keyJoining: '증권사에서 손절을 하나로 합치는 중이에요. 끝날 때까지 키가 필요해요. 그다음 여기서 지울 수 있어요.',
  closeTitle: (name) => `${josa(name, '을/를')} 닫을까요?`,
  closeBody: '봇이 모두 끝나고 다시는 사지 않아요. 지난 기록은 남고, 닫힌 계좌로 보여요.',
  closeAction: '이 계좌 닫기',
  closeAsk: '이 계좌 닫기…',
  closedBadge: '닫힘',
  closedLine: '닫은 계좌예요. 다시 사지 않고, 지난 기록은 볼 수 있어요.',
  closedNote: {
    none: '보유 종목은 없었어요. 지난 기록은 볼 수 있어요.',
    sell: '보유 종목을 파는 중이고, 하나씩 알려 드려요. 아직 팔린 것으로 확인되지는 않았어요.',
    keep: '보유 종목은 팔릴 때까지 손절을 지켜요. 더 사지는 않아요.',
    'hand-over': '봇이 갖고 있던 종목이 손절까지 그대로 내 것이 됐어요. 판 것은 없어요.',
  },
};
