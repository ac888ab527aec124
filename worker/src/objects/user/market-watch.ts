import type { StreamMessage } from '#shared/contract/stream.ts';
import { SECOND_MS } from '#shared/lib/time.ts';

const EVERY_MS = SECOND_MS;
const WATCH_EVERY = 15;

/** What the watch asks and where it puts the answer. */
export interface WatchPorts {
  /** The market as it stands, with prices by symbol; null when nothing changed since `before`. */
  readonly look: (before: string) => Promise<{ readonly mark: string; readonly message: StreamMessage } | null>;
  /** Tells the market that a question is on a visible screen. */
  readonly watched: () => Promise<void>;
  readonly isWatching: () => 'no' | 'yes' | 'with-question';
  readonly publish: (message: StreamMessage) => void;
}

/**
 * At most once a second, while a screen is visible, what the market shows goes to it. Stops by itself when nobody looks;
 * a screen that comes back starts it again.
 */
export class MarketWatch {
  readonly #ports: WatchPorts;
  #isRunning = false;
  #mark = '';

  constructor(ports: WatchPorts) {
    this.#ports = ports;
  }

  /** A screen came: it gets what is shown now, with the prices that its first frames do not have. */
  greet(): void {
    this.#mark = '';
    this.wake();
  }

  /** Somebody said what they see: begin if nothing runs. */
  wake(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      const watching = this.#ports.isWatching();
      if (watching === 'no') break;
      try {
        if (watching === 'with-question' && turn % WATCH_EVERY === 0) await this.#ports.watched();
        const seen = await this.#ports.look(this.#mark);
        if (seen !== null) {
          this.#mark = seen.mark;
          this.#ports.publish(seen.message);
        }
      } catch {
        // The market restarts or is busy: the next second asks again.
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    this.#isRunning = false;
  }
}
