import { s } from './plural.ts';

/** Health. */
export const health = {
  title: 'Health',
  ok: 'Everything runs',
  degraded: 'Something needs a look',
  server: 'Server',
  stream: 'Live connection',
  connected: 'connected',
  notConnected: 'not connected',
  market: 'Market',
  instruments: (count: number) => `${count} stocks`,
  broker: 'Broker',
  checkedAt: 'Broker checked',
  failedJobs: (count: number) => `${count} job${s(count)} failed last time`,
  noFailedJobs: 'No job failed',
  unresolved: 'Orders not confirmed',
  clock: 'Clock',
};
