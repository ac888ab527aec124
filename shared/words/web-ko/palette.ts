import type { palette as en } from '../web-en/palette.ts';

export const palette: typeof en = {
  title: '화면, 봇, 종목, 명령 찾기',
  placeholder: '화면, 봇, 종목, 명령을 입력하세요',
  groups: { rooms: '화면', bots: '봇', stocks: '종목', chat: '채팅에서 시작' },
  none: '그런 이름은 없어요.',
  count: (count) => `${count}개 찾았어요`,
  hint: '화살표로 고르고 Enter로 열고 Esc로 닫아요. 명령은 채팅에 적어만 두고 보내지 않아요.',
  keysTitle: '단축키',
  keys: {
    find: '화면, 종목, 명령 찾기',
    help: '이 목록',
    go: (room) => `${room} 열기`,
    close: '열린 것 닫기',
  },
  single: 'Ctrl이나 ⌘ 없는 단축키',
  keysNote: '돈이 움직이는 일에는 단축키가 없어요.',
};
