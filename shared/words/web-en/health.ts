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
  instruments: (count: number) => `${count} instruments`,
  broker: 'Broker',
  checkedAt: 'Broker checked',
  failedJobs: (count: number) => `${count} job${s(count)} failed last time`,
  noFailedJobs: 'No job failed',
  unresolved: 'Orders not confirmed',
  clock: 'Clock',
  heartbeat: {
    title: 'If Nod is gone',
    lead: 'Nod cannot tell you that it is gone. A service that expects a call every minute can: give its address here, and it is called for every minute in which Nod did its work.',
    address: 'Address to call',
    another: 'Another address',
    hint: 'https://…, as the service gives it. It is kept sealed and never shown again.',
    save: 'Call it every minute',
    remove: 'Call it no more',
    removed: 'No address is called any more.',
    soon: (host: string) => `${host} is called with the next minute.`,
    results: {
      ok: (p: { host: string; status: number | null }) => `${p.host} took the last call`,
      failed: (p: { host: string; status: number | null }) =>
        p.status === null ? `${p.host} did not answer` : `${p.host} answered ${p.status}`,
      held: (p: { host: string; status: number | null }) =>
        `${p.host} was not called: not all of the minute’s work was done`,
    },
  },
};
