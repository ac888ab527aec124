import { describe, expect, it } from 'vitest';
import type { Opinion, Strategy } from '../strategy.ts';
import { A_HOLDING, aView } from '../../testing/a-view.ts';
import { someBars } from '../../testing/some-bars.ts';
import { strategyNamed } from '../index.ts';
import { MA_CROSS } from '../ma-cross/ma-cross.ts';
import { weightedVote } from './weighted-vote.ts';

/** Strategies that always want the same: what a vote does with them is arithmetic. */
function always(name: string, side: Opinion['side'] | null): Strategy {
  const opinion: Opinion | null = side && { side, reasons: [{ code: 'momentum', values: { rsi: 60 } }] };
  return { ...(MA_CROSS as unknown as Strategy), name, decide: () => opinion };
}
const VOTE = weightedVote([always('ma-cross', 'buy'), always('breakout', 'sell'), always('momentum-rotation', null)]);
const bars = someBars(80);
const vote = (weights: readonly [number, number, number], given: Parameters<typeof aView>[2] = {}, enter = 0.5) => {
  const parts = ['ma-cross', 'breakout', 'momentum-rotation'].map((strategy, i) => ({ strategy, weight: weights[i] }));
  return VOTE.decide(aView(VOTE, bars, { ...given, config: { parts, enter } }));
};

describe('a vote', () => {
  it('buys when those that would buy have the share of the weight that was asked for, silence counting against', () => {
    expect(vote([2, 1, 1])?.reasons[0]).toEqual({ code: 'votes-for', values: { votes: 1, of: 3, percent: 50 } });
    expect(vote([1, 1, 1])).toBeNull();
    expect(vote([1, 1, 1], {}, 0.3)?.side).toBe('buy');
    expect(vote([0.1, 0.2, 0.3], {}, 1 / 6)?.side, 'exactly enough is enough').toBe('buy');
  });

  it('sells what is held when those that would sell have enough, and opens no short unless it may', () => {
    expect(vote([1, 2, 1], { holding: A_HOLDING })?.side).toBe('sell');
    expect(vote([2, 1, 1], { holding: A_HOLDING })).toBeNull();
    expect(vote([1, 2, 1])).toBeNull();
    expect(vote([1, 2, 1], { mayShort: true })?.side).toBe('sell');
  });

  it('agrees with its only heavy part, bar by bar, each part with numbers and columns of its own', () => {
    const whole = strategyNamed('weighted-vote');
    const single = strategyNamed('ma-cross');
    if (whole === null || single === null) throw new Error('both ship');
    const config = { fast: 5, slow: 15 };
    const parts = [
      { strategy: 'mean-reversion', weight: 0.1 },
      { strategy: 'ma-cross', weight: 10, config },
    ];
    const many = someBars(200, { swing: 0.03, seed: 4 });
    let opinions = 0;
    for (let index = 20; index < 200; index += 1) {
      const own = single.decide(aView(single, many, { index, config }));
      expect(whole.decide(aView(whole, many, { index, config: { parts } }))?.side).toBe(own?.side);
      if (own) opinions += 1;
    }
    expect(opinions).toBeGreaterThan(5);
  });
});

describe('its configuration', () => {
  const schema = strategyNamed('weighted-vote')?.configSchema;
  const issues = (parts: unknown) =>
    schema?.safeParse({ parts }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('fills the numbers of its parts and refuses those a part does not take, under the path of the part', () => {
    const parsed = schema?.parse({}) as { parts: { strategy: string; weight: number; config: { slow?: number } }[] };
    expect(parsed.parts.map(({ strategy, weight }) => [strategy, weight])).toEqual([
      ['ma-cross', 2],
      ['breakout', 1],
      ['momentum-rotation', 1],
    ]);
    expect(parsed.parts[0]?.config.slow).toBe(50);
    expect(issues([{ strategy: 'breakout' }, { strategy: 'ma-cross', config: { fast: 60 } }])).toEqual([
      '1.config.fast: config.ma-cross.fast-below-slow'.replace(/^/, 'parts.'),
    ]);
    expect(issues([{ strategy: 'breakout' }, { strategy: 'breakout', config: { entyr: 20 } }])?.[0]).toMatch(
      /^parts\.1\.config: /,
    );
  });

  it('refuses parts that do not exist, itself among them, one part alone, and weights of nothing', () => {
    expect(issues([{ strategy: 'breakout' }, { strategy: 'weighted-vote' }])).toHaveLength(1);
    expect(issues([{ strategy: 'breakout' }])).toHaveLength(1);
    expect(issues([{ strategy: 'breakout', weight: 0 }, { strategy: 'pivot' }])).toHaveLength(1);
  });
});
