/** What is waited for comes when it comes: a busy machine makes no test fail that would pass on an idle one. */
export const PATIENCE = { timeout: 30_000 };
