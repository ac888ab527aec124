import { expect, it } from 'vitest';
import {
  isSameSizing,
  mayBeLarger,
  saidSizingNumber,
  SIZING_METHODS,
  SIZING_NUMBERS,
  sizingOf,
  USUAL_SIZINGS,
  type BotSizing,
} from './bot-sizing.ts';

const profile: BotSizing = { method: 'profile' };
const fixed = (fraction: number): BotSizing => ({ method: 'fixed-fraction', fraction });
const swing = (fraction: number): BotSizing => ({ method: 'volatility-target', fraction });
const equal = (positions: number): BotSizing => ({ method: 'equal-weight', positions });
const kelly = (fraction: number, max: number): BotSizing => ({ method: 'capped-kelly', fraction, max });

it.each([
  [profile, fixed(1), false],
  [profile, profile, false],
  [fixed(0.01), profile, true],
  [fixed(0.01), fixed(0.02), true],
  [fixed(0.02), fixed(0.01), false],
  [fixed(0.02), fixed(0.02), false],
  [swing(0.02), swing(0.01), false],
  [swing(0.01), swing(0.02), true],
  [swing(0.01), fixed(0.001), true],
  [equal(10), equal(20), false],
  [equal(10), equal(9), true],
  [fixed(0.01), equal(100), true],
  [kelly(0.5, 0.2), kelly(0.5, 0.2), false],
  [kelly(0.5, 0.2), kelly(0.6, 0.2), true],
  [kelly(0.5, 0.2), kelly(0.5, 0.3), true],
  [equal(10), kelly(0.1, 0.01), true],
])('from %j to %j: %s', (before, after, larger) => {
  expect(mayBeLarger(before, after)).toBe(larger);
});

it.each(SIZING_METHODS)('%s is said in people’s numbers and read back as the same', (method) => {
  const usual = USUAL_SIZINGS[method];
  const said = SIZING_NUMBERS[method].map((name) => saidSizingNumber(usual, name));
  const read = sizingOf(method, said);
  expect(read).toEqual(usual);
  expect(read !== null && isSameSizing(read, usual)).toBe(true);
});

it.each([
  ['fixed-fraction', [0]],
  ['fixed-fraction', [101]],
  ['fixed-fraction', [1, 2]],
  ['volatility-target', [Number.NaN]],
  ['equal-weight', [2.5]],
  ['equal-weight', [101]],
  ['capped-kelly', [50, 0]],
  ['profile', [1]],
] as const)('%s with %j is none', (method, said) => {
  expect(sizingOf(method, said)).toBeNull();
});

it('what is not said is as usual, and another number is another way', () => {
  expect(sizingOf('capped-kelly', [25])).toEqual({ method: 'capped-kelly', fraction: 0.25, max: 0.2 });
  expect(isSameSizing({ method: 'equal-weight', positions: 4 }, { method: 'equal-weight', positions: 5 })).toBe(false);
});
