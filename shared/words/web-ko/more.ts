import type * as en from '../web-en/more.ts';

export const more: typeof en.more = {
  title: '더보기',
  orders: '주문',
  ordersLine: '보낸 것과 증권사의 답',
  ledger: '거래 내역',
  ledgerLine: '모든 기록, 종류별로',
  bots: '봇',
  botsLine: '할 수 있는 일과 한 일',
  jobs: '작업',
  jobsLine: '저절로 도는 것과 때',
  events: '기록',
  eventsLine: '누가 무엇을, 차례로',
  health: '상태',
  healthLine: '모두 잘 도는지',
  settings: '설정',
  settingsLine: '언어, 휴대폰, 텔레그램, 디스코드',
  chat: '채팅',
  chatLine: '말로 묻고 결정하기',
  version: (version) => `Nod ${version}`,
};
