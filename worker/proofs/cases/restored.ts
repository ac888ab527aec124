import { buySignal, HRBM, OTHR, OWNER, SimAccount } from '../../src/testing/sim-account.ts';
import { randomOf, type Random } from '../support/random.ts';
import { add, emptyTally, type RunCases, type Tally } from '../support/spread.ts';

/*
 * A state that comes back from a backup, from a copy of its directory, or from an earlier point in time, while the
 * broker has moved on: the original went on trading in between, or still does.
 */

const OUT_OF_REACH_MS = 70_000;
/** Entries halt within one reconcile. */
const RECONCILE_MS = 31_000;
const IDLE_RECONCILE_MS = 5 * 60_000;
const INSTRUMENTS = [HRBM, OTHR] as const;
const KINDS = ['restored', 'copied', 'rolled back'] as const;
type Kind = (typeof KINDS)[number];

const LIVES: Record<Kind, { id: string; writer: string }> = {
  restored: { id: 'second', writer: 'copy' },
  copied: { id: 'second', writer: 'test' },
  'rolled back': { id: 'first', writer: 'test' },
};

export const runCases: RunCases = async ({ seed, from, count }) => {
  const tally = emptyTally();
  for (let n = from; n < from + count; n += 1) {
    const before = tally.faults.length;
    const kind = KINDS[n % KINDS.length] ?? 'restored';
    try {
      await comesBack(kind, randomOf(seed).fork(n), tally);
    } catch (error) {
      tally.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    if (tally.faults.length > before) tally.faults.push(`in case ${n}, ${kind}`);
  }
  return tally;
};

async function comesBack(kind: Kind, random: Random, tally: Tally): Promise<void> {
  const original = await SimAccount.open();
  // At a broker where somebody else can trade too: it is asked also when nothing is on the way.
  original.sql.run("UPDATE meta SET value = json_set(value, '$.broker', 'alpaca') WHERE key = 'spec'");
  original.crash();
  await original.holding();
  await trade(original, random, random.int(0, 3));
  // In the middle of something, now and then.
  if (random.chance(0.5)) await cutOff(original, random);
  const heldThen = held(original);
  const copy = original.copy(LIVES[kind]);
  const journal = new Set(coids(copy));
  original.broker.heal();
  await original.pass(random.int(0, 20_000));
  const movedOn = random.chance(0.8);
  if (movedOn) await trade(original, random, random.int(1, 5));
  await original.pass(5_000);
  copy.now = original.now;
  const strangers = copy.broker.orders().filter(({ clientOrderId }) => !journal.has(clientOrderId));

  // The broker out of reach: nothing is compared, so nothing leaves, not even an exit.
  const sentBefore = copy.broker.requests.length;
  copy.broker.faults.isDown = true;
  await copy.runtime.wake();
  await copy.bar({ [HRBM]: { open: random.pick([100, 60]) } });
  const bought = await copy.api.createOrder(OWNER, { symbol: 'OTHR', side: 'buy', quantity: '1', limitPrice: '100' });
  if (bought.ok) tally.faults.push('an entry was taken before the first reconcile');
  await copy.pass(OUT_OF_REACH_MS);
  const early = copy.broker.requests.slice(sentBefore).filter(({ side }) => kind !== 'rolled back' || side === 'buy');
  if (early.length > 0) tally.faults.push(`${early.length} orders left before the first reconcile`);

  copy.broker.heal();
  await copy.pass(RECONCILE_MS);
  const resent = copy.broker.requests.slice(sentBefore).filter(({ clientOrderId }) => journal.has(clientOrderId));
  const isNewLife = kind !== 'rolled back';
  if (isNewLife && resent.length > 0) tally.faults.push(`${resent.length} orders of the former life left again`);
  const isForeign = strangers.some(({ filledQuantity, state }) => filledQuantity !== '0' || state === 'accepted');
  if (isForeign && modeOf(copy) === 'active') tally.faults.push('another writer was seen, and it goes on buying');
  if (isForeign) add(tally, 'halted for another writer');
  await copy.pass(60_000);
  agrees(copy, tally);
  if (JSON.stringify(heldThen) !== JSON.stringify(held(copy))) {
    add(tally, 'differed');
    const told = ['order.filled', 'order.partly-filled', 'order.adopted', 'position.mismatch', 'position.closed'];
    const isTold = told.some((type) => copy.events(type).length > original.events(type).length - 50);
    if (!isTold) tally.faults.push('the difference is listed nowhere');
  }
  if (isNewLife && copy.events('account.restored').length !== 1) tally.faults.push('the new life is not written down');
  add(tally, kind);
  if (kind === 'copied') await seesTheCopy({ original, copy }, tally);
}

/** The other way round: the copy places an order, and the original, which runs on, sees it. */
async function seesTheCopy(
  { original, copy }: { original: SimAccount; copy: SimAccount },
  tally: Tally,
): Promise<void> {
  if (modeOf(copy) !== 'active' || modeOf(original) !== 'active') return;
  const made = await copy.api.createOrder(OWNER, { symbol: 'OTHR', side: 'buy', quantity: '1', limitPrice: '99' });
  if (!made.ok) return;
  original.now = copy.now;
  await original.pass(RECONCILE_MS);
  // With nothing held and nothing working its interval is the longer one.
  if (modeOf(original) === 'active') await original.pass(IDLE_RECONCILE_MS);
  add(tally, 'the original saw the copy');
  if (modeOf(original) === 'active') tally.faults.push('the original goes on beside a copy that trades');
}

/** What people and bots do in a while. */
async function trade(account: SimAccount, random: Random, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await random.pick([
      () =>
        account.api.createOrder(OWNER, {
          symbol: 'OTHR',
          side: 'buy',
          quantity: String(random.int(1, 20)),
          limitPrice: random.pick(['100', '97']),
        }),
      () => account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100, low: random.pick([100, 96]) } }),
      () => account.api.closePosition(OWNER, { symbol: random.pick(['HRBM', 'OTHR']) }),
      async () => {
        const bot = await account.bot();
        await account.look(bot.id, buySignal({ instrumentId: OTHR }));
        const [question] = await account.questions();
        if (question !== undefined && random.chance(0.7)) await account.approve(question);
      },
      () => account.pass(random.int(1, 40_000)),
    ])();
  }
}

/** An order that is on its way when the backup is made. */
async function cutOff(account: SimAccount, random: Random): Promise<void> {
  Object.assign(account.broker.faults, random.pick([{ loseRequests: true }, { loseAnswers: true }]));
  await random.pick([
    () => account.api.createOrder(OWNER, { symbol: 'OTHR', side: 'buy', quantity: '7', limitPrice: '100' }),
    () => account.api.closePosition(OWNER, { symbol: 'HRBM' }),
  ])();
}

function agrees(account: SimAccount, tally: Tally): void {
  for (const id of INSTRUMENTS) {
    const rows = account.sql.all<{ quantity: string }>('SELECT quantity FROM position WHERE instrument_id = ?', id);
    const here = rows.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    const there = account.broker.held(id);
    if (here === Number(there)) continue;
    // What a stranger sold of a bot's shares is nobody's to book: it is listed with both sides, and buying stops.
    const listed =
      account.sql.first<{ value: string }>("SELECT value FROM meta WHERE key = 'differences'")?.value ?? '[]';
    const isListed = (JSON.parse(listed) as { name: string; broker: string; ours: string; isTold: boolean }[]).some(
      (found) => found.name === id && found.broker === there && Number(found.ours) === here && found.isTold,
    );
    add(tally, 'differences listed');
    if (!isListed || modeOf(account) !== 'halted')
      tally.faults.push(`${here} of ${id} here, ${there} there, and nobody says so`);
  }
  const there = account.broker.orders().map(({ clientOrderId }) => clientOrderId);
  if (new Set(there).size !== there.length) tally.faults.push('an order is at the broker twice');
}

function held(account: SimAccount): Record<string, string> {
  const rows = account.sql.all<{ instrument_id: string; holder: string; quantity: string }>(
    "SELECT instrument_id, holder, quantity FROM position WHERE quantity <> '0' ORDER BY instrument_id, holder",
  );
  return Object.fromEntries(rows.map((row) => [`${row.instrument_id} ${row.holder}`, row.quantity]));
}

function coids(account: SimAccount): string[] {
  return account.sql.all<{ coid: string }>('SELECT coid FROM intent').map(({ coid }) => coid);
}

function modeOf(account: SimAccount): string {
  const row = account.sql.first<{ value: string }>("SELECT value FROM meta WHERE key = 'mode'");
  return row === null ? 'active' : (JSON.parse(row.value) as { mode: string }).mode;
}
