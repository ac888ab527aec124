/** A box of the drawing, in its own units. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** From values to heights: the largest at the top, a little air on both sides. */
export function scaleOf(values: readonly number[], { height }: Box): (value: number) => number {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || 1;
  return (value) => Number((height - 6 - ((value - low) / span) * (height - 12)).toFixed(1));
}

/** A line through evenly spread or placed values, as an SVG path. */
export function linePath(
  values: readonly number[],
  { width }: Box,
  y: (value: number) => number,
  at: readonly number[] = values.map((_, place) => place),
): string {
  const first = at[0] ?? 0;
  const span = (at.at(-1) ?? 1) - first || 1;
  return values
    .map((value, place) => {
      const x = (((at[place] ?? first) - first) / span) * width;
      return `${place === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y(value)}`;
    })
    .join('');
}

/** The area between two lines over the same places. */
export function bandPath(
  low: readonly number[],
  high: readonly number[],
  box: Box,
  y: (value: number) => number,
  at?: readonly number[],
): string {
  const there = linePath(high, box, y, at);
  const back = linePath([...low], box, y, at)
    .slice(1)
    .split('L')
    .reverse()
    .join('L');
  return `${there}L${back}Z`;
}
