import type { BarColumns } from '#shared/domain/bar.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import { strategyNamed } from '#shared/strategies/index.ts';
import type { Strategy } from '#shared/strategies/strategy.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { someBars } from '#shared/testing/some-bars.ts';

export const FAST = 20;
export const SLOW = 50;
const CASH = 1_000_000;
const PER_SIDE = 0.0001;

/** Minutes of a random walk. */
export function millionBars(count: number): BarColumns {
  return someBars(count, { seed: 3, swing: 0.002, barMs: 60_000 });
}

/** The shipped crossover alone, long and short, all in. */
export function crossoverInput(bars: BarColumns): BacktestInput {
  const strategy = strategyNamed('ma-cross');
  if (strategy === null) throw new Error('the crossover ships');
  return inputOf(bars, strategy, { mayShort: true, config: { fast: FAST, slow: SLOW } });
}

const TRAIL = 0.01;

/** Written for the benchmark only: two exponential averages, RSI, and a stop that trails the price by 1 %. */
export function trailingInput(bars: BarColumns): BacktestInput {
  const crossover = strategyNamed('ma-cross');
  if (crossover === null) throw new Error('the crossover ships');
  const strategy: Strategy = {
    ...crossover,
    name: 'trailing',
    indicators: () => [
      { indicator: 'ema', params: { period: 12 } },
      { indicator: 'ema', params: { period: 26 } },
      { indicator: 'rsi', params: { period: 14 } },
    ],
    decide: (view) => {
      if (view.holding !== null)
        return view.value(0) < view.value(1) && view.value(2) < 30 ? { side: 'sell', reasons: [] } : null;
      const isEntry = view.value(0) > view.value(1) && view.value(2) > 55;
      return isEntry ? { side: 'buy', reasons: [], trail: (view.columns.c[view.index] ?? NaN) * TRAIL } : null;
    },
  };
  return inputOf(bars, strategy, { mayShort: false, config: {} });
}

function inputOf(
  bars: BarColumns,
  strategy: Strategy,
  { mayShort, config }: { readonly mayShort: boolean; readonly config: Record<string, number> },
): BacktestInput {
  return {
    instruments: [{ instrument: anInstrument(), bars }],
    timeframe: '1m',
    strategy,
    config: strategy.configSchema.parse(config),
    cash: CASH,
    from: null,
    to: null,
    sizing: { kind: 'all-in' },
    costs: { commission: { kind: 'fraction', perSide: PER_SIDE }, spread: 0, slippage: 0, volumeShareMax: null },
    mayShort,
    atEnd: 'left',
  };
}

/** The crossover as one loop that can do nothing else: no checks of bars, no reasons, no statistics but money and falls. */
export function bareCrossover({ o, c }: Pick<BarColumns, 'o' | 'c'>): { finalEquity: number; trades: number } {
  const count = c.length;
  const equity = new Float64Array(count);
  const drawdown = new Float64Array(count);
  let fastSum = 0;
  let slowSum = 0;
  let fastBefore = NaN;
  let slowBefore = NaN;
  let cash = CASH;
  let held = 0;
  let wanted = 0;
  let peak = 0;
  let trades = 0;
  for (let i = 0; i < count; i += 1) {
    if (wanted !== 0) {
      const open = o[i]!; // in range, as all below
      cash += held * open - Math.abs(held) * open * PER_SIDE;
      held = wanted * Math.floor(cash / (open * (1 + PER_SIDE)));
      cash -= held * open + Math.abs(held) * open * PER_SIDE;
      wanted = 0;
      trades += 1;
    }
    const close = c[i]!;
    fastSum += close;
    slowSum += close;
    if (i >= FAST) fastSum -= c[i - FAST]!;
    if (i >= SLOW) slowSum -= c[i - SLOW]!;
    const value = cash + held * close;
    equity[i] = value;
    if (value > peak) peak = value;
    drawdown[i] = 1 - value / peak;
    if (i < SLOW - 1) continue;
    const fast = fastSum / FAST;
    const slow = slowSum / SLOW;
    if (fastBefore <= slowBefore && fast > slow) wanted = 1;
    else if (fastBefore >= slowBefore && fast < slow) wanted = -1;
    fastBefore = fast;
    slowBefore = slow;
  }
  return { finalEquity: equity[count - 1] ?? NaN, trades };
}
