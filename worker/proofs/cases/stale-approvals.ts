import type { ApproveProposal, ProposalView } from '#shared/contract/proposal.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { HRBM, OTHR, OWNER, SimAccount } from '../../src/testing/sim-account.ts';
import { randomOf, type Random } from '../support/random.ts';
import { add, emptyTally, type RunCases, type Tally } from '../support/spread.ts';

/* A nod that is no longer one: every way in which it can be stale or not theirs, each a thousand times. */

interface Given {
  readonly account: SimAccount;
  readonly question: ProposalView;
  readonly random: Random;
}

/** How the answer is given after the world has changed; undefined: by the owner, as it was shown. */
type Answering = { caller?: Caller; input?: ApproveProposal; id?: string } | undefined;
type Stale = (given: Given) => Promise<Answering> | Answering;

const stranger = (random: Random, changes: Partial<Caller> = {}): Caller => ({
  ...OWNER,
  userId: `u_${random.int(1, 1e9)}` as UserId,
  ...changes,
});

/** One hex digit of many is another one. */
function bent(hash: string, random: Random): string {
  const at = random.int(0, hash.length - 1);
  const digit = '0123456789abcdef'.replace(hash[at] ?? '', '');
  return hash.slice(0, at) + random.pick([...digit]) + hash.slice(at + 1);
}

function setLimits(account: SimAccount, changes: Record<string, unknown>): void {
  account.sql.run(
    "INSERT INTO meta (key, value) VALUES ('limits', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1",
    JSON.stringify({ ...DEFAULT_LIMITS, ...changes }),
  );
}

/** Above the ceiling, by a tick or by much. */
function movedAway({ account, question, random }: Given): void {
  const above = Number(question.limitPrice) + random.pick([0.01, 0.5, 20]) * random.int(1, 5);
  account.market.prices.set(HRBM, Math.round(above * 100) / 100);
}

function standsOn(account: SimAccount, ageMs: number): void {
  const { market } = account;
  const fresh = market.glance.bind(market);
  market.glance = async (ids) => {
    const { state, quotes } = await fresh(ids);
    return { state, quotes: quotes.map((quote) => ({ ...quote, at: (quote.at - ageMs) as typeof quote.at })) };
  };
}

/** Only where the answer is for right now: what waits for the open is released by an open. */
const CLOSED = 'market closed, asked for right now';

export const STALE: Readonly<Record<string, Stale>> = {
  expired: async ({ account, question, random }) => {
    await account.pass(Date.parse(question.answerBy) - account.now + random.int(0, 600_000));
    return undefined;
  },
  'expired, the clock not yet': ({ account, question, random }) => {
    account.now = (Date.parse(question.answerBy) + random.int(0, 50_000)) as typeof account.now;
    return undefined;
  },
  'price above the ceiling': (given) => {
    movedAway(given);
    return undefined;
  },
  'price at or below the stop': ({ account, question, random }) => {
    account.market.prices.set(HRBM, Math.max(0.01, Number(question.stopPrice) - random.int(0, 40)));
    return undefined;
  },
  'quote too old': ({ account, random }) => {
    standsOn(account, DEFAULT_LIMITS.quoteAgeMaxMs + random.pick([1, 1_000, 3_600_000]) * random.int(1, 9));
    return undefined;
  },
  'no price at all': ({ account }) => {
    account.market.prices.delete(HRBM);
    return undefined;
  },
  'market out of reach': ({ account }) => {
    account.market.isDown = true;
    return undefined;
  },
  'limit lowered': ({ account, random }) => {
    setLimits(
      account,
      random.pick<Record<string, unknown>>([
        { positionFractionMax: 0.0001 },
        { ordersPerDayMax: 0 },
        { openPositionsMax: 0 },
        { investedMax: '1' },
        { blockList: [random.pick(['HRBM', HRBM])] },
        { riskFractionMax: 0.000001 },
      ]),
    );
    return undefined;
  },
  'buying stopped': async ({ account, random }) => {
    await (random.chance(0.5) ? account.api.pause(OWNER) : account.api.panic(OWNER));
    return undefined;
  },
  [CLOSED]: ({ account, random }) => {
    // From the Friday's close to the Monday's open, in New York.
    const closed = Date.UTC(2026, 0, 9, 21) + random.int(0, 60 * 3_600_000);
    account.market.marketAt = closed as typeof account.market.marketAt;
    return undefined;
  },
  'somebody without a grant': ({ random }) => ({ caller: stranger(random) }),
  'a grant that was revoked': ({ account, random }) => {
    const caller = stranger(random);
    account.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES (?, 'trader', 0)", caller.userId);
    account.sql.run('DELETE FROM grant_ WHERE user_id = ?', caller.userId);
    return { caller };
  },
  'a viewer': ({ account, random }) => {
    const caller = stranger(random);
    account.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES (?, 'viewer', 0)", caller.userId);
    return { caller };
  },
  'a token without leave': ({ random }) => ({
    caller: { ...OWNER, scopes: OWNER.scopes.filter((scope) => scope === random.pick(['read', 'propose', 'trade'])) },
  }),
  'a token of another account': ({ random }) => ({
    caller: { ...OWNER, accountIds: [`a_${random.int(1, 1e9)}`] },
  }),
  'skipped before': async ({ account, question }) => {
    await account.api.reject(OWNER, question.id, {});
    return undefined;
  },
  'another hash': ({ question, random }) => ({ input: { hash: bent(question.hash, random) } }),
  'the hash of an older revision': async ({ account, question, random }) => {
    movedAway({ account, question, random });
    await account.approve(question);
    account.market.prices.set(HRBM, 100);
    return { input: { hash: question.hash } };
  },
  'more than was asked': ({ question, random }) => ({
    input: { hash: question.hash, edit: { quantity: String(Number(question.quantity) + random.int(1, 1_000)) } },
  }),
  'dearer than was asked': ({ question, random }) => ({
    input: {
      hash: question.hash,
      edit: { limitPrice: (Number(question.limitPrice) + random.int(1, 5_000) / 100).toFixed(2) },
    },
  }),
  'another question': ({ random }) => ({ id: `p_test0001_${String(random.int(1, 1e9)).padStart(26, '0')}` }),
};

export const runCases: RunCases = async ({ seed, from, count }) => {
  const tally = emptyTally();
  const kinds = Object.entries(STALE);
  // Asked for right now, and for the next open.
  const instruments = [HRBM, OTHR].map((id) => anInstrument({ id, symbol: id.slice(2).toUpperCase() }));
  const stages = await Promise.all(
    (['15m', '1d'] as const).map(async (timeframe) => {
      const account = await SimAccount.open({ timeframe, world: 'replay', instruments });
      // In session in New York.
      account.market.marketAt = Date.UTC(2026, 0, 5, 15) as typeof account.market.marketAt;
      const { question } = await account.asking({ timeframe });
      return { account, question, rewind: account.checkpoint(), timeframe };
    }),
  );
  // The same answer to the same question while it is fresh is an order: the stage itself stops none.
  for (const { account, question, rewind, timeframe } of stages) {
    rewind();
    await account.approve(question);
    await account.bar(openOf(account));
    add(tally, 'fresh ones');
    if (account.broker.requests.length !== 1) tally.faults.push(`a fresh answer (${timeframe}) sent nothing`);
  }
  for (let n = from; n < from + count; n += 1) {
    const random = randomOf(seed).fork(n);
    const [name, stale] = kinds[n % kinds.length] ?? ['', () => undefined];
    const stage = stages[name === CLOSED ? 0 : Math.floor(n / kinds.length) % stages.length];
    if (stage === undefined) continue;
    stage.rewind();
    delete (stage.account.market as { quotes?: unknown }).quotes;
    try {
      await answer({ name, stale, stage: stage.timeframe }, { ...stage, random }, tally);
    } catch (error) {
      tally.faults.push(`case ${n}, ${name}: ${String(error)}`);
    }
  }
  return tally;
};

async function answer(
  { name, stale, stage }: { name: string; stale: Stale; stage: string },
  given: Given,
  tally: Tally,
): Promise<void> {
  const { account, question, random } = given;
  const { caller = OWNER, input = { hash: question.hash }, id = question.id } = (await stale(given)) ?? {};
  const before = account.broker.requests.length;
  // The same tap twice is as stale as once.
  for (let times = random.int(1, 2); times > 0; times -= 1) {
    const got = await account.api.approve(caller, id, input);
    add(tally, got.ok ? 'taken, to be looked at when the market opens' : 'refused');
    if (got.ok && stage === '15m') tally.faults.push(`${name}: taken for right now`);
  }
  await account.pass(30_000);
  // Where it waits for the open, the open finds the same.
  if (stage === '1d') await account.bar({ [OTHR]: { open: 100 }, ...openOf(account) });
  await account.pass(60_000);
  const bought = account.broker.requests.slice(before).filter(({ side }) => side === 'buy');
  add(tally, name);
  if (bought.length > 0) tally.faults.push(`${name} (${stage}): ${bought.length} orders left`);
}

/** The next open is where the price stands; none where there is no price. */
function openOf(account: SimAccount): Record<string, { open: number }> {
  const price = account.market.prices.get(HRBM);
  return price === undefined ? {} : { [HRBM]: { open: price } };
}
