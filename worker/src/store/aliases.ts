/** Former and other names of a market's instruments, with the trading day from which each is valid. */
export async function aliasesOf(
  db: D1Database,
  marketId: string,
): Promise<{ alias: string; instrumentId: string; fromOn: string }[]> {
  const { results } = await db
    .prepare(
      `SELECT alias, instrument_id AS instrumentId, from_on AS fromOn FROM instrument_aliases
       WHERE market_id = ?1 ORDER BY from_on LIMIT 5000`,
    )
    .bind(marketId)
    .all<{ alias: string; instrumentId: string; fromOn: string }>();
  return results;
}
