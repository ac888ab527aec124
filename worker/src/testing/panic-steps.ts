import type { InstrumentId } from '#shared/domain/ids.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount } from './sim-account.ts';
import type { SimBrokerKind } from './sim-broker.ts';

/*
 * Sell everything while a question is open, an entry is partly bought, a position is held and another bot buys by itself;
 * and the process dies at one step of all that follows, then at the next. What is judged is the broker's own book.
 */

const THRD = 'i_thrd' as InstrumentId;
const HELD = [HRBM, OTHR, THRD];
const WORKING = new Set(['accepted', 'partially-filled']);

interface Stage {
  readonly account: SimAccount;
  readonly autoBotId: string;
  readonly question: Parameters<SimAccount['approve']>[0];
  readonly rewind: () => void;
}

async function aStage(broker: SimBrokerKind): Promise<Stage> {
  const instruments = HELD.map((id) => anInstrument({ id, symbol: id.slice(2).toUpperCase(), exchange: 'demo-us' }));
  const account = await SimAccount.open({ broker, instruments });
  await account.holding();
  const order = { symbol: 'OTHR', side: 'buy', quantity: '6', limitPrice: '90', stopPrice: '80' } as const;
  const entry = await account.api.createOrder(OWNER, order);
  if (!entry.ok) throw new Error(JSON.stringify(entry.error));
  account.broker.fillPart(entry.value.clientOrderId, '2', '90');
  const auto = await account.bot({ autonomy: 'auto' });
  const asking = await account.bot();
  await account.look(asking.id, buySignal({ instrumentId: THRD }));
  const [question] = await account.questions();
  if (question === undefined) throw new Error('nothing was asked');
  return { account, autoBotId: auto.id, question, rewind: account.checkpoint() };
}

/** Somebody asks for it, again where the call failed; a bot and the open question go on; the market moves. */
async function sellEverything({ account, autoBotId, question }: Stage): Promise<void> {
  const tolerant = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch(() => undefined);
  };
  for (let tries = 0; tries < 3 && modeOf(account) !== 'halted'; tries += 1) {
    await tolerant(() => account.api.panic(OWNER));
  }
  for (let bars = 0; bars < 4; bars += 1) {
    await tolerant(() => account.pass(35_000));
    await tolerant(() => account.look(autoBotId, buySignal({ instrumentId: THRD })));
    await tolerant(() => account.approve(question));
    await tolerant(() => settled(account));
    await tolerant(() => account.bar({ [HRBM]: { open: 99 }, [OTHR]: { open: 88 }, [THRD]: { open: 100 } }));
  }
  await tolerant(() => account.pass(35_000));
  await tolerant(() => account.pass(35_000));
}

/** Where nobody can tell what became of an order a person is asked, and looks at the broker's own list. */
async function settled(account: SimAccount): Promise<void> {
  for (const { id, state, coid } of account.intents()) {
    if (state !== 'needs-human') continue;
    const there = account.broker.book.store.orders().find(({ sentAs }) => sentAs === coid);
    await account.api.settleOrder(OWNER, id, { brokerOrderId: there?.brokerOrderId ?? null });
  }
}

function modeOf(account: SimAccount): string {
  const row = account.sql.first<{ value: string }>("SELECT value FROM meta WHERE key = 'mode'");
  return row === null ? 'active' : (JSON.parse(row.value) as { mode: string }).mode;
}

function judge({ account }: Stage, buysBefore: number): string[] {
  const faults: string[] = [];
  for (const id of HELD)
    if (account.broker.held(id) !== '0') faults.push(`${account.broker.held(id)} of ${id} are held`);
  if (modeOf(account) !== 'halted') faults.push(`its mode is ${modeOf(account)}`);
  const buys = account.broker.requests.filter(({ side }) => side === 'buy').length;
  if (buys > buysBefore) faults.push(`${buys - buysBefore} purchases left after it`);
  const working = account.broker.orders().filter(({ side, state }) => side === 'buy' && WORKING.has(state));
  if (working.length > 0) faults.push('a purchase still works');
  if (account.events('selling.done').length !== 1) faults.push('nobody says that it is done, or it is said twice');
  if (!account.delivered.some(({ event }) => event.type === 'selling.done')) faults.push('nobody was told');
  const isOpen = account.sql.first("SELECT 1 FROM proposal WHERE status = 'pending'") !== null;
  if (isOpen) faults.push('a question is still open');
  return faults;
}

export interface PanicSteps {
  readonly steps: number;
  readonly runs: number;
  readonly failures: readonly { readonly diesAt: readonly number[]; readonly faults: readonly string[] }[];
}

/**
 * Dies once at every step, or at each `nth` from the `from`th on; with `every`, also at two of them: at each so-manieth
 * later one.
 */
export async function panicSteps(
  broker: SimBrokerKind,
  { every = null, nth = 1, from = 1 }: { every?: number | null; nth?: number; from?: number } = {},
): Promise<PanicSteps> {
  const failures: { diesAt: number[]; faults: string[] }[] = [];
  // A broker whose ids can come again keeps its book in memory: there is nothing to go back to.
  const canRewind = (broker.class ?? 'a') === 'a';
  let stage = await aStage(broker);
  let runs = 0;
  const tried = async (diesAt: number[]): Promise<number> => {
    if (canRewind) stage.rewind();
    else if (runs > 0) stage = await aStage(broker);
    const { account } = stage;
    account.steps.count = 0;
    for (const step of diesAt) account.steps.dieAt.add(step);
    const buysBefore = account.broker.requests.filter(({ side }) => side === 'buy').length;
    await sellEverything(stage);
    runs += 1;
    const steps = account.steps.count;
    const faults = judge(stage, buysBefore);
    if (faults.length > 0) failures.push({ diesAt, faults });
    return steps;
  };
  const steps = await tried([]);
  for (let first = from; first <= steps; first += nth) {
    const met = await tried([first]);
    if (every === null) continue;
    for (let second = first + 1 + (first % every); second <= met; second += every) await tried([first, second]);
  }
  return { steps, runs, failures };
}
