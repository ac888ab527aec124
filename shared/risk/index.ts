import { CHECK_NAMES, type Check, type CheckInput, type CheckName, type CheckVerdict } from './check.ts';
import { blockList } from './checks/block-list.ts';
import { botBudget } from './checks/bot-budget.ts';
import { buyingPower } from './checks/buying-power.ts';
import { collar } from './checks/collar.ts';
import { dailyLoss } from './checks/daily-loss.ts';
import { drawdown } from './checks/drawdown.ts';
import { duplicates } from './checks/duplicates.ts';
import { exitQuantity } from './checks/exit-quantity.ts';
import { horizonSplit } from './checks/horizon-split.ts';
import { investedMax } from './checks/invested-max.ts';
import { knownPrice } from './checks/known-price.ts';
import { lotAndTick } from './checks/lot-and-tick.ts';
import { marketOpen } from './checks/market-open.ts';
import { mode } from './checks/mode.ts';
import { openPositions } from './checks/open-positions.ts';
import { opposesHolding } from './checks/opposes-holding.ts';
import { ordersPerDay } from './checks/orders-per-day.ts';
import { positionSize } from './checks/position-size.ts';
import { riskPerTrade } from './checks/risk-per-trade.ts';

/** Every check by its name: a name without a check, or a check without a name, does not compile. */
export const CHECKS: Readonly<Record<CheckName, Check>> = {
  mode,
  'market-open': marketOpen,
  'known-price': knownPrice,
  'block-list': blockList,
  'lot-and-tick': lotAndTick,
  'exit-quantity': exitQuantity,
  duplicates,
  'opposes-holding': opposesHolding,
  collar,
  'position-size': positionSize,
  'invested-max': investedMax,
  'horizon-split': horizonSplit,
  'risk-per-trade': riskPerTrade,
  'buying-power': buyingPower,
  'bot-budget': botBudget,
  'open-positions': openPositions,
  'orders-per-day': ordersPerDay,
  'daily-loss': dailyLoss,
  drawdown,
};

export interface CheckResult {
  /** One verdict for every check that applies, in the order of `CHECK_NAMES`. */
  readonly verdicts: readonly CheckVerdict[];
  readonly allowed: boolean;
  /** The first verdict that stands in the way; null when allowed. */
  readonly blockedBy: CheckVerdict | null;
}

/**
 * Runs every check that applies, also after the first no: a card shows them all. An entry needs every check to
 * pass; an exit is stopped by a no only, never by something unknown.
 */
export function runChecks(input: CheckInput): CheckResult {
  const verdicts: CheckVerdict[] = [];
  let blockedBy: CheckVerdict | null = null;
  for (const name of CHECK_NAMES) {
    const check = CHECKS[name];
    if (check.appliesTo !== 'both' && check.appliesTo !== input.intent) continue;
    const answer = check.run(input);
    const verdict: CheckVerdict = { check: name, ...answer };
    verdicts.push(verdict);
    const blocks = answer.answer === 'deny' || (answer.answer === 'unknown' && input.intent === 'entry');
    if (blocks) blockedBy ??= verdict;
  }
  return { verdicts, allowed: blockedBy === null, blockedBy };
}
