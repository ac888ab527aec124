import { describe, expect, it } from 'vitest';
import { STRATEGIES } from '#shared/strategies/index.ts';
import { RISK_LEVELS } from '#shared/domain/risk-profile.ts';
import { backtestSide, differences, liveSide, PARITY_PLANS, parityMarket } from '../../testing/parity.ts';

/*
 * The two suites of design.md section 7: the same bars through the live wiring (look, account, checks, paper broker) and
 * through the backtest runner give the same orders, and the two books agree. A thousand markets: `proofs/parity.proof.ts`.
 */
const SEEDS = [1, 2, 3];
/** Markets in which nothing happens prove nothing: of one case as many are played as it takes. */
const ENOUGH_FILLS = 5;
const CASES = STRATEGIES.flatMap(({ name }) => (['1d', '15m'] as const).map((timeframe) => ({ name, timeframe }))).map(
  // Each begins with another one, at another risk.
  (asked, place) => ({ ...asked, seeds: SEEDS.map((_, at) => SEEDS[(place + at) % SEEDS.length] ?? 1) }),
);

describe.each(CASES)('$name on $timeframe bars', ({ name, timeframe, seeds }) => {
  it('buys and sells the same live and in a backtest, to the same money', async () => {
    let fills = 0;
    for (const seed of seeds) {
      const market = parityMarket(seed, timeframe, { instruments: 6, bars: 260 });
      const asked = { strategy: name, riskLevel: RISK_LEVELS[seed % RISK_LEVELS.length] ?? 'medium', timeframe };
      const live = await liveSide(market, asked);
      const tested = backtestSide(market, asked);
      expect(differences(live, tested), `market ${seed}`).toEqual([]);
      fills += live.fills.length;
      if (fills > ENOUGH_FILLS) break;
    }
    expect(fills, 'markets in which something happens').toBeGreaterThan(ENOUGH_FILLS);
  }, 60_000);
});

/** Limits that stand on past prices, on what closed and on the whole book, tight enough to say no now and then. */
const TIGHT = {
  correlationMax: 0.15,
  portfolioCorrelationMax: 0.2,
  tradedValueShareMax: 0.02,
  heatFractionMax: 0.03,
  exposureGrossMax: 0.15,
  cooldownSessions: 8,
  stopOutsMax: 2,
  stopOutSessions: 5,
  lowPerformerSessions: 60,
  consecutiveLossesMax: 2,
  dayTradesMax: 2,
  settledCashOnly: true,
};

describe.each(['1d', '15m'] as const)('under tight limits on %s bars', (timeframe) => {
  it('the same orders are held back on both sides', async () => {
    let [free, bound] = [0, 0];
    for (const strategy of ['ma-cross', 'momentum-rotation', 'mean-reversion']) {
      const market = parityMarket(7, timeframe, { instruments: 6, bars: 260 });
      const asked = { strategy, riskLevel: 'high', timeframe } as const;
      const live = await liveSide(market, { ...asked, limits: TIGHT });
      expect(differences(live, backtestSide(market, { ...asked, limits: TIGHT })), strategy).toEqual([]);
      bound += live.fills.length;
      free += backtestSide(market, asked).fills.length;
    }
    expect(bound).toBeGreaterThan(5);
    expect(bound).toBeLessThan(free);
  }, 60_000);
});

describe.each(['1d', '15m'] as const)('with a plan for what it holds on %s bars', (timeframe) => {
  it.each(PARITY_PLANS)(
    '%j: stops are raised and positions end on the same bars on both sides',
    async (exits) => {
      const market = parityMarket(11, timeframe, { instruments: 6, bars: 260 });
      // What stops may lose counts for purchases at the same close.
      const limits = { heatFractionMax: 0.02 };
      const asked = { strategy: 'momentum-rotation', riskLevel: 'high', timeframe, limits } as const;
      const live = await liveSide(market, { ...asked, exits });
      expect(differences(live, backtestSide(market, { ...asked, exits }))).toEqual([]);
      expect(live.fills, 'a plan that changes something').not.toEqual(backtestSide(market, asked).fills);
    },
    60_000,
  );
});
