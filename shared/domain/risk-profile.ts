export const RISK_LEVELS = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Fractions of the bot's amount (`positionMax`) or of the entry price (`stop`, `target`); `monthlyAssumption` is what it was drawn up with, never a promise. */
export interface RiskProfile {
  readonly stop: number;
  readonly target: number;
  readonly positionMax: number;
  readonly monthlyAssumption: number;
  readonly watchlist: readonly string[];
}

export const RISK_PROFILES: Record<RiskLevel, RiskProfile> = {
  low: {
    stop: 0.05,
    target: 0.1,
    positionMax: 0.2,
    monthlyAssumption: 0.02,
    watchlist: ['AAPL', 'MSFT', 'GOOGL', 'AMZN', 'TSLA', 'META', 'NVDA', 'JPM', 'V', 'JNJ'],
  },
  medium: {
    stop: 0.08,
    target: 0.15,
    positionMax: 0.3,
    monthlyAssumption: 0.05,
    watchlist: ['AAPL', 'MSFT', 'GOOGL', 'AMZN', 'TSLA', 'META', 'NVDA', 'AMD', 'NFLX', 'DIS'],
  },
  high: {
    stop: 0.15,
    target: 0.25,
    positionMax: 0.4,
    monthlyAssumption: 0.1,
    watchlist: ['TSLA', 'NVDA', 'AMD', 'META', 'NFLX', 'PLTR', 'RIVN', 'LCID', 'SOFI', 'HOOD'],
  },
};

/** A bot stops buying this far below the peak of its own money. */
export const BOT_DRAWDOWN_MAX = 0.15;
