import { expect, it } from 'vitest';
import { mayBeLarger, type BotSizing } from './bot-sizing.ts';

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
