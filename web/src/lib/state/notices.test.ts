import { expect, it } from 'vitest';
import { noticesOf, type Facts } from './notices.ts';

const NOW = Date.parse('2026-11-29T10:31:00Z');
const FINE: Facts = {
  now: NOW,
  silentSince: null,
  brokenSince: null,
  noticedAt: null,
  heardAt: NOW,
  oldestShown: null,
  waitingSince: null,
  isCutOff: false,
  isHere: false,
  clockAheadMs: 0,
  isFull: false,
  isNewReady: false,
};
const first = (facts: Partial<Facts>) => noticesOf({ ...FINE, ...facts })[0];

it('says nothing while all is well, nor of a blink', () => {
  expect(noticesOf(FINE)).toEqual([]);
  expect(noticesOf({ ...FINE, silentSince: NOW - 500, brokenSince: NOW - 500, noticedAt: NOW - 500 })).toEqual([]);
});

it('dates what is shown by the oldest of it, not by when the line broke', () => {
  const facts = {
    silentSince: NOW - 10_000,
    brokenSince: NOW - 12_000,
    noticedAt: NOW - 12_000,
    heardAt: NOW - 12_000,
  };
  expect(first(facts)).toEqual({ code: 'no-answer', since: NOW - 12_000, from: NOW - 12_000 });
  expect(first({ ...facts, oldestShown: NOW - 60_000 })).toMatchObject({ from: NOW - 60_000 });
});

it('blames the device only where it is cut off, and never for a Nod of this very computer', () => {
  const silent = { silentSince: NOW - 10_000, isCutOff: true };
  expect(first(silent)?.code).toBe('cut-off');
  expect(first({ ...silent, isHere: true })?.code).toBe('no-answer-here');
});

it('a Nod that answers, though no news comes by itself, is not called gone', () => {
  expect(first({ brokenSince: NOW - 60_000, noticedAt: NOW - 8_000 })).toEqual({
    code: 'no-stream',
    since: NOW - 60_000,
  });
});

it('says on a thin line what is shown meanwhile, or that it still loads', () => {
  expect(first({ oldestShown: NOW - 3_600_000, waitingSince: NOW - 6_000 })).toEqual({
    code: 'older',
    from: NOW - 3_600_000,
  });
  expect(first({ waitingSince: NOW - 6_000 })).toEqual({ code: 'slow' });
});

it('names a clock that is off either way, a full device and a new version beside what is wrong with the line', () => {
  const codes = noticesOf({
    ...FINE,
    silentSince: NOW - 10_000,
    clockAheadMs: -240_000,
    isFull: true,
    isNewReady: true,
  }).map(({ code }) => code);
  expect(codes).toEqual(['no-answer', 'clock', 'full', 'new-version']);
});
