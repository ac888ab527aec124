import type { BarColumns } from '../../domain/bar.ts';
import { profileOf } from '../../domain/own-profile.ts';
import { RISK_PROFILES } from '../../domain/risk-profile.ts';
import { createRandom, type Random } from '../../lib/random.ts';
import type { MarketMs } from '../../lib/time.ts';
import type { CandidateView, Holding } from '../../strategies/strategy.ts';
import { BarView } from '../../strategies/view.ts';
import { storeOf, type BacktestInput, type BacktestInstrument } from './input.ts';
import { runBacktest } from './run-backtest.ts';

/** What was changed, and the first past decision (or equity) that changed with it. */
export interface LookAhead {
  readonly change: 'cut' | 'altered';
  /** Bar of the instrument from which on the future was another. */
  readonly changedAt: number;
  readonly what: 'decision' | 'equity';
  /** Bar whose decision, or step whose equity, was not the same. */
  readonly at: number;
}

export interface LookAheadVerdict {
  readonly found: LookAhead | null;
  /** Past decisions that were compared. */
  readonly compared: number;
}

const CANDIDATE: CandidateView = { score: 1, place: 1, of: 1, looked: 1, reasons: [] };

/**
 * Whether a strategy, or the run around it, knows what it cannot know: bars after a random place are cut off, and one
 * future bar at a random place is altered; every decision before it, with nothing held, with something held and, where
 * shorts are allowed, held short, and the equity up to it must stay the same to the last bit. Each instrument in turn.
 */
export function checkLookAhead(
  input: BacktestInput,
  { seed, trials }: { readonly seed: number; readonly trials: number },
): LookAheadVerdict {
  const random = createRandom(seed);
  let compared = 0;
  for (const [position, given] of input.instruments.entries()) {
    const { length } = given.bars.t;
    if (length < 3) continue;
    const decisions = decisionsOf(input, given);
    const equity = equityOf(input);
    for (let trial = 0; trial < trials; trial += 1) {
      const change = trial % 2 === 0 ? 'cut' : 'altered';
      const changedAt = 1 + random.below(length - 1);
      const bars = change === 'cut' ? cut(given.bars, changedAt) : altered(given.bars, changedAt, random);
      const { store: _, ...bare } = given;
      const other = { ...bare, bars };
      const otherDecisions = decisionsOf(input, other);
      for (let i = 0; i < changedAt; i += 1) {
        compared += 1;
        if (decisions[i] !== otherDecisions[i])
          return { compared, found: { change, changedAt, what: 'decision', at: i } };
      }
      const instruments = input.instruments.map((one, at) => (at === position ? other : one));
      const otherEquity = equityOf({ ...input, instruments, atEnd: 'left' });
      const until = stepsBefore(equity.t, given.bars.t[changedAt] ?? Infinity);
      for (let step = 0; step < Math.min(until, otherEquity.values.length); step += 1) {
        if (equity.values[step] !== otherEquity.values[step])
          return { compared, found: { change, changedAt, what: 'equity', at: step } };
      }
    }
  }
  return { compared, found: null };
}

/** Every decision of one instrument, as text. */
function decisionsOf(input: BacktestInput, given: BacktestInstrument): string[] {
  const { instrument, events = [] } = given;
  const { strategy, config, timeframe, mayShort, sizing } = input;
  const store = storeOf(given);
  const profile = sizing.kind === 'bot' ? profileOf(sizing.riskLevel, sizing.profile) : RISK_PROFILES.medium;
  const view = new BarView({ strategy, config, instrument, store, timeframe, profile, mayShort, events });
  view.screened = () => CANDIDATE;
  const { c, t } = store.columns;
  const holdings = (i: number): (Holding | null)[] => {
    const entry = Math.max(0, i - 10);
    const common = {
      instrumentId: instrument.id,
      quantity: 1,
      averagePrice: c[entry]!,
      openedAt: t[entry]! as MarketMs,
    }; // in range
    const long: Holding = { ...common, side: 'long' };
    return mayShort ? [null, long, { ...common, side: 'short' }] : [null, long];
  };
  return Array.from({ length: t.length }, (_, i) => {
    view.index = i;
    return holdings(i)
      .map((holding) => {
        view.holding = holding;
        return JSON.stringify(strategy.decide(view));
      })
      .join();
  });
}

function equityOf(input: BacktestInput): { readonly t: Float64Array; readonly values: Float64Array } {
  const { instruments } = input;
  const result = runBacktest({
    ...input,
    instruments: instruments.map(({ store: _, ...given }) => given),
    atEnd: 'left',
  });
  // Cut so short that nothing can be run, nothing can be known either.
  if (!result.ok) return { t: new Float64Array(0), values: new Float64Array(0) };
  return { t: result.value.curve.t, values: result.value.curve.equity };
}

function stepsBefore(t: Float64Array, at: number): number {
  let steps = 0;
  while (steps < t.length && t[steps]! < at) steps += 1; // in range
  return steps;
}

function cut(bars: BarColumns, count: number): BarColumns {
  const part = (column: Float64Array): Float64Array => column.slice(0, count);
  return { t: part(bars.t), o: part(bars.o), h: part(bars.h), l: part(bars.l), c: part(bars.c), v: part(bars.v) };
}

/** The same bars with one that went another way: up to twice or half as high, its volume up to three times. */
function altered(bars: BarColumns, index: number, random: Random): BarColumns {
  const factor = random.chance(0.5) ? random.between(0.5, 0.95) : random.between(1.05, 2);
  const times = (column: Float64Array, by: number): Float64Array => {
    const copy = column.slice();
    copy[index]! *= by; // in range
    return copy;
  };
  return {
    t: bars.t,
    o: times(bars.o, factor),
    h: times(bars.h, factor),
    l: times(bars.l, factor),
    c: times(bars.c, factor),
    v: times(bars.v, random.between(0.3, 3)),
  };
}
