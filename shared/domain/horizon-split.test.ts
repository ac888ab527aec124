import { expect, it } from 'vitest';
import { moveShare } from './horizon-shares.ts';
import { horizonSplitSchema } from './horizon-split.ts';
import { HORIZONS } from './signal.ts';

it('lets the others give in proportion', () => {
  expect(moveShare({ short: 20, mid: 60, long: 20 }, 'short', 60)).toEqual({ short: 60, mid: 30, long: 10 });
  expect(moveShare({ short: 100, mid: 0, long: 0 }, 'short', 40)).toEqual({ short: 40, mid: 30, long: 30 });
});

it('stays 100 wherever any of the three is pushed, from anywhere', () => {
  let split = { short: 33.3, mid: 33.3, long: 33.4 };
  for (let step = 0; step < 600; step += 1) {
    const moved = HORIZONS[step % 3]!; // one of the three
    const to = (step * 37) % 131;
    split = moveShare(split, moved, to);
    expect(horizonSplitSchema.safeParse(split).success, JSON.stringify(split)).toBe(true);
    expect(split[moved]).toBe(Math.min(100, to));
  }
});
