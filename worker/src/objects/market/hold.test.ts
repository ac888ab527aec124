import { describe, expect, test } from 'vitest';
import type { WallMs } from '#shared/lib/time.ts';
import { answered, decideHold, NO_HOLD, type HoldInput, type HoldState } from './hold.ts';

const T0 = 1_000_000 as WallMs;
const at = (ms: number): WallMs => (T0 + ms) as WallMs;
const never = 0 as WallMs;

function decide(change: Partial<HoldInput>) {
  return decideHold({
    hold: NO_HOLD,
    step: 5,
    openQuestions: 1,
    noWait: false,
    watchedUntil: never,
    now: T0,
    ...change,
  });
}
const held: HoldState = { ...NO_HOLD, heldSince: T0 };

describe('the clock holds between two bars', () => {
  test('while a question is open, for 30 seconds', () => {
    expect(decide({})).toEqual({ kind: 'wait', hold: held, until: at(30_000) });
    expect(decide({ hold: held, now: at(29_999) }).kind).toBe('wait');
    expect(decide({ hold: held, now: at(30_000) })).toEqual({
      kind: 'go',
      hold: { heldSince: null, doneStep: 5, answered: false, unanswered: 1 },
    });
  });

  test('not without a question, not with --no-wait, not twice in one gap', () => {
    expect(decide({ openQuestions: 0 }).kind).toBe('go');
    expect(decide({ noWait: true }).kind).toBe('go');
    expect(decide({ hold: { ...NO_HOLD, doneStep: 5 } }).kind).toBe('go');
    expect(decide({ hold: { ...NO_HOLD, doneStep: 4 } }).kind).toBe('wait');
  });

  test('goes on at once when the last question was answered', () => {
    expect(decide({ hold: { ...held, answered: true, unanswered: 2 }, openQuestions: 0, now: at(5) })).toEqual({
      kind: 'go',
      hold: { heldSince: null, doneStep: 5, answered: false, unanswered: 0 },
    });
  });

  test('as long as somebody looks at the question, at most 10 minutes', () => {
    expect(decide({ hold: held, now: at(40_000), watchedUntil: at(60_000) })).toMatchObject({
      kind: 'wait',
      until: at(60_000),
    });
    expect(decide({ hold: held, now: at(60_000), watchedUntil: at(60_000) }).kind).toBe('go');
    expect(decide({ hold: held, now: at(599_999), watchedUntil: at(9e6) })).toMatchObject({
      kind: 'wait',
      until: at(600_000),
    });
    expect(decide({ hold: held, now: at(600_000), watchedUntil: at(9e6) }).kind).toBe('go');
  });

  test('no more after three that nobody answered, until somebody answers', () => {
    let hold: HoldState = NO_HOLD;
    for (let step = 1; step <= 3; step++) {
      const begun = decide({ hold, step });
      expect(begun.kind).toBe('wait');
      hold = decide({ hold: begun.hold, step, now: at(30_000) }).hold;
    }
    expect(hold.unanswered).toBe(3);
    expect(decide({ hold, step: 4 }).kind).toBe('go');
    expect(decide({ hold: answered(hold), step: 4 }).kind).toBe('wait');
  });

  test('one of two questions answered is an answer', () => {
    const hold = answered({ ...held, unanswered: 2 });
    expect(decide({ hold, now: at(30_000) }).hold.unanswered).toBe(0);
  });
});
