import { describe, expect, it } from 'vitest';
import { nextTarget, type StandingTarget, type TargetDay } from './standing-target.ts';

const LEVELS = { stop: 90, target: 118, fromForecast: false };
const day = (change: Partial<TargetDay> = {}): TargetDay => ({
  day: '2026-11-20',
  high: 102,
  low: 98,
  levels: LEVELS,
  ...change,
});
const before = (change: Partial<StandingTarget> = {}): StandingTarget => ({
  target: 110,
  stop: 95,
  setOn: '2026-11-13',
  days: 4,
  ...change,
});
const fresh = { target: 118, stop: 90, setOn: '2026-11-20', days: 0 };

describe('a price target', () => {
  it('is set at a close, and stands on while nothing happens', () => {
    expect(nextTarget(null, day(), [])).toEqual({ standing: fresh, reached: null });
    expect(nextTarget(null, day({ levels: null }), [])).toEqual({ standing: null, reached: null });
    expect(nextTarget(before(), day(), []).standing).toEqual({ ...before(), days: 5 });
  });

  it('is reached by a high, told once, and followed by a new one', () => {
    const { standing, reached } = nextTarget(before(), day({ high: 110 }), []);
    expect(reached).toMatchObject({ target: 110, setOn: '2026-11-13', days: 5 });
    expect(standing).toEqual(fresh);
  });

  it('is given up where its stop was touched, also on a day that holds both', () => {
    expect(nextTarget(before(), day({ high: 120, low: 95 }), [])).toEqual({ standing: fresh, reached: null });
  });

  it('follows a split: two for one halves it', () => {
    const { standing, reached } = nextTarget(before(), day({ high: 51, low: 49, levels: null }), [{ at: 1, ratio: 2 }]);
    expect(standing).toMatchObject({ target: 55, stop: 47.5 });
    expect(reached).toBeNull();
  });

  it('grows old after twenty market days', () => {
    expect(nextTarget(before({ days: 18 }), day(), []).standing?.days).toBe(19);
    expect(nextTarget(before({ days: 19 }), day(), []).standing).toEqual(fresh);
  });
});
