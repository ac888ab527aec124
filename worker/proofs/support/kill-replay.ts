import type { ProposalView } from '#shared/contract/proposal.ts';
import type { StateOnDisk } from './books-on-disk.ts';
import { csvWorld } from './csv-world.ts';
import { accountOf, playRounds, type Round, type Tally } from './kill-rounds.ts';
import { priceFaults } from './prices.ts';
import { DELAYS, isInPlace, LONG_OFF_MS, placeOnDisk, whileInPlace, type Place } from './places.ts';
import { proofState, until } from './product-run.ts';
import { trader, type Trader } from './trader.ts';

const QUESTION_WITHIN_MS = 90_000;
const OPEN_WITHIN_MS = 60_000;
const SLOW = 4;

/** On daily bars: approved orders that wait for the open, and those that the open has just released. */
export async function killReplay(run: { seed: number; scale: number; say: (line: string) => void; tally: Tally }) {
  const state = proofState('kill-replay');
  try {
    const world = csvWorld(state.folder, run.seed);
    const product = await state.start(['--replay', world.file, '--speed', '0']);
    const person = trader(product);
    const [account] = await person.accounts();
    if (account === undefined) throw new Error('there is no account');
    for (const strategy of ['ma-cross', 'mean-reversion']) await person.makeBot({ accountId: account.id, strategy });
    const { say, tally } = run;
    const one = [
      waits(account.id),
      released(account.id, 'before-send'),
      waits(account.id),
      released(account.id, 'in-flight'),
      waits(account.id),
      released(account.id, 'before-send'),
      waits(account.id),
      released(account.id, 'in-flight'),
      waits(account.id),
    ];
    const rounds = Array.from({ length: run.scale }, () => one).flat();
    const session = {
      state,
      args: ['--replay', world.file],
      accountIds: () => [account.id],
      tally,
      say,
      everyMs: null,
    };
    const last = await playRounds(session, product, rounds);
    for (const fault of priceFaults(last, world.bars)) tally.faults.push(`prices: ${fault}`);
  } finally {
    await state.remove();
  }
}

/** Approves while the market stands, so that the order waits for the next open. */
async function approved(person: Trader, accountId: string): Promise<{ question: ProposalView; orderId: string }> {
  for (let tries = 0; tries < 5; tries++) {
    const question = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
    await person.pause();
    const { status, body } = await person.approve(question);
    if (status === 200 && body.order?.status === 'waiting-for-open') return { question, orderId: body.order.id };
  }
  throw new Error('no order waits for the open');
}

function waits(accountId: string): Round {
  return {
    name: 'an order waits for the open',
    async arrange(person) {
      const { orderId } = await approved(person, accountId);
      const isWaiting = (disk: StateOnDisk) =>
        accountOf(disk, accountId)?.intents.find(({ id }) => id === orderId)?.state === 'waiting-for-open';
      return {
        moment: 'waiting-for-open',
        variant: 'approved, market standing',
        isHit: isWaiting,
        after: (later) => opens(later, accountId, orderId),
      };
    },
  };
}

/** It still waits; the next open sends it or holds it back, and never leaves it waiting. */
async function opens(person: Trader, accountId: string, orderId: string): Promise<string[]> {
  const find = async () => (await person.orders(accountId)).find(({ id }) => id === orderId);
  const before = await find();
  if (before?.status !== 'waiting-for-open') return [`${orderId} waited and is ${before?.status ?? 'gone'}`];
  const { step } = await person.market();
  await person.run(SLOW, false);
  await until('the next bar', OPEN_WITHIN_MS, async () => (await person.market()).step > step);
  await person.pause();
  const after = await find();
  const isDone = after !== undefined && ['filled', 'not-sent', 'expired'].includes(after.status);
  return isDone ? [] : [`${orderId} is ${after?.status ?? 'gone'} after the open`];
}

function released(accountId: string, place: Place): Round {
  return {
    name: `released by the open, ${place}`,
    async arrange(person) {
      let orderId = '';
      await person.faults(accountId, DELAYS[place]);
      const orders = async () => (await person.orders(accountId, 'limit=5')).filter(({ id }) => id === orderId);
      for (let tries = 0; tries < 5; tries++) {
        ({ orderId } = await approved(person, accountId));
        await person.run(SLOW, false);
        const isSent = await until('the open', OPEN_WITHIN_MS, async () => {
          const [order] = await orders();
          return order !== undefined && order.status !== 'waiting-for-open' && order.status;
        });
        if (isSent !== 'sending' || (await whileInPlace(person, { accountId, place, orders })) === null) continue;
        return {
          moment: place,
          variant: 'entry, released by the open',
          ...(place === 'before-send' && { offMs: LONG_OFF_MS }),
          isHit: (disk) => isInPlace(accountOf(disk, accountId), orderId, place),
          found: (disk) => placeOnDisk(accountOf(disk, accountId), orderId),
        };
      }
      throw new Error(`no released order was ${place}`);
    },
  };
}
