import type * as en from '../web-en/watchlists.ts';

export const watchlists: typeof en.watchlists = {
  title: '관심 목록',
  lead: '다시 보고 싶은 종목이에요. 조건으로 목록 안에서 찾거나, 찾은 종목으로 목록을 만들 수 있어요.',
  none: '아직 목록이 없어요',
  noneText: '여기서 만들거나, 조건으로 찾은 종목으로 만들 수 있어요.',
  count: (count) => `${count}종목`,
  newName: '새 목록 이름',
  make: '만들기',
  empty: '아직 담은 종목이 없어요.',
  add: '담기',
  addSymbol: '종목 담기',
  symbolHint: '기호나 이름으로 찾아요.',
  missing: '이 시장에는 없는 종목이에요',
  drop: (name) => `목록에서 ${name} 빼기`,
  onList: '관심 목록에 담기',
  makeBot: '이 목록으로 봇 만들기',
  screen: '이 안에서 찾기',
  remove: '이 목록 지우기',
  removeSure: '지울까요? 이 목록으로 만든 봇은 그대로예요.',
  removed: '목록을 지웠어요',
};
