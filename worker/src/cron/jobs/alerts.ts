import type { Job } from '../job.ts';

/** Looks at what people want to be told of at a close: indicators, and what is new in a screen. Each is told once. */
export const alerts: Job = async ({ market, followers, account, screensAtClose, followed }, now) => {
  const asked = await Promise.all(
    followers().map(async ({ accountId }) => ({ accountId, alerts: await account(accountId).alertsToJudge(now) })),
  );
  const wanted = asked.flatMap(({ alerts: own }) => own);
  if (wanted.length === 0) return { code: 'alerts-judged', values: { alerts: 0 } };
  const window = await market.window(market.timeframe);
  const as = { marketId: market.id, marketAt: now.marketAt };
  const passing = await screensAtClose(as, window === null ? null : { window, followed }, wanted);
  const judged = new Map(wanted.map(({ id }, index) => [id, { id, passing: passing[index] ?? null }]));
  await Promise.all(
    asked
      .filter(({ alerts: own }) => own.length > 0)
      .map(({ accountId, alerts: own }) =>
        account(accountId).judgeAlerts(
          own.flatMap(({ id }) => judged.get(id) ?? []),
          now,
        ),
      ),
  );
  return { code: 'alerts-judged', values: { alerts: wanted.length } };
};
