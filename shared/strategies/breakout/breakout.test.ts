import { expect, it } from 'vitest';
import { A_HOLDING, aView } from '../../testing/a-view.ts';
import { barsOfCloses } from '../../testing/some-bars.ts';
import { BREAKOUT } from './breakout.ts';

const flat = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 100 : 102));

it('buys a close over the highest price of the bars before it, and no close at it', () => {
  // Highs are a thousandth over the closes: 102.102.
  const over = BREAKOUT.decide(aView(BREAKOUT, barsOfCloses([...flat, 103])));
  expect(over?.reasons).toEqual([{ code: 'new-high', values: { percent: 0.9, bars: 20 } }]);
  expect(BREAKOUT.decide(aView(BREAKOUT, barsOfCloses([...flat, 102.1])))).toBeNull();
  expect(BREAKOUT.miss(aView(BREAKOUT, barsOfCloses([...flat, 101])))).toMatchObject({ code: 'high', needs: 1 });
});

it('sells under the lowest price of its shorter channel', () => {
  const holding = A_HOLDING;
  // A low that is older than ten bars holds nothing back.
  const closes = [...flat.slice(0, 25), 90, ...flat.slice(0, 14)];
  expect(BREAKOUT.decide(aView(BREAKOUT, barsOfCloses([...closes, 99]), { holding }))?.reasons[0]?.code).toBe(
    'new-low',
  );
  expect(BREAKOUT.decide(aView(BREAKOUT, barsOfCloses([...closes, 100]), { holding }))).toBeNull();
});
