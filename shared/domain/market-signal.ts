import type { TradingDay } from '../lib/time.ts';
import type { InstrumentId } from './ids.ts';
import type { Reason } from './signal.ts';

/** What people are told of beside the opinions of strategies (whose kind is the strategy's name). */
export const SIGNAL_KINDS = ['index-addition', 'index-removal', 'price-target', 'volume-spike'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** `sell` and `hold` are said to whoever holds it. */
export const SIGNAL_ACTIONS = ['buy', 'sell', 'hold', 'watch'] as const;
export type SignalAction = (typeof SIGNAL_ACTIONS)[number];

/** Something that happened to an instrument on a market day, with an opinion and its reasons. Written once. */
export interface MarketSignal {
  readonly instrumentId: InstrumentId;
  readonly kind: string;
  readonly action: SignalAction;
  readonly day: TradingDay;
  /** Close it was said at, in the instrument's currency. */
  readonly price: number;
  readonly reasons: readonly Reason[];
}
