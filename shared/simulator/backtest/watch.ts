import type { ExitPlan } from '../../domain/exit-plan.ts';
import { isTimeOver, raisedStop, whyRaised } from '../../engine/monitor.ts';
import { barHigh } from '../../engine/held-bars.ts';
import { atrAt } from '../../indicators/last-bar.ts';
import { ATR_PERIOD } from '../../strategies/signal-of.ts';
import type { Slot } from './slot.ts';

/**
 * A held position at the close of its bar, as the account watches it (`worker/src/objects/account/watch.ts`): raises its
 * stop where the plan says so, for the bars that follow; answers whether its time is over.
 */
export function watchSlot(slot: Slot, plan: ExitPlan): boolean {
  const { guard, bars, index, view, instrument } = slot;
  const { watched } = guard;
  guard.bars += 1;
  const high = barHigh(bars, index, guard.bars === 1);
  if (high > watched.best) watched.best = high;
  watched.atr = plan.trailAtr === undefined ? NaN : (atrAt(view.columns, index, ATR_PERIOD) ?? NaN) * slot.scaleNow();
  const stop = raisedStop(plan, watched, instrument);
  if (stop > 0) guard.raise(stop, whyRaised(plan, watched));
  return isTimeOver(plan, guard.bars);
}
