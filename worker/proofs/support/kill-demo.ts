import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import { accountOf, playRounds, type Arranged, type Round, type Tally } from './kill-rounds.ts';
import { fillFaults } from './bars-on-disk.ts';
import { DELAYS, isInPlace, LONG_OFF_MS, placeOnDisk, whileInPlace, type Place } from './places.ts';
import { proofState, sleep, until } from './product-run.ts';
import { NO_FAULTS, trader, type Trader } from './trader.ts';

const QUESTION_WITHIN_MS = 60_000;
const IN_TIME_MS = 60_000;
/** So near that a few bars reach it. */
const NEAR = 0.004;
const STEP_MS = 15 * 60_000;
const FAST = 40;
/** An order may end elsewhere: opened above its ceiling, refused by a check. */
const TRIES = 8;

/** On the generated market: questions that wait, entries in every place, exits of every kind in every place. */
export async function killDemo(run: { seed: number; scale: number; say: (line: string) => void; tally: Tally }) {
  const state = proofState('kill');
  try {
    const product = await state.start(['--seed', String(run.seed % 1_000)]);
    const person = trader(product);
    const [first] = await person.accounts();
    if (first === undefined) throw new Error('there is no account');
    const asking = first.id;
    const byHand = await person.openAccount('By hand');
    const all = [asking, byHand];
    for (const strategy of ['ma-cross', 'mean-reversion']) await person.makeBot({ accountId: asking, strategy });
    await person.pause();
    const session = {
      state,
      args: [],
      accountIds: () => all,
      tally: run.tally,
      say: run.say,
      everyMs: STEP_MS,
    };
    const last = await playRounds(session, product, roundsOf({ asking, byHand, all }, run.scale));
    const { faults, compared } = fillFaults(state.dir, last, STEP_MS);
    for (const fault of faults) run.tally.faults.push(`prices: ${fault}`);
    run.say(`${compared} fills compared with their bars`);
  } finally {
    await state.remove();
  }
}

interface Accounts {
  readonly asking: string;
  readonly byHand: string;
  /** Every account there is; a round that opens one adds it. */
  readonly all: string[];
}

function roundsOf({ asking, byHand, all }: Accounts, scale: number): Round[] {
  const one: Round[] = [
    questionWaits(asking),
    entry(asking, 'before-send'),
    exit(byHand, 'stop', 'before-send'),
    anyTime(all),
    entry(asking, 'in-flight'),
    exit(byHand, 'manual', 'before-booking'),
    entry(asking, 'before-booking'),
    questionWaits(asking),
    anyTime(all),
    exit(byHand, 'target', 'in-flight'),
    entry(asking, 'before-send'),
    strategyExit(all, 'in-flight'),
    entry(asking, 'in-flight'),
    exit(byHand, 'target', 'before-send'),
    entry(asking, 'before-booking'),
    exit(byHand, 'stop', 'in-flight'),
    anyTime(all),
    questionWaits(asking),
    strategyExit(all, 'before-send'),
    entry(asking, 'before-send'),
    exit(byHand, 'manual', 'in-flight'),
    entry(asking, 'in-flight'),
    strategyExit(all, 'before-booking'),
    entry(asking, 'before-booking'),
    exit(byHand, 'manual', 'before-send'),
    questionWaits(asking),
  ];
  return Array.from({ length: scale }, () => one).flat();
}

/** Everybody trades over a slow wire, and the power fails whenever it does. */
function anyTime(accountIds: readonly string[]): Round {
  return {
    name: 'at any time',
    async arrange(person) {
      const upTo = (ms: number) => Math.floor(Math.random() * ms);
      for (const accountId of accountIds)
        await person.faults(accountId, { receiveDelayMs: upTo(80), replyDelayMs: upTo(80), newsDelayMs: upTo(80) });
      await person.run(FAST, false);
      await sleep(500 + upTo(3_000));
      return { moment: 'any-time', variant: 'market running', isHit: () => true };
    },
  };
}

function questionWaits(accountId: string): Round {
  return {
    name: 'a question waits',
    async arrange(person) {
      const question = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
      return {
        moment: 'question-waits',
        variant: question.side,
        isHit: (disk) =>
          accountOf(disk, accountId)?.proposals.some(({ id, status }) => id === question.id && status === 'pending') ??
          false,
        after: (later) => stillAsked(later, question),
      };
    },
  };
}

/** The same question is there and can be answered, or its time is over and says so. */
async function stillAsked(person: Trader, question: ProposalView): Promise<string[]> {
  const now = await person.proposal(question.id);
  if (now.status === 'expired' || now.status === 'withdrawn') return [];
  if (now.status !== 'pending') return [`${now.id} waited and is ${now.status}, though nobody answered`];
  if (now.hash !== question.hash || now.revision !== question.revision) return [`${now.id} asks something else`];
  const { status, body } = await person.approve(now);
  const refused = ['price-moved', 'check-denied', 'proposal-lapsed'];
  if (status === 200 || refused.includes(body.code ?? '')) return [];
  return [`${now.id} could not be answered after the restart: ${status} ${String(body.code)}`];
}

function entry(accountId: string, place: Place): Round {
  return {
    name: `an entry, ${place}`,
    arrange: (person) =>
      several(`an entry ${place}`, async () => {
        await person.faults(accountId, NO_FAULTS);
        const question = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
        await person.faults(accountId, DELAYS[place]);
        // A running market would fill it before the broker's answer is here.
        if (place !== 'before-booking') await person.pause();
        let isRefused = false;
        const answer = person.approve(question).then(
          ({ status }) => (isRefused = status !== 200),
          () => (isRefused = true),
        );
        if (place === 'before-booking') {
          await answer;
          // Another question may hold the market.
          await person.run(FAST, false);
        }
        const orders = async () => {
          const own = (await person.orders(accountId, 'limit=5')).filter((o) => o.proposalId === question.id);
          return own.length === 0 && isRefused ? 'elsewhere' : own;
        };
        const order = await whileInPlace(person, { accountId, place, orders });
        return order && arranged(place, 'entry, asked', { accountId, order, place });
      }),
  };
}

function arranged(
  moment: Arranged['moment'],
  variant: string,
  { accountId, order, place }: { accountId: string; order: OrderView; place: Place },
): Arranged {
  return {
    moment,
    variant,
    isHit: (disk) => isInPlace(accountOf(disk, accountId), order.id, place),
    found: (disk) => placeOnDisk(accountOf(disk, accountId), order.id),
  };
}

async function several(what: string, arrange: () => Promise<Arranged | null>): Promise<Arranged> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await arrange();
    if (found !== null) return found;
  }
  throw new Error(`not ${what} in ${TRIES} tries`);
}

type Purpose = 'stop' | 'target' | 'manual';
const FINISHED: readonly string[] = ['filled', 'expired', 'rejected', 'cancelled', 'not-sent'];

function exit(accountId: string, purpose: Purpose, place: Place): Round {
  return {
    name: `an exit (${purpose}), ${place}`,
    arrange: (person) =>
      several(`an exit (${purpose}) ${place}`, async () => {
        const before = new Set((await person.orders(accountId)).map(({ id }) => id));
        // What is bought reaches the broker at once: a few seconds later a running market is far from its levels.
        await person.faults(accountId, NO_FAULTS);
        const entryId = await bought(person, accountId, purpose);
        if (purpose !== 'manual') await person.faults(accountId, DELAYS[place]);
        else if ((await sellsByHand(person, { accountId, place, entryId })) === 'elsewhere') return null;
        if (purpose !== 'manual' || place === 'before-booking') await person.run(FAST, false);
        const orders = async () => {
          const now = await person.orders(accountId, 'limit=50');
          const entered = now.find(({ id }) => id === entryId);
          if (entered !== undefined && entered.status !== 'filled' && FINISHED.includes(entered.status))
            return 'elsewhere';
          const sold = now.filter(({ id, side }) => side === 'sell' && !before.has(id));
          const wanted = sold.filter((order) => order.purpose === purpose);
          // It fell all the way to the other level.
          return wanted.length === 0 && sold.some(({ symbol }) => symbol === entered?.symbol) ? 'elsewhere' : wanted;
        };
        const order = await whileInPlace(person, { accountId, place, orders });
        const found = order && arranged('during-exit', `${purpose}, ${place}`, { accountId, order, place });
        return found && purpose === 'stop' && place === 'before-send' ? { ...found, offMs: LONG_OFF_MS } : found;
      }),
  };
}

/** What a strategy sells by itself, in an account of its own each time: losses stop an old one's bot, and nothing comes. */
function strategyExit(all: string[], place: Place): Round {
  return {
    name: `an exit (strategy), ${place}`,
    arrange: (person) =>
      several(`an exit (strategy) ${place}`, async () => {
        const accountId = await person.openAccount('Acting');
        all.push(accountId);
        await person.faults(accountId, DELAYS[place]);
        await person.makeBot({ accountId, strategy: 'mean-reversion', autonomy: 'auto' });
        await person.run(FAST, false);
        const orders = async () => {
          const sold = (await person.orders(accountId, 'limit=50')).filter(({ purpose }) => purpose === 'strategy');
          const { mode } = await person.account(accountId);
          // So many orders in a minute of this wild market halt an account, maybe before its strategy sells at all.
          return sold.length === 0 && mode !== 'active' ? 'elsewhere' : sold;
        };
        const order = await whileInPlace(person, { accountId, place, orders });
        return order && arranged('during-exit', `strategy, ${place}`, { accountId, order, place });
      }),
  };
}

/** Buys a little of something that is not held, with one level near and the other far; answers the order. */
async function bought(person: Trader, accountId: string, purpose: Purpose): Promise<string> {
  const had = new Set((await person.orders(accountId)).map(({ symbol }) => symbol));
  const choices = (await person.instruments()).filter(
    ({ currency, kind, lastPrice }) => currency === 'USD' && kind === 'stock' && Number(lastPrice) > 5,
  );
  const fresh = choices.filter(({ symbol }) => !had.has(symbol));
  for (const { symbol, lastPrice } of fresh.length > 0 ? fresh : choices) {
    const price = Number(lastPrice);
    const { status, body } = await person.order(accountId, {
      symbol,
      side: 'buy',
      quantity: String(Math.max(1, Math.floor(1_500 / price))),
      stopPrice: (price * (purpose === 'stop' ? 1 - NEAR : 0.8)).toFixed(2),
      targetPrice: (price * (purpose === 'target' ? 1 + NEAR : 1.3)).toFixed(2),
    });
    if (status === 201) {
      await until('an entry is with its broker', IN_TIME_MS, async () => {
        const order = (await person.orders(accountId, 'limit=50')).find(({ id }) => id === body.id);
        return order?.status !== 'sending';
      });
      return body.id;
    }
  }
  throw new Error('nothing could be bought');
}

/** Waits for the fill, stops the market and sells, so that the order rests at the broker until the next open. */
async function sellsByHand(
  person: Trader,
  { accountId, place, entryId }: { accountId: string; place: Place; entryId: string | null },
): Promise<'sells' | 'elsewhere'> {
  await person.run(FAST, false);
  const entered = await until('an entry is done', IN_TIME_MS, async () => {
    const order = (await person.orders(accountId, 'limit=50')).find(({ id }) => id === entryId);
    return order !== undefined && FINISHED.includes(order.status) && order;
  });
  if (entered.status !== 'filled') return 'elsewhere';
  await person.pause();
  await person.faults(accountId, DELAYS[place]);
  const closing = person.close(accountId, entered.symbol).catch(() => null);
  if (place === 'before-booking') await closing;
  return 'sells';
}
