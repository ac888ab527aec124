import { parseSetting } from '#shared/words/typed-amount.ts';

/** What trading costs in a test, as it was typed: percentages. */
export interface TypedCosts {
  commission: string;
  spread: string;
  slippage: string;
}
/** The same as a test takes it: fractions, or the market's own fees and taxes. */
interface Costs {
  readonly commission: 'market' | number;
  readonly spread: number;
  readonly slippage: number;
}
export const NO_COSTS: TypedCosts = { commission: '', spread: '', slippage: '' };

/** The most a test takes of each. */
const MOST = 50;

/** A percentage as a fraction; null where it is none. */
export function costFraction(text: string): number | null {
  if (text.trim() === '') return 0;
  const percent = parseSetting(text);
  // Typed in percent, and no more exact than that: 0.07 % is 0.0007.
  return percent >= 0 && percent <= MOST ? Number((percent / 100).toFixed(8)) : null;
}

/** Null where one is no percentage. */
export function costsOf(typed: TypedCosts): Costs | null {
  const [commission, spread, slippage] = [typed.commission, typed.spread, typed.slippage].map(costFraction);
  if (commission == null || spread == null || slippage == null) return null;
  return { commission: typed.commission.trim() === '' ? 'market' : commission, spread, slippage };
}
