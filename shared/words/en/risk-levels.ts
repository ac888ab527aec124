import type { RiskLevel } from '../../domain/risk-profile.ts';

/** How much risk a bot takes: the one set of names, in the app, in chat and at the command line. */
export const riskLevels = { low: 'Low', medium: 'Medium', high: 'High' } satisfies Record<RiskLevel, string>;

/** What the app called them before; who learnt these may go on typing them. */
export const earlierRiskLevels = { low: 'careful', medium: 'balanced', high: 'bold' } satisfies Record<
  RiskLevel,
  string
>;
