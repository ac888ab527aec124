import { unpackColumns, type BarColumns, type Timeframe } from '#shared/domain/bar.ts';
import { barTimes } from '#shared/domain/bar-times.ts';
import type { Exchange, Instrument } from '#shared/domain/instrument.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { BarsRpc } from '../bars/bars-rpc.ts';
import type { BarSource, StepBars } from './bar-source.ts';

/** Bars read ahead at once: 64 of 120 stocks are 370 kB. Inside the market only; nobody else sees them. */
const READ_AHEAD = 64;

/** Stored bars, one distinct opening time after the other, behind the clock. */
export function replaySource(options: {
  readonly instruments: readonly Instrument[];
  readonly exchange: Exchange;
  readonly timeframe: Timeframe;
  /** Distinct opening times, ascending: the steps. */
  readonly times: Float64Array;
  readonly bars: Pick<BarsRpc, 'readMany'>;
}): BarSource {
  const { instruments, exchange, timeframe, times } = options;
  let ahead: { readonly first: number; readonly columns: readonly BarColumns[]; readonly at: number[] } | null = null;
  let current: { readonly number: number; readonly bars: StepBars } | null = null;

  const readAhead = async (number: number): Promise<NonNullable<typeof ahead>> => {
    const from = times[number - 1] as MarketMs;
    const last = times[Math.min(number - 1 + READ_AHEAD, times.length) - 1] as MarketMs;
    const packed = await options.bars.readMany({
      instrumentIds: instruments.map(({ id }) => id),
      from,
      until: (last + 1) as MarketMs,
      limit: READ_AHEAD,
    });
    return { first: number, columns: packed.map(({ columns }) => unpackColumns(columns)), at: packed.map(() => 0) };
  };

  return {
    kind: 'replay',
    instruments,
    steps: times.length,
    async bar(number) {
      if (current?.number === number) return current.bars;
      if (ahead === null || number < ahead.first || number >= ahead.first + READ_AHEAD) ahead = await readAhead(number);
      current = { number, bars: barsAt(times[number - 1] as number, ahead, { exchange, timeframe }) };
      return current.bars;
    },
    closed: () => undefined,
    events: () => new Map(),
    nextCloseAt(number) {
      const t = times[number];
      return t === undefined ? null : barTimes(exchange, timeframe, t).closeAt;
    },
  };
}

function barsAt(
  t: number,
  { columns, at }: { readonly columns: readonly BarColumns[]; readonly at: number[] },
  { exchange, timeframe }: { readonly exchange: Exchange; readonly timeframe: Timeframe },
): StepBars {
  const column = (): Float64Array => new Float64Array(columns.length).fill(Number.NaN);
  const bars = {
    t,
    ...barTimes(exchange, timeframe, t),
    o: column(),
    h: column(),
    l: column(),
    c: column(),
    v: column(),
    splits: [],
  };
  for (const [position, source] of columns.entries()) {
    let index = at[position] ?? 0;
    while (index < source.t.length && (source.t[index] as number) < t) index++;
    at[position] = index;
    if (source.t[index] !== t) continue;
    for (const name of ['o', 'h', 'l', 'c', 'v'] as const) bars[name][position] = source[name][index] as number; // in range
  }
  return bars;
}
