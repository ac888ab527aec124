import type { Job } from '../job.ts';

/** Lets every account look after its open positions at this close. */
export const positionMonitor: Job = async ({ followers, account }, now) => {
  const accounts = followers();
  await Promise.all(accounts.map(({ accountId }) => account(accountId).monitor(now)));
  return { code: 'monitored', values: { accounts: accounts.length } };
};
