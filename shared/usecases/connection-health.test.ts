import { expect, test } from 'vitest';
import type { WallMs } from '../lib/time.ts';
import { en } from '../words/en.ts';
import { entryHold, healthOf, type ConnectionFacts } from './connection-health.ts';

const NOW = Date.UTC(2026, 10, 20, 15, 30) as WallMs;
const ago = (seconds: number): WallMs => (NOW - seconds * 1_000) as WallMs;
const facts = (change: Partial<ConnectionFacts> = {}): ConnectionFacts => ({
  broker: 'Alpaca',
  okAt: ago(12),
  lostSince: null,
  failures: 0,
  keysRefusedAt: null,
  limitedUntil: null,
  clockSkewMs: 400,
  isBlocked: false,
  ...change,
});
const STOPS = { atBroker: 2, atNod: 1 };

test('well: how long ago it was checked', () => {
  expect(healthOf(facts(), NOW, STOPS)).toEqual({
    state: 'connected',
    sentence: { code: 'health-connected', values: { broker: 'Alpaca', age: 12_000 } },
    mend: null,
    checkedAt: '2026-11-20T15:29:48.000Z',
    lostSince: null,
  });
  expect(entryHold(facts())).toBeNull();
});

test('limited: orders go first, nobody can help', () => {
  const limited = facts({ limitedUntil: (NOW + 1) as WallMs });
  expect(healthOf(limited, NOW, STOPS)).toMatchObject({ state: 'slow', sentence: { code: 'health-slow' }, mend: null });
  expect(healthOf(facts({ limitedUntil: NOW }), NOW, STOPS).state).toBe('connected');
  expect(entryHold(limited)).toBeNull();
});

test('lost: since when, which stops still work, no new buys', () => {
  const lost = facts({ failures: 2, lostSince: ago(60) });
  expect(healthOf(lost, NOW, STOPS)).toMatchObject({
    state: 'lost',
    sentence: {
      code: 'health-lost',
      values: { broker: 'Alpaca', since: '2026-11-20T15:29:00.000Z', atBroker: 2, atNod: 1 },
    },
    mend: 'try-now',
    lostSince: '2026-11-20T15:29:00.000Z',
  });
  expect(entryHold(lost)).toBe('connection-lost');
});

test('one lost answer is not said', () => {
  const once = facts({ failures: 1, lostSince: ago(1) });
  expect(healthOf(once, NOW, STOPS)).toMatchObject({ state: 'connected', lostSince: null });
  expect(entryHold(once)).toBeNull();
});

test('refused keys need the person, whatever else is wrong', () => {
  const refused = facts({ keysRefusedAt: ago(30), failures: 5, lostSince: ago(50) });
  expect(healthOf(refused, NOW, null)).toMatchObject({
    state: 'needs-you',
    sentence: { code: 'health-keys-refused' },
    mend: 'new-keys',
  });
  expect(entryHold(refused)).toBe('connection-needs-you');
});

test.each([600_000, -600_000, 10_001])(
  'a clock that is off by %i ms holds entries back, and lifts itself',
  (clockSkewMs) => {
    const off = facts({ clockSkewMs });
    expect(healthOf(off, NOW, STOPS)).toMatchObject({ state: 'needs-you', sentence: { code: 'health-clock-off' } });
    expect(entryHold(off)).toBe('clock-skew');
    expect(entryHold(facts({ clockSkewMs: 10_000 }))).toBeNull();
  },
);

test('never checked is not called connected', () => {
  expect(healthOf(facts({ okAt: null }), NOW, null)).toMatchObject({
    state: 'lost',
    sentence: { code: 'health-not-checked' },
  });
});

test('an account that the broker blocked buys nothing, and the way leads to the broker', () => {
  const blocked = facts({ isBlocked: true });
  expect(healthOf(blocked, NOW, null)).toMatchObject({ state: 'needs-you', mend: 'open-broker' });
  expect(entryHold(blocked)).toBe('connection-needs-you');
});

test('every sentence stands in the catalogue', () => {
  const all = [
    facts(),
    facts({ failures: 2, lostSince: NOW }),
    facts({ keysRefusedAt: NOW }),
    facts({ isBlocked: true }),
    facts({ clockSkewMs: 99_000 }),
    facts({ limitedUntil: (NOW + 1) as WallMs }),
    facts({ okAt: null }),
  ];
  const codes = all.map((one) => healthOf(one, NOW, STOPS).sentence.code);
  expect(codes.filter((code) => !(code in en.outcomes))).toEqual([]);
  expect(new Set(codes).size).toBe(all.length);
});
