import { atLeastByLuck } from './chance.ts';

/** One forecast whose day has come: what was said, and what happened. */
export interface ScoredCase {
  /** What was said of the chance that the price would be higher. */
  readonly chanceUp: number;
  readonly rose: boolean;
  /** Whether what happened lay inside the band that was said; null where none was said. */
  readonly inside: boolean | null;
}

/** How a model did on one instrument, on days it had not seen. */
export interface ForecastRecord {
  readonly cases: number;
  /** Times the side it called likelier came. */
  readonly right: number;
  /** What always saying the side that came more often would have been right, and which side that is. */
  readonly baseRight: number;
  readonly baseSide: 'up' | 'down';
  /** Mean squared error of the chances, and of always saying how often it rose (Brier 1950); null without a case. */
  readonly brier: number | null;
  readonly baseBrier: number | null;
  /** Of the cases with a band, how many fell inside. */
  readonly banded: number;
  readonly inside: number;
  /** Models that were tried on this instrument: the more, the better the best looks by luck. */
  readonly tried: number;
  readonly use: ForecastUse;
}

/**
 * Whether a model may take part: `better`, or why not. `few`: fewer than `CASES_MIN`. `no-better`: right no more often,
 * or with worse chances, than the base rate. `luck`: better, but so that luck alone would do as well too often.
 */
export type ForecastUse = 'better' | 'few' | 'no-better' | 'luck';

export const CASES_MIN = 30;
/** How often luck may look like this; shared by all that were tried. */
const LUCK_MAX = 0.05;

/**
 * The record of these cases. The base rate is taken with hindsight, from the same days: a harder rival than anybody
 * had on the day. Luck is judged case by case (a sign test on those where the model and the base rate disagree,
 * Diebold and Mariano 1995), divided by the number of tries (Bonferroni).
 */
export function recordOf(cases: readonly ScoredCase[], tried: number): ForecastRecord {
  const total = cases.length;
  const ups = count(cases, ({ rose }) => rose);
  const baseSide = ups * 2 >= total ? 'up' : 'down';
  const share = total === 0 ? 0 : ups / total;
  const isRight = ({ chanceUp, rose }: ScoredCase): boolean => chanceUp > 0.5 === rose;
  const isBaseRight = ({ rose }: ScoredCase): boolean => rose === (baseSide === 'up');
  const figures = {
    cases: total,
    right: count(cases, isRight),
    baseRight: count(cases, isBaseRight),
    baseSide,
    brier: mean(cases, ({ chanceUp, rose }) => (chanceUp - (rose ? 1 : 0)) ** 2),
    baseBrier: mean(cases, ({ rose }) => (share - (rose ? 1 : 0)) ** 2),
    banded: count(cases, ({ inside }) => inside !== null),
    inside: count(cases, ({ inside }) => inside === true),
    tried,
  } as const;
  const won = count(cases, (one) => isRight(one) && !isBaseRight(one));
  const lost = count(cases, (one) => !isRight(one) && isBaseRight(one));
  return { ...figures, use: useOf(figures, atLeastByLuck(won, won + lost)) };
}

function useOf(record: Omit<ForecastRecord, 'use'>, luck: number): ForecastUse {
  if (record.cases < CASES_MIN || record.brier === null || record.baseBrier === null) return 'few';
  if (record.right <= record.baseRight || record.brier >= record.baseBrier) return 'no-better';
  return luck * record.tried > LUCK_MAX ? 'luck' : 'better';
}

function count(cases: readonly ScoredCase[], is: (one: ScoredCase) => boolean): number {
  return cases.reduce((sum, one) => (is(one) ? sum + 1 : sum), 0);
}

function mean(cases: readonly ScoredCase[], of: (one: ScoredCase) => number): number | null {
  return cases.length === 0 ? null : cases.reduce((sum, one) => sum + of(one), 0) / cases.length;
}
