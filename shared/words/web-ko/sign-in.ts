import type * as en from '../web-en/sign-in.ts';

export const signIn: typeof en.signIn = {
  title: '로그인',
  working: 'Nod를 여는 중…',
  passkey: '패스키로 로그인',
  email: '이메일 주소',
  password: '비밀번호',
  withPassword: '로그인',
  byCode: '복구 코드로',
  codeBody:
    '적어 둔 열 개 가운데 하나를 써요. 쓴 코드는 다시 못 써요. 로그인한 뒤 더보기 → 보안에서 패스키를 추가하세요.',
  code: '복구 코드',
  byLink: '로그인 링크로',
  linkBody:
    '처음이거나 다른 방법이 없을 때 써요. 링크는 Nod가 돌아가는 컴퓨터에서 만들고, 10분 동안 한 번만 쓸 수 있어요. Nod 폴더에서 입력하세요:',
  command: 'npm run nod -- link',
  thenOpen: '나온 링크를 이 기기나 연결되는 다른 기기에서 열거나, 여기에 붙여 넣으세요.',
  failedBody: '링크를 이미 썼거나 10분이 지났어요. 훔친 링크가 쓸모없도록 그렇게 만들었어요. 새로 만드세요:',
  paste: '로그인 링크',
  open: '열기',
};

export const welcome: typeof en.welcome = {
  hello: '봇이 찾고, 결정은 내가 해요.',
  body: 'Nod는 시장을 살펴보고, 찾은 이유와 잃을 수 있는 금액을 말한 뒤 물어봐요. 승인하지 않으면 아무것도 사지 않아요.',
  language: '언어',
  tryTitle: '지금 해 보기',
  tryBody: (world) => `${world} 시장, 가짜 돈 10만 달러. 1분 안에 첫 질문이 와요.`,
  invented: '지어낸 회사와 가격의',
  past: '실제 과거 가격의',
  tryAction: '첫 봇 만들기',
  brokerTitle: '내 증권사 연결',
  brokerBody:
    '알파카의 모의 계좌부터 시작해요. 실제 가격에 가짜 돈이에요. 연결만으로는 아무것도 사지 않고, 봇은 똑같이 물어봐요.',
  brokerAction: '알파카 연결하기',
  skip: '먼저 둘러보기',
};
