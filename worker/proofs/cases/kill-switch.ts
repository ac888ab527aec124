import type { Caller } from '#shared/domain/caller.ts';
import { buySignal, HRBM, KORE, OTHR, OWNER, SimAccount } from '../../src/testing/sim-account.ts';
import { Interleaving } from '../support/interleaving.ts';
import { randomOf, type Random } from '../support/random.ts';
import { add, emptyTally, type RunCases, type Tally } from '../support/spread.ts';

/*
 * An account in full work: a position, an open question, an order that waits, a bot that buys by itself, somebody's
 * own orders, a bad wire, a crash. Somewhere in between somebody stops it.
 */

const CHANNELS = ['web', 'api', 'chat', 'telegram', 'discord'] as const;
const SETTLES_WITHIN_MS = 45_000;
const WORKING = new Set(['accepted', 'partially-filled']);

interface Stage {
  readonly account: SimAccount;
  readonly autoBotId: string;
  readonly question: Parameters<SimAccount['approve']>[0];
  readonly rewind: () => void;
}

async function aStage(): Promise<Stage> {
  const account = await SimAccount.open();
  await account.holding();
  const auto = await account.bot({ autonomy: 'auto' });
  const asking = await account.bot();
  await account.look(asking.id, buySignal({ instrumentId: OTHR }));
  const [question] = await account.questions();
  if (question === undefined) throw new Error('nothing was asked');
  const resting = await account.api.createOrder(OWNER, {
    symbol: 'OTHR',
    side: 'buy',
    quantity: '3',
    limitPrice: '90',
  });
  if (!resting.ok) throw new Error(`no order rests: ${JSON.stringify(resting.error)}`);
  return { account, autoBotId: auto.id, question, rewind: account.checkpoint() };
}

export const runCases: RunCases = async ({ seed, from, count }) => {
  const tally = emptyTally();
  const stage = await aStage();
  for (let n = from; n < from + count; n += 1) {
    stage.rewind();
    const before = tally.faults.length;
    try {
      await stopped(stage, randomOf(seed).fork(n), tally);
    } catch (error) {
      tally.faults.push(String(error));
    }
    if (tally.faults.length > before) tally.faults.push(`in case ${n}`);
  }
  return tally;
};

async function stopped(stage: Stage, random: Random, tally: Tally): Promise<void> {
  const { account } = stage;
  const interleaving = new Interleaving(random);
  const leftAfter: string[] = [];
  account.market.onReach = interleaving.gate;
  account.broker.during = {
    // In the turn in which the request leaves.
    received: () => {
      const request = account.broker.requests.at(-1);
      if (request?.side === 'buy' && modeOf(account) !== 'active') leftAfter.push(request.clientOrderId);
      return interleaving.gate();
    },
    booked: interleaving.gate,
    lookedUp: interleaving.gate,
  };
  Object.assign(account.broker.faults, {
    loseAnswers: random.chance(0.2),
    loseRequests: random.chance(0.1),
    loseCancels: random.chance(0.2),
  });
  const flows = work(stage, random).map(async (act) => {
    await interleaving.gate();
    await act().catch(() => undefined);
  });
  const isPanic = random.chance(0.5);
  const stopAt = random.int(0, 30);
  const crashAt = random.chance(0.3) ? random.int(0, 40) : -1;
  const stopping: Promise<unknown>[] = [];
  const stop = (): void => {
    const caller = { ...OWNER, channel: random.pick(CHANNELS) } as Caller;
    stopping.push((isPanic ? account.api.panic(caller) : account.api.pause(caller)).catch(() => undefined));
    // In force before anybody else has a turn.
    const isAtOnce = modeOf(account) === (isPanic ? 'halted' : 'reducing');
    add(tally, isAtOnce ? 'in force in the same turn' : 'in force later');
    if (!isAtOnce) tally.faults.push(`asked to stop, and the mode is ${modeOf(account)}`);
  };
  await interleaving.run(flows, (step) => {
    if (step === crashAt) account.crash();
    if (step === stopAt) stop();
  });
  if (stopping.length === 0) stop();
  await interleaving.run(stopping);
  account.market.onReach = () => Promise.resolve();
  account.broker.heal();
  account.broker.during.received = () => {
    const request = account.broker.requests.at(-1);
    if (request?.side === 'buy') leftAfter.push(request.clientOrderId);
    return Promise.resolve();
  };
  interleaving.openAll();
  await account.runtime.wake();
  await account.pass(SETTLES_WITHIN_MS);
  await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 89 }, [KORE]: { open: 100 } });
  await account.pass(10_000);
  add(tally, isPanic ? 'sell everything' : 'stop buying');
  for (const coid of leftAfter) tally.faults.push(`${coid} left after the stop`);
  await judge(account, { isPanic, sells: random.chance(0.25) }, tally);
}

/** What goes on when the stop comes. */
function work({ account, autoBotId, question }: Stage, random: Random): (() => Promise<unknown>)[] {
  const own = (symbol: string) => () =>
    account.api.createOrder(OWNER, {
      symbol,
      side: 'buy',
      quantity: String(random.int(1, 9)),
      limitPrice: random.pick(['100', '95', '101']),
    });
  const all = [
    () => account.approve(question),
    own('OTHR'),
    own('HRBM'),
    () => account.look(autoBotId, buySignal({ instrumentId: OTHR })),
    () => account.bar({ [HRBM]: { open: random.pick([100, 101]) }, [OTHR]: { open: 100, low: 96 } }),
    () => account.runtime.onBrokerNews(),
    () => account.runtime.onAlarm(),
  ];
  return all.filter(() => random.chance(0.6));
}

function modeOf(account: SimAccount): string {
  const row = account.sql.first<{ value: string }>("SELECT value FROM meta WHERE key = 'mode'");
  return row === null ? 'active' : (JSON.parse(row.value) as { mode: string }).mode;
}

async function judge(
  account: SimAccount,
  { isPanic, sells }: { isPanic: boolean; sells: boolean },
  tally: Tally,
): Promise<void> {
  const { faults } = tally;
  const working = account.broker.orders().filter(({ side, state }) => side === 'buy' && WORKING.has(state));
  for (const { clientOrderId } of working) {
    const intent = account.sql.first<{ state: string }>('SELECT state FROM intent WHERE coid = ?', clientOrderId);
    if (intent?.state !== 'needs-human')
      faults.push(`${clientOrderId} still works, here ${intent?.state ?? 'unknown'}`);
  }
  const held = account.broker.held(HRBM);
  if (isPanic) {
    for (const id of [HRBM, OTHR])
      if (account.broker.held(id) !== '0') faults.push(`${account.broker.held(id)} of ${id} were not sold`);
    return;
  }
  if (held === '0' || !sells) return;
  // Less is always possible.
  const sale = await account.api.closePosition(OWNER, { symbol: 'HRBM' });
  if (!sale.ok && sale.error.code !== 'quantity-exceeds-position')
    faults.push(`no sale: ${JSON.stringify(sale.error)}`);
  for (let bars = 0; bars < 2; bars += 1) {
    await account.bar({ [HRBM]: { open: 100 } });
    await account.pass(10_000);
  }
  const holders = account.sql.all<{ quantity: string; holder: string }>(
    "SELECT quantity, holder FROM position WHERE instrument_id = ? AND quantity <> '0'",
    HRBM,
  );
  add(tally, 'sold after the stop');
  if (sale.ok && Number(account.broker.held(HRBM)) >= Number(held))
    faults.push(`nothing was sold: ${JSON.stringify(holders)}`);
}
