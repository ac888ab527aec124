import type { discord as enDiscord } from '../web-en/discord.ts';

export const discord: typeof enDiscord = {
  title: '디스코드',
  line: '제안과 소식을 메시지로 받고, 명령도 모두 쓸 수 있어요.',
  lead: 'Nod는 직접 만드신 애플리케이션으로 말해요. 연결한 사람의 말만 들어요.',
  steps: {
    bot: '디스코드 개발자 포털에서 New Application, Bot, Reset Token을 차례로 누르고 토큰을 복사하세요.',
    openPortal: '개발자 포털 열기',
    token: '토큰을 여기에 붙여 넣으세요',
    tokenHint: '디스코드에 확인한 뒤 이 설치본 안에 봉인하고, 다시 보여 주지 않아요. 명령도 함께 등록해요.',
    connect: '연결하기',
  },
  bot: (name) => `${name} 봇으로 연결됐어요`,
  listens: {
    webhook: '디스코드가 이 주소로 알려 줘요.',
    polling: 'Nod가 켜져 있는 동안 이 컴퓨터가 디스코드와 연결되어 있어요.',
  },
  problems: {
    'token-refused': '디스코드가 토큰을 거부해요. 다시 만들어진 토큰이 있어요. 새 토큰을 붙여 넣어 주세요.',
    unreachable: '마지막에 디스코드가 답하지 않았어요. 알아서 다시 시도해요.',
    'key-missing': '토큰을 여는 키가 이 컴퓨터에 없어요.',
  },
  add: '디스코드에 추가하기',
  addBody:
    '나에게 추가하면 어디서나 나만 보이게 명령을 쓸 수 있어요. 내 서버에도 추가하면 봇이 먼저 말을 걸 수 있어요.',
  addToMe: '나에게 추가',
  addToServer: '서버에 추가',
  link: '본인 연결하기',
  linkBody: '본인 확인을 하면 코드가 나와요. 디스코드에서 그 코드를 가장 먼저 보낸 사람이 본인으로 인정돼요.',
  send: '디스코드에서 /link를 입력해 이 봇의 명령을 고르고, 이 코드와 함께 보내세요. 10분 동안 한 번만 쓸 수 있어요.',
  waiting: '기다리고 있어요…',
  linked: '연결된 사람',
  none: '아직 연결된 사람이 없어요.',
  removed: '지웠어요. 이제 디스코드에서는 말하지도 듣지도 않아요.',
};
