import type { Effect } from '../../engine/orders/effects.ts';
import { isWanted } from '../../engine/orders/send.ts';
import { FLIGHT_MAX_MS } from '../../engine/orders/timing.ts';
import type { BrokerClass, CancelAnswer, LookUpAnswer, SubmitAnswer } from '../../ports/broker.ts';
import type { SimBroker } from './sim-broker.ts';
import { DRAW, FAULT, type Choices } from './choices.ts';
import type { Driver, Instance } from './process.ts';
import type { Scheduler } from './scheduler.ts';

type Sent = Extract<Effect, { kind: 'submit' | 'replace' }>;
type Asked = Extract<Effect, { kind: 'submit' | 'replace' | 'cancel' | 'look-up' | 'snapshot' }>;
type Answer = (value: unknown) => void;

/** What the checkers need to know of the wire. */
export interface Wire {
  left(effect: Sent, instance: Instance): void;
  /** An order's answer, whatever it is worth, is there. */
  answered(): void;
  /** It arrives later than the longest flight. */
  tooLate(clientOrderId: string): void;
  readonly trace: ((line: string) => void) | null;
}

interface Parts {
  readonly brokerClass: BrokerClass;
  readonly choices: Choices;
  readonly scheduler: Scheduler;
  readonly driver: Driver;
  readonly broker: SimBroker;
  readonly wire: Wire;
  /** Whether the account looks at the book of a class A broker also when nothing works. */
  readonly looksIdly: boolean;
}

/** Between the account and the broker: time passes here, and most of what goes wrong goes wrong here. */
export class Network {
  readonly #p: Parts;
  /** While the broker's session is lost everything is refused as never sent. */
  sessionLostUntil = 0;

  constructor(parts: Parts) {
    this.#p = parts;
  }

  ask(instance: Instance, effect: Asked, answer: Answer): void {
    switch (effect.kind) {
      case 'submit':
      case 'replace':
        this.#send(instance, effect, answer);
        return;
      case 'cancel':
        this.#plain<CancelAnswer>(instance, answer, {
          lost: { kind: 'unknown', message: 'no answer' },
          unsent: { kind: 'unknown', message: 'not sent' },
          work: () => this.#p.broker.cancel(effect),
        });
        return;
      case 'look-up':
        this.#plain<LookUpAnswer>(instance, answer, {
          lost: { kind: 'unavailable', message: 'no answer' },
          unsent: { kind: 'unavailable', message: 'not sent' },
          work: () =>
            this.#p.choices.fault(FAULT['look-up-fails'])
              ? { kind: 'unavailable', message: 'server error' }
              : this.#p.broker.lookUp(effect.clientOrderId),
        });
        return;
      case 'snapshot':
        this.#plain(instance, answer, {
          lost: null,
          unsent: null,
          work: () => (this.#p.choices.fault(FAULT['snapshot-fails']) ? null : this.#p.broker.snapshot(effect)),
        });
    }
  }

  #send(instance: Instance, effect: Sent, answer: Answer): void {
    const { choices, scheduler, driver } = this.#p;
    const startedAt = scheduler.now;
    if (choices.fault(FAULT['crash-before-request'], 10)) {
      driver.die(instance);
      return;
    }
    // A permit, a credential: the request leaves a little later than it was decided.
    const wait =
      choices.below(DRAW.latency, 16) === 0
        ? choices.between(DRAW.latency, 200, 1_500)
        : choices.below(DRAW.latency, 40);
    scheduler.after(wait, () => {
      if (!instance.isAlive) return;
      if (this.sessionLostUntil > scheduler.now || !isWanted(instance.core, effect.intentId)) {
        answer({ kind: 'unavailable', message: 'not sent' } satisfies SubmitAnswer);
        return;
      }
      this.#leave(instance, effect, { startedAt, done: answer });
    });
  }

  #leave(instance: Instance, effect: Sent, { startedAt, done }: { startedAt: number; done: Answer }): void {
    const { choices, scheduler, wire } = this.#p;
    const timeoutAt = startedAt + FLIGHT_MAX_MS;
    wire.left(effect, instance);
    const answer: Answer = (value) => {
      wire.answered();
      done(value);
    };
    const noAnswer = (): void => {
      this.#reply(instance, timeoutAt, answer, { kind: 'unknown', message: 'no answer' });
    };
    if (choices.fault(FAULT['crash-in-flight'], 10)) this.#dieInFlight(instance);
    if (choices.fault(FAULT['request-lost'])) {
      wire.trace?.(`  request lost: ${effect.request.clientOrderId}`);
      noAnswer();
      return;
    }
    if (choices.fault(FAULT.throttled)) {
      const retryAfterMs = choices.between(DRAW.latency, 200, 5_000);
      this.#reply(instance, scheduler.now + 20, answer, { kind: 'throttled', retryAfterMs });
      return;
    }
    // The adapter cannot tell a server error before the order was taken from one after.
    const isRefusedUnread = choices.fault(FAULT['server-error']);
    const arrivesAt = choices.fault(FAULT['arrives-late'])
      ? choices.between(DRAW.latency, scheduler.now + 1_000, timeoutAt)
      : scheduler.now + choices.between(DRAW.latency, 5, 120);
    if (isRefusedUnread && choices.below(DRAW.latency, 2) === 0) {
      this.#reply(instance, arrivesAt + 20, answer, { kind: 'unknown', message: 'server error' });
      return;
    }
    if (this.#p.looksIdly && choices.fault(FAULT['arrives-much-later'])) {
      wire.tooLate(effect.request.clientOrderId);
      scheduler.at(timeoutAt + choices.between(DRAW.latency, 2_000, 90_000), () => {
        this.#arrive(effect, startedAt);
      });
      noAnswer();
      return;
    }
    scheduler.at(arrivesAt, () => {
      const value = this.#arrive(effect, startedAt);
      if (choices.fault(FAULT['crash-at-arrival'], 10)) this.#p.driver.die(instance);
      const isGarbled =
        isRefusedUnread ||
        choices.fault(FAULT['html-answer']) ||
        choices.fault(FAULT['empty-answer']) ||
        choices.fault(FAULT['cut-json']);
      const repliesAt = scheduler.now + choices.between(DRAW.latency, 5, 120);
      if (choices.fault(FAULT['answer-lost']) || repliesAt >= timeoutAt) noAnswer();
      else this.#reply(instance, repliesAt, answer, isGarbled ? { kind: 'unknown', message: 'not JSON' } : value);
    });
    if (this.#p.brokerClass !== 'b' && choices.fault(FAULT['arrives-twice'])) {
      scheduler.at(arrivesAt + choices.between(DRAW.latency, 1, 3_000), () => {
        if (scheduler.now <= timeoutAt) this.#arrive(effect, startedAt);
      });
    }
  }

  #arrive(effect: Sent, startedAt: number): SubmitAnswer {
    const { broker, wire } = this.#p;
    const value =
      effect.kind === 'submit' ? broker.submit(effect.request, startedAt) : broker.replace(effect.request, startedAt);
    wire.trace?.(`  broker: ${effect.kind} ${effect.request.clientOrderId} -> ${value.kind}`);
    return value as SubmitAnswer;
  }

  #dieInFlight(instance: Instance): void {
    const { choices, scheduler, driver } = this.#p;
    scheduler.after(choices.between(DRAW.latency, 0, 150), () => {
      driver.die(instance);
    });
  }

  #plain<T>(instance: Instance, answer: Answer, call: { lost: T; unsent: T; work: () => T }): void {
    const { choices, scheduler, driver } = this.#p;
    if (choices.fault(FAULT['crash-before-request'])) {
      driver.die(instance);
      return;
    }
    const arrivesAt = scheduler.now + choices.between(DRAW.latency, 5, 120);
    if (this.sessionLostUntil > scheduler.now) {
      this.#reply(instance, arrivesAt, answer, call.unsent);
      return;
    }
    if (choices.fault(FAULT['request-lost'])) {
      this.#reply(instance, scheduler.now + FLIGHT_MAX_MS, answer, call.lost);
      return;
    }
    scheduler.at(arrivesAt, () => {
      const value = call.work();
      if (choices.fault(FAULT['crash-at-arrival'])) driver.die(instance);
      if (choices.fault(FAULT['answer-lost'])) this.#reply(instance, scheduler.now + FLIGHT_MAX_MS, answer, call.lost);
      else this.#reply(instance, scheduler.now + choices.between(DRAW.latency, 5, 120), answer, value);
    });
  }

  #reply(instance: Instance, at: number, answer: Answer, value: unknown): void {
    const { choices, scheduler, driver } = this.#p;
    scheduler.at(at, () => {
      if (!instance.isAlive) return;
      if (choices.fault(FAULT['crash-after-answer'], 3)) driver.die(instance);
      else answer(value);
    });
  }
}
