import { runAlarm } from '../../engine/orders/alarm.ts';
import type { Flow } from '../../engine/orders/effects.ts';
import type { OrderCore } from '../../engine/orders/ports.ts';
import { reconcile } from '../../engine/orders/reconcile.ts';
import type { MarketMs, WallMs } from '../../lib/time.ts';
import type { BrokerClass } from '../../ports/broker.ts';
import { DRAW, FAULT, type Choices } from './choices.ts';
import { Driver, type Instance, type Outside } from './process.ts';
import type { Scheduler } from './scheduler.ts';
import { DEDUP_MS } from './sim-broker.ts';
import { NOT_BOOKED, SimRules, type World } from './sim-rules.ts';
import { SimStore } from './sim-store.ts';
import type { Tables } from './tables.ts';

const OUTAGE_MS = 600_000;
const TRIES_OF_AN_ALARM = 7;
const SWEEP_MS = 60_000;
const LATE_MS = 120_000;
export const PREFIX = 'pwxyz-';

export interface HostParts {
  readonly brokerClass: BrokerClass;
  readonly replaces: boolean;
  readonly choices: Choices;
  readonly scheduler: Scheduler;
  readonly tables: Tables;
  readonly world: World;
  readonly outside: Outside;
  readonly threw: (error: unknown) => void;
  died(instance: Instance): void;
  readonly trace: ((line: string) => void) | null;
}

/** Where the account lives: starts it, lets it die, keeps its alarm. */
export class Host {
  readonly driver: Driver;
  readonly #p: HostParts;
  #current: Instance | null = null;
  #armedAt = Infinity;
  #armToken = 0;
  #alarmTries = 0;
  #isAbandoned = false;
  #ids = 0;
  crashes = 0;
  /** Nobody starts it before. */
  downUntil = 0;
  starts = 0;

  constructor(parts: HostParts) {
    this.#p = parts;
    this.driver = new Driver({
      tables: parts.tables,
      outside: parts.outside,
      losesTurn: (instance) => instance === this.#current && parts.choices.fault(FAULT['turn-lost']),
      died: (instance) => {
        parts.died(instance);
        if (instance === this.#current) this.#gone();
      },
      threw: parts.threw,
      turnEnded: (instance) => {
        if (instance === this.#current) this.#arm();
      },
    });
  }

  get current(): Instance | null {
    return this.#current;
  }

  newId(): string {
    this.#ids += 1;
    return `N${String(this.#ids).padStart(6, '0')}`;
  }

  start(): void {
    if (this.#current !== null) return;
    const { tables, choices, world, scheduler, brokerClass } = this.#p;
    tables.epoch += 1;
    this.starts += 1;
    this.#armedAt = Infinity;
    const store = new SimStore(tables, {
      now: () => scheduler.now as WallMs,
      diesBeforeCommit: () => choices.fault(FAULT['crash-at-commit']),
      diesAfterCommit: () => choices.fault(FAULT['crash-at-commit']),
    });
    const core: OrderCore = {
      store,
      rules: new SimRules(tables, store, world),
      broker: {
        class: brokerClass,
        dedupMs: brokerClass === 'a-star' ? DEDUP_MS : null,
        can: {
          replace: this.#p.replaces && brokerClass !== 'b',
          protects: world.protects,
          fractional: false,
          feesLater: false,
        },
      },
      now: () => scheduler.now as WallMs,
      marketNow: () => scheduler.now as MarketMs,
      newId: () => this.newId(),
      idPrefix: 'o_s_',
      since: 0 as WallMs,
      prefixes: [PREFIX],
      inFlight: new Set(),
      isReady: () => instance.isReady,
      log: (entry) => {
        this.#p.trace?.(`  log ${JSON.stringify(entry)}`);
        const { error } = entry;
        if (typeof error === 'string' && !store.isDead && !error.endsWith(NOT_BOOKED)) this.#p.threw(error);
      },
    };
    const instance: Instance = {
      core,
      store,
      startedAt: scheduler.now,
      isAlive: true,
      isReady: false,
      isAlarmRunning: false,
      hears: 'nothing',
    };
    this.#current = instance;
    this.#p.trace?.('start');
    this.#wake(instance);
    this.#arm();
  }

  /** The process dies; or it only seems to, and goes on beside its successor until it writes. */
  crash(): void {
    const instance = this.#current;
    if (instance === null) return;
    if (this.#p.choices.fault(FAULT['stale-instance'])) {
      this.#p.trace?.('taken over');
      this.#gone();
    } else this.driver.die(instance);
  }

  /** The broker has something new: its book is read, once more for whatever comes meanwhile. A start reads it anyway. */
  hear(): void {
    const instance = this.#current;
    if (instance?.isReady !== true) return;
    if (instance.hears !== 'nothing') {
      instance.hears = 'again';
      return;
    }
    instance.hears = 'once';
    this.driver.start(
      instance,
      () => reconcile(instance.core),
      () => {
        const isMore = instance.hears === 'again';
        instance.hears = 'nothing';
        if (isMore && instance === this.#current) this.hear();
      },
    );
  }

  /** The person's side of a call: answers false when nobody is there. */
  call<T>(makeFlow: (core: OrderCore) => Flow<T>, done: (value: T) => void): boolean {
    const instance = this.#current;
    if (instance === null) return false;
    this.driver.start(instance, () => makeFlow(instance.core), done);
    return true;
  }

  #gone(): void {
    const { choices, scheduler, trace } = this.#p;
    this.crashes += 1;
    this.#current = null;
    trace?.('crash');
    const delay = choices.fault(FAULT['long-outage']) ? OUTAGE_MS : choices.between(DRAW.restart, 50, 8_000);
    this.downUntil = scheduler.now + delay;
    scheduler.after(delay, () => {
      this.start();
    });
  }

  /** Reads the broker's book before anything is bought; tried again until it was read. */
  #wake(instance: Instance): void {
    this.driver.start(
      instance,
      () => reconcile(instance.core),
      (isRead) => {
        if (isRead) instance.isReady = true;
        else {
          this.#p.scheduler.after(2_000, () => {
            if (instance.isAlive && !instance.isReady) this.#wake(instance);
          });
        }
      },
    );
  }

  #arm(): void {
    const { tables, scheduler, choices } = this.#p;
    if (this.#isAbandoned) return;
    const due = tables.nextDue();
    if (due === this.#armedAt) return;
    this.#armedAt = due;
    this.#armToken += 1;
    if (due === Infinity) return;
    const token = this.#armToken;
    let at = Math.max(due, scheduler.now);
    if (choices.fault(FAULT['alarm-late'])) at += choices.between(DRAW.latency, 500, 30_000);
    else if (choices.fault(FAULT['alarm-early']))
      at = Math.max(scheduler.now, at - choices.between(DRAW.latency, 1, 1_000));
    scheduler.at(at, () => {
      if (token === this.#armToken) this.#ring();
    });
  }

  #ring(): void {
    const instance = this.#current;
    this.#armedAt = Infinity;
    // The process is down: its next start looks at what is due.
    if (instance === null || instance.isAlarmRunning) return;
    const { choices, scheduler } = this.#p;
    instance.isAlarmRunning = true;
    this.#alarmTries += 1;
    if (this.#alarmTries > TRIES_OF_AN_ALARM || choices.fault(FAULT['alarm-abandoned'])) {
      this.#p.trace?.('the alarm is abandoned');
      this.#abandon(instance);
      return;
    }
    const startedAt = scheduler.now;
    this.driver.start(
      instance,
      () => runAlarm(instance.core),
      () => {
        instance.isAlarmRunning = false;
        this.#alarmTries = 0;
        // What is due again at once comes back a moment later.
        if (instance === this.#current)
          scheduler.at(Math.max(scheduler.now, startedAt + 20), () => {
            this.#arm();
          });
      },
    );
    if (choices.fault(FAULT['alarm-twice']))
      this.driver.start(
        instance,
        () => runAlarm(instance.core),
        () => undefined,
      );
  }

  /** A platform that gave up on an alarm: only the minute's sweep finds what is overdue. */
  #abandon(instance: Instance): void {
    instance.isAlarmRunning = false;
    this.#isAbandoned = true;
    const sweep = (): void => {
      const { tables, scheduler } = this.#p;
      if (this.#current !== null && tables.nextDue() < scheduler.now - LATE_MS) {
        this.#isAbandoned = false;
        this.#alarmTries = 0;
        this.#armedAt = Infinity;
        this.#arm();
        return;
      }
      scheduler.after(SWEEP_MS, sweep);
    };
    this.#p.scheduler.after(SWEEP_MS, sweep);
  }
}
