/** Rounds to so many digits after the point: for figures that people read, never for money. */
export function roundDigits(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
