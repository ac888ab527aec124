import { expect, it } from 'vitest';
import { A_HOLDING, aView } from '../../testing/a-view.ts';
import { barsOfCloses } from '../../testing/some-bars.ts';
import { MOMENTUM_ROTATION } from './momentum-rotation.ts';

const rising = barsOfCloses(Array.from({ length: 140 }, (_, i) => 100 * 1.002 ** i));
const falling = barsOfCloses(Array.from({ length: 140 }, (_, i) => 100 * 0.998 ** i));
const decide = (bars: typeof rising, given: Parameters<typeof aView>[2]) =>
  MOMENTUM_ROTATION.decide(aView(MOMENTUM_ROTATION, bars, given));

it('buys the first of the ranking and leaves the rest, however much they rose', () => {
  expect(decide(rising, { place: 5 })?.reasons[0]).toEqual({
    code: 'past-return',
    values: { percent: 23.3, bars: 126 },
  });
  expect(decide(rising, { place: 6 })).toBeNull();
  expect(MOMENTUM_ROTATION.miss(aView(MOMENTUM_ROTATION, rising, { place: 8 }))).toMatchObject({ has: 8, needs: 5 });
  expect(decide(falling, { place: 1 })).toBeNull();
});

it('sells what others have overtaken, and what has no rise of its own left', () => {
  const holding = A_HOLDING;
  expect(decide(rising, { place: 10, holding })).toBeNull();
  expect(decide(rising, { place: 11, holding })?.reasons[0]?.code).toBe('fell-behind');
  expect(decide(rising, { holding }), 'what the screen lost for another reason is kept').toBeNull();
  expect(decide(falling, { holding })?.reasons[0]?.code).toBe('momentum-gone');
});

it('refuses to keep fewer than it buys, and to leave out all it looks at', () => {
  expect(MOMENTUM_ROTATION.configSchema.safeParse({ top: 5, keep: 4 }).success).toBe(false);
  expect(MOMENTUM_ROTATION.configSchema.safeParse({ lookback: 20, skip: 20 }).success).toBe(false);
});
