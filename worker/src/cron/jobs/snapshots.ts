import type { Job } from '../job.ts';

/** Every account writes down what it is worth. */
export const snapshots: Job = async ({ followers, account }, now) => {
  const accounts = followers();
  await Promise.all(accounts.map(({ accountId }) => account(accountId).snapshot(now)));
  return { code: 'snapshots-taken', values: { accounts: accounts.length } };
};
