import type { ChatMessage } from '#shared/contract/chat.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { Proof } from './proof.ts';
import { faultsAtAnyMoment, faultsWhenSettled } from './support/compare-books.ts';
import { readStateOnDisk } from './support/books-on-disk.ts';
import { proofState, sleep, until, type RunningProduct } from './support/product-run.ts';
import { trader, type Trader } from './support/trader.ts';

const AT_ONCE = 50;
const START_MS = 60;
const QUESTION_WITHIN_MS = 60_000;
const LAPSES_WITHIN_MS = 60_000;
const MADE_UP = `${'x'.repeat(16)}.${'y'.repeat(43)}`;

interface Bench {
  readonly product: RunningProduct;
  readonly person: Trader;
  readonly userId: string;
  readonly accountId: string;
  readonly otherId: string;
  readonly faults: string[];
}

/** S8 and S9 from outside: one question, many answers; and answers that must come to nothing. */
const proof: Proof = {
  id: 'race',
  claim:
    'Of 50 approvals at once one becomes an order; a wrong, late, skipped or foreign one becomes none and says why',
  async run({ level, seed, say }) {
    const state = proofState('race');
    const faults: string[] = [];
    let [races, wonInChat, told] = [0, 0, 0];
    try {
      const product = await state.start(['--seed', String(seed % 1_000)]);
      const bench = await prepare(product, faults);
      for (; races < (level === 'long' ? 25 : 3); races++) {
        const outcome = await race(bench, races % 2 === 1);
        if (outcome.winner === 'chat') wonInChat++;
        told += outcome.told;
        say(`race ${races + 1}: won over ${outcome.winner}, ${outcome.told} told who`);
        for (const fault of faults.slice(-2)) say(fault);
      }
      const refused = await refusals(bench);
      await bench.person.settled([bench.accountId, bench.otherId]);
      await product.stop();
      for (const account of readStateOnDisk(state.dir).accounts)
        faults.push(...faultsAtAnyMoment(account), ...faultsWhenSettled(account));
      return {
        passed: faults.length === 0,
        figures: {
          races,
          approvals: races * AT_ONCE,
          orders: races,
          wonInChat,
          losersTold: told,
          ...refused,
          ...(faults.length > 0 && { faults: faults.slice(0, 12).join(' | ') }),
        },
      };
    } finally {
      await state.remove();
    }
  },
};
export default proof;

async function prepare(product: RunningProduct, faults: string[]): Promise<Bench> {
  const person = trader(product);
  const [first] = await person.accounts();
  const { body: me } = await product.api<{ id: string }>('me');
  if (first === undefined) throw new Error('there is no account');
  const otherId = await person.openAccount('Other');
  for (const strategy of ['ma-cross', 'mean-reversion']) await person.makeBot({ accountId: first.id, strategy });
  return { product, person, userId: me.id, accountId: first.id, otherId, faults };
}

/** All at once, every other one over the web chat. */
async function race(bench: Bench, isChatFirst: boolean): Promise<{ winner: 'http' | 'chat' | 'nobody'; told: number }> {
  const { person, accountId, userId, faults } = bench;
  const question = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, index) => {
      const isChat = index % 2 === 1;
      // Either way in has a start in every other race.
      if (isChat !== isChatFirst) await sleep(START_MS);
      return isChat ? overChat(bench, question) : overHttp(bench, question);
    }),
  );
  const won = answers.filter(({ kind }) => kind === 'won');
  const told = answers.filter(({ kind }) => kind === 'told').length;
  for (const { kind, words } of answers) if (kind === 'other') faults.push(`an answer to the race: ${words}`);
  const orders = (await person.orders(accountId)).filter((order) => order.proposalId === question.id);
  const coids = new Set(orders.map((order) => order.clientOrderId));
  const there = await until('the order at the broker', 10_000, async () => {
    const found = (await person.book(accountId)).orders.filter((order) => coids.has(order.clientOrderId));
    return found.length > 0 && found;
  });
  if (orders.length !== 1 || there.length !== 1)
    faults.push(`${orders.length} orders here, ${there.length} at the broker`);
  const { status, decidedBy, decidedChannel } = await person.proposal(question.id);
  const channel = won[0]?.over === 'chat' ? 'chat' : 'api';
  if (decidedChannel !== channel) faults.push(`won over ${channel}, but decided over ${String(decidedChannel)}`);
  if (status !== 'approved' || decidedBy !== userId) faults.push(`${question.id} is ${status} by ${String(decidedBy)}`);
  if (won.length !== 1 || told !== AT_ONCE - 1) faults.push(`${won.length} won, ${told} were told`);
  return { winner: won[0]?.over ?? 'nobody', told };
}

interface Outcome {
  readonly over: 'http' | 'chat';
  readonly kind: 'won' | 'told' | 'other';
  readonly words: string;
}

async function overHttp({ person, userId }: Bench, question: ProposalView): Promise<Outcome> {
  const { status, body } = await person.approve(question);
  if (status === 200) return { over: 'http', kind: 'won', words: '' };
  const { code, values } = body as unknown as { code: string; values?: Record<string, string> };
  const isTold = status === 409 && code === 'already-decided' && values?.['by'] === userId;
  return { over: 'http', kind: isTold ? 'told' : 'other', words: `${status} ${JSON.stringify(body)}` };
}

/** A loser reads that it was decided already, and where or by whom; the winner sees the order. */
async function overChat({ product }: Bench, question: ProposalView): Promise<Outcome> {
  const { status, body } = await product.api<{ items?: ChatMessage[] }>('chat', {
    method: 'POST',
    body: { verb: `approve ${question.id} ${question.revision}` },
  });
  const words = (body.items ?? []).map(({ title, lines }) => [title ?? '', ...lines].join(' ')).join(' / ');
  if (status !== 200) return { over: 'chat', kind: 'other', words: `${status} ${JSON.stringify(body)}` };
  if (/Already decided by|Approved: .+, in the (API|web chat)/.test(words))
    return { over: 'chat', kind: 'told', words };
  const isOrder = /buy/i.test(words) && (body.items ?? []).length === 1;
  return { over: 'chat', kind: isOrder ? 'won' : 'other', words };
}

/** Answers that must come to nothing; answers how many of each kind were refused as they should be. */
async function refusals(bench: Bench): Promise<Record<string, number>> {
  const { product, person, accountId, otherId, faults } = bench;
  const token = async (scopes: string[], accountIds: string[]) =>
    (
      await product.api<{ token: string }>('tokens', {
        method: 'POST',
        body: { name: 'race', scopes, accountIds, expiresInDays: 1 },
      })
    ).body.token;
  const foreign = await token(['read', 'approve'], [otherId]);
  const reader = await token(['read'], [accountId]);
  const question = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
  await person.pause();
  const counts: Record<string, number> = {};
  const expect = async (
    what: string,
    status: number,
    code: string,
    answer: Promise<{ status: number; body: unknown }>,
  ) => {
    const { status: got, body } = await answer;
    const has = (body as { code?: string }).code;
    if (got === status && has === code) counts[what] = (counts[what] ?? 0) + 1;
    else faults.push(`${what}: ${got} ${String(has)} instead of ${status} ${code}`);
  };
  const { id, hash } = question;
  const turned = hash.startsWith('0') ? `1${hash.slice(1)}` : `0${hash.slice(1)}`;
  await expect('wrongHash', 409, 'hash-mismatch', person.approve({ id, hash: turned }));
  await expect('wrongHash', 409, 'hash-mismatch', person.approve({ id, hash: '0'.repeat(64) }));
  await expect('anotherAccounts', 403, 'not-allowed', person.approve(question, foreign));
  await expect('withoutLeave', 403, 'scope-missing', person.approve(question, reader));
  await expect('nobodys', 401, 'not-signed-in', person.approve(question, MADE_UP));
  await expect('madeUpQuestion', 404, 'not-found', person.approve({ id: `${id.slice(0, -4)}ZZZZ`, hash }));
  await expect('madeUpAccount', 404, 'not-found', person.approve({ id: id.replace(/^p_\w{8}/, 'p_zzzzzzzz'), hash }));
  await product.api(`proposals/${id}/reject`, { method: 'POST', body: { reason: 'too-big' } });
  await expect('skipped', 409, 'already-decided', person.approve(question));
  await person.run(1, true);
  const late = await person.toQuestion(accountId, QUESTION_WITHIN_MS);
  await person.pause();
  await until('the window is over', LAPSES_WITHIN_MS, async () => Date.now() > Date.parse(late.answerBy) + 100, 200);
  await expect('lapsed', 409, 'proposal-lapsed', person.approve(late));
  await expect('lapsed', 409, 'proposal-lapsed', person.approve(late));
  for (const { proposalId } of await person.orders(accountId))
    if (proposalId === id || proposalId === late.id) faults.push(`an order came of ${proposalId}`);
  return counts;
}
