import type { Holder } from '../../domain/ids.ts';
import { settleByPerson } from '../../engine/orders/answer.ts';
import { cancelOrder, cancelMany } from '../../engine/orders/dispatch.ts';
import { exitNow } from '../../engine/orders/exit-now.ts';
import type { Actor, Intent, NewOrder } from '../../engine/orders/intent.ts';
import { kill } from '../../engine/orders/kill.ts';
import type { Once } from '../../engine/orders/once.ts';
import type { OrderCore } from '../../engine/orders/ports.ts';
import { replaceOrder } from '../../engine/orders/replace.ts';
import { callOff, oweFlat, sellHeld } from '../../engine/orders/sell-everything.ts';
import { stopBuying } from '../../engine/orders/stop-buying.ts';
import { RESTING, OPEN } from '../../engine/orders/states.ts';
import { approve, submitOrder } from '../../engine/orders/submit.ts';
import { wantCancelled } from '../../engine/orders/cancel.ts';
import type { Flow } from '../../engine/orders/effects.ts';
import { isUnresolved, ORDER_STATES } from '../../domain/order.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { centsText } from './cents.ts';
import { DRAW, FAULT } from './choices.ts';
import { HOLDERS, type Action, type ExitStyle, type Terms } from './plan.ts';
import type { Simulation } from './simulation.ts';
import { INSTRUMENTS } from './sim-rules.ts';

const PERSON: Actor = { userId: 'u_1' as never, channel: 'web' };
const ANSWER_WINDOW_MS = 30_000;
const CALLS_MAX = 4;

type NotPeople =
  'crash' | 'day-end' | 'price' | 'foreign' | 'copy' | 'broker-restart' | 'stall' | 'session-lost' | 'skew' | 'revoke';
type PeopleAction = Exclude<Action, { do: NotPeople }>;

/** What people do, over calls that can fail, be repeated and race each other. */
export class People {
  readonly #sim: Simulation;
  readonly instruments = INSTRUMENTS;
  /** Orders somebody was told to be placed: they must be in the journal for ever. */
  readonly acknowledged = new Set<string>();
  /** The request that made an order, by the order's id. */
  readonly requested = new Map<string, string>();
  /** Orders whose cancel was taken. */
  readonly cancelled = new Set<string>();
  /** Orders that a person is asked about. */
  readonly asked = new Set<string>();
  /** Questions answered with a yes that went through. */
  readonly approved = new Set<string>();

  /** Everything was to be sold, and nobody took it back. */
  sellsEverything = false;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  act(action: PeopleAction): void {
    switch (action.do) {
      case 'buy':
        this.#call(
          (core) => this.#buy(core, action),
          (bought) => {
            if ('answer' in bought && bought.answer !== null) this.acknowledged.add(bought.answer);
          },
        );
        return;
      case 'nod':
        this.#ask(action.question);
        for (const gap of action.gaps) {
          this.#sim.scheduler.after(100 + gap, () => {
            this.#nod(action);
          });
        }
        return;
      case 'skip':
        this.#skip(action.question);
        return;
      case 'exit':
        this.#call(
          (core) =>
            exitNow(core, {
              instrumentId: action.instrumentId,
              holder: action.holder,
              ...(action.quantity !== null && { quantity: String(action.quantity) }),
              ...styled(action.style),
              purpose: action.isUrgent ? 'stop' : 'manual',
              actor: PERSON,
            }),
          (order) => {
            if (order !== null) this.acknowledged.add(order.id);
          },
        );
        return;
      case 'cancel':
        this.#onOne(action.which, action.by === 0 ? OPEN : ORDER_STATES, (core, { id }) => this.#cancel(core, id));
        return;
      case 'replace':
        this.#onOne(action.which, action.by === 5 ? ORDER_STATES : RESTING, (core, order) =>
          this.#replace(core, order, action.by),
        );
        return;
      case 'cancel-all':
        this.#call(
          (core) => this.#cancelAll(core),
          (ids) => {
            this.#areCancelled(ids);
          },
        );
        return;
      case 'kill':
      case 'pause':
        this.#stopBuying(action.do, action.at % 3 === 0 ? (HOLDERS[1] ?? 'manual') : undefined);
        return;
      case 'sell-everything':
        this.#call(
          (core) => this.#sellEverything(core),
          () => {
            // Who resumed meanwhile took it back.
            this.sellsEverything = this.#sim.tables.modes.get('account') === 'halted';
          },
        );
        return;
      case 'resume':
        this.#work((core) => {
          if (core.store.mode('manual') === 'active') return;
          this.sellsEverything = false;
          core.store.transaction(() => {
            callOff(core, 'all');
            this.#sim.tables.put(this.#sim.tables.modes, 'account', 'active');
          });
        });
        return;
      case 'split':
        this.#split(action);
    }
  }

  /** A person is asked, reads the broker's own list as it stands a little later, and answers by it. */
  isAsked(id: string): void {
    const { scheduler, choices } = this.#sim;
    if (this.asked.has(id)) return;
    this.asked.add(id);
    scheduler.after(choices.between(DRAW.plan, 2_000, 12_000), () => {
      this.#settle(id);
    });
  }

  #settle(id: string): void {
    const { scheduler, tables, broker, choices } = this.#sim;
    const intent = tables.intents.get(id);
    if (intent?.state !== 'needs-human') {
      this.asked.delete(id);
      return;
    }
    const theirs = broker.listed().find((order) => order.sentAs === intent.coid);
    const isOffered = intent.candidates?.some((order) => order.brokerOrderId === theirs?.brokerOrderId) ?? false;
    // What is there and not among the answers yet is looked at again.
    if (theirs === undefined || isOffered) {
      const brokerOrderId = theirs?.brokerOrderId ?? null;
      this.#sim.trace?.(`> a person settles ${id}: ${brokerOrderId ?? 'never placed'}`);
      // Somebody names an order that is not among the answers, and taps twice.
      const answers = choices.fault(FAULT['caller-retries'], 2)
        ? ['b0', brokerOrderId, brokerOrderId]
        : [brokerOrderId];
      for (const answer of answers) {
        this.#sim.host.call(
          (core) => settleByPerson(core, { id, brokerOrderId: answer, actor: PERSON }),
          () => undefined,
        );
      }
    }
    scheduler.after(15_000, () => {
      this.#settle(id);
    });
  }

  /**
   * A purchase by hand under a key of its own: every repeat of the request would make an order with another id, and only
   * the key keeps it from being a second one.
   */
  #buy(core: OrderCore, { order: key, terms }: Extract<Action, { do: 'buy' }>): Flow<Once<string | null>> {
    return submitOrder(core, {
      key: { key, bodyHash: '' },
      decide: () => this.#decided(terms),
      say: (placed) => {
        if (placed.ok) this.requested.set(placed.value.id, key);
        return { answer: placed.ok ? placed.value.id : null, keep: 'answer' };
      },
    });
  }

  /** What a person wants, unless its price has gone meanwhile. */
  #decided(terms: Terms): Result<NewOrder, 'price-moved'> {
    const price = this.#sim.broker.price(terms.instrumentId);
    return terms.limit !== null && price > terms.limit + 700 ? err('price-moved') : ok(this.#order(terms, undefined));
  }

  #order(terms: Terms, id: string | undefined): NewOrder {
    const { limit, isImmediate } = terms;
    return {
      id,
      purpose: 'entry',
      holder: terms.holder,
      instrumentId: terms.instrumentId,
      side: 'buy',
      type: limit === null ? 'market' : 'limit',
      timeInForce: isImmediate ? 'ioc' : terms.isForDay ? 'day' : 'gtc',
      extendedHours: false,
      quantity: String(terms.quantity),
      limitPrice: limit === null ? null : centsText(limit),
      stopPrice: null,
      targetPrice: null,
      trailPercent: null,
      proposalId: null,
      actor: PERSON,
      waitsForOpen: false,
    };
  }

  #ask(id: string): void {
    const { tables, scheduler } = this.#sim;
    // The engine asked long before; the answer is what this is about.
    if (tables.questions.has(id)) return;
    tables.questions.set(id, {
      id,
      revision: 1,
      status: 'pending',
      answerBy: scheduler.now + ANSWER_WINDOW_MS,
      orderId: null,
      decisions: 0,
    });
  }

  #nod(action: Extract<Action, { do: 'nod' }>): void {
    const { question, terms, waits } = action;
    this.#call(
      (core) =>
        approve(core, () => {
          const orderId = `o_s_${core.newId()}`;
          if (terms.limit !== null && this.#sim.broker.price(terms.instrumentId) > terms.limit + 200) {
            return err('price-moved' as const);
          }
          const isWaiting = waits && core.now() < this.#sim.plan.opensAt;
          return ok({
            claim: { proposalId: question, revision: 1, actor: PERSON, orderId },
            order: { ...this.#order(terms, orderId), proposalId: question, waitsForOpen: isWaiting },
          });
        }),
      (done) => {
        if (!done.ok) return;
        this.acknowledged.add(done.value.id);
        this.approved.add(question);
      },
    );
  }

  #skip(question: string): void {
    this.#work((core) => {
      const { tables } = this.#sim;
      core.store.transaction(() => {
        const row = tables.questions.get(question);
        if (row?.status !== 'pending') return;
        tables.put(tables.questions, question, { ...row, status: 'rejected', decisions: row.decisions + 1 });
      });
    });
  }

  *#replace(core: OrderCore, order: Intent, by: number): Flow<readonly string[]> {
    const quantity = Math.max(1, Number(order.quantity) + by);
    const done = yield* replaceOrder(core, {
      id: order.id,
      change: {
        quantity: String(quantity),
        ...(order.limitPrice !== null &&
          by % 2 === 0 && { limitPrice: String(Math.round(Number(order.limitPrice)) + 1) }),
      },
      actor: PERSON,
    });
    this.#sim.trace?.(`  replace ${order.id}: ${done.ok ? done.value.id : JSON.stringify(done.error)}`);
    return [];
  }

  *#cancel(core: OrderCore, id: string): Flow<readonly string[]> {
    yield* cancelOrder(core, id, reason('person'), PERSON);
    return [id];
  }

  *#cancelAll(core: OrderCore): Flow<readonly string[]> {
    const ids = core.store.transaction(() => {
      const open = core.store.intentsIn(OPEN).filter(({ purpose }) => purpose !== 'external');
      for (const { id, state } of open) if (state !== 'waiting-for-open') wantCancelled(core, id, reason('cancel-all'));
      return open.filter(({ state }) => state !== 'waiting-for-open').map(({ id }) => id);
    });
    yield* cancelMany(core, ids);
    return ids;
  }

  #stopBuying(how: 'kill' | 'pause', holder: Holder | undefined): void {
    const { tables } = this.#sim;
    const mode = how === 'kill' ? 'halted' : 'reducing';
    this.#call(
      (core) =>
        kill(core, {
          tighten: () => {
            const key = holder ?? 'account';
            if (tables.modes.get(key) !== 'halted') tables.put(tables.modes, key, mode);
          },
          actor: PERSON,
          holder,
        }),
      () => undefined,
    );
  }

  *#sellEverything(core: OrderCore): Flow<void> {
    const { tables } = this.#sim;
    const toCancel = core.store.transaction(() => {
      tables.put(tables.modes, 'account', 'halted');
      // Questions are taken back by who asked them.
      for (const [id, row] of tables.questions) {
        if (row.status === 'pending') tables.put(tables.questions, id, { ...row, status: 'expired' });
      }
      oweFlat(core, 'all');
      return stopBuying(core, { actor: PERSON });
    });
    yield* cancelMany(core, toCancel);
    yield* sellHeld(core, 'all', PERSON);
  }

  /** The broker splits, and the account with it: between two turns, when nothing is on its way. */
  #split({ instrumentId, ratio, at }: Extract<Action, { do: 'split' }>): void {
    const { broker, tables } = this.#sim;
    // What rests ends at the broker; what nobody confirmed, or is not booked yet, would count in shares of two kinds.
    const isBusy = [...tables.intents.values()].some(
      (intent) => intent.instrumentId === instrumentId && isUnresolved(intent.state),
    );
    const isAhead = broker.store.executionsAfter(0, 1_000).length !== tables.executions.size;
    if (isBusy || isAhead) return;
    const split = `split:${instrumentId}:${ratio}:${at}`;
    broker.split(split, instrumentId, ratio);
    for (const [key, held] of tables.held) {
      if (held.instrumentId === instrumentId) tables.held.set(key, { ...held, quantity: held.quantity * ratio });
    }
    tables.booked.set(split, '');
  }

  #onOne(
    which: number,
    states: readonly Intent['state'][],
    makeFlow: (core: OrderCore, order: Intent) => Flow<readonly string[]>,
  ): void {
    this.#call(
      (core) => {
        const orders = core.store
          .intentsIn(states)
          .filter(({ purpose }) => purpose !== 'external' && purpose !== 'protection');
        const order = orders[which % Math.max(1, orders.length)];
        return order === undefined ? nothing() : makeFlow(core, order);
      },
      (cancelled) => {
        this.#areCancelled(cancelled);
      },
    );
  }

  #areCancelled(ids: readonly string[]): void {
    for (const id of ids) this.cancelled.add(id);
  }

  /** A call over the network to the account: repeated where nobody was there or nobody answered. */
  #call<T>(makeFlow: (core: OrderCore) => Flow<T>, done: (value: T) => void): void {
    const { host, scheduler, choices } = this.#sim;
    let isDone = false;
    const attempt = (left: number): void => {
      const isTaken = host.call(makeFlow, (value) => {
        isDone = true;
        done(value);
      });
      const repeats = !isTaken || choices.fault(FAULT['caller-retries'], 2);
      if (!repeats || left === 0) return;
      scheduler.after(choices.between(DRAW.restart, 200, 6_000), () => {
        if (!isDone) attempt(left - 1);
      });
    };
    attempt(CALLS_MAX);
  }

  #work(work: (core: OrderCore) => void): void {
    const instance = this.#sim.host.current;
    if (instance === null) return;
    this.#sim.host.driver.work(instance, () => {
      work(instance.core);
    });
  }
}

/** Prices of an exit that rests: a limit above the market, a stop below it. */
function styled(style: ExitStyle) {
  switch (style) {
    case 'limit':
      return { limitPrice: '101' };
    case 'stop':
      return { type: 'stop', stopPrice: '97' } as const;
    case 'trailing':
      return { type: 'trailing-stop', trailPercent: '2' } as const;
    case 'market':
      return {};
  }
}

function reason(code: string) {
  return { code, values: {} };
}

function* nothing(): Flow<readonly string[]> {
  return [];
}
