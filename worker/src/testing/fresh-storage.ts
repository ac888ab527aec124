// Before each file of Workers tests, which share a runtime: nothing is left of the file before, neither what was stored
// nor its clock and its fakes.
import { applyD1Migrations, reset, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import { TIMEFRAMES } from '#shared/domain/bar.ts';

vi.useRealTimers();
vi.restoreAllMocks();
await wakeNamed();
await reset();
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

/**
 * `reset` does not reach an object that is not in memory, as one that was evicted or idled for ten seconds. Chat apps,
 * markets and their bars are named alike in every file; accounts, users and connections have new names each time.
 */
async function wakeNamed(): Promise<void> {
  for (const channel of ['telegram', 'discord'])
    await runInDurableObject(env.CHANNEL.getByName(channel), () => undefined);
  const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE name = 'instruments'").all();
  if (results.length === 0) return;
  const markets = await env.DB.prepare('SELECT DISTINCT market_id AS id FROM instruments').all<{ id: string }>();
  const stubs = markets.results.flatMap(({ id }) => [
    env.MARKET.getByName(id),
    ...TIMEFRAMES.map((timeframe) => env.BARS.getByName(`${id}:${timeframe}`)),
  ]);
  await Promise.all(stubs.map((stub) => runInDurableObject(stub, () => undefined)));
}
