import { describe, expect, test } from 'vitest';
import { exitPlanSchema } from '#shared/domain/exit-plan.ts';
import { EXIT_OPTIONS, exitPlanOf } from './exit-options.ts';

describe('a plan for what is held, as options', () => {
  test('is called by the fields of the API', () => {
    expect(EXIT_OPTIONS).toEqual(['break-even-at', 'trail-fraction', 'trail-atr', 'max-bars']);
    expect(Object.keys(exitPlanSchema.shape)).toHaveLength(EXIT_OPTIONS.length);
  });

  test.each([
    [{ 'trail-fraction': '8%' }, { trailFraction: 0.08 }],
    [
      { 'trail-fraction': '0.08', 'break-even-at': '1' },
      { trailFraction: 0.08, breakEvenAt: 1 },
    ],
    [
      { 'max-bars': '20', 'trail-atr': '2.5' },
      { maxBars: 20, trailAtr: 2.5 },
    ],
    [{}, {}],
  ])('%j', (options, plan) => {
    expect(exitPlanOf(options)).toEqual(plan);
    expect(exitPlanSchema.parse(plan)).toEqual(plan);
  });

  test('stands over the one a bot has, and takes parts of it away', () => {
    const own = { breakEvenAt: 1, trailFraction: 0.1 };
    expect(exitPlanOf({ 'trail-fraction': 'off', 'max-bars': '10' }, own)).toEqual({ breakEvenAt: 1, maxBars: 10 });
  });

  test.each([
    ['trail-fraction', '8', 'like 8% or 0.08, from 0.001 to 0.9'],
    ['trail-fraction', '95%', 'like 8% or 0.08'],
    ['break-even-at', 'soon', 'like 1 or 1.5, from 0.1 to 20'],
    ['max-bars', '20d', 'a whole number of bars, like 20'],
    ['max-bars', '1.5', 'a whole number of bars'],
    ['trail-atr', '', 'like 3'],
  ])('--%s %s is refused with what to write', (name, text, said) => {
    expect(() => exitPlanOf({ [name]: text })).toThrow(said);
  });
});
