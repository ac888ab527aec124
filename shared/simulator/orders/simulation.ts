import type { Effect } from '../../engine/orders/effects.ts';
import type { Intent } from '../../engine/orders/intent.ts';
import { release, type Gate } from '../../engine/orders/release.ts';
import type { WallMs } from '../../lib/time.ts';
import type { BrokerClass } from '../../ports/broker.ts';
import type { BookNews } from '../broker/book.ts';
import { check, isSettled } from './check.ts';
import { DRAW, FAULT, Choices } from './choices.ts';
import { Host, PREFIX } from './host.ts';
import { Network } from './network.ts';
import { People } from './people.ts';
import { drawPlan, type Action, type Plan } from './plan.ts';
import type { Instance } from './process.ts';
import { Scheduler } from './scheduler.ts';
import { SimBroker } from './sim-broker.ts';
import { UNHEARD } from './sim-rules.ts';
import { START_CASH, START_HOLDERS, START_PRICE, START_SHARES } from './start.ts';
import { Tables } from './tables.ts';
import type { Finding } from './tally.ts';

/** What is settled may end here; what is not has until the tenth minute. */
const SETTLED_AFTER_MS = [35_000, 90_000] as const;
const HEALED_FOR_MS = 600_000;
const STEPS_MAX = 20_000;

export interface Settings {
  readonly seed: number;
  readonly brokerClass: BrokerClass;
  /** Faults and actions left out, for a shorter schedule. */
  readonly off?: ReadonlySet<number>;
  readonly without?: ReadonlySet<number>;
  /** Instead of the seed's own. */
  readonly plan?: Plan;
  readonly choices?: Choices;
  readonly trace?: (line: string) => void;
}

export const FIGURES = ['intents', 'crashes', 'diedBetween', 'unknown', 'needsHuman', 'trips'] as const;
export type Figures = Record<(typeof FIGURES)[number], number>;

export function noFigures(): Figures {
  return { intents: 0, crashes: 0, diedBetween: 0, unknown: 0, needsHuman: 0, trips: 0 };
}

/** One schedule, from the first order to ten minutes after everything healed. */
export class Simulation {
  readonly choices: Choices;
  readonly scheduler: Scheduler;
  readonly tables = new Tables();
  readonly broker: SimBroker;
  readonly host: Host;
  readonly network: Network;
  readonly people: People;
  readonly plan: Plan;
  readonly brokerClass: BrokerClass;
  readonly findings: Finding[] = [];
  readonly delivered = new Set<number>();
  /** How often each order left, by our id. */
  readonly leaves = new Map<string, number>();
  readonly figures = noFigures();
  readonly startCash = START_CASH;
  /** Buying was stopped at some time: what was not sent then is not lost. */
  wasStopped = false;
  readonly trace: ((line: string) => void) | null;
  #awaiting = 0;
  #stalledUntil = 0;
  #isGranted = true;
  #hasLearnt = false;
  /** Orders that a copy of this state placed in its name. */
  readonly copies = new Set<string>();
  /** Orders that arrived later than anything may: told as never placed, and rightly taken back. */
  readonly tooLate = new Set<string>();
  /** Waited for the open, which was above their ceiling. */
  readonly #heldBack = new Set<string>();
  traceHash = 0x811c9dc5;

  constructor(settings: Settings) {
    const { seed, brokerClass, off, without } = settings;
    this.brokerClass = brokerClass;
    this.choices = settings.choices ?? new Choices(seed, off ?? null);
    const { choices } = this;
    this.plan = settings.plan ?? drawPlan(choices, seed, brokerClass);
    const { plan } = this;
    const print = settings.trace;
    this.trace =
      print === undefined
        ? null
        : (line) => {
            print(`${(this.scheduler.now / 1000).toFixed(3).padStart(9)} ${line}`);
          };
    this.scheduler = new Scheduler(0, () => choices.uniform(DRAW.tie));
    this.broker = new SimBroker({
      brokerClass,
      choices,
      scheduler: this.scheduler,
      cash: plan.tellsCash ? START_CASH : null,
      dayEndsAt: plan.dayEndsAt,
      fillLagMs: plan.fillLagMs,
      fillsPerPage: plan.fillsPerPage,
      isSlow: plan.isSlowBroker,
      refusesWash: plan.refusesWash,
      tell: (news) => {
        this.#stream(news);
      },
    });
    this.host = new Host({
      brokerClass,
      replaces: plan.replaces,
      choices,
      scheduler: this.scheduler,
      tables: this.tables,
      world: {
        now: () => this.scheduler.now as WallMs,
        price: (id) => this.broker.price(id),
        protects: plan.protects,
        hasTargets: plan.hasTargets,
        hasLearnt: () => this.#hasLearnt,
        opensAt: plan.marketCalls ? null : plan.opensAt,
        idleReconcileMs: plan.idleReconcileMs,
        isGranted: () => this.#isGranted,
        noteDifferences: (appeared, settled) => this.trace?.(`  differences: ${appeared}, settled ${settled}`),
        noteTrip: (reason) => {
          this.figures.trips += 1;
          this.trace?.(`  trip: ${reason}`);
        },
        cannotBook: () => choices.fault(FAULT['booking-fails']),
        asks: (id) => {
          this.people.isAsked(id);
        },
      },
      outside: (instance, effect, answer) => {
        this.#outside(instance, effect, answer);
      },
      threw: (error) => {
        this.findings.push({ kind: 'threw', about: String(error) });
        this.trace?.(`  threw: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
      },
      died: () => {
        if (this.#awaiting > 0) this.figures.diedBetween += 1;
        this.#awaiting = 0;
      },
      trace: this.trace,
    });
    this.network = new Network({
      brokerClass,
      choices,
      scheduler: this.scheduler,
      driver: this.host.driver,
      broker: this.broker,
      looksIdly: brokerClass === 'a' && plan.idleReconcileMs !== null,
      wire: {
        left: (effect, instance) => {
          this.#left(effect, instance);
        },
        answered: () => {
          this.#awaiting = Math.max(0, this.#awaiting - 1);
        },
        tooLate: (coid) => {
          this.tooLate.add(coid);
        },
        trace: this.trace,
      },
    });
    this.people = new People(this);
    if (plan.marketCalls)
      this.scheduler.at(plan.opensAt, () => {
        this.#marketOpens();
      });
    this.#open();
    plan.actions.forEach((action, index) => {
      if (without?.has(index) === true) return;
      this.scheduler.at(action.at, () => {
        this.#act(action);
      });
    });
  }

  /** Runs it to its end; answers what was found. */
  run(): readonly Finding[] {
    const { plan, host } = this;
    host.start();
    this.#runUntil(plan.healsAt);
    // An outage takes its time.
    if (host.current === null) this.#runUntil(host.downUntil);
    const healedAt = this.scheduler.now;
    this.#heal();
    for (const after of plan.runsOn ? [] : SETTLED_AFTER_MS) {
      this.#runUntil(healedAt + after);
      if (isSettled(this)) return this.#end(true);
    }
    this.#runUntil(healedAt + HEALED_FOR_MS);
    return this.#end(false);
  }

  #end(isChecked: boolean): readonly Finding[] {
    if (!isChecked) this.findings.push(...check(this));
    const { figures, tables } = this;
    figures.crashes = this.host.crashes;
    for (const intent of tables.intents.values()) if (intent.purpose !== 'external') figures.intents += 1;
    const asked = new Set<string>();
    for (const { type, about } of tables.news.values()) {
      if (type === 'order.unknown') figures.unknown += 1;
      else if (type === 'order.needs-human') asked.add(about);
    }
    figures.needsHuman = asked.size;
    return this.findings;
  }

  #runUntil(time: number): void {
    const { scheduler } = this;
    let steps = 0;
    while (scheduler.next() <= time) {
      scheduler.step();
      this.traceHash = Math.imul(this.traceHash ^ (scheduler.now | 0) ^ this.tables.commits, 0x01000193);
      steps += 1;
      if (steps > STEPS_MAX) {
        this.findings.push({ kind: 'threw', about: 'it never comes to rest' });
        return;
      }
    }
    scheduler.runUntil(time);
  }

  #heal(): void {
    this.trace?.('everything is well from here on');
    this.choices.heal();
    this.broker.skewMs = 0;
    this.#stalledUntil = 0;
    this.network.sessionLostUntil = 0;
    // Whatever was reached but had only in part before is had now.
    for (const id of this.people.instruments) this.broker.move(id, this.broker.price(id));
    this.host.start();
  }

  /** Both books begin the same. */
  #open(): void {
    const { tables, broker, plan } = this;
    tables.ledger.set('cash', START_CASH);
    tables.ledger.set('equity', -START_CASH);
    if (!plan.startsHolding) return;
    const [first] = this.people.instruments;
    if (first === undefined) return;
    for (const holder of START_HOLDERS) {
      const cost = START_SHARES * START_PRICE;
      tables.held.set(`${first}|${holder}`, { instrumentId: first, holder, quantity: START_SHARES, cost });
      tables.ledger.set('positions', (tables.ledger.get('positions') ?? 0) + cost);
      tables.ledger.set('equity', (tables.ledger.get('equity') ?? 0) - cost);
    }
    broker.store.putPosition({ instrumentId: first, quantity: String(START_SHARES * 2) });
  }

  #act(action: Action): void {
    this.trace?.(`> ${JSON.stringify(action)}`);
    switch (action.do) {
      case 'crash':
        this.host.crash();
        return;
      case 'price': {
        const isPart = action.quantity !== null && !this.choices.isHealed;
        this.broker.move(action.instrumentId, action.cents, isPart ? String(action.quantity) : undefined);
        return;
      }
      case 'foreign':
        this.broker.foreign(action.instrumentId, action.quantity);
        return;
      case 'copy': {
        const coid = `${PREFIX}Z${String(this.copies.size).padStart(6, '0')}-e-1`;
        this.copies.add(coid);
        this.broker.foreign(action.instrumentId, action.quantity, coid);
        return;
      }
      case 'day-end':
        this.broker.endDay();
        return;
      case 'broker-restart':
        this.broker.restart();
        return;
      case 'stall':
        this.#stalledUntil = this.scheduler.now + action.ms;
        return;
      case 'session-lost':
        this.network.sessionLostUntil = this.scheduler.now + action.ms;
        return;
      case 'skew':
        this.broker.skewMs = action.ms;
        return;
      case 'revoke':
        this.#isGranted = false;
        this.wasStopped = true;
        return;
      default:
        this.wasStopped ||= action.do === 'kill' || action.do === 'pause' || action.do === 'sell-everything';
        this.people.act(action);
    }
  }

  #outside(instance: Instance, effect: Exclude<Effect, { kind: 'all' }>, answer: (value: unknown) => void): void {
    const { choices, scheduler } = this;
    this.trace?.(`  ${effect.kind}${'intentId' in effect ? ` ${effect.intentId}` : ''}`);
    switch (effect.kind) {
      case 'deliver':
        scheduler.after(choices.between(DRAW.latency, 1, 60), () => {
          const isLost = choices.fault(FAULT['delivery-fails']);
          if (!isLost || choices.below(DRAW.latency, 2) === 0) this.delivered.add(effect.seq);
          if (instance.isAlive) answer(!isLost);
        });
        return;
      case 'learn':
        scheduler.after(5, () => {
          // The market is asked and knows, is asked and does not know yet, or cannot be asked.
          const luck = choices.isHealed ? 0 : choices.below(DRAW.latency, 3);
          this.#hasLearnt ||= luck === 0 && effect.instrumentIds.includes(UNHEARD);
          answer(luck !== 2);
        });
        return;
      case 'wait':
        scheduler.after(effect.ms, () => {
          answer(undefined);
        });
        return;
      case 'host':
        this.#hostWork(instance, effect.due, answer);
        return;
      default:
        this.network.ask(instance, effect, answer);
    }
  }

  #hostWork(instance: Instance, due: { kind: string; ref: string }, answer: (value: unknown) => void): void {
    if (due.kind !== 'release') {
      answer(undefined);
      return;
    }
    // A quote is fetched, then one block decides.
    this.scheduler.after(this.choices.between(DRAW.latency, 5, 200), () => {
      this.host.driver.start(instance, () => release(instance.core, due.ref, (order) => this.#gate(order)), answer);
    });
  }

  /** A market with a clock of its own calls until nothing waits any more. */
  #marketOpens(): void {
    for (const { id, state } of this.tables.intents.values()) {
      if (state === 'waiting-for-open')
        this.host.call(
          (core) => release(core, id, (order) => this.#gate(order)),
          () => undefined,
        );
    }
    if (!this.plan.hasNoQuotes)
      this.scheduler.after(3_000 + this.scheduler.now / 4, () => {
        this.#marketOpens();
      });
  }

  #gate(order: Intent): Gate {
    if (this.plan.hasNoQuotes || this.choices.fault(FAULT['no-quote'])) return 'hold';
    const price = this.broker.price(order.instrumentId);
    const ceiling = order.limitPrice === null ? Infinity : Math.round(Number(order.limitPrice) * 100);
    if (price > ceiling) this.#heldBack.add(order.id);
    else this.#heldBack.delete(order.id);
    return price > ceiling ? { code: 'opened-above-ceiling', values: {} } : null;
  }

  #left(effect: Extract<Effect, { kind: 'submit' | 'replace' }>, instance: Instance): void {
    const { clientOrderId } = effect.request;
    this.#awaiting += 1;
    const times = (this.leaves.get(clientOrderId) ?? 0) + 1;
    this.leaves.set(clientOrderId, times);
    const { tables } = this;
    const id = tables.coids.get(clientOrderId);
    const intent = id === undefined ? undefined : tables.intents.get(id);
    this.trace?.(`  leaves: ${clientOrderId} (${times})`);
    if (intent === undefined || (tables.attempts.get(intent.id)?.length ?? 0) < times) {
      this.findings.push({ kind: 'unjournalled', about: clientOrderId });
    }
    if (intent !== undefined && this.#heldBack.has(intent.id)) {
      this.findings.push({ kind: 'killIgnored', about: `${clientOrderId} left above its ceiling` });
    }
    if (intent !== undefined && intent.cancelReason !== null) {
      this.findings.push({ kind: 'killIgnored', about: `${clientOrderId} left when it was to be cancelled` });
    }
    // What an earlier life decided may go on once this one has read the book, which is where it is sent from.
    if (intent?.side === 'buy' && !instance.isReady && intent.createdAt >= instance.startedAt) {
      this.findings.push({ kind: 'killIgnored', about: `${clientOrderId} left before the book was read` });
    }
    if (intent?.side === 'buy' && instance.store.mode(intent.holder) !== 'active') {
      this.findings.push({ kind: 'killIgnored', about: clientOrderId });
    }
  }

  /** The broker's stream is a hint that its book has something new: it comes late, twice, or not at all. */
  #stream(news: BookNews): void {
    const { choices, scheduler } = this;
    this.trace?.(`  book: ${news.kind} ${news.order.sentAs ?? news.order.brokerOrderId}`);
    if (!this.plan.hasStream || scheduler.now < this.#stalledUntil || choices.fault(FAULT['stream-drops'])) return;
    const delay = choices.fault(FAULT['stream-late'])
      ? choices.between(DRAW.latency, 500, 20_000)
      : choices.between(DRAW.latency, 2, 80);
    this.#hintLater(delay);
    if (choices.fault(FAULT['stream-repeats'])) this.#hintLater(delay + choices.between(DRAW.latency, 0, 5_000));
  }

  #hintLater(delay: number): void {
    this.scheduler.after(delay, () => {
      this.host.hear();
    });
  }
}
