import type { Trouble } from '#shared/contract/watch.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { Composition } from '../composition.ts';
import { log } from '../log.ts';
import type { FoundTrouble } from '../objects/account/troubles.ts';
import { accountAdmin, marketDoor } from '../peers.ts';
import { readFailed, readUnfinished } from '../store/job-table.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import { dueAt } from './schedule.ts';
import { begun, lasting, looked, news, told, toldOfFailing, type WatchBook } from './watch-book.ts';

/*
 * The dead-man watch of the installation: what nobody inside a market or an account can see, because it is them that do
 * not work. Looked at by the minute tick, told to accounts, which tell their people.
 */

/** As the tick begins. */
export async function openBook({ database }: Composition, now: WallMs): Promise<WatchBook> {
  return begun(parsed(await readSetting(database, 'watch')), now);
}

/** Looks at these markets and tells whom it concerns; true: every one of them goes on. */
export async function watchMinute(
  composition: Composition,
  opened: WatchBook,
  { markets, now }: { markets: readonly string[]; now: WallMs },
): Promise<boolean> {
  const owed = await Promise.all(markets.map(async (id) => [id, await owesOf(composition, id)] as const));
  let book = looked(opened, new Map(owed.map(([id, owes]) => [id, owes?.mark ?? null])), now);
  const { late, over } = news(book, now);
  const closes = new Map(owed.map(([id, owes]) => [id, owes?.closeAt ?? null]));
  for (const id of late) {
    const found = {
      since: book.markets[id]?.since ?? now,
      about: { jobs: await lateJobs(composition, id, closes.get(id)) },
    };
    if (await tellAccounts(composition, id, { trouble: 'job-missed', found })) book = told(book, id, true);
  }
  for (const id of over)
    if (await tellAccounts(composition, id, { trouble: 'job-missed', found: null })) book = told(book, id, false);
  for (const id of markets) book = await failedJobs(composition, book, { id, now });
  if (book.off !== null && (await tellOff(composition, book.off, markets))) book = { ...book, off: null };
  await writeSetting(composition.database, 'watch', JSON.stringify({ ...book, minute: now } satisfies WatchBook));
  return late.length === 0;
}

/** Work that was done and failed: the market goes on all the same, and only its runs say so. */
async function failedJobs(
  composition: Composition,
  book: WatchBook,
  { id, now }: { readonly id: string; readonly now: WallMs },
): Promise<WatchBook> {
  const failed = await readFailed(composition.env.DB, id as MarketId);
  const jobs = lasting(failed, now);
  const [first] = jobs;
  const wasTold = book.failing?.includes(id) === true;
  // Between two failures there may be one that is too young to be told: it is not over.
  if (wasTold ? failed.length > 0 : first === undefined) return book;
  const found = first === undefined ? null : { since: first.at, about: { jobs: jobs.map(({ name }) => name) } };
  const isTold = await tellAccounts(composition, id, { trouble: 'job-failed', found });
  return isTold ? toldOfFailing(book, id, found !== null) : book;
}

/** One that cannot even say so does not go on either. */
async function owesOf({ env }: Composition, id: string): Promise<{ mark: string; closeAt: MarketMs | null } | null> {
  try {
    return await marketDoor(env, id).owes();
  } catch (error) {
    log('market-does-not-answer', { market: id, error });
    return { mark: 'no-answer', closeAt: null };
  }
}

/** The enabled jobs that were due at this close and have not finished; none: it is the market that does not go on. */
async function lateJobs({ env }: Composition, id: string, closeAt: MarketMs | null | undefined): Promise<string[]> {
  if (closeAt == null) return [];
  const door = marketDoor(env, id);
  const [{ baseTimeframe: timeframe }, instruments] = await Promise.all([door.state(), door.instruments()]);
  const market = { timeframe, exchange: instruments[0]?.exchange ?? 'us' } as const;
  const jobs = await readUnfinished(env.DB, id as MarketId);
  return jobs
    .filter(({ enabled }) => enabled)
    .filter(({ schedule, lastDueAt }) => {
      const after = Math.min(lastDueAt ?? closeAt - 1, closeAt) as MarketMs;
      return dueAt(schedule, { market, after, now: closeAt }) !== null;
    })
    .map(({ name }) => name);
}

async function tellAccounts(
  { env, directory }: Composition,
  marketId: string,
  { trouble, found }: { trouble: Trouble; found: FoundTrouble | null },
): Promise<boolean> {
  const accounts = await directory.onMarket(marketId);
  return allTold(accounts.map(({ id }) => ({ id, work: accountAdmin(env, id).setTrouble(trouble, found) })));
}

/** Accounts of markets that run: what stands in one that was left behind waits for nobody. */
async function tellOff(
  { env, directory }: Composition,
  { from, to }: { from: WallMs; to: WallMs },
  markets: readonly string[],
): Promise<boolean> {
  const accounts = (await Promise.all(markets.map((id) => directory.onMarket(id)))).flat();
  return allTold(accounts.map(({ id }) => ({ id, work: accountAdmin(env, id).wasOff(from, to) })));
}

/** One that could not be told is told by the next tick, and so are all others, to whom it is no news. */
async function allTold(telling: readonly { readonly id: string; readonly work: Promise<void> }[]): Promise<boolean> {
  const done = await Promise.allSettled(telling.map(({ work }) => work));
  for (const [index, one] of done.entries())
    if (one.status === 'rejected') log('watch-not-told', { account: telling[index]?.id, error: one.reason as unknown });
  return done.every(({ status }) => status === 'fulfilled');
}

/** What cannot be read (of another version) is as if this were the first tick. */
function parsed(text: string | null): WatchBook | null {
  if (text === null) return null;
  try {
    const book = JSON.parse(text) as Partial<WatchBook>;
    return typeof book.minute === 'number' && typeof book.markets === 'object'
      ? { minute: book.minute, off: book.off ?? null, markets: book.markets, failing: book.failing ?? [] }
      : null;
  } catch {
    return null;
  }
}
