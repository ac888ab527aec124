import { EXIT_PLAN_RANGES, exitPlanSchema, type ExitPlan, type ExitPlanPart } from '#shared/domain/exit-plan.ts';
import { RISK_PROFILES, type RiskLevel } from '#shared/domain/risk-profile.ts';
import type { Words } from '#shared/words/en.ts';
import { exitPlanText } from '#shared/words/exit-plan-text.ts';
import { figure, percent } from '#shared/words/format.ts';
import { parseSetting } from '#shared/words/typed-amount.ts';
import { button, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import type { Choose } from './dialog.ts';

/** What may be chosen, in the order it is offered; `profile`: nothing moves the stop of a purchase. */
const CHOICES = ['profile', 'breakEvenAt', 'trailFraction', 'trailAtr', 'maxBars', 'both'] as const;

/** Usual figures of each; the stop follows as far below as a purchase of this risk level may have it. */
function usualPlans(riskLevel: RiskLevel): Readonly<Record<(typeof CHOICES)[number], ExitPlan>> {
  const trailFraction = RISK_PROFILES[riskLevel].stop;
  return {
    profile: {},
    breakEvenAt: { breakEvenAt: 1 },
    trailFraction: { trailFraction },
    trailAtr: { trailAtr: 3 },
    maxBars: { maxBars: 20 },
    both: { breakEvenAt: 1, trailFraction },
  };
}

/** What a plan does with what a bot holds, in one sentence, also where it does nothing. */
export function planText(plan: ExitPlan, { bots }: Words): string {
  const text = exitPlanText(bots, plan);
  return text === null ? bots.exits.chosenNone : bots.exits.line(text);
}

/** What may move a stop or sell at the latest, each with a sentence; a button takes it, own figures are typed. */
export function askExits(
  { words }: CommandContext,
  desk: Desk,
  { now, riskLevel, choose }: { readonly now: ExitPlan; readonly riskLevel: RiskLevel; readonly choose: Choose },
): Card {
  const { exits } = words.bots;
  const { stop, target } = RISK_PROFILES[riskLevel];
  const of = { stop: percent(stop), target: percent(target) };
  const lines = {
    ...exits.choices,
    profile: exits.choices.profile(of),
    trailFraction: exits.choices.trailFraction(of),
  };
  return card(desk.cards, exits.title, {
    lines: [
      planText(now, words),
      ...CHOICES.map((name, place) => `${place + 1}. ${lines[name]}`),
      exits.onlyUp,
      exits.how,
    ],
    buttons: spread(
      CHOICES.map((_, place) => button(String(place + 1), choose(String(place + 1)))),
      3,
    ),
    tone: 'choice',
    expects: 'text',
  });
}

/** `3`, `3 10%`, `2 1.5, 5 30`: what is meant together; null when none, or when a figure cannot be. */
export function saidExits(text: string, riskLevel: RiskLevel): ExitPlan | null {
  const usual = usualPlans(riskLevel);
  const parts = text
    .trim()
    .split(/\s*[;+]\s*|\s*,\s+/)
    .map((part) => partOf(part, usual));
  if (!parts.every((part) => part !== null)) return null;
  const parsed = exitPlanSchema.safeParse(Object.assign({}, ...parts));
  return parsed.success ? parsed.data : null;
}

function partOf(text: string, usual: ReturnType<typeof usualPlans>): ExitPlan | null {
  const [, place = '', own] = /^(\d)(?:\s+(.+))?$/u.exec(text) ?? [];
  const name = CHOICES[Number(place) - 1];
  if (name === undefined) return null;
  if (own === undefined) return usual[name];
  const value = parseSetting(own);
  const isPart = name !== 'profile' && name !== 'both' && Number.isFinite(value);
  return isPart ? { [name]: name === 'trailFraction' ? Number((value / 100).toFixed(6)) : value } : null;
}

/** Least and most of each figure, as it is typed. */
export function exitRanges(words: Words): string {
  const range = (part: ExitPlanPart, scale = 1): string => {
    const [least, most] = EXIT_PLAN_RANGES[part];
    return `${figure(least * scale)}–${figure(most * scale)}`;
  };
  return words.bots.exits.bad({
    ...{ breakEvenAt: range('breakEvenAt'), trailFraction: range('trailFraction', 100) },
    ...{ trailAtr: range('trailAtr'), maxBars: range('maxBars') },
  });
}
