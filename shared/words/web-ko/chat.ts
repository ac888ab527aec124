import type * as en from '../web-en/chat.ts';

export const chat: typeof en.chat = {
  title: '채팅',
  placeholder: '묻거나 명령을 입력하세요',
  send: '보내기',
  empty: '지금 상태를 묻고, 시세를 보고, 봇을 만들고, 결정할 수 있어요. 이렇게 시작해 보세요:',
  starts: ['오늘', '대기', '보유', '새봇', '도움말'],
  failed: '보내지 못했어요. 쓴 말은 그대로 있어요.',
  typing: 'Nod가 답하는 중…',
  label: '대화',
  picture: (about) => `그림: ${about}`,
  fromNod: 'Nod',
  fromMe: '나',
};
