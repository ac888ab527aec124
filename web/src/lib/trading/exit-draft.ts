import { EXIT_PLAN_PARTS, EXIT_PLAN_RANGES, type ExitPlan, type ExitPlanPart } from '#shared/domain/exit-plan.ts';
import { parseSetting } from '#shared/words/typed-amount.ts';

/** What is typed of a bot's plan for what it holds, percent as percent; empty is off. */
export type ExitDraft = Record<ExitPlanPart, string>;

const PERCENT = 100;
const scaleOf = (part: ExitPlanPart): number => (part === 'trailFraction' ? PERCENT : 1);
/** 7.5 % is 0.075, not a hair beside it. */
const exact = (value: number): number => Number(value.toFixed(8));

/** A plan as a person would type it. */
export function draftOfPlan(plan: ExitPlan): ExitDraft {
  const typed = (part: ExitPlanPart): string => {
    const value = plan[part];
    return value === undefined ? '' : String(exact(value * scaleOf(part)));
  };
  return {
    breakEvenAt: typed('breakEvenAt'),
    trailFraction: typed('trailFraction'),
    trailAtr: typed('trailAtr'),
    maxBars: typed('maxBars'),
  };
}

/** Least and most that can be typed. */
export function rangeOf(part: ExitPlanPart): readonly [number, number] {
  const [least, most] = EXIT_PLAN_RANGES[part];
  return [exact(least * scaleOf(part)), exact(most * scaleOf(part))];
}

/** Whether it is empty or one of the numbers there can be. */
export function isTyped(part: ExitPlanPart, text: string): boolean {
  return text.trim() === '' || valueOf(part, text) !== null;
}

/** What was typed as a plan, without what is off; null while something of it cannot be. */
export function planOfDraft(draft: ExitDraft): ExitPlan | null {
  if (!EXIT_PLAN_PARTS.every((part) => isTyped(part, draft[part]))) return null;
  const typed = EXIT_PLAN_PARTS.map((part) => [part, valueOf(part, draft[part])] as const);
  return Object.fromEntries(typed.filter(([, value]) => value !== null));
}

function valueOf(part: ExitPlanPart, text: string): number | null {
  const value = exact(parseSetting(text) / scaleOf(part));
  const [least, most] = EXIT_PLAN_RANGES[part];
  const isWhole = part !== 'maxBars' || Number.isInteger(value);
  return isWhole && value >= least && value <= most ? value : null;
}
