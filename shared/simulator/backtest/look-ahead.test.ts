import { describe, expect, it } from 'vitest';
import { MA_CROSS } from '../../strategies/ma-cross/ma-cross.ts';
import { STRATEGIES } from '../../strategies/index.ts';
import type { Strategy, StrategyView } from '../../strategies/strategy.ts';
import { aBacktest } from '../../testing/a-backtest.ts';
import { anInstrument } from '../../testing/an-instrument.ts';
import { someBars } from '../../testing/some-bars.ts';
import type { BacktestInput } from './input.ts';
import { checkLookAhead } from './look-ahead.ts';

const BARS = someBars(320, { seed: 5, swing: 0.03, drift: 0.0006 });
const OTHER = someBars(320, { seed: 6, swing: 0.03 });
const CHECK = { seed: 7, trials: 12 };

function honest(name: string, changes: Omit<Partial<BacktestInput>, 'strategy' | 'config'> = {}): BacktestInput {
  return aBacktest(BARS, { strategy: name, ...changes });
}

/** The crossover, with a way to know better. */
function cheating(decide: Strategy['decide']): BacktestInput {
  const strategy = { ...(MA_CROSS as unknown as Strategy), name: 'cheat', decide };
  return { ...aBacktest(BARS), strategy };
}
const entry = (wants: boolean, { holding }: StrategyView<unknown>): ReturnType<Strategy['decide']> => {
  if (holding !== null) return wants ? null : { side: 'sell', reasons: [] };
  return wants ? { side: 'buy', reasons: [] } : null;
};

describe.each(STRATEGIES.map(({ name }) => name))('%s', (name) => {
  it('decides nothing by bars that are still to come: alone, short too, and as a bot among several', () => {
    for (const input of [
      honest(name),
      honest(name, { mayShort: true }),
      honest(name, {
        instruments: [BARS, OTHER].map((bars, i) => ({
          instrument: anInstrument({ id: `i_${i}` as never, symbol: `I${i}` }),
          bars,
        })),
        sizing: { kind: 'bot', riskLevel: 'medium', limits: null, otherCash: 0 },
      }),
    ]) {
      const verdict = checkLookAhead(input, CHECK);
      expect(verdict.found).toBeNull();
      expect(verdict.compared).toBeGreaterThan(1_000);
    }
  });
});

describe('a strategy that cheats is found', () => {
  it('reading the next bar’s close', () => {
    const input = cheating((view) => entry((view.columns.c[view.index + 1] ?? 0) > view.columns.c[view.index]!, view));
    expect(checkLookAhead(input, CHECK).found).toMatchObject({ what: 'decision' });
  });

  it('reading only as far as five bars ahead, and only now and then', () => {
    const input = cheating((view) =>
      entry(view.index % 5 === 0 && (view.columns.h[view.index + 5] ?? 0) > view.columns.c[view.index]! * 1.05, view),
    );
    expect(checkLookAhead(input, CHECK).found).toMatchObject({ what: 'decision' });
  });

  it('holding today against the whole history’s mean', () => {
    const input = cheating((view) => {
      const { c } = view.columns;
      return entry(view.columns.c[view.index]! < c.reduce((sum, close) => sum + close, 0) / c.length, view);
    });
    expect(checkLookAhead(input, CHECK).found).toMatchObject({ what: 'decision' });
  });

  it('looking backwards in a column from its end', () => {
    const input = cheating((view) => entry((view.series[0]!.at(-1) ?? 0) > view.value(1), view));
    expect(checkLookAhead(input, CHECK).found).not.toBeNull();
  });
});
