import type { ScreenerName } from '../domain/screen.ts';
import { MOMENTUM_RANK } from './momentum-rank/momentum-rank.ts';
import { MOST_TRADED } from './most-traded/most-traded.ts';
import { OVERSOLD_IN_UPTREND } from './oversold-in-uptrend/oversold-in-uptrend.ts';
import type { Screener } from './screener.ts';
import { TREND_MOMENTUM_VOLUME } from './trend-momentum-volume/trend-momentum-volume.ts';

/** Every screener by name: one that is named but missing here does not compile. */
export const SCREENERS: Readonly<Record<ScreenerName, Screener>> = {
  'trend-momentum-volume': erased(TREND_MOMENTUM_VOLUME),
  'oversold-in-uptrend': erased(OVERSOLD_IN_UPTREND),
  'momentum-rank': erased(MOMENTUM_RANK),
  'most-traded': erased(MOST_TRADED),
};

// A screener only ever gets what its own schema made, so forgetting its config's type here is safe.
function erased<Config extends Readonly<Record<string, number>>>(screener: Screener<Config>): Screener {
  return screener as unknown as Screener;
}
