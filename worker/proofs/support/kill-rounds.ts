import { faultsAtAnyMoment, faultsOfAlerts, faultsOfJobs, faultsOfMemory, faultsWhenSettled } from './compare-books.ts';
import { readStateOnDisk, type AccountOnDisk, type StateOnDisk } from './books-on-disk.ts';
import { sleep, type ProofState, type RunningProduct, type Victims } from './product-run.ts';
import { NO_FAULTS, trader, type Trader } from './trader.ts';

export const MOMENTS = [
  'question-waits',
  'before-send',
  'in-flight',
  'before-booking',
  'during-exit',
  'waiting-for-open',
  'any-time',
] as const;
/** The moments of S6 that the list above lacks. */
type OutsideMoment = 'approval-committed' | 'outbox-sent';
export type Moment = (typeof MOMENTS)[number] | OutsideMoment;

/** What a run of kills found. */
export interface Tally {
  kills: number;
  readonly hits: Map<string, number>;
  readonly variants: Map<string, number>;
  readonly victims: Map<string, number>;
  readonly faults: string[];
  /** Rounds whose moment was not met in any of their tries: not there at the kill, or not to be brought about. */
  readonly missed: string[];
  readonly restartsMs: number[];
  orders: number;
  fills: number;
  questions: number;
  jobRuns: number;
}

export function emptyTally(): Tally {
  const maps = { hits: new Map(), variants: new Map(), victims: new Map() };
  return { kills: 0, ...maps, faults: [], missed: [], restartsMs: [], orders: 0, fills: 0, questions: 0, jobRuns: 0 };
}

/** A moment that was brought about, and how the disk shows that the kill met it. */
export interface Arranged {
  readonly moment: Moment;
  /** Like `stop, in flight`. */
  readonly variant: string;
  isHit(disk: StateOnDisk): boolean;
  /** The machine stays off this long: whatever was to happen meanwhile is overdue at the start. */
  readonly offMs?: number;
  /** What the disk shows instead, in words. */
  found?(disk: StateOnDisk): string;
  /** What has to be true after the restart, once the product has settled and before anything else happens. */
  after?(product: Trader, disk: StateOnDisk): Promise<string[]>;
}

export interface Round {
  readonly name: string;
  arrange(product: Trader): Promise<Arranged>;
}

export interface Session {
  readonly state: ProofState;
  readonly args: readonly string[];
  readonly accountIds: () => readonly string[];
  readonly tally: Tally;
  readonly say: (line: string) => void;
  /** How far apart two closes are where it is always the same. */
  readonly everyMs: number | null;
}

const VICTIMS: readonly Victims[] = ['power-cut', 'power-cut', 'launcher', 'power-cut', 'host'];
const WORDS_KEPT = 12;
/** For one moment, before it counts as never met. */
const TRIES = 3;

/** Kills in every round, looks at the disk, starts again, lets it settle, and compares. Answers the last state. */
export async function playRounds(
  session: Session,
  first: RunningProduct,
  rounds: readonly Round[],
): Promise<StateOnDisk> {
  const { tally, say, state } = session;
  let product = first;
  let before: StateOnDisk | null = null;
  const waiting = rounds.map((round) => ({ round, tries: TRIES }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { round, tries } = next;
    let arranged: Arranged | null = null;
    let missedBy = 'the kill came too early or too late';
    const startMs = performance.now();
    try {
      arranged = await round.arrange(trader(product));
    } catch (error) {
      missedBy = error instanceof Error ? error.message : String(error);
    }
    const arrangedMs = performance.now() - startMs;
    const victims = VICTIMS[tally.kills % VICTIMS.length] ?? 'power-cut';
    await product.kill(victims);
    tally.kills++;
    count(tally.victims, victims);
    const disk = readStateOnDisk(state.dir);
    const jobs = faultsOfJobs(disk, { everyMs: session.everyMs, isStanding: false });
    note(session, `${round.name}, killed`, [...atKill(disk, before), ...jobs]);
    const isHit = arranged?.isHit(disk) ?? false;
    if (arranged !== null) {
      if (isHit) {
        count(tally.hits, arranged.moment);
        count(tally.variants, `${arranged.moment}: ${arranged.variant}`);
      } else missedBy = arranged.found?.(disk) ?? missedBy;
    }
    // A kill beside its moment is a kill like any other; the moment is then tried again.
    if (!isHit && tries > 1) waiting.unshift({ round, tries: tries - 1 });
    else if (!isHit) miss(session, `${round.name}: ${missedBy}`);
    await sleep(arranged?.offMs ?? 0);
    // The wire is quick again before anybody asks the account anything.
    const early = session.accountIds().map((accountId) => ({ path: 'paper', body: { accountId, ...NO_FAULTS } }));
    product = await state.start([...session.args, '--speed', '0'], early);
    tally.restartsMs.push(product.readyMs);
    const after = trader(product);
    for (const id of session.accountIds()) await after.faults(id, NO_FAULTS);
    await after.settled(session.accountIds());
    note(session, `${round.name}, started again`, await comparedLive(after, session.accountIds()));
    if (isHit) note(session, `${round.name}, afterwards`, (await arranged?.after?.(after, disk)) ?? []);
    before = disk;
    const seconds = [arrangedMs, product.readyMs].map((ms) => (ms / 1000).toFixed(1));
    say(
      `${tally.kills} ${round.name}: ${isHit ? 'hit' : `missed, ${missedBy}`} (${victims}); arranged in ${seconds.join(' s, ready after ')} s`,
    );
  }
  await trader(product).settled(session.accountIds());
  const code = await product.stop();
  if (code !== 0) tally.faults.push(`the last stop left with ${String(code)}`);
  const last = readStateOnDisk(state.dir);
  note(session, 'at the end', [
    ...atKill(last, before),
    ...last.accounts.flatMap(faultsWhenSettled),
    ...faultsOfJobs(last, { everyMs: session.everyMs, isStanding: true }),
    ...faultsOfAlerts(last),
  ]);
  for (const account of last.accounts) {
    tally.orders += account.broker.orders.length;
    tally.fills += account.broker.executions.length;
    tally.questions += account.proposals.length;
  }
  tally.jobRuns += last.jobRuns.length;
  return last;
}

function atKill(disk: StateOnDisk, before: StateOnDisk | null): string[] {
  return disk.accounts.flatMap((account) => {
    const former = before?.accounts.find(({ id }) => id === account.id);
    return [...faultsAtAnyMoment(account), ...(former === undefined ? [] : faultsOfMemory(former, account))];
  });
}

/** The account's own words beside the broker's own book, over HTTP. */
async function comparedLive(product: Trader, accountIds: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const accountId of accountIds) {
    const [orders, book] = [await product.orders(accountId), await product.book(accountId)];
    const there = new Map(book.orders.map((order) => [order.clientOrderId, order]));
    for (const order of orders) {
      const its = there.get(order.clientOrderId);
      const expected = order.status === 'waiting-for-open' || order.status === 'not-sent' ? undefined : order.status;
      if (its?.state !== expected)
        faults.push(`${order.id} is ${order.status}, its broker says ${its?.state ?? 'nothing'}`);
      if ((its?.filledQuantity ?? '0') !== order.filledQuantity) faults.push(`${order.id} is filled otherwise there`);
    }
    const known = new Set(orders.map((order) => order.clientOrderId));
    if (orders.length < 500)
      for (const id of there.keys()) if (!known.has(id)) faults.push(`${id} is at the broker, unknown here`);
  }
  return faults;
}

function note({ tally, say }: Session, where: string, faults: readonly string[]): void {
  for (const fault of faults) {
    tally.faults.push(`${where}: ${fault}`);
    if (tally.faults.length <= WORDS_KEPT) say(`FAULT ${where}: ${fault}`);
  }
}

function miss({ tally, say }: Session, words: string): void {
  tally.missed.push(words);
  say(`MISSED ${words}`);
}

export function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

export function accountOf(disk: StateOnDisk, id: string): AccountOnDisk | undefined {
  return disk.accounts.find((account) => account.id === id);
}

export function figuresOf(tally: Tally): Record<string, number | string | boolean> {
  const sorted = tally.restartsMs.toSorted((a, b) => a - b);
  return {
    kills: tally.kills,
    ...Object.fromEntries(MOMENTS.map((moment) => [moment, tally.hits.get(moment) ?? 0])),
    ...Object.fromEntries([...tally.variants].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...Object.fromEntries([...tally.victims].map(([name, times]) => [`killed ${name}`, times])),
    orders: tally.orders,
    fills: tally.fills,
    questions: tally.questions,
    jobRuns: tally.jobRuns,
    restartMedianMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    lostOrDoubled: tally.faults.length,
    missedMoments: tally.missed.length,
    ...(tally.faults.length > 0 && { faults: tally.faults.slice(0, WORDS_KEPT).join(' | ') }),
    ...(tally.missed.length > 0 && { missed: tally.missed.slice(0, WORDS_KEPT).join(' | ') }),
  };
}
