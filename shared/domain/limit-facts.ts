import type { LimitName } from './account-limits.ts';

/**
 * What a limit is counted in. `fraction`: 0.1 is 10 %; `money`: the account's currency; `usd`, `krw`: a price in that
 * currency whatever the account's; `sessions`: trading days; `switch`: on or off; the last five are lists.
 */
export const LIMIT_UNITS = [
  'fraction',
  'correlation',
  'money',
  'usd',
  'krw',
  'count',
  'sessions',
  'ms',
  'switch',
  'split',
  'names',
  'session-kinds',
  'sectors',
  'dated-names',
] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** What a limit is about, in the order in which people read them. */
export const LIMIT_GROUPS = ['size', 'together', 'losses', 'pace', 'market', 'what'] as const;
export type LimitGroup = (typeof LIMIT_GROUPS)[number];

/** Every limit, in the order in which it is shown: a limit without a line does not compile. */
export const LIMIT_FACTS = {
  positionFractionMax: { unit: 'fraction', group: 'size' },
  positionAmountMax: { unit: 'money', group: 'size' },
  riskFractionMax: { unit: 'fraction', group: 'size' },
  heatFractionMax: { unit: 'fraction', group: 'size' },
  botSizeFractionMax: { unit: 'fraction', group: 'size' },
  investedMax: { unit: 'money', group: 'size' },
  unconfirmedFractionMax: { unit: 'fraction', group: 'size' },
  secondNodAbove: { unit: 'money', group: 'size' },
  exposureGrossMax: { unit: 'fraction', group: 'together' },
  exposureNetMax: { unit: 'fraction', group: 'together' },
  sectorFractionMax: { unit: 'fraction', group: 'together' },
  fundFractionMax: { unit: 'fraction', group: 'together' },
  horizonSplit: { unit: 'split', group: 'together' },
  correlationMax: { unit: 'correlation', group: 'together' },
  portfolioCorrelationMax: { unit: 'correlation', group: 'together' },
  openPositionsMax: { unit: 'count', group: 'together' },
  drawdownMax: { unit: 'fraction', group: 'losses' },
  dailyLossFractionMax: { unit: 'fraction', group: 'losses' },
  consecutiveLossesMax: { unit: 'count', group: 'losses' },
  stopOutsMax: { unit: 'count', group: 'losses' },
  stopOutSessions: { unit: 'sessions', group: 'losses' },
  cooldownSessions: { unit: 'sessions', group: 'losses' },
  lowPerformerSessions: { unit: 'sessions', group: 'losses' },
  lowPerformerTrades: { unit: 'count', group: 'losses' },
  ordersPerDayMax: { unit: 'count', group: 'pace' },
  ordersPerMinuteMax: { unit: 'count', group: 'pace' },
  duplicateWindowMs: { unit: 'ms', group: 'pace' },
  dayTradesMax: { unit: 'count', group: 'pace' },
  settledCashOnly: { unit: 'switch', group: 'pace' },
  collarMax: { unit: 'fraction', group: 'market' },
  quoteAgeMaxMs: { unit: 'ms', group: 'market' },
  spreadMax: { unit: 'fraction', group: 'market' },
  tradedValueMin: { unit: 'money', group: 'market' },
  tradedValueShareMax: { unit: 'fraction', group: 'market' },
  priceMinUsd: { unit: 'usd', group: 'market' },
  priceMinKrw: { unit: 'krw', group: 'market' },
  sessionKinds: { unit: 'session-kinds', group: 'market' },
  shortAllowed: { unit: 'switch', group: 'what' },
  blockList: { unit: 'names', group: 'what' },
  blockedUntil: { unit: 'dated-names', group: 'what' },
  earningsSessions: { unit: 'sessions', group: 'what' },
  blockedSectors: { unit: 'names', group: 'what' },
  allowList: { unit: 'names', group: 'what' },
  sectors: { unit: 'sectors', group: 'what' },
} as const satisfies Record<LimitName, { readonly unit: LimitUnit; readonly group: LimitGroup }>;

/** As they are shown. */
export const LIMIT_NAMES = Object.keys(LIMIT_FACTS) as LimitName[];

/** Of one group, as they are shown. */
export function limitsIn(group: LimitGroup): LimitName[] {
  return LIMIT_NAMES.filter((name) => LIMIT_FACTS[name].group === group);
}
