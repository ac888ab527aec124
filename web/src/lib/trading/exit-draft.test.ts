import { describe, expect, it } from 'vitest';
import { draftOfPlan, isTyped, planOfDraft, rangeOf } from './exit-draft.ts';

const OFF = { breakEvenAt: '', trailFraction: '', trailAtr: '', maxBars: '' };

describe('what is typed of a plan', () => {
  it('is what the server takes, percent as fractions, and nothing where all is empty', () => {
    expect(planOfDraft(OFF)).toEqual({});
    expect(planOfDraft({ breakEvenAt: '1', trailFraction: '7.5', trailAtr: ' 2,5 ', maxBars: '30' })).toEqual({
      breakEvenAt: 1,
      trailFraction: 0.075,
      trailAtr: 2.5,
      maxBars: 30,
    });
    expect(planOfDraft({ ...OFF, trailFraction: '5 %' })).toEqual({ trailFraction: 0.05 });
  });

  it('is shown again as it was typed', () => {
    const plan = { trailFraction: 0.075, maxBars: 30 };
    expect(draftOfPlan(plan)).toEqual({ ...OFF, trailFraction: '7.5', maxBars: '30' });
    expect(planOfDraft(draftOfPlan(plan))).toEqual(plan);
  });

  it.each([
    ['trailFraction', '95'],
    ['trailFraction', '0'],
    ['trailAtr', 'two'],
    ['maxBars', '2.5'],
    ['maxBars', '1,000'],
    ['breakEvenAt', '-1'],
  ] as const)('%s cannot be %s', (part, text) => {
    expect(isTyped(part, text)).toBe(false);
    expect(planOfDraft({ ...OFF, [part]: text })).toBeNull();
  });

  it('says what it can be', () => {
    expect(rangeOf('trailFraction')).toEqual([0.1, 90]);
  });
});
