import type { Broker } from '#shared/ports/broker.ts';

/**
 * The broker behind a gate: while the gate is shut nothing leaves for it, and whoever waits can see the last answer
 * come in. Reading goes on. What is held back provably never left, so the ordinary resolving takes care of it.
 */
export class SendGate {
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #isShut: () => boolean;

  constructor(isShut: () => boolean) {
    this.#isShut = isShut;
  }

  guard(broker: Broker): Broker {
    const held = { kind: 'unavailable', message: 'held back: sending stands still here' } as const;
    return {
      class: broker.class,
      dedupMs: broker.dedupMs,
      can: broker.can,
      submit: async (request, isWanted) => (this.#isShut() ? held : this.#seen(broker.submit(request, isWanted))),
      replace: async (request, isWanted) => (this.#isShut() ? held : this.#seen(broker.replace(request, isWanted))),
      cancel: async (order) =>
        this.#isShut() ? { kind: 'unknown', message: held.message } : this.#seen(broker.cancel(order)),
      orderByClientId: (clientOrderId) => broker.orderByClientId(clientOrderId),
      snapshot: (from) => broker.snapshot(from),
      account: () => broker.account(),
    };
  }

  /** Settles when nothing that left is without its answer. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  async #seen<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }
}
