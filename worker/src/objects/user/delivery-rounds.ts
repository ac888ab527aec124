import { deliverDue, type DeliverPorts } from './deliver-due.ts';
import type { RingingChannel } from './delivery-rows.ts';

const CHANNELS: readonly RingingChannel[] = ['telegram', 'discord', 'push'];

/**
 * Sends what is due, one round at a time in each channel: one that hangs keeps none of the others waiting. Whoever comes
 * while a channel is at work is served by that round.
 */
export class DeliveryRounds {
  readonly #running = new Map<RingingChannel, Promise<void>>();
  /** Channels at work that look once more before they rest. */
  readonly #again = new Set<RingingChannel>();
  readonly #ports: () => DeliverPorts;

  constructor(ports: () => DeliverPorts) {
    this.#ports = ports;
  }

  /** Until no channel is at work any more. */
  async go(): Promise<void> {
    this.#start();
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  #start(): void {
    for (const channel of CHANNELS) {
      if (this.#running.has(channel)) this.#again.add(channel);
      else this.#running.set(channel, this.#round(channel));
    }
  }

  async #round(channel: RingingChannel): Promise<void> {
    const ports = this.#ports();
    try {
      do {
        this.#again.delete(channel);
        // What one does not take may go to another at once.
        while (await deliverDue(ports, channel)) this.#start();
      } while (this.#again.has(channel));
    } finally {
      this.#running.delete(channel);
    }
  }
}
