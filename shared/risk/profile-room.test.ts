import { expect, it } from 'vitest';
import type { OwnProfile } from '../domain/own-profile.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { loosestProfile, withinLimits } from './profile-room.ts';

/** A bot of 20,000 on an account of 100,000: 10,000 in one instrument, 2,000 at risk. */
const room = (change: object = {}) => ({
  level: 'medium' as const,
  amount: 20_000,
  equity: 100_000,
  limits: { ...DEFAULT_LIMITS, ...change },
});
const loosest = (own: OwnProfile, change: object = {}) => loosestProfile(own, room(change));

it('no position is larger than the account lets it be, to the millionth', () => {
  expect(loosest({})).toEqual({ stop: 0.333333, positionMax: 0.5 });
  expect(loosest({}, { positionAmountMax: '8000.02' }).positionMax).toBe(0.400001);
  expect(loosest({}, { investedMax: '7000' }).positionMax).toBe(0.35);
  expect(loosest({}, { positionFractionMax: 1, riskFractionMax: 1 })).toEqual({ stop: 0.5, positionMax: 1 });
});

it('the larger the position, the nearer its stop has to be; the level’s own numbers are always allowed', () => {
  expect(loosest({ positionMax: 0.5 }).stop).toBe(0.2);
  expect(loosest({ positionMax: 0.2 }).stop).toBe(0.5);
  expect(loosest({ positionMax: 1 }, { riskFractionMax: 0.001 })).toEqual({ stop: 0.08, positionMax: 0.5 });
  expect(loosest({}, { positionFractionMax: 0.01 }).positionMax).toBe(0.3);
});

it('where nobody knows what the account is worth, nothing is looser than the level', () => {
  expect(loosestProfile({}, { ...room(), equity: null })).toEqual({ stop: 0.08, positionMax: 0.3 });
});

it('a profile from elsewhere is cut where it is too loose and nowhere else', () => {
  expect(withinLimits({ stop: 0.4, target: 1.5, positionMax: 0.9 }, room())).toEqual({
    stop: 0.2,
    target: 1.5,
    positionMax: 0.5,
  });
  expect(withinLimits({ stop: 0.02 }, room())).toEqual({ stop: 0.02 });
  expect(withinLimits({ positionMax: 0.1 }, room())).toEqual({ positionMax: 0.1 });
});
