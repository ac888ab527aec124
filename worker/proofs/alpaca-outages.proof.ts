import type { AccountView, EventView } from '#shared/contract/account.ts';
import type { CreateOrder } from '#shared/contract/proposal.ts';
import { createRandom, type Random } from '#shared/lib/random.ts';
import { startAlpacaChild, type AlpacaChild } from './support/alpaca-child.ts';
import { chatFaults, claimFaults, eventsAfter, finalFaults, ordersOf, read } from './support/alpaca-books.ts';
import { connectAlpaca, liftHalt, makeRoom } from './support/alpaca-person.ts';
import { proofState, sleep, type ProofState, type RunningProduct } from './support/product-run.ts';
import type { Proof } from './proof.ts';

const SIZES = { pr: { forMs: 60_000, kills: 4 }, long: { forMs: 600_000, kills: 20 } } as const;
const SYMBOLS = ['AAPL', 'MSFT', 'NVDA', 'SPY', 'TSLA', 'F'];
const SETTLED_WITHIN_MS = 120_000;
/** By then the broker has worked off what it was still about to fill, as its pace is set below. */
const BROKER_AT_REST_MS = 1_000;
const WORDS_KEPT = 20;
/** The invented market stands: only the broker's prices move. */
const ARGS = ['--speed', '0'];

interface Refusal {
  readonly code?: string;
  readonly values?: { readonly reason?: string };
}

const proof: Proof = {
  id: 'alpaca-outages',
  claim:
    'Over cut connections and killed processes every order ends exactly where the broker has it, and nothing said a fill before the broker did',
  async run({ level, seed, say }) {
    const alpaca = await startAlpacaChild(seed);
    const state = proofState('alpaca');
    process.env['NOD_REHEARSAL_BROKER_URL'] = alpaca.url;
    try {
      const outage = new Outage({ alpaca, state, random: createRandom(seed, 99), say });
      return await outage.play(SIZES[level]);
    } finally {
      delete process.env['NOD_REHEARSAL_BROKER_URL'];
      await state.remove();
      alpaca.stop();
    }
  },
};
export default proof;

class Outage {
  private readonly alpaca: AlpacaChild;
  private readonly state: ProofState;
  private readonly random: Random;
  private readonly say: (line: string) => void;
  private readonly faults = new Set<string>();
  private readonly events: EventView[] = [];
  private readonly asked = new Map<string, number>();
  private accountId = '';
  private looks = 0;
  private quantity = 1;

  constructor(parts: { alpaca: AlpacaChild; state: ProofState; random: Random; say: (line: string) => void }) {
    this.alpaca = parts.alpaca;
    this.state = parts.state;
    this.random = parts.random;
    this.say = parts.say;
  }

  async play({ forMs, kills }: { forMs: number; kills: number }) {
    let product = await this.state.start(ARGS);
    ({ accountId: this.accountId } = await connectAlpaca(product));
    await makeRoom(product, this.accountId);
    await this.settled(product);
    const { cash: began } = await this.alpaca.book();
    await this.breakThings();
    // Time counts while the product trades: what a restart takes is not part of it.
    for (let kill = 0; kill <= kills; kill += 1) {
      await this.trade(product, forMs / (kills + 1));
      if (kill === kills) break;
      await product.kill('power-cut');
      product = await this.state.start(ARGS);
      this.say(`killed ${kill + 1} of ${kills}`);
    }
    await this.alpaca.rule('heal');
    await this.alpaca.rule('walk', { ms: null });
    const settledMs = await this.settled(product);
    await this.look(product);
    const book = await this.alpaca.book();
    for (const fault of await finalFaults(product, this.accountId, { book, began })) this.faults.add(fault);
    const chat = await chatFaults(product, this.events);
    for (const fault of chat.faults) this.faults.add(fault);
    const sent = book.orders.filter(({ sentAs }) => sentAs !== null).map(({ sentAs }) => sentAs);
    if (new Set(sent).size !== sent.length) this.faults.add('an id was used twice at the broker');
    return {
      passed: this.faults.size === 0 && sent.length > kills,
      figures: {
        kills,
        tradedSeconds: forMs / 1_000,
        orders: (await ordersOf(product, this.accountId)).length,
        ordersAtBroker: sent.length,
        fills: book.executions.length,
        fillsSaidInChat: chat.said,
        events: this.events.length,
        looks: this.looks,
        requests: book.requests,
        settledMs,
        ...Object.fromEntries(this.asked),
        faults: this.faults.size,
        ...(this.faults.size > 0 && { words: [...this.faults].slice(0, WORDS_KEPT).join(' | ') }),
      },
    };
  }

  private async breakThings(): Promise<void> {
    await this.alpaca.rule('faults', {
      'drop-request': 0.04,
      'drop-answer': 0.06,
      'html-502': 0.02,
      'error-500': 0.01,
      truncated: 0.02,
      'empty-body': 0.01,
      delayMs: [0, 250],
      streamDelayMs: [0, 400],
      streamDrop: 0.1,
      streamDuplicate: 0.1,
    });
    await this.alpaca.rule('pace', { settleMs: 200, listLagMs: 150, fillAfterMs: 120, partialChance: 0.3 });
    await this.alpaca.rule('cut-every', { ms: [300, 3_000] });
    await this.alpaca.rule('walk', { ms: 400, fraction: 0.002 });
  }

  /** Does what people do, all the while looking whether anybody says more than the broker did. */
  private async trade(product: RunningProduct, forMs: number): Promise<void> {
    const end = Date.now() + forMs;
    let looked = 0;
    while (Date.now() < end) {
      // What is under way when the power fails is part of it.
      const acting = this.act(product).catch(() => this.count('unanswered'));
      await Promise.race([acting, sleep(this.random.between(200, 1_500))]);
      if (Date.now() - looked < 1_000) continue;
      looked = Date.now();
      await this.look(product);
    }
  }

  private async act(product: RunningProduct): Promise<void> {
    const path = `accounts/${this.accountId}`;
    const draw = this.random.below(100);
    const orders = await ordersOf(product, this.accountId);
    const working = orders.filter(
      ({ status, purpose }) => (status === 'accepted' || status === 'partially-filled') && purpose !== 'protection',
    );
    const one = working[this.random.below(Math.max(1, working.length))];
    if (draw < 15 && one !== undefined) {
      return this.ask(product, 'cancel', `${path}/orders/${one.id}/cancel`, {});
    }
    if (draw < 30 && one?.limitPrice != null) {
      const limitPrice = (Number(one.limitPrice) * this.random.between(0.995, 1.005)).toFixed(2);
      return this.ask(product, 'replace', `${path}/orders/${one.id}`, { limitPrice }, 'PATCH');
    }
    const held = (await read<{ items: { symbol: string; quantity: string }[] }>(product, `${path}/positions`)).items;
    const position = held[this.random.below(Math.max(1, held.length))];
    if (draw < 60 && position !== undefined && Number(position.quantity) > 0) {
      const price = await this.price(position.symbol);
      const isPart = this.random.chance(0.7);
      const quantity = isPart ? '1' : position.quantity;
      const limit = this.random.chance(0.5) ? { limitPrice: (price * this.random.between(0.99, 1.01)).toFixed(2) } : {};
      return this.ask(product, 'sell', `${path}/orders`, { symbol: position.symbol, side: 'sell', quantity, ...limit });
    }
    const symbol = SYMBOLS[this.random.below(SYMBOLS.length)] ?? 'F';
    const price = await this.price(symbol);
    const order: CreateOrder = {
      symbol,
      side: 'buy',
      // Never the same twice: an equal order within a minute is a duplicate.
      quantity: String(2 + (this.quantity++ % 23)),
      limitPrice: (price * this.random.between(0.99, 1.005)).toFixed(2),
      ...(this.random.chance(0.6) && { stopPrice: (price * 0.97).toFixed(2), targetPrice: (price * 1.03).toFixed(2) }),
    };
    return this.ask(product, 'buy', `${path}/orders`, order);
  }

  private async price(symbol: string): Promise<number> {
    return (await this.alpaca.rule<Record<string, number>>('prices'))[symbol] ?? 1;
  }

  private async ask(
    product: RunningProduct,
    what: string,
    path: string,
    body: object,
    method: 'POST' | 'PATCH' = 'POST',
  ): Promise<void> {
    const { status, body: answer } = await product.api<Refusal>(path, { method, body });
    const refusal = answer.values?.reason ?? answer.code ?? String(status);
    this.count(status < 300 ? what : `${what} ${refusal}`);
    // An account that stopped itself under so much trouble did right; a person looks and goes on.
    if (refusal === 'mode-halted') await liftHalt(product, this.accountId);
  }

  private count(what: string): void {
    this.asked.set(what, (this.asked.get(what) ?? 0) + 1);
  }

  private async look(product: RunningProduct): Promise<void> {
    const orders = await ordersOf(product, this.accountId);
    const events: EventView[] = [];
    for (;;) {
      const since = events.at(-1)?.seq ?? this.events.at(-1)?.seq ?? 0;
      const more = await eventsAfter(product, this.accountId, since);
      events.push(...more);
      if (more.length === 0) break;
    }
    this.events.push(...events);
    for (const { type, body } of events) {
      if (type === 'account.tripped') this.count(`stopped itself: ${String((body as { reason?: string }).reason)}`);
    }
    const book = await this.alpaca.book();
    for (const fault of claimFaults({ orders, events }, book)) {
      if (!this.faults.has(fault)) this.say(`FAULT ${fault}`);
      this.faults.add(fault);
    }
    this.looks += 1;
  }

  /**
   * Nothing on its way, nothing unknown; answers how long it took. What never settles is a fault. A fill whose news was
   * lost on the stream is found when the book is read next, so while anything works or is held one reading since then
   * must have been.
   */
  private async settled(product: RunningProduct): Promise<number> {
    const started = Date.now();
    let before = '';
    for (;;) {
      const account = await read<AccountView>(product, `accounts/${this.accountId}`);
      const orders = await ordersOf(product, this.accountId);
      const { items: held } = await read<{ items: unknown[] }>(product, `accounts/${this.accountId}/positions`);
      const isAtRest = held.length === 0 && orders.every(({ status }) => !WORKING.includes(status));
      const isRead = isAtRest || Date.parse(account.brokerCheckedAt ?? '') > started + BROKER_AT_REST_MS;
      const moving = orders.filter(({ status }) => MOVING.includes(status));
      const now = JSON.stringify(orders.map(({ id, status, filledQuantity }) => [id, status, filledQuantity]));
      const { recovering, unresolvedOrders } = account;
      // Fees are booked here at once and charged there later: cash is compared in the end.
      const differences = account.differences.filter(({ what }) => what !== 'cash');
      if (isRead && !recovering && unresolvedOrders + moving.length + differences.length === 0 && now === before)
        return Date.now() - started;
      before = now;
      if (Date.now() - started > SETTLED_WITHIN_MS) {
        const open = moving.map(
          ({ clientOrderId, status, reason }) => `${clientOrderId} ${status} ${reason?.code ?? ''}`,
        );
        this.faults.add(`not settled: ${JSON.stringify({ recovering, unresolvedOrders, differences, open })}`);
        return Date.now() - started;
      }
      await sleep(2_000);
    }
  }
}

const WORKING: readonly string[] = ['accepted', 'partially-filled'];
const MOVING: readonly string[] = ['sending', 'unknown', 'needs-human'];
