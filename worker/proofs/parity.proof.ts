import type { Timeframe } from '#shared/domain/bar.ts';
import { RISK_LEVELS } from '#shared/domain/risk-profile.ts';
import { STRATEGIES } from '#shared/strategies/index.ts';
import { backtestSide, differences, liveSide, PARITY_PLANS, parityMarket } from '../src/testing/parity.ts';
import type { Proof } from './proof.ts';
import { firstSeed } from './support/simulation.ts';

/** Markets for each strategy; every second one on daily bars, whose orders wait for the open. */
const MARKETS = { pr: 15, long: 1_000 };
const SIZE = { instruments: 6, bars: 260 };
const TIMEFRAMES: readonly Timeframe[] = ['1d', '15m'];

const proof: Proof = {
  id: 'parity',
  claim:
    'The same bars through live wiring and through a backtest give the same orders, and the two books agree to 1e-9',
  async run({ level, seed, say }) {
    const from = firstSeed(level, seed);
    let [markets, fills, different] = [0, 0, 0];
    for (const { name: strategy } of STRATEGIES) {
      for (let i = 0; i < MARKETS[level]; i += 1) {
        const timeframe = TIMEFRAMES[i % TIMEFRAMES.length] ?? '1d';
        const riskLevel = RISK_LEVELS[i % RISK_LEVELS.length] ?? 'medium';
        const market = parityMarket(from + i, timeframe, SIZE);
        // Two of three with a plan for what they hold, each plan on every strategy and timeframe.
        const exits = i % 3 === 0 ? undefined : PARITY_PLANS[i % PARITY_PLANS.length];
        const asked = { strategy, riskLevel, timeframe, ...(exits !== undefined && { exits }) };
        const live = await liveSide(market, asked);
        const found = differences(live, backtestSide(market, asked));
        markets += 1;
        fills += live.fills.length;
        if (found.length === 0) continue;
        different += 1;
        say(`${strategy}, ${timeframe}, ${JSON.stringify(exits)}, market ${from + i}: ${found.join('; ')}`);
      }
    }
    // Markets in which nothing is traded prove nothing.
    return { passed: different === 0 && fills > markets, figures: { markets, fills, different } };
  },
};
export default proof;
