import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitPlanSchema, hasExitPlan, protectsLess, type ExitPlan } from '../domain/exit-plan.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { isTimeOver, nextRaiseAt, raisedStop, whyRaised, type Watched } from './monitor.ts';

const us = anInstrument();
/** Bought at 100 with a stop at 95: 1 R is 5. */
const held = (changes: Partial<Watched> = {}): Watched => ({
  entry: 100,
  firstStop: 95,
  stop: 95,
  best: 100,
  atr: 2,
  ...changes,
});
const raised = (plan: ExitPlan, changes: Partial<Watched>) => raisedStop(plan, held(changes), us);

describe('a stop is raised', () => {
  it('to the price paid once the gain was so many times the first risk, and not a tick before', () => {
    expect(raised({ breakEvenAt: 1 }, { best: 104.99 })).toBeNaN();
    expect(raised({ breakEvenAt: 1 }, { best: 105 })).toBe(100);
    expect(raised({ breakEvenAt: 2 }, { best: 109 })).toBeNaN();
    expect(raised({ breakEvenAt: 2 }, { best: 110 })).toBe(100);
    expect(raised({ breakEvenAt: 1 }, { best: 105, entry: 100.004 }), 'rounded to act sooner').toBeNaN();
    expect(raised({ breakEvenAt: 1 }, { best: 106, entry: 100.004 })).toBe(100.01);
  });

  it('behind the best price by a percentage, and by average true ranges', () => {
    expect(raised({ trailFraction: 0.04 }, { best: 110 })).toBe(105.6);
    expect(raised({ trailAtr: 3 }, { best: 110 })).toBe(104);
    expect(raised({ trailFraction: 0.04, trailAtr: 3 }, { best: 110 }), 'the nearer of both').toBe(105.6);
    expect(whyRaised({ breakEvenAt: 1, trailAtr: 3 }, held({ best: 110 }))).toBe('trailing');
    expect(whyRaised({ breakEvenAt: 1, trailAtr: 3 }, held({ best: 105 }))).toBe('break-even');
  });

  it('never without the figure it goes by, and break-even never without a first stop', () => {
    expect(raised({ trailAtr: 3 }, { best: 110, atr: NaN })).toBeNaN();
    expect(raised({ breakEvenAt: 1 }, { best: 200, firstStop: NaN })).toBeNaN();
    expect(raised({ breakEvenAt: 1 }, { best: 200, firstStop: 101 })).toBeNaN();
    expect(raised({ maxBars: 3 }, { best: 200 })).toBeNaN();
  });

  it('also where there was none', () => {
    expect(raised({ trailFraction: 0.1 }, { stop: NaN, firstStop: NaN })).toBe(90);
  });
});

const plans = fc.record(
  {
    breakEvenAt: fc.double({ min: 0.1, max: 20, noNaN: true }),
    trailFraction: fc.double({ min: 0.001, max: 0.9, noNaN: true }),
    trailAtr: fc.double({ min: 0.1, max: 20, noNaN: true }),
  },
  { requiredKeys: [] },
);
const positions = fc.record({
  entry: fc.double({ min: 5, max: 500, noNaN: true }),
  risk: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  gain: fc.double({ min: 0, max: 2, noNaN: true }),
  atr: fc.oneof(fc.constant(NaN), fc.double({ min: 0.001, max: 5, noNaN: true })),
});

it('is only ever raised, and never above the best price', () => {
  fc.assert(
    fc.property(plans, positions, (plan, { entry, risk, gain, atr }) => {
      const stop = entry * (1 - risk);
      const best = entry * (1 + gain);
      const after = raisedStop(plan, { entry, firstStop: stop, stop, best, atr }, us);
      if (Number.isNaN(after)) return;
      expect(after).toBeGreaterThan(stop);
      expect(after).toBeLessThanOrEqual(best + 0.01);
    }),
  );
});

it('between closes it asks to be called at a price above the best one at which the stop is raised, as long as there is any', () => {
  fc.assert(
    fc.property(plans, positions, (plan, { entry, risk, gain, atr }) => {
      const at = { entry, firstStop: entry * (1 - risk), stop: entry * (1 - risk), best: entry * (1 + gain), atr };
      const settled = raisedStop(plan, at, us);
      const now = Number.isNaN(settled) ? at : { ...at, stop: settled };
      const next = nextRaiseAt(plan, now, us);
      if (Number.isNaN(next)) {
        // Nothing follows: even far above, the stop stays.
        if (plan.trailAtr === undefined || !Number.isNaN(atr)) {
          expect(raisedStop(plan, { ...now, best: now.best * 3 }, us)).toBeNaN();
        }
        return;
      }
      expect(next).toBeGreaterThan(now.best);
      const there = raisedStop(plan, { ...now, best: next }, us);
      expect(there, `at ${next}`).toBeGreaterThan(now.stop);
    }),
  );
});

it('however close it follows, it is not called at every price: each move is an order at a broker', () => {
  expect(nextRaiseAt({ trailFraction: 0.001 }, held({ best: 110, stop: 109.89 }), us)).toBeGreaterThanOrEqual(110.1);
  expect(nextRaiseAt({ trailAtr: 1 }, held({ best: 110, stop: 109.95, atr: 0.05 }), us)).toBeGreaterThanOrEqual(110.1);
});

it('a position is sold after its last bar, and never without one', () => {
  expect([2, 3, 4].map((bars) => isTimeOver({ maxBars: 3 }, bars))).toEqual([false, true, true]);
  expect(isTimeOver({}, 1e9)).toBe(false);
});

describe('what a person may ask for', () => {
  it('is refused where it is mistyped or makes no sense', () => {
    for (const wrong of [
      { trailPercent: 5 },
      { trailFraction: 5 },
      { trailFraction: 0 },
      { trailAtr: -1 },
      { breakEvenAt: 0 },
      { maxBars: 1.5 },
      { maxBars: 0 },
    ]) {
      expect(exitPlanSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
    expect(exitPlanSchema.parse({ breakEvenAt: 1, maxBars: 30 })).toEqual({ breakEvenAt: 1, maxBars: 30 });
  });

  it('protects less where a part is off, later or farther away', () => {
    const plan = { breakEvenAt: 1, trailFraction: 0.05 };
    expect(protectsLess(plan, { breakEvenAt: 1 })).toBe(true);
    expect(protectsLess(plan, { breakEvenAt: 2, trailFraction: 0.05 })).toBe(true);
    expect(protectsLess(plan, { ...plan, maxBars: 9 })).toBe(false);
    expect(protectsLess({}, plan)).toBe(false);
    expect([hasExitPlan(undefined), hasExitPlan({}), hasExitPlan({ maxBars: 2 })]).toEqual([false, false, true]);
  });
});
