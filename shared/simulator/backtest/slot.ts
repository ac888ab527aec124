import type { ExitKind } from '../../domain/backtest-codes.ts';
import type { BarColumns } from '../../domain/bar.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { RiskProfile } from '../../domain/risk-profile.ts';
import type { DatedSplit } from '../../domain/split-adjust.ts';
import type { Reason } from '../../domain/signal.ts';
import type { MarketMs } from '../../lib/time.ts';
import type { Holding, StrategyConfig } from '../../strategies/strategy.ts';
import { BarView } from '../../strategies/view.ts';
import { feeDesk, type FeeDesk } from './fees.ts';
import { Guard } from './guard.ts';
import { storeOf, type BacktestInput, type BacktestInstrument, type DatedDividend } from './input.ts';

/** An order to open a position at the next open. */
export interface EntryOrder {
  readonly side: 1 | -1;
  /** Null: sized at the fill. */
  readonly quantity: number | null;
  /** Most it may pay; null: whatever the open is. */
  readonly ceiling: number | null;
  readonly stop: number;
  readonly target: number;
  readonly trail: number;
  /** Set aside for it. */
  readonly reserved: number;
  readonly reason: Reason | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One instrument while a run moves over it: where it is, what is held of it, what was ordered. */
export class Slot {
  readonly position: number;
  readonly instrument: Instrument;
  readonly bars: BarColumns;
  readonly t: Float64Array;
  readonly c: Float64Array;
  readonly view: BarView<StrategyConfig>;
  readonly fees: FeeDesk;
  readonly multiplier: number;
  readonly lot: number;
  readonly splits: readonly DatedSplit[];
  readonly dividends: readonly DatedDividend[];
  /** Traded price for one unit of the adjusted one, by bar; null: they are the same. */
  readonly scale: Float64Array | null;
  readonly guard = new Guard();
  /** What strategies are shown of a position, written anew for each. */
  readonly holding: Mutable<Holding>;

  /** The bar of this step, -1 without one; the next one; the first that is past the run. */
  index = -1;
  next = 0;
  end: number;
  nextSplit = 0;
  nextDividend = 0;
  /** There are splits or dividends at all. */
  readonly isActedOn: boolean;

  /** Signed: below 0 is short. */
  held = 0;
  isGuarded = false;
  isShown = false;
  /** What was paid (or got, short) for what is held, without fees. */
  cost = 0;
  /** Of the open trade: what it was in all, its fees so far, what its exits brought. */
  bought = 0;
  putIn = 0;
  paid = 0;
  got = 0;
  entryStep = -1;
  entryAt = 0;
  entryReason: Reason | null = null;

  exit: { readonly kind: ExitKind; readonly reason: Reason | null } | null = null;
  entry: EntryOrder | null = null;

  constructor(given: BacktestInstrument, position: number, input: BacktestInput, profile: RiskProfile) {
    const { instrument, bars } = given;
    this.position = position;
    this.instrument = instrument;
    this.bars = bars;
    this.t = bars.t;
    this.c = bars.c;
    this.fees = feeDesk(instrument, input.costs);
    this.multiplier = Number(instrument.multiplier);
    this.lot = Number(instrument.lotSize);
    this.splits = [...(given.splits ?? [])].sort((a, b) => a.at - b.at);
    this.dividends = [...(given.dividends ?? [])].sort((a, b) => a.at - b.at);
    this.isActedOn = this.splits.length + this.dividends.length > 0;
    this.end = bars.t.length;
    const store = given.store ?? storeOf(given);
    this.scale = store.columns.c === bars.c ? null : bars.c.map((close, i) => close / store.columns.c[i]!); // as long
    this.view = new BarView({
      strategy: input.strategy,
      config: input.config,
      instrument,
      store,
      timeframe: input.timeframe,
      profile,
      mayShort: input.mayShort,
      events: given.events ?? [],
    });
    this.holding = {
      instrumentId: instrument.id,
      side: 'long',
      quantity: 0,
      averagePrice: 0,
      openedAt: 0 as MarketMs,
    };
  }

  /** Traded price for one unit of the adjusted one, on the bar of this step. */
  scaleNow(): number {
    return this.scale === null ? 1 : this.scale[this.index]!; // as long as the bars
  }

  /** Shows the strategy what is held, in adjusted prices; unchanged while nothing was traded and nothing split. */
  showHolding(): void {
    const { holding } = this;
    this.view.holding = holding;
    if (this.isShown && this.scale === null) return;
    this.isShown = true;
    const units = Math.abs(this.held) * this.multiplier;
    holding.side = this.held > 0 ? 'long' : 'short';
    holding.quantity = Math.abs(this.held);
    holding.averagePrice = this.cost / units / this.scaleNow();
    holding.openedAt = this.entryAt as MarketMs;
  }
}
