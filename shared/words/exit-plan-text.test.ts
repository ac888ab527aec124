import { expect, it } from 'vitest';
import { en } from './en.ts';
import { exitPlanText } from './exit-plan-text.ts';
import { ko } from './ko.ts';

const plan = { breakEvenAt: 1, trailFraction: 0.075, trailAtr: 2.5, maxBars: 30 };

it('a plan is said part by part, and nothing where all is off', () => {
  expect(exitPlanText(en.bots, plan)).toBe(
    'break-even at +1 R, trailing 7.5% below the best price, trailing 2.5 × ATR, sold after 30 bars',
  );
  expect(exitPlanText(ko.bots, plan)).toBe(
    '+1 R이면 본전 손절, 최고가 7.5% 아래로 따라가는 손절, ATR 2.5배로 따라가는 손절, 30봉 뒤 매도',
  );
  expect(exitPlanText(en.bots, {})).toBeNull();
});
