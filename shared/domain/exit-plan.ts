import { z } from 'zod';
import { between } from './between.ts';

/** What each part of a plan may be, both ends included. */
export const EXIT_PLAN_RANGES = {
  breakEvenAt: [0.1, 20],
  trailFraction: [0.001, 0.9],
  trailAtr: [0.1, 20],
  maxBars: [1, 2_000],
} as const;
export type ExitPlanPart = keyof typeof EXIT_PLAN_RANGES;
export const EXIT_PLAN_PARTS = Object.keys(EXIT_PLAN_RANGES) as readonly ExitPlanPart[];

/**
 * What moves a bot's stop-losses after it has bought, beside the stop and target of each purchase, and when it sells at
 * the latest. Absent: off, as all are unless a person turns them on. The figures only ever raise a stop.
 */
export const exitPlanSchema = z.strictObject({
  /** The stop goes to the price it bought at once the best price is so many times the first risk above that (1 R is 1). */
  breakEvenAt: between(EXIT_PLAN_RANGES.breakEvenAt).optional(),
  /** The stop follows the best price since the purchase, this far below it; a fraction (0.05). */
  trailFraction: between(EXIT_PLAN_RANGES.trailFraction).optional(),
  /** The same, so many average true ranges (14 bars) below it. */
  trailAtr: between(EXIT_PLAN_RANGES.trailAtr).optional(),
  /** Sold after so many closed bars of the bot's timeframe, the one it was bought in counted. */
  maxBars: between(EXIT_PLAN_RANGES.maxBars).int().optional(),
});
export type ExitPlan = z.infer<typeof exitPlanSchema>;

/** Which part of a plan raised a stop. */
export type StopRaise = 'break-even' | 'trailing';

/** Whether there is anything to watch. */
export function hasExitPlan(plan: ExitPlan | undefined): plan is ExitPlan {
  return plan !== undefined && EXIT_PLAN_PARTS.some((part) => plan[part] !== undefined);
}

/** Whether the plan after protects less than the one before: something is off, later or farther away. */
export function protectsLess(before: ExitPlan, after: ExitPlan): boolean {
  return EXIT_PLAN_PARTS.some((part) => (after[part] ?? Infinity) > (before[part] ?? Infinity));
}
