import type { PastPrices } from '../risk/past-prices.ts';
import { numbersFrom } from './some-bars.ts';

const DAY_MS = 86_400_000;

/** 80 days of a price that goes its own way, a million units of it traded on each; another seed is another way. */
export function somePast(seed: number, days = 80): PastPrices {
  const next = numbersFrom(seed);
  let price = 100;
  const close = Array.from({ length: days }, () => (price *= 1 + (next() - 0.5) * 0.04));
  return pastOfCloses(close);
}

/** One close a day, a million units traded. */
export function pastOfCloses(close: readonly number[]): PastPrices {
  return { t: close.map((_, day) => day * DAY_MS), close, tradedValue: close.map((price) => price * 1_000_000) };
}
