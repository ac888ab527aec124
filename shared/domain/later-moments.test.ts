import { expect, it } from 'vitest';
import type { WallMs } from '../lib/time.ts';
import { laterMoments } from './later-moments.ts';

/** A Monday, 10:31 in New York; the session ends at 16:00, in summer time at 20:00 UTC. */
const NOW = Date.parse('2026-06-15T14:31:00Z') as WallMs;
const NEW_YORK = 'America/New_York';
const momentsOf = (answerBy: string, change: Partial<Parameters<typeof laterMoments>[0]> = {}, zone = NEW_YORK) =>
  laterMoments({ answerBy, currency: 'USD', world: 'paper', ...change }, { now: NOW, zone }).map(
    ({ moment, at }) => `${moment} ${new Date(at).toISOString().slice(11, 16)}`,
  );

it('Later offers what lies before the end of the window, the nearest first', () => {
  expect(momentsOf('2026-06-15T20:00:00Z')).toEqual(['in-an-hour 15:31', 'at-lunch 16:00', 'before-the-close 19:30']);
  expect(momentsOf('2026-06-15T15:50:00Z')).toEqual(['in-an-hour 15:31']);
  expect(momentsOf('2026-06-15T14:41:00Z'), 'ten minutes leave nothing to move it to').toEqual([]);
});

it('lunch is the reader’s, the close the exchange’s', () => {
  expect(momentsOf('2026-06-16T13:30:00Z', {}, 'Asia/Seoul')).toContain('at-lunch 03:00');
  expect(momentsOf('2026-06-16T13:30:00Z', { currency: 'KRW' })).toContain('before-the-close 06:00');
});

it('an invented or a past market has no close on the wall', () => {
  for (const world of ['demo', 'replay'] as const)
    expect(momentsOf('2026-06-15T20:00:00Z', { world }).join()).not.toContain('close');
});
