import type { ExitKind } from '../../domain/backtest-codes.ts';
import type { StopRaise } from '../../domain/exit-plan.ts';

/**
 * What protects a position, and the fill model: what a bar that is known only by its open, its range and its close does
 * to it. It is what the market's level book does to an account and its paper broker
 * (`worker/src/objects/market/level-book.ts`): a gap over a level fills at the open; a range that holds both stop and
 * target is a stop; a stop is sold at its price, or at the open where that is already beyond it; the doubt never favours
 * the holder. Prices are those that were traded.
 */
export class Guard {
  /** 1 for a long position, -1 for a short one. */
  side: 1 | -1 = 1;
  /** NaN where there is none. */
  stop = NaN;
  target = NaN;
  /** Distance of a stop that follows the best price since the entry. */
  trail = NaN;
  best = NaN;
  /** What a plan watches: as it was bought, and what closed bars have said since (`watch.ts`). */
  readonly watched = { entry: NaN, firstStop: NaN, stop: NaN, best: NaN, atr: NaN };
  bars = 0;
  /** Why the stop is not where it was; null: it is. */
  raised: StopRaise | null = null;
  /** What the last judgement found, and at which price. */
  hit: Extract<ExitKind, 'stop' | 'target' | 'trail' | 'break-even'> = 'stop';
  price = NaN;

  set(side: 1 | -1, entryPrice: number, levels: { stop: number; target: number; trail: number }): void {
    this.side = side;
    this.stop = levels.stop;
    this.target = levels.target;
    this.trail = levels.trail;
    this.best = entryPrice;
    this.bars = 0;
    this.raised = null;
    const { watched } = this;
    watched.entry = entryPrice;
    watched.best = entryPrice;
    watched.firstStop = levels.stop;
    watched.stop = levels.stop;
  }

  /** Only ever called with a price above the stop there is. */
  raise(stop: number, why: StopRaise): void {
    this.stop = stop;
    this.watched.stop = stop;
    this.raised = why;
  }

  /** Whether anything protects at all: comparisons with NaN are false. */
  get isSet(): boolean {
    return this.stop > 0 || this.target > 0 || this.trail > 0;
  }

  /** What was held before the bar meets its open. */
  isHitAtOpen(open: number): boolean {
    const stop = this.#stop();
    if (this.side === 1 ? open <= stop : open >= stop) this.hit = this.#stopKind();
    else if (this.side === 1 ? open >= this.target : open <= this.target) this.hit = 'target';
    else return false;
    this.price = open;
    return true;
  }

  /** What is held after the open meets the range. */
  isHitInRange(open: number, high: number, low: number): boolean {
    return this.side === 1 ? this.#isLongHit(open, high, low) : this.#isShortHit(open, high, low);
  }

  #isLongHit(open: number, high: number, low: number): boolean {
    const stop = this.#stop();
    if (low <= stop) {
      this.hit = this.#stopKind();
      this.price = Math.min(stop, open);
      return true;
    }
    if (high >= this.target) {
      this.hit = 'target';
      this.price = Math.max(this.target, open);
      return true;
    }
    if (!(this.trail > 0) || !(high > this.best)) return false;
    this.best = high;
    // The stop that followed may be hit in the same bar: whether the best price came first is unknown.
    const followed = high - this.trail;
    if (low > followed) return false;
    this.hit = 'trail';
    this.price = Math.min(followed, open);
    return true;
  }

  #isShortHit(open: number, high: number, low: number): boolean {
    const stop = this.#stop();
    if (high >= stop) {
      this.hit = this.#stopKind();
      this.price = Math.max(stop, open);
      return true;
    }
    if (low <= this.target) {
      this.hit = 'target';
      this.price = Math.min(this.target, open);
      return true;
    }
    if (!(this.trail > 0) || !(low < this.best)) return false;
    this.best = low;
    const followed = low + this.trail;
    if (high < followed) return false;
    this.hit = 'trail';
    this.price = Math.max(followed, open);
    return true;
  }

  /** The nearer of the fixed stop and the one that follows. */
  #stop(): number {
    if (!(this.trail > 0)) return this.stop;
    const trailing = this.best - this.side * this.trail;
    return this.#isTrailNearer(trailing) ? trailing : this.stop;
  }

  #stopKind(): 'stop' | 'trail' | 'break-even' {
    if (this.trail > 0 && this.#isTrailNearer(this.best - this.side * this.trail)) return 'trail';
    return this.raised === null ? 'stop' : this.raised === 'trailing' ? 'trail' : 'break-even';
  }

  #isTrailNearer(trailing: number): boolean {
    return this.side === 1 ? !(this.stop >= trailing) : !(this.stop <= trailing);
  }

  /** New shares for old: prices divide. */
  split(ratio: number): void {
    this.stop /= ratio;
    this.target /= ratio;
    this.trail /= ratio;
    this.best /= ratio;
    const { watched } = this;
    watched.entry /= ratio;
    watched.firstStop /= ratio;
    watched.stop /= ratio;
    watched.best /= ratio;
  }
}
