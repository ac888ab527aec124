import type { BarColumns } from '../../domain/bar.ts';
import type { MarketId } from '../../domain/ids.ts';
import type { MarketWindow } from '../../domain/screen.ts';
import { STEP_MS, stepOpensAt } from './calendar.ts';
import type { MarketEvent } from './events.ts';
import type { GeneratedMarket } from './generated-market.ts';
import { createGeneratedMarket } from './generated-market.ts';
import type { GeneratorState } from './state.ts';

/** A seed's market with all the bars it has made so far, adjusted for splits: for tests and simulations. */
export interface Tape {
  readonly market: GeneratedMarket;
  /** As of the last bar; the index is its last instrument. Always the same arrays. */
  window(): MarketWindow;
  /** Adds a bar to every instrument; answers what took effect at its open. */
  advance(): readonly MarketEvent[];
}

/** `capacity`: how many bars at most. */
export function recordTape(seed: number, capacity: number): Tape {
  const market = createGeneratedMarket(seed, 'demo' as MarketId);
  const columns = market.instruments.map((): BarColumns => {
    const column = (): Float64Array => new Float64Array(capacity);
    return { t: column(), o: column(), h: column(), l: column(), c: column(), v: column() };
  });
  const counts = new Int32Array(columns.length);
  let state: GeneratorState = market.initialState();

  function advance(): readonly MarketEvent[] {
    const { step } = state;
    const { state: next, bars, events } = market.nextStep(state);
    for (const { kind, instrumentIndex, values } of events) {
      const adjusted = columns[instrumentIndex];
      if (kind === 'split' && adjusted) adjust(adjusted, step, values.ratio ?? 1);
    }
    columns.forEach((column, position) => {
      column.t[step] = bars.at;
      for (const name of ['o', 'h', 'l', 'c', 'v'] as const) column[name][step] = bars[name][position] ?? NaN;
    });
    state = next;
    return events;
  }

  function window(): MarketWindow {
    const { step } = state;
    counts.fill(step);
    const lastOpen = stepOpensAt(step - 1);
    return {
      instruments: market.instruments,
      columns,
      counts,
      step,
      marketAt: (lastOpen + STEP_MS) as typeof lastOpen,
    };
  }
  return { market, window, advance };
}

function adjust(columns: BarColumns, length: number, ratio: number): void {
  for (let bar = 0; bar < length; bar++) {
    for (const name of ['o', 'h', 'l', 'c'] as const) columns[name][bar]! /= ratio; // in range: bar < length
    columns.v[bar]! *= ratio; // in range: bar < length
  }
}
