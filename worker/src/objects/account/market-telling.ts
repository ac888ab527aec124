import type { AccountContext } from './context.ts';
import { registerWithMarket, type Told } from './levels.ts';
import { tellMarketLater } from './schedule.ts';

/** What an account has told the market of what is to be watched for it: the newest last, and only where it changed. */
export class MarketTelling {
  /** What this instance told last; null: nothing, or it may not have arrived. */
  #told: Told | null = null;
  #isBehind = false;
  /** One after the other: what the market was told last is the newest. */
  #telling: Promise<void> = Promise.resolve();

  /** Something changed that the market was not told yet. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  changed(): void {
    this.#isBehind = true;
  }

  /** Resolves when the market knows, or will be told later by the clock. */
  tell(ctx: AccountContext): Promise<void> {
    if (!this.#isBehind) return this.#telling;
    this.#isBehind = false;
    this.#telling = this.#telling.then(async () => {
      const known = this.#told;
      this.#told = null;
      try {
        this.#told = await registerWithMarket(ctx, known);
      } catch (error) {
        ctx.log({ event: 'market-not-told', error: String(error) });
        tellMarketLater(ctx);
      }
    });
    return this.#telling;
  }
}
