import type * as en from '../en/on-home.ts';
import { josa } from '../josa.ts';

export const botLines: typeof en.botLines = {
  deleted: (name) => `'${name}' 봇을 삭제했어요`,
  sold: (name) => `'${name}'의 보유 종목을 다 팔았어요`,
  unsold: (p) => `'${p.name}'의 보유 종목이 아직 다 팔리지 않았어요: ${p.count}종목 남음`,
  ending: (p) => `'${p.name}'의 질문: ${p.day}이 마지막 날이에요. 그다음은요?`,
  endingChosen: {
    extend: (p) => `'${p.name}': ${p.day}까지 계속해요`,
    sell: (p) => `'${p.name}': 마지막 날인 ${p.day}에 보유 종목을 팔아요`,
    keep: (p) => `'${p.name}': ${p.day}에 매수를 멈추고 보유 종목은 그대로 둬요`,
  },
  endingChosenNow: {
    sell: (name) => `'${name}': 기간이 끝나 보유 종목을 팔아요`,
    keep: (name) => `'${name}': 기간이 끝났고 보유 종목은 그대로 둬요`,
  },
  askedFor: (p) => `${josa(p.names, '을/를')} 물어봤어요`,
  andMore: (p) => `${p.names} 외 ${p.count}종목`,
  wantedBlocked: (p) => `${josa(p.name, '은/는')} 한도로 막았어요: ${p.reason}`,
  nothingPassed: '통과한 종목은 없어요',
  closest: (p) => `가장 가까운 종목 ${p.name}: ${p.filter}`,
  nextLook: (p) => `다음은 ${p.time}`,
};

export const leavingLines: typeof en.leavingLines = {
  closed: (name) => `${josa(name, '을/를')} 닫았어요`,
  handedOver: (p) =>
    `${josa(p.name, '을/를')} ${p.bot}에게서 넘겨받았어요${p.stop === null ? '' : `, 손절가 ${p.stop} 그대로`}`,
};

export const roleLines: typeof en.roleLines = {
  names: { viewer: '보기', approver: '승인', trader: '거래', owner: '소유자' },
  joined: ({ name, account, role }) => `${name} 님이 ${account}에 '${role}' 역할로 들어왔어요`,
  changed: ({ name, account, role, before }) => `${name} 님의 ${account} 역할이 '${before}'에서 '${role}'로 바뀌었어요`,
  removed: ({ name, account }) => `${name} 님은 이제 ${account}에서 빠졌어요`,
  left: ({ name, account }) => `${name} 님이 ${account}에서 나갔어요`,
};

export const sellingLines: typeof en.sellingLines = {
  left: (p) => `아직 다 팔리지 않았어요: ${p.count}종목 남음`,
  leftUnread: '아직 다 팔렸는지 확인되지 않았어요',
  done: '전부 팔았어요',
  takenBack: '전부 매도를 취소했어요',
};

export const watchLines: typeof en.watchLines = {
  names: {
    'job-missed': '하지 못한 일',
    'job-failed': '실패한 일',
    'stale-quotes': '새 시세 없음',
    'silent-socket': '증권사 무소식',
    undelivered: '전달되지 않은 알림',
    unprotected: '손절가 없는 보유 종목',
    research: '연구가 끝났어요',
  },
  off: (p) => `${p.from}부터 ${p.to}까지 Nod가 꺼져 있었어요`,
  overLine: (p) => `해결: ${p.what}`,
};

export const modeNames: typeof en.modeNames = {
  modes: { active: '가동 중', reducing: '매수 멈춤, 보호 중', halted: '정지' },
  silent: '묻지 않음, 보호 중',
};

export const brokerNames: typeof en.brokerNames = {
  paper: '모의 증권사',
  alpaca: '알파카',
  kis: '한국투자증권',
  ibkr: 'IBKR',
};

export const skipReasons: typeof en.skipReasons = {
  'too-big': '너무 커요',
  'not-this-company': '이 회사는 싫어요',
  'bad-moment': '때가 아니에요',
  'own-enough': '이미 충분해요',
  'do-not-believe-it': '못 믿겠어요',
};
