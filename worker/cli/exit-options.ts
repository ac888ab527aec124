import { EXIT_PLAN_PARTS, EXIT_PLAN_RANGES, type ExitPlan, type ExitPlanPart } from '#shared/domain/exit-plan.ts';
import { PlainError } from '../host/plain-error.ts';
import { kebab } from './kebab.ts';

/** A bot's plan for what it holds, as options: the fields of the API, `--trail-fraction 8%`. */
export const EXIT_OPTIONS: readonly string[] = EXIT_PLAN_PARTS.map(kebab);

/** What to write, by part. */
const EXAMPLES: Readonly<Record<ExitPlanPart, string>> = {
  breakEvenAt: 'times the first risk, like 1 or 1.5',
  trailFraction: 'a share below the best price, like 8% or 0.08',
  trailAtr: 'average true ranges below the best price, like 3',
  maxBars: 'a whole number of bars, like 20',
};

/** The plan that is asked for, over the one that is there; `off` takes a part away. */
export function exitPlanOf(options: Readonly<Record<string, string>>, before: ExitPlan = {}): ExitPlan {
  const plan: { -readonly [Part in ExitPlanPart]?: ExitPlan[Part] } = { ...before };
  for (const part of EXIT_PLAN_PARTS) {
    const text = options[kebab(part)]?.trim();
    if (text === undefined) continue;
    if (text === 'off') delete plan[part];
    else plan[part] = figureOf(part, text);
  }
  return plan;
}

function figureOf(part: ExitPlanPart, text: string): number {
  const isShare = part === 'trailFraction' && text.endsWith('%');
  const value = text === '' ? Number.NaN : Number(isShare ? text.slice(0, -1) : text) / (isShare ? 100 : 1);
  const [least, most] = EXIT_PLAN_RANGES[part];
  const isWhole = part !== 'maxBars' || Number.isInteger(value);
  if (value >= least && value <= most && isWhole) return value;
  throw new PlainError(`--${kebab(part)} is ${EXAMPLES[part]}, from ${least} to ${most}, or off; not ${text}.`);
}
