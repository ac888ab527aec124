import { josa } from '../josa.ts';
import type * as en from '../web-en/channels.ts';

const apps: typeof en.channels.apps = {
  telegram: {
    title: '텔레그램',
    line: '제안과 소식을 대화방에서 받고, 명령도 모두 쓸 수 있어요.',
    lead: 'Nod는 직접 만드신 봇으로 말해요. 중간에 다른 서버가 없고, 연결한 사람의 말만 들어요.',
    steps: {
      bot: '텔레그램에서 BotFather를 열고 /newbot을 보낸 뒤 이름을 정하세요. 토큰을 답으로 줘요.',
      openMaker: 'BotFather 열기',
      tokenHint: '텔레그램에 확인한 뒤 이 설치본 안에 봉인하고, 다시 보여 주지 않아요.',
    },
    bot: (name) => `@${name} 봇으로 연결됐어요`,
    listens: {
      webhook: '텔레그램이 이 주소로 메시지를 보내 줘요.',
      polling: 'Nod가 켜져 있는 동안 이 컴퓨터가 텔레그램에 메시지를 물어봐요.',
    },
    tokenRefused: '텔레그램이 토큰을 거부해요. 폐기된 토큰이에요. 새 토큰을 붙여 넣어 주세요.',
    link: '대화 연결하기',
    send: '휴대폰으로 찍거나 휴대폰에서 열어 시작을 누르세요. 10분 동안 한 번만 쓸 수 있어요.',
    waiting: '메시지를 기다리고 있어요…',
    linked: '연결된 대화',
    none: '아직 연결된 대화가 없어요.',
  },
  discord: {
    title: '디스코드',
    line: '제안과 소식을 메시지로 받고, 명령도 모두 쓸 수 있어요.',
    lead: 'Nod는 직접 만드신 애플리케이션으로 말해요. 연결한 사람의 말만 들어요.',
    steps: {
      bot: '디스코드 개발자 포털에서 New Application, Bot, Reset Token을 차례로 누르고 토큰을 복사하세요.',
      openMaker: '개발자 포털 열기',
      tokenHint: '디스코드에 확인한 뒤 이 설치본 안에 봉인하고, 다시 보여 주지 않아요. 명령도 함께 등록해요.',
    },
    bot: (name) => `${name} 봇으로 연결됐어요`,
    listens: {
      webhook: '디스코드가 이 주소로 알려 줘요.',
      polling: 'Nod가 켜져 있는 동안 이 컴퓨터가 디스코드와 연결되어 있어요.',
    },
    tokenRefused: '디스코드가 토큰을 거부해요. 다시 만들어진 토큰이 있어요. 새 토큰을 붙여 넣어 주세요.',
    link: '본인 연결하기',
    send: '디스코드에서 /link를 입력해 이 봇의 명령을 고르고, 이 코드와 함께 보내세요. 10분 동안 한 번만 쓸 수 있어요.',
    waiting: '기다리고 있어요…',
    linked: '연결된 사람',
    none: '아직 연결된 사람이 없어요.',
  },
};

export const channels: typeof en.channels = {
  apps,
  token: '토큰을 여기에 붙여 넣으세요',
  connect: '연결하기',
  unreachable: (app) => `마지막에 ${josa(app, '이/가')} 답하지 않았어요. 알아서 다시 시도해요.`,
  keyMissing: '토큰을 여는 키가 이 컴퓨터에 없어요.',
  add: (app) => `${app}에 추가하기`,
  addBody:
    '나에게 추가하면 어디서나 나만 보이게 명령을 쓸 수 있어요. 내 서버에도 추가하면 봇이 먼저 말을 걸 수 있어요.',
  addToMe: '나에게 추가',
  addToServer: '서버에 추가',
  linkBody: (app) => `본인 확인을 하면 코드가 나와요. ${app}에서 그 코드를 가장 먼저 보낸 사람이 본인으로 인정돼요.`,
  open: (app) => `${app}에서 열기`,
  byHand: '또는 봇에게 이렇게 보내세요:',
  since: (when) => `${when}부터`,
  gone: '그곳에는 메시지가 가지 않아요. 봇을 차단했거나 대화가 없어졌어요. 봇에게 말을 걸면 다시 가요.',
  unlink: '연결 끊기',
  unlinked: '끊었어요. 이제 그곳에서는 본인으로 말할 수 없어요.',
  arrived: '대화가 연결됐어요',
  test: '시험 메시지 보내기',
  tested: (sent, of) =>
    of === 0 ? '아직 연결된 대화가 없어요. 아래에서 먼저 연결해 주세요' : `대화 ${of}개 중 ${sent}개에 보냈어요`,
  remove: '봇 지우기',
  removed: (app) => `지웠어요. 이제 ${app}에서는 말하지도 듣지도 않아요.`,
};
