import { expect, it } from 'vitest';
import { A_HOLDING, aView } from '../../testing/a-view.ts';
import { barsOfCloses } from '../../testing/some-bars.ts';
import { PIVOT } from './pivot.ts';

/** 2010-01-01 was a Friday: with a bar a day, weeks begin at index 3, 10, … 66. */
const weeks = (...last: number[]) =>
  barsOfCloses([...Array.from({ length: 59 }, () => 90), 98, 102, 100, 99, 101, 100, 100, ...last]);

it('buys on the bar that closes over the pivot of the week before, not on the next one', () => {
  // That week: high 102.102, low 89.91 at the first bar (it opened at 90), close 100: pivot 97.34.
  const crossed = PIVOT.decide(aView(PIVOT, weeks(97, 98)));
  expect(crossed?.reasons).toEqual([{ code: 'over-pivot', values: { percent: 0.7 } }]);
  expect(PIVOT.decide(aView(PIVOT, weeks(97, 98, 98)))).toBeNull();
  expect(PIVOT.decide(aView(PIVOT, weeks(97)))).toBeNull();
  expect(PIVOT.miss(aView(PIVOT, weeks(97)))).toMatchObject({ code: 'pivot', needs: 1 });
});

it('sells under the first support and over the second resistance', () => {
  const holding = A_HOLDING;
  // S1 = 2 × 97.34 − 102.10 = 92.57; R2 = 97.34 + 12.19 = 109.53.
  expect(PIVOT.decide(aView(PIVOT, weeks(95, 92), { holding }))?.reasons[0]?.code).toBe('under-support');
  expect(PIVOT.decide(aView(PIVOT, weeks(105, 110), { holding }))?.reasons[0]?.code).toBe('at-resistance');
  expect(PIVOT.decide(aView(PIVOT, weeks(95, 93), { holding }))).toBeNull();
});
