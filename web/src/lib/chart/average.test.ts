import { describe, expect, it } from 'vitest';
import { movingAverage } from './average.ts';

const bars = [1, 2, 3, 4, 5].map((close, time) => ({ time, close }));

describe('movingAverage', () => {
  it('begins with the bar that completes the window', () => {
    expect(movingAverage(bars, 3)).toEqual([
      { time: 2, value: 2 },
      { time: 3, value: 3 },
      { time: 4, value: 4 },
    ]);
  });

  it('is empty while there are fewer bars than the window', () => {
    expect(movingAverage(bars, 6)).toEqual([]);
  });
});
