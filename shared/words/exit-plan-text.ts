import type { ExitPlan } from '../domain/exit-plan.ts';
import type { Words } from './en.ts';
import { figure, percent } from './format.ts';

/** What a bot's plan does with what it holds: "break-even at +1 R, trailing 2 × ATR, sold after 30 bars"; null: nothing. */
export function exitPlanText(words: Words['bots'], plan: ExitPlan): string | null {
  const { breakEvenAt, trailFraction, trailAtr, maxBars } = plan;
  const parts = [
    breakEvenAt === undefined ? null : words.exits.breakEven(figure(breakEvenAt, 2)),
    trailFraction === undefined ? null : words.exits.trailFraction(percent(trailFraction)),
    trailAtr === undefined ? null : words.exits.trailAtr(figure(trailAtr, 2)),
    maxBars === undefined ? null : words.exits.maxBars(maxBars),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}
