import { CHECK_NAMES, type Check, type CheckInput, type CheckName, type CheckVerdict } from './check.ts';
import { allowList } from './checks/allow-list.ts';
import { blockList } from './checks/block-list.ts';
import { botBudget } from './checks/bot-budget.ts';
import { buyingPower } from './checks/buying-power.ts';
import { collar } from './checks/collar.ts';
import { consecutiveLosses } from './checks/consecutive-losses.ts';
import { cooldown } from './checks/cooldown.ts';
import { correlation } from './checks/correlation.ts';
import { dailyLoss } from './checks/daily-loss.ts';
import { dayTrades } from './checks/day-trades.ts';
import { drawdown } from './checks/drawdown.ts';
import { duplicates } from './checks/duplicates.ts';
import { earnings } from './checks/earnings.ts';
import { exitQuantity } from './checks/exit-quantity.ts';
import { horizonSplit } from './checks/horizon-split.ts';
import { exposureGross } from './checks/exposure-gross.ts';
import { exposureNet } from './checks/exposure-net.ts';
import { halted } from './checks/halted.ts';
import { investedMax } from './checks/invested-max.ts';
import { knownPrice } from './checks/known-price.ts';
import { liquidity } from './checks/liquidity.ts';
import { lotAndTick } from './checks/lot-and-tick.ts';
import { lowPerformer } from './checks/low-performer.ts';
import { marketOpen } from './checks/market-open.ts';
import { minimumPrice } from './checks/minimum-price.ts';
import { mode } from './checks/mode.ts';
import { openPositions } from './checks/open-positions.ts';
import { opposesHolding } from './checks/opposes-holding.ts';
import { ordersPerDay } from './checks/orders-per-day.ts';
import { ordersPerMinute } from './checks/orders-per-minute.ts';
import { portfolioHeat } from './checks/portfolio-heat.ts';
import { positionAmount } from './checks/position-amount.ts';
import { positionSize } from './checks/position-size.ts';
import { priceLimit } from './checks/price-limit.ts';
import { riskPerTrade } from './checks/risk-per-trade.ts';
import { sectorExposure } from './checks/sector-exposure.ts';
import { sessionKind } from './checks/session-kind.ts';
import { settledCash } from './checks/settled-cash.ts';
import { shortSale } from './checks/short-sale.ts';
import { spread } from './checks/spread.ts';
import { stopOutGuard } from './checks/stop-out-guard.ts';

/** Every check by its name: a name without a check, or a check without a name, does not compile. */
export const CHECKS: Readonly<Record<CheckName, Check>> = {
  mode,
  'market-open': marketOpen,
  'session-kind': sessionKind,
  halted,
  'known-price': knownPrice,
  spread,
  'block-list': blockList,
  'allow-list': allowList,
  earnings,
  'short-sale': shortSale,
  'lot-and-tick': lotAndTick,
  'price-limit': priceLimit,
  'minimum-price': minimumPrice,
  'exit-quantity': exitQuantity,
  duplicates,
  'opposes-holding': opposesHolding,
  collar,
  liquidity,
  'position-size': positionSize,
  'position-amount': positionAmount,
  'invested-max': investedMax,
  'horizon-split': horizonSplit,
  'exposure-gross': exposureGross,
  'exposure-net': exposureNet,
  'sector-exposure': sectorExposure,
  correlation,
  'risk-per-trade': riskPerTrade,
  'portfolio-heat': portfolioHeat,
  'buying-power': buyingPower,
  'settled-cash': settledCash,
  'bot-budget': botBudget,
  'open-positions': openPositions,
  'orders-per-day': ordersPerDay,
  'orders-per-minute': ordersPerMinute,
  'day-trades': dayTrades,
  cooldown,
  'stop-out-guard': stopOutGuard,
  'low-performer': lowPerformer,
  'consecutive-losses': consecutiveLosses,
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
