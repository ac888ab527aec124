import type { ProposalView } from '#shared/contract/proposal.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { HRBM, OWNER, SimAccount } from '../../src/testing/sim-account.ts';
import { Interleaving } from '../support/interleaving.ts';
import { randomOf, type Random } from '../support/random.ts';
import { add, emptyTally, type RunCases, type Tally } from '../support/spread.ts';

const CHANNELS = ['web', 'api', 'chat', 'telegram', 'discord'] as const;
const PARTNER: Caller = { ...OWNER, userId: 'u_partner' as UserId };
const SETTLES_WITHIN_MS = 120_000;

interface Answer {
  readonly caller: Caller;
  readonly verb: 'approve' | 'reject' | 'edit';
}

interface Heard {
  readonly answer: Answer;
  readonly kind: 'won' | 'told' | 'died' | 'other';
  readonly words: string;
}

/** One question, two to six answers over several channels, with retries, a crash here and there, and a bad wire. */
export const runCases: RunCases = async ({ seed, from, count }) => {
  const tally = emptyTally();
  const account = await SimAccount.open();
  account.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES ('u_partner', 'trader', 0)");
  const { question } = await account.asking();
  const rewind = account.checkpoint();
  for (let n = from; n < from + count; n += 1) {
    rewind();
    const before = tally.faults.length;
    try {
      await race(account, question, { random: randomOf(seed).fork(n), tally });
    } catch (error) {
      tally.faults.push(String(error));
    }
    if (tally.faults.length > before) tally.faults.push(`in case ${n}`);
  }
  return tally;
};

async function race(
  account: SimAccount,
  question: ProposalView,
  { random, tally }: { random: Random; tally: Tally },
): Promise<void> {
  const interleaving = new Interleaving(random);
  account.market.onReach = interleaving.gate;
  account.broker.during = { received: interleaving.gate, booked: interleaving.gate, lookedUp: interleaving.gate };
  account.broker.faults.loseAnswers = random.chance(0.15);
  account.broker.faults.loseRequests = random.chance(0.1);
  const answers = Array.from({ length: random.int(2, 6) }, (): Answer => {
    const caller = { ...(random.chance(0.5) ? OWNER : PARTNER), channel: random.pick(CHANNELS) } as Caller;
    const verb = random.chance(0.7) ? 'approve' : random.chance(0.5) ? 'reject' : 'edit';
    return { caller, verb };
  });
  const heard: Heard[] = [];
  const flows = answers.map(async (answer) => {
    await interleaving.gate();
    // Whoever hears nothing asks again, as every client does.
    for (let tries = 0; tries < 4; tries += 1) {
      const got = await say(account, question, answer);
      heard.push(got);
      if (got.kind !== 'died') return;
    }
  });
  const crashAt = random.chance(0.4) ? random.int(0, 25) : -1;
  await interleaving.run(flows, (step) => {
    if (step === crashAt) {
      account.crash();
      add(tally, 'crashes');
    }
  });
  account.market.onReach = () => Promise.resolve();
  account.broker.heal();
  interleaving.openAll();
  await account.runtime.wake();
  await account.pass(SETTLES_WITHIN_MS);
  add(tally, 'interleavings');
  add(tally, 'answers', answers.length);
  add(tally, 'steps', interleaving.steps);
  judge(account, question, { heard, tally });
}

async function say(account: SimAccount, { id, hash, quantity }: ProposalView, answer: Answer): Promise<Heard> {
  const { caller, verb } = answer;
  const half = String(Math.max(1, Math.floor(Number(quantity) / 2)));
  try {
    const result =
      verb === 'reject'
        ? await account.api.reject(caller, id, {})
        : await account.api.approve(caller, id, { hash, ...(verb === 'edit' && { edit: { quantity: half } }) });
    if (result.ok) return { answer, kind: 'won', words: '' };
    const { code, values } = result.error;
    // Edited meanwhile: the hash they saw is gone, and the question with it.
    const isTold = code === 'already-decided' && values !== undefined && 'by' in values && 'channel' in values;
    return { answer, kind: isTold ? 'told' : 'other', words: JSON.stringify(result.error) };
  } catch (error) {
    return { answer, kind: 'died', words: String(error) };
  }
}

function judge(account: SimAccount, { id }: ProposalView, { heard, tally }: { heard: Heard[]; tally: Tally }): void {
  const { faults } = tally;
  const row = account.sql.first<{ status: string; decided_by: string; decided_channel: string }>(
    'SELECT status, decided_by, decided_channel FROM proposal WHERE id = ?',
    id,
  );
  const decisions = account.sql.all("SELECT seq FROM event WHERE type = 'proposal.decided' AND subject = ?", id).length;
  const intents = account.sql.all<{ coid: string; state: string }>(
    'SELECT coid, state FROM intent WHERE proposal_id = ?',
    id,
  );
  const orders = account.broker.orders().filter(({ instrumentId }) => instrumentId === HRBM);
  const won = heard.filter(({ kind }) => kind === 'won');
  const told = heard.filter(({ kind }) => kind === 'told');
  add(tally, 'decisions', decisions);
  add(tally, 'orders', orders.length);
  add(tally, 'told', told.length);
  add(tally, 'died', heard.filter(({ kind }) => kind === 'died').length);
  if (decisions !== 1) faults.push(`${decisions} decisions`);
  if (won.length > 1) faults.push(`${won.length} were told that they won`);
  const expected = row?.status === 'approved' ? 1 : 0;
  if (intents.length !== expected || orders.length !== expected)
    faults.push(`${row?.status ?? 'gone'}: ${intents.length} orders here, ${orders.length} at the broker`);
  if (orders.some(({ clientOrderId }) => clientOrderId !== intents[0]?.coid)) faults.push('an order nobody wrote down');
  const [winner] = won;
  if (winner !== undefined) {
    const { userId, channel } = winner.answer.caller;
    if (row?.decided_by !== userId || row.decided_channel !== channel) faults.push('the winner is not who decided');
  }
  for (const { words } of told) {
    const { values } = JSON.parse(words) as { values: { by: string; channel: string } };
    if (values.by !== row?.decided_by || values.channel !== row.decided_channel)
      faults.push(`told of another: ${words}`);
  }
  for (const { kind, words } of heard) if (kind === 'other') faults.push(`somebody heard ${words}`);
}
