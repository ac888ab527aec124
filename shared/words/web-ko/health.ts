import type * as en from '../web-en/health.ts';

export const health: typeof en.health = {
  title: '상태',
  ok: '모두 잘 돌고 있어요',
  degraded: '살펴볼 것이 있어요',
  server: '서버',
  stream: '실시간 연결',
  connected: '연결됨',
  notConnected: '끊김',
  market: '시장',
  instruments: (count) => `${count}종목`,
  broker: '증권사',
  checkedAt: '증권사 확인',
  failedJobs: (count) => `작업 ${count}개가 지난번에 실패했어요`,
  noFailedJobs: '실패한 작업이 없어요',
  unresolved: '확인 중인 주문',
  clock: '시각',
};
