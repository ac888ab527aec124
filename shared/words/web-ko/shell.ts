import type * as en from '../web-en/shell.ts';

export const app: typeof en.app = {
  name: 'Nod',
  skipToContent: '본문으로 건너뛰기',
  loading: '불러오는 중',
  retry: '다시 시도',
  close: '닫기',
  cancel: '취소',
  back: '뒤로',
  save: '저장',
  done: '완료',
  more: '더 보기',
  all: '전체',
  none: '없음',
  unknown: '알 수 없음',
  copy: '복사',
  copied: '복사했어요',
  barred: 'Nod와 연결이 안 돼요. 지금은 아무것도 보낼 수 없고, 나중에 보내려고 쌓아 두지도 않아요.',
  errorTitle: '불러오지 못했어요',
  notFoundTitle: '이 주소에는 아무것도 없어요',
  notFoundBody: '오래된 링크일 수 있어요. 내 것은 모두 홈에 있어요.',
  goHome: '홈으로',
  dead: 'Nod가 응답하지 않아요',
  deadBody: '시작한 컴퓨터에서 아직 켜져 있나요? 사라진 것은 없어요. 보유 종목과 질문은 그곳에 그대로 있어요.',
  deadOffline: '이 기기가 오프라인이에요. 사라진 것은 없어요. 보유 종목과 질문은 Nod가 도는 곳에 그대로 있어요.',
  of: (part, total) => `${total}개 중 ${part}개`,
};

export const errors: typeof en.errors = {
  offline: 'Nod가 응답하지 않아요. 보낸 것은 없어요. 다시 시도해 주세요.',
  notLoaded: '이 부분을 불러오지 못했어요. 다시 시도해 주세요.',
  noAnswer: 'Nod의 답이 없어요. 전해졌는지 알 수 없어요. 다시 하기 전에 먼저 확인해 주세요.',
  noCode: '이 화면이 아직 이 기기에 없고 Nod가 응답하지 않았어요. 보낸 것은 없어요.',
  unreadable: 'Nod가 아닌 것이 응답했어요. 보낸 것은 없어요.',
  notConfirmed: '확인하지 않아서 바뀐 것은 없어요.',
};

export const tabs: typeof en.tabs = {
  label: '주 메뉴',
  home: '홈',
  decide: '결정',
  markets: '시장',
  portfolio: '자산',
  more: '더보기',
  find: '찾기',
};

export const world: typeof en.world = {
  demo: { badge: '연습', line: '지어낸 가격, 가짜 돈' },
  replay: { badge: '과거 재생', line: '지난 가격, 가짜 돈' },
  paper: { badge: '모의', line: '실제 가격, 가짜 돈' },
  live: { badge: '실전', line: '실제 가격, 실제 돈' },
};

export const header: typeof en.header = {
  chooseAccount: '계좌 고르기',
  stop: '매수 멈추기',
  stopShort: '멈추기',
  stopped: '매수 멈춤',
  stoppedShort: '멈춤',
  chat: '채팅',
  openChat: '채팅 열기',
};
