import type * as en from '../web-en/install.ts';

export const manifest: typeof en.manifest = {
  name: 'Nod: 먼저 물어보는 매매 봇',
  shortName: 'Nod',
  description:
    '봇이 살펴보고, 크기를 정하고, 확인한 뒤 물어봐요. 한 번 승인하면 주문은 딱 하나. 답이 없으면 사지 않아요.',
  decide: '결정',
  decideLine: '답을 기다리는 제안',
  stop: '매수 멈추기',
  stopLine: '멈출지 고르는 화면을 열어요. 거기서 누르기 전에는 아무것도 멈추지 않아요',
  pictures: {
    home: '내 돈은 안전한지, 할 일이 있는지, 무슨 일이 있었는지',
    question: '잃을 수 있는 금액과 답할 시한이 적힌 제안',
  },
};

export const install: typeof en.install = {
  next: '다음: 휴대폰에 설치하기',
  why: '다른 앱처럼 열리고, 어디에 있든 질문을 받을 수 있어요.',
  install: '설치',
  how: '방법 보기',
  close: '닫고 다시 보지 않기',
  installHere: '이 컴퓨터에 설치',
  installed: '이 기기에 Nod가 설치돼 있어요.',
  insecure: '이 주소는 https가 아니어서, 휴대폰에 설치할 수도 연결 없이 열 수도 없어요. https 주소로 열어 주세요.',
  onlyHere: '지금 이 Nod는 이 컴퓨터에서만 응답해요. 휴대폰에서 열고 설치하려면 https 주소가 필요해요.',
  anAddress: '주소를 주는 터널이나 사설망이 있으면 이렇게 시작하세요:',
  orDeploy: '이 컴퓨터가 꺼져 있어도 돌게 하려면 내 Cloudflare 계정에 올리세요:',
  steps: {
    ios: [
      'Safari에서 공유 버튼(화살표가 있는 네모)을 누르세요.',
      '‘홈 화면에 추가’를 고르고 ‘추가’를 누르세요.',
      '홈 화면에서 Nod를 여세요. 따로 로그인해요. 아래에서 링크를 만들어 복사한 뒤 거기에 붙여 넣으세요.',
    ],
    menu: [
      '브라우저 메뉴(점 세 개)를 여세요.',
      '‘앱 설치’ 또는 ‘홈 화면에 추가’를 고르세요.',
      '홈 화면에서 Nod를 여세요.',
    ],
    desk: [
      '아래에서 로그인 링크를 만드세요.',
      '휴대폰 카메라로 찍으면 로그인된 Nod가 열려요.',
      '휴대폰에서 이 자리를 열면 설치 방법이 나와요.',
    ],
  },
};

export const finding: typeof en.finding = {
  title: '종목 찾기',
  looking: (text) => `‘${text}’을(를) 찾는 중이에요`,
  none: '이 시장에 없는 종목이에요',
  noneBody: (text) => `‘${text}’(이)라는 종목은 여기 없어요. 이름이나 종목 코드로 찾아보세요.`,
  nothing: '공유된 내용이 없어요',
  nothingBody: '종목 코드나 이름, 종목 페이지를 Nod로 공유하면 여기서 열려요.',
  several: '어느 종목인가요?',
  search: '시장에서 찾기',
};
