import type { OrderView } from '#shared/contract/proposal.ts';
import type { AccountOnDisk } from './books-on-disk.ts';
import { accountOf, playRounds, type Round, type Tally } from './kill-rounds.ts';
import { DELAYS, isInPlace, placeOnDisk, whileInPlace, type Place } from './places.ts';
import { proofState, sleep } from './product-run.ts';
import { trader, type Trader } from './trader.ts';

const QUESTION_WITHIN_MS = 60_000;
/** More than one account takes in a day is too many for one. */
const ACCOUNTS = 4;
const TRIES = 6;
const ON_ITS_WAY = 'accepted and still waiting for its answer';
/** Long enough for a message that goes right after its call. */
const MESSAGE_MS = 150;

/** The four moments of S6, in turn, on a market that stands: nothing but the orders themselves goes on. */
export async function killMoments(run: { seed: number; rounds: number; say: (line: string) => void; tally: Tally }) {
  const state = proofState('moments');
  try {
    const product = await state.start(['--seed', String(run.seed % 1_000), '--speed', '0']);
    const person = trader(product);
    const [first] = await person.accounts();
    if (first === undefined) throw new Error('there is no account');
    const others: string[] = [];
    for (let n = 1; n < ACCOUNTS; n += 1) others.push(await person.openAccount(`Account ${n}`));
    for (const strategy of ['ma-cross', 'mean-reversion']) await person.makeBot({ accountId: first.id, strategy });
    await person.pause();
    const accountIds = [first.id, ...others];
    const used = { n: 0 };
    const kinds = [
      byHand(others, used, 'before-send'),
      byHand(others, used, 'in-flight'),
      approval(first.id),
      message(others, used),
    ];
    const rounds = Array.from({ length: run.rounds }, () => kinds).flat();
    const { say, tally } = run;
    await playRounds({ state, args: [], accountIds: () => accountIds, tally, say, everyMs: null }, product, rounds);
  } finally {
    await state.remove();
  }
}

function next<T>(from: readonly T[], used: { n: number }): T {
  const one = from[used.n++ % from.length];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

/** A person's order whose request the broker has just received, or whose answer is on its way back. */
function byHand(
  accountIds: readonly string[],
  used: { n: number },
  place: Extract<Place, 'before-send' | 'in-flight'>,
): Round {
  return {
    name: place === 'before-send' ? 'the broker got the request' : 'the answer is on its way',
    async arrange(person) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const accountId = next(accountIds, used);
        const before = new Set((await person.orders(accountId)).map(({ id }) => id));
        await person.faults(accountId, DELAYS[place]);
        const placing = placeOne(person, accountId, before.size);
        const isRefused = await Promise.race([placing, sleep(300).then(() => false)]);
        const orders = async (): Promise<OrderView[] | 'elsewhere'> => {
          const fresh = (await person.orders(accountId, 'limit=5')).filter(({ id }) => !before.has(id));
          return fresh.length === 0 && isRefused ? 'elsewhere' : fresh;
        };
        const order = isRefused ? null : await whileInPlace(person, { accountId, place, orders });
        if (order === null) continue;
        return {
          moment: place,
          variant: ON_ITS_WAY,
          isHit: (disk) =>
            isInPlace(accountOf(disk, accountId), order.id, place) && isWritten(accountOf(disk, accountId), order.id),
          found: (disk) => placeOnDisk(accountOf(disk, accountId), order.id),
        };
      }
      throw new Error(`no order was ${place}`);
    },
  };
}

/** Small, of another instrument or size each time. True when it was refused. */
async function placeOne(person: Trader, accountId: string, number: number): Promise<boolean> {
  const stocks = (await person.instruments()).filter(
    ({ currency, kind, lastPrice }) =>
      currency === 'USD' && kind === 'stock' && Number(lastPrice) > 5 && Number(lastPrice) < 400,
  );
  const stock = stocks[number % Math.min(12, stocks.length)];
  if (stock === undefined) return true;
  const quantity = String(1 + Math.floor(number / 12));
  return person.order(accountId, { symbol: stock.symbol, side: 'buy', quantity }).then(
    ({ status }) => status !== 201,
    // The product was killed before it could answer.
    () => false,
  );
}

/** A nod that is stored, with its order, before anybody heard of it. */
function approval(accountId: string): Round {
  return {
    name: 'the approval is committed',
    async arrange(person) {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const question = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
        await person.pause();
        await person.faults(accountId, DELAYS['before-send']);
        const answer = person.approve(question).then(
          ({ status }) => status,
          () => 0,
        );
        const status = await Promise.race([answer, sleep(400).then(() => 200)]);
        if (status !== 200) continue;
        return {
          moment: 'approval-committed',
          variant: question.side,
          isHit: (disk) => {
            const account = accountOf(disk, accountId);
            const stored = account?.proposals.find(({ id }) => id === question.id);
            return stored?.status === 'approved' && stored.order_id !== null && isWritten(account, stored.order_id);
          },
          found: (disk) =>
            `the question is ${accountOf(disk, accountId)?.proposals.find(({ id }) => id === question.id)?.status ?? 'gone'}`,
        };
      }
      throw new Error('nothing could be approved');
    },
  };
}

/** The message about a change of mode has gone out; whether it is marked as sent is open. */
function message(accountIds: readonly string[], used: { n: number }): Round {
  return {
    name: 'the message is sent',
    async arrange(person) {
      const accountId = next(accountIds, used);
      const mode = (await person.accounts()).find(({ id }) => id === accountId)?.mode;
      await person.turn(accountId, mode === 'active' ? 'pause' : 'resume');
      await sleep(Math.random() * MESSAGE_MS);
      return {
        moment: 'outbox-sent',
        variant: mode === 'active' ? 'stopped' : 'resumed',
        isHit: (disk) => {
          const event = accountOf(disk, accountId)?.events.findLast(({ type }) => type === 'mode.changed');
          return event !== undefined;
        },
        after: async (later) => {
          const now = (await later.accounts()).find(({ id }) => id === accountId)?.mode;
          const isChanged = now !== mode;
          if (now !== 'active') await later.turn(accountId, 'resume');
          return isChanged ? [] : [`the mode of ${accountId} was changed and is ${String(now)} again`];
        },
      };
    },
  };
}

/** The intent and its first attempt lie on the disk, whatever the broker has. */
function isWritten(account: AccountOnDisk | undefined, orderId: string): boolean {
  const isThere = account?.intents.some(({ id }) => id === orderId) ?? false;
  return isThere && (account?.attempts.some(({ intent_id: id }) => id === orderId) ?? false);
}
