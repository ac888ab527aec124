/** Less than this is the way there and back. */
const CLOCKS_AGREE_MS = 5_000;

/** Wall time that ticks once a second, shared by every age and countdown on the screen. It follows Nod's own clock. */
class Now {
  ms = $state(Date.now());
  /** How far the clock of this device is ahead of Nod's; 0 where they agree. */
  aheadMs = $state(0);

  constructor() {
    setInterval(() => {
      if (document.visibilityState === 'visible') this.#tick();
    }, 1000);
    document.addEventListener('visibilitychange', () => this.#tick());
  }

  /** To the millisecond. */
  read(): number {
    return Date.now() - this.aheadMs;
  }

  /** Nod just said what time it is: a question is open as long as Nod's clock says, whatever this device shows. */
  hear(instant: string): void {
    const ahead = Date.now() - Date.parse(instant);
    this.aheadMs = Math.abs(ahead) < CLOCKS_AGREE_MS ? 0 : ahead;
    this.#tick();
  }

  #tick(): void {
    this.ms = this.read();
  }
}

export const now = new Now();
