import { closedBars, type MarketWindow, type ScreenDefinition } from '../domain/screen.ts';
import type { InstrumentId } from '../domain/ids.ts';
import { SCREENERS } from './index.ts';
import type { Screener, ScreenRow } from './screener.ts';

/** A screen measured over a whole market at one bar. Shared by all bots; written anew at the next bar. */
export interface ScreenPass {
  readonly screener: Screener;
  readonly config: Readonly<Record<string, number>>;
  /** Filters passed; -1 where no bar closed now, so there was nothing to look at. */
  readonly stage: Int8Array;
  readonly score: Float64Array;
  readonly has: Float64Array;
  readonly needs: Float64Array;
  readonly nearness: Float64Array;
  /** `figureCount` numbers of each instrument, one after the other. */
  readonly figures: Float64Array;
}

/** Different screens kept at once; the one that was made first leaves. */
const ENTRIES_MAX = 64;

interface Entry {
  pass: ScreenPass;
  row: ScreenRow;
  market: MarketWindow['instruments'];
  step: number;
}

/**
 * Results of screens by definition, for the newest bar of one market. Keep one beside the market and hand it to every
 * look: bots that use the same screen share one pass, and nothing is allocated while the instruments stay the same.
 */
export class ScreenCache {
  readonly #entries = new Map<string, Entry>();
  readonly #keys = new WeakMap<ScreenDefinition, string>();
  #market: MarketWindow['instruments'] | null = null;
  #positions = new Map<InstrumentId, number>();

  /** Where an instrument stands in the market's arrays; -1 when the market lacks it. */
  positionOf(market: MarketWindow, id: InstrumentId): number {
    if (this.#market !== market.instruments) {
      this.#market = market.instruments;
      this.#positions = new Map(market.instruments.map((instrument, position) => [instrument.id, position]));
    }
    return this.#positions.get(id) ?? -1;
  }

  /** The pass of a screen over the whole market, measured when this step has none yet. Throws on a config the screener refuses. */
  pass(definition: ScreenDefinition, market: MarketWindow): ScreenPass {
    let key = this.#keys.get(definition);
    if (key === undefined) {
      key = JSON.stringify([
        definition.screener,
        Object.entries(definition.config).sort(([a], [b]) => (a < b ? -1 : 1)),
      ]);
      this.#keys.set(definition, key);
    }
    let entry = this.#entries.get(key);
    if (entry?.market === market.instruments && entry.step === market.step) return entry.pass;
    if (entry?.market !== market.instruments) {
      entry = newEntry(definition, market);
      this.#entries.set(key, entry);
      for (const oldest of this.#entries.keys()) {
        if (this.#entries.size <= ENTRIES_MAX) break;
        this.#entries.delete(oldest);
      }
    }
    entry.step = market.step;
    measure(entry, market);
    return entry.pass;
  }
}

function newEntry(definition: ScreenDefinition, market: MarketWindow): Entry {
  const screener = SCREENERS[definition.screener];
  const count = market.instruments.length;
  const pass: ScreenPass = {
    screener,
    config: screener.configSchema.parse(definition.config),
    stage: new Int8Array(count),
    score: new Float64Array(count),
    has: new Float64Array(count),
    needs: new Float64Array(count),
    nearness: new Float64Array(count),
    figures: new Float64Array(count * screener.figureCount),
  };
  const figures = new Float64Array(screener.figureCount);
  return {
    pass,
    row: { stage: 0, score: 0, has: 0, needs: 0, nearness: 0, figures },
    market: market.instruments,
    step: -1,
  };
}

function measure({ pass, row }: Entry, market: MarketWindow): void {
  const { screener, config } = pass;
  const needed = screener.barsNeeded(config);
  const newest = newestBar(market);
  for (let position = 0; position < market.columns.length; position += 1) {
    const columns = market.columns[position]!; // in range
    const closed = closedBars(market, position);
    // Halted, delisted or not listed yet: no bar closed now, so there is no opinion to have.
    if (closed === 0 || columns.t[closed - 1] !== newest) {
      pass.stage[position] = -1;
      continue;
    }
    row.stage = 0;
    row.score = 0;
    row.has = closed;
    row.needs = needed;
    row.nearness = 0;
    row.figures.fill(NaN);
    if (closed >= needed) screener.measure(columns, closed - 1, config, row);
    pass.stage[position] = row.stage;
    pass.score[position] = row.score;
    pass.has[position] = row.has;
    pass.needs[position] = row.needs;
    // Too short a history is no near miss of the first filter.
    pass.nearness[position] = closed >= needed ? row.nearness : -1;
    pass.figures.set(row.figures, position * screener.figureCount);
  }
}

/** The opening time of the bar that closed last in this market; -Infinity without any bar. */
export function newestBar(market: MarketWindow): number {
  let newest = -Infinity;
  for (let position = 0; position < market.columns.length; position += 1) {
    const closed = closedBars(market, position);
    if (closed > 0) newest = Math.max(newest, market.columns[position]!.t[closed - 1]!); // in range
  }
  return newest;
}
