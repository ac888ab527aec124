import { z } from 'zod';
import { barTimes } from '../../domain/bar-times.ts';
import type { BarColumns } from '../../domain/bar.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { NOD_ENDS, NOD_NOT_BOUGHT, type NodOutcome, type SealedQuestion } from '../../domain/nod.ts';
import { RISK_PROFILES } from '../../domain/risk-profile.ts';
import type { Strategy } from '../../strategies/strategy.ts';
import type { BacktestInput } from '../backtest/input.ts';
import type { Trade } from '../backtest/result.ts';
import { Run, type Desk } from '../backtest/run.ts';
import { Slot } from '../backtest/slot.ts';

/** Fractions by which a close may differ after one split adjustment and still be the same close. */
const SAME_CLOSE = 1e-6;

/**
 * What became of a sealed question, by the bars after it and the backtest's own loop, books and guard: bought at the
 * next open within its ceiling, ended by its stop, its target, the usual holding or the end of its bot, with gaps, fees
 * and taxes. Nobody's answer matters, and a later bar never changes what an earlier one ended.
 * @param bars closed bars of the question's timeframe, oldest first, adjusted for splits up to the newest
 */
export function whatBecame(sealed: SealedQuestion, instrument: Instrument, bars: BarColumns): NodOutcome {
  const made = lastClosed(sealed.madeAt, sealed, instrument, bars);
  const asked = lastClosed(sealed.askedAt, sealed, instrument, bars);
  if (made === null || asked === null) return { state: 'no-bars' };
  if (asked === bars.t.length - 1) return { state: 'waiting' };
  // Splits since then: the question in the shares of the newest bar.
  const close = bars.c[made]!; // in range
  const ratio = sealed.close > 0 && close > 0 ? sealed.close / close : 1;
  const inNewShares = Math.abs(ratio - 1) < SAME_CLOSE ? 1 : ratio;
  const from = (column: Float64Array): Float64Array => column.subarray(asked);
  const { t, o, h, l, c, v } = bars;
  const columns = { t: from(t), o: from(o), h: from(h), l: from(l), c: from(c), v: from(v) };
  const input = inputOf(sealed, instrument, columns);
  const slot = new Slot(input.instruments[0]!, 0, input, RISK_PROFILES.medium); // there is one
  const desk = new QuestionDesk(sealed, inNewShares);
  const run = new Run(input, [slot], columns.t, desk);
  run.all();
  const [trade] = [...run.books.trades, ...run.books.stillOpen([slot])];
  if (trade !== undefined) return outcomeOf(trade);
  const why = NOD_NOT_BOUGHT.find((code) => (run.unfilled[code] ?? 0) > 0);
  return why === undefined ? { state: 'waiting' } : { state: 'not-bought', why };
}

/** The last bar that had closed at a market time; null where the bars begin later. */
function lastClosed(
  at: number,
  { timeframe }: SealedQuestion,
  { exchange }: Instrument,
  { t }: BarColumns,
): number | null {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (barTimes(exchange, timeframe, t[middle]!).closeAt <= at)
      low = middle + 1; // in range
    else high = middle;
  }
  return low === 0 ? null : low - 1;
}

/** Whoever asked has said all there is to say: only its order, its stop, its target and its time are left. */
class QuestionDesk implements Desk {
  readonly #sealed: SealedQuestion;
  readonly #ratio: number;

  constructor(sealed: SealedQuestion, ratio: number) {
    this.#sealed = sealed;
    this.#ratio = ratio;
  }

  close(run: Run): void {
    const slot = run.slots[0]!; // there is one
    const { quantity, ceiling, stop, target, holdingBars, botEndsAt, timeframe } = this.#sealed;
    if (run.step === 0) {
      run.orderEntry(slot, {
        side: 1,
        quantity: Number(quantity) * this.#ratio,
        ceiling: Number(ceiling) / this.#ratio,
        stop: Number(stop ?? NaN) / this.#ratio,
        target: Number(target ?? NaN) / this.#ratio,
        trail: NaN,
        reserved: 0,
        reason: null,
      });
      return;
    }
    if (slot.held === 0) return;
    const { closeAt } = barTimes(slot.instrument.exchange, timeframe, run.at);
    if (botEndsAt !== null && closeAt >= botEndsAt) run.orderExit(slot, 'end', null);
    else if (run.step - slot.entryStep >= holdingBars) run.orderExit(slot, 'time', null);
  }

  /** All of it or nothing; not where it would be sold at once. */
  quantityAt(_run: Run, _slot: Slot, { quantity, stop }: { quantity: number | null; stop: number }, price: number) {
    return quantity === null || price <= stop ? 'opened-below-stop' : quantity;
  }
}

/** It was decided before: the loop asks it nothing. */
const ASKED: Strategy = {
  name: 'asked',
  configSchema: z.record(z.string(), z.never()),
  screen: () => ({ screener: 'most-traded', config: {} }),
  barsNeeded: () => 1,
  indicators: () => [],
  horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'short', '1d': 'short', '1w': 'short' },
  holdingBars: 0,
  decide: () => null,
  explain: () => ({ record: { wins: 0, total: 0 }, reasonsFor: [], reasonsAgainst: [] }),
  miss: () => null,
};

function inputOf(sealed: SealedQuestion, instrument: Instrument, bars: BarColumns): BacktestInput {
  return {
    instruments: [{ instrument, bars }],
    timeframe: sealed.timeframe,
    strategy: ASKED,
    config: {},
    // It was paid for when it was asked; here only what it gains or loses counts.
    cash: 2 * Number(sealed.quantity) * Number(sealed.ceiling) * Number(instrument.multiplier),
    from: null,
    to: null,
    sizing: { kind: 'units', units: 1 },
    costs: { commission: { kind: 'market' }, spread: 0, slippage: sealed.costs.slippage, volumeShareMax: null },
    mayShort: false,
    atEnd: 'left',
  };
}

function outcomeOf({ entry, exit, pnl, returnFraction }: Trade): NodOutcome {
  const bought = { at: entry.at, price: entry.price };
  if (exit === null) return { state: 'open', entry: bought, pnl, returnFraction };
  const kind = NOD_ENDS.find((end) => end === exit.kind) ?? 'end';
  return { state: 'ended', entry: bought, exit: { at: exit.at, price: exit.price, kind }, pnl, returnFraction };
}
