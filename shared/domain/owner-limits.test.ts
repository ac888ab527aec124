import { expect, it } from 'vitest';
import { LIMIT_DEFAULTS } from './account-limits.ts';
import {
  isBeyond,
  loosenedByOwner,
  OWNER_LIMIT_NAMES,
  ownerLimitsSchema,
  parseOwnerLimits,
  underOwner,
} from './owner-limits.ts';

it('of each limit the stricter one holds, whichever way it is stricter', () => {
  const under = underOwner(LIMIT_DEFAULTS, {
    positionFractionMax: 0.05,
    drawdownMax: 0.5,
    cooldownSessions: 3,
    spreadMax: 0.01,
  });
  expect(under).toEqual({ ...LIMIT_DEFAULTS, positionFractionMax: 0.05, cooldownSessions: 3, spreadMax: 0.01 });
  expect(underOwner(LIMIT_DEFAULTS, {})).toBe(LIMIT_DEFAULTS);
});

it('at the owner’s limit is within it, beyond is not, and none at all is beyond', () => {
  const owner = { ordersPerDayMax: 10, sectorFractionMax: 0.3, cooldownSessions: 2 };
  expect([9, 10, 11].map((value) => isBeyond('ordersPerDayMax', value, owner))).toEqual([false, false, true]);
  expect([1, 2, 3].map((value) => isBeyond('cooldownSessions', value, owner))).toEqual([true, false, false]);
  expect(isBeyond('sectorFractionMax', null, owner)).toBe(true);
  expect(isBeyond('drawdownMax', 1, owner), 'the owner asks nothing').toBe(false);
});

it('a ceiling that is raised or goes is looser, one that comes or falls is not', () => {
  expect(loosenedByOwner({ drawdownMax: 0.1, ordersPerDayMax: 5 }, { drawdownMax: 0.11 })).toEqual([
    'drawdownMax',
    'ordersPerDayMax',
  ]);
  expect(loosenedByOwner({ drawdownMax: 0.1 }, { drawdownMax: 0.09, ordersPerDayMax: 5 })).toEqual([]);
});

it('what is mistyped is refused, and what is damaged is nobody’s limits', () => {
  for (const wrong of [{ drawdwnMax: 0.1 }, { drawdownMax: 0 }, { drawdownMax: '0.1' }, { investedMax: '5' }])
    expect(ownerLimitsSchema.safeParse(wrong).success).toBe(false);
  expect(['{"drawdownMax":2}', '{', 'null'].map(parseOwnerLimits)).toEqual([null, null, null]);
  expect(parseOwnerLimits(null)).toEqual({});
  expect(parseOwnerLimits('{"drawdownMax":0.1}')).toEqual({ drawdownMax: 0.1 });
});

it('every one of them can be told apart by size', () => {
  for (const name of OWNER_LIMIT_NAMES) expect(['number', 'object']).toContain(typeof LIMIT_DEFAULTS[name]);
});
