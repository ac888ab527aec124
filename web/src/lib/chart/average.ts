interface Point {
  readonly time: number;
  readonly value: number;
}

/** Simple moving average of the closes, one point per bar once `length` bars are there. */
export function movingAverage(bars: readonly { time: number; close: number }[], length: number): Point[] {
  const points: Point[] = [];
  let total = 0;
  bars.forEach((bar, index) => {
    total += bar.close;
    const left = bars[index - length];
    if (left) total -= left.close;
    if (index >= length - 1) points.push({ time: bar.time, value: total / length });
  });
  return points;
}
