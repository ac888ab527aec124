import { josa } from '../josa.ts';
import type { chatAccounts as enAccounts, chatSettings as enSettings } from '../en/chat-accounts.ts';

export const chatAccounts: typeof enAccounts = {
  which: '어느 계좌로 이야기할까요?',
  how: '여기서 하는 말은 한 계좌에 대한 거예요. 고르거나 /계좌 뒤에 이름을 적어 주세요.',
  screenDecides: '앱에서는 화면 맨 위의 계좌에 대해 말하는 거예요.',
  line: (p) => `${p.account}: ${p.value}${p.isChosen ? ' · 지금 이 채팅의 계좌' : ''}`,
  noneCalled: (p) => `‘${p.name}’ 계좌는 없어요.`,
  nowAbout: (p) => `이제 이 채팅은 ${p.account} 계좌에 대한 거예요.`,
  only: (p) => `${p.account} 계좌만이에요.`,
  stillBuys: (p) => `계속 사는 계좌: ${p.accounts}.`,
  noneBuys: '어느 계좌에서도 사지 않아요',
  someBuy: '아직 사는 계좌가 있어요',
  allBuy: '모든 계좌가 다시 사요',
  standing: (p) => `${p.account}: ${p.mode}`,
  staysProtected: '보유 종목의 손절과 익절은 그대로예요.',
  stoppedTogether: '모든 계좌의 매수를 한꺼번에 멈추셨어요. 다시 시작하는 것도 한꺼번에 해요.',
  buttons: { stopAll: '모든 계좌 매수 멈춤', startAll: '모든 계좌 다시 시작', another: '다른 계좌' },
};

export const chatSettings: typeof enSettings = {
  linked: (p) => `이 ${p.app} 채팅은 연결되어 있어요`,
  linkedHere: '로그인하신 앱의 채팅이에요',
  linkMore: '다른 휴대폰이나 앱은: 앱의 설정 → 휴대폰에 나오는 코드를 거기서 보내 주세요.',
  unlinkTitle: (p) => `이 ${p.app} 채팅의 연결을 끊을까요?`,
  unlinkLine: '제안과 소식이 더 오지 않고, 여기서 하는 말도 듣지 않아요. 봇과 계좌는 그대로예요.',
  unlinkInApp: '연결 끊기는 앱의 설정 → 휴대폰에 있어요.',
  unlinked: '연결을 끊었어요. 이제 여기로 오지 않아요.',
  quietTitle: (p) =>
    p.isQuiet ? `${josa(p.app, '은/는')} 소리를 내지 않아요` : `${josa(p.app, '은/는')} 소리를 낼 수 있어요`,
  quietLine: '바로 확인하셔야 하는 것(손절 실패, 증권사 연결 끊김)은 언제나 소리가 나요.',
  quietHours: (p) => `조용한 시간: ${p.from}~${p.to}.`,
  quietMore: '알림 종류별 설정과 조용한 시간은 앱의 설정 → 알림 설정에 있어요.',
  quietNowhere: '이 채팅은 소리를 내지 않아요. 채팅 앱과 휴대폰의 소리는 앱의 설정 → 알림 설정에 있어요.',
  buttons: { unlink: '연결 끊기', quiet: '소리 끄기', loud: '소리 켜기' },
};
