import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { LevelHit, MarketPhase } from '#shared/domain/market.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { BarSource, StepBars } from './bar-source.ts';
import { decideHold, holdUntil } from './hold.ts';
import type { BarRange, LevelBook } from './level-book.ts';
import type { LevelOwner, MarketMoment } from './market-rpc.ts';
import { runOpen, runRange } from './market-step.ts';
import type { ClockState, Follower } from './clock-state.ts';

/** A split in force from the open that is about to be told. */
export interface SplitNews {
  readonly instrumentId: InstrumentId;
  readonly ratio: number;
}

/** What the clock moves. Everything that leaves the market is awaited before the clock goes on. */
export interface ClockPorts {
  readonly source: BarSource;
  readonly levels: LevelBook;
  readonly now: () => WallMs;
  readonly clock: () => ClockState;
  readonly save: (change: Partial<ClockState>) => void;
  readonly followers: () => readonly Follower[];
  readonly positionOf: (instrumentId: InstrumentId) => number | undefined;
  readonly standAt: number;
  readonly tell: (owner: LevelOwner, hits: readonly LevelHit[], now: MarketMoment) => Promise<void>;
  readonly quoteAs: (prices: ReadonlyMap<InstrumentId, number> | null) => void;
  /** Takes splits over into everything that remembers prices, then tells followers. Idempotent. */
  readonly split: (news: readonly SplitNews[], bars: StepBars, now: MarketMoment) => Promise<void>;
  readonly holdEnded: (accountId: AccountId, now: MarketMoment) => Promise<void>;
  /** Stores the bars of a step where everybody reads them. Idempotent. */
  readonly store: (bars: StepBars) => Promise<void>;
  /** Runs `commit` and takes the bars into the window, in one transaction. */
  readonly close: (bars: StepBars, commit: () => void) => void;
  /** All that is due on this close. */
  readonly due: (now: MarketMoment) => Promise<void>;
}

export type Advance =
  { readonly kind: 'stepped' | 'standing' | 'ended' } | { readonly kind: 'held'; readonly until: WallMs };

/**
 * The clock of a replayed or generated market (`design.md` section 2). `advance` moves it by one bar, or says why not.
 * Where it is, is stored before anybody is called: after a crash the calls of that moment are made again, with the
 * same `MarketMoment`. Calls of `advance` must not overlap.
 */
export class LockStepClock {
  /** The bar under way, for quotes; null between bars. */
  under: StepBars | null = null;
  /** While followers are told that a hold is over: questions that go away now were not answered. */
  isEndingHold = false;
  private readonly ports: ClockPorts;

  constructor(ports: ClockPorts) {
    this.ports = ports;
  }

  async advance(): Promise<Advance> {
    if (this.ports.clock().moment === 'between') {
      const stop = await this.leaveGap();
      if (stop !== null) return stop;
    }
    const { ports } = this;
    if (ports.clock().moment === 'open') {
      await this.open();
      ports.save({ moment: 'range' });
    }
    if (ports.clock().moment === 'range') await this.range();
    const { step, marketAt } = ports.clock();
    await ports.due({ step, moment: 'close', marketAt });
    ports.save({ moment: 'between', untilQuestion: ports.clock().untilQuestion && this.openQuestions() === 0 });
    return { kind: 'stepped' };
  }

  /** After a crash inside a bar: its prices, before anybody asks for one. */
  async restore(): Promise<void> {
    const { moment, step } = this.ports.clock();
    if (moment === 'open' || moment === 'range') this.under = await this.ports.source.bar(step + 1);
  }

  phase(): MarketPhase {
    const { moment, hold } = this.ports.clock();
    if (moment !== 'between') return moment;
    if (hold.heldSince !== null && !this.ports.clock().paused) return 'held';
    if (this.isEnded()) return 'ended';
    return this.isStanding() ? 'standing' : 'between';
  }

  /** While held: when the hold ends by itself. */
  holdUntil(): WallMs | null {
    const { hold, watchedUntil } = this.ports.clock();
    return this.phase() === 'held' && hold.heldSince !== null ? holdUntil(hold.heldSince, watchedUntil) : null;
  }

  openQuestions(): number {
    return this.ports.followers().reduce((sum, { openQuestions }) => sum + openQuestions, 0);
  }

  private isEnded(): boolean {
    const { steps } = this.ports.source;
    return steps !== null && this.ports.clock().step >= steps;
  }

  private isStanding(): boolean {
    const { paused, step } = this.ports.clock();
    return paused || (step === this.ports.standAt && !this.ports.followers().some(({ activeBots }) => activeBots > 0));
  }

  /** Between two bars: stays, or ends the gap and begins the next bar. A last question is still held for at the end. */
  private async leaveGap(): Promise<Advance | null> {
    const { ports } = this;
    const { step, marketAt, hold, noWait, watchedUntil, paused } = ports.clock();
    if (paused) return { kind: 'standing' };
    const openQuestions = this.openQuestions();
    const decision = decideHold({ hold, step, openQuestions, noWait, watchedUntil, now: ports.now() });
    if (decision.hold !== hold && decision.kind === 'wait') ports.save({ hold: decision.hold, untilQuestion: false });
    if (decision.kind === 'wait') return { kind: 'held', until: decision.until };
    if (this.isStanding()) {
      if (decision.hold !== hold) ports.save({ hold: decision.hold });
      return { kind: 'standing' };
    }
    if (openQuestions > 0) await this.endHold({ step, moment: 'close', marketAt });
    if (this.isEnded()) {
      ports.save({ hold: decision.hold, untilQuestion: false });
      return { kind: 'ended' };
    }
    ports.save({ hold: decision.hold, moment: 'open' });
    return null;
  }

  private async endHold(now: MarketMoment): Promise<void> {
    this.isEndingHold = true;
    try {
      const asking = this.ports.followers().filter(({ openQuestions }) => openQuestions > 0);
      await Promise.all(asking.map(({ accountId }) => this.ports.holdEnded(accountId, now)));
    } finally {
      this.isEndingHold = false;
    }
  }

  private async open(): Promise<void> {
    const { ports } = this;
    const number = ports.clock().step + 1;
    const bars = await ports.source.bar(number);
    const now: MarketMoment = { step: number, moment: 'open', marketAt: bars.openAt };
    this.under = bars;
    if (bars.splits.length > 0) {
      const { instruments } = ports.source;
      const news = bars.splits.flatMap(({ position, ratio }) => {
        const instrumentId = instruments[position]?.id;
        return instrumentId === undefined ? [] : [{ instrumentId, ratio }];
      });
      await ports.split(news, bars, now);
    }
    await runOpen({ ...ports, rangeOf: this.rangeOf(bars) }, now);
  }

  private async range(): Promise<void> {
    const { ports } = this;
    const number = ports.clock().step + 1;
    const bars = await ports.source.bar(number);
    // When inside the bar a level was reached nobody knows: the last millisecond before the close is sure to be after it.
    const now: MarketMoment = { step: number, moment: 'range', marketAt: (bars.closeAt - 1) as MarketMs };
    this.under = bars;
    await runRange({ ...ports, rangeOf: this.rangeOf(bars) }, now);
    await ports.store(bars);
    ports.close(bars, () => {
      ports.source.closed(number);
      ports.save({ step: number, moment: 'close', marketAt: bars.closeAt });
    });
    this.under = null;
  }

  private rangeOf(bars: StepBars): (instrumentId: InstrumentId) => BarRange | undefined {
    return (instrumentId) => {
      const position = this.ports.positionOf(instrumentId);
      const open = position === undefined ? undefined : bars.o[position];
      if (position === undefined || open === undefined || Number.isNaN(open)) return undefined;
      const close = bars.c[position] as number; // all columns have a value where open has one
      // Vendors' ranges may leave out the auctions: open and close were traded as well.
      const high = Math.max(bars.h[position] as number, open, close);
      const low = Math.min(bars.l[position] as number, open, close);
      return { open, high, low };
    };
  }
}
