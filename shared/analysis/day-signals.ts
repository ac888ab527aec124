import type { UpcomingEvent } from '../domain/screen.ts';
import type { MarketSignal } from '../domain/market-signal.ts';
import type { Reason } from '../domain/signal.ts';
import { roundDigits } from '../lib/round-digits.ts';
import { DAY_MS, type MarketMs } from '../lib/time.ts';
import type { MeasuredDay } from './day-snapshot.ts';
import type { StandingTarget } from './standing-target.ts';

/** Volume of a day from which on it is a spike. */
export const SPIKE_TIMES = 3;
/** A day's move that counts as one way or the other. */
const MOVE_MIN = 0.01;
/** Nearer than this nobody buys ahead of an index change any more. */
const AHEAD_MS = DAY_MS;

type Said = Pick<MarketSignal, 'kind' | 'action' | 'price' | 'reasons'>;

/** An announced change of an index: buy what joins while there is time, sell what leaves; null for any other event. */
export function indexSignal(
  { kind, about = '', at }: UpcomingEvent,
  now: { marketAt: MarketMs; price: number },
): Said | null {
  if (kind !== 'index-addition' && kind !== 'index-removal') return null;
  const joins = kind === 'index-addition';
  const days = Math.max(0, Math.ceil((at - now.marketAt) / DAY_MS));
  const code = joins ? 'joins-named-index' : 'leaves-named-index';
  const action = joins ? (at - now.marketAt >= AHEAD_MS ? 'buy' : 'watch') : 'sell';
  return { kind, action, price: now.price, reasons: [{ code, values: { index: about, days } }] };
}

/**
 * A day of unusual volume: buy when it rose and most checks speak for it, sell when it fell and most do not, else watch.
 * Null on a usual day, or where usual is not known.
 */
export function volumeSignal({ overview, checks }: MeasuredDay): Said | null {
  const { volumeTimes, volumeDays, change, close } = overview;
  if (volumeTimes === null || volumeTimes < SPIKE_TIMES) return null;
  const standing = share(checks);
  const action =
    change !== null && change >= MOVE_MIN && standing > 0.5
      ? 'buy'
      : change !== null && change <= -MOVE_MIN && standing < 0.5
        ? 'sell'
        : 'watch';
  const reasons: Reason[] = [
    { code: 'volume-times-usual', values: { times: roundDigits(volumeTimes, 1), days: volumeDays } },
    ...(change === null ? [] : [{ code: 'day-change', values: { percent: roundDigits(change * 100, 1) } }]),
    checksReason(checks),
  ];
  return { kind: 'volume-spike', action, price: close, reasons };
}

/** A target that was reached: whoever holds it sells, or holds on while most checks still speak for it. */
export function targetSignal({ overview, checks }: MeasuredDay, reached: StandingTarget): Said {
  const { target, setOn, days } = reached;
  return {
    kind: 'price-target',
    action: share(checks) > 0.5 ? 'hold' : 'sell',
    price: overview.close,
    reasons: [
      { code: 'target-reached', values: { target: roundDigits(target, 4), day: setOn, days } },
      checksReason(checks),
    ],
  };
}

function share(checks: MeasuredDay['checks']): number {
  return checks.length === 0 ? 0 : checks.filter(({ passed }) => passed).length / checks.length;
}

function checksReason(checks: MeasuredDay['checks']): Reason {
  return { code: 'checks-passed', values: { passed: checks.filter(({ passed }) => passed).length, of: checks.length } };
}
