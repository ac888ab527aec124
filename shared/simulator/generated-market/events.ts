import type { MarketMs } from '../../lib/time.ts';
import { STEP_MS, stepOpensAt } from './calendar.ts';
import { EARNINGS_NOTICE_STEPS } from './earnings.ts';
import type { GeneratorState } from './state.ts';

export type MarketEventKind = 'earnings' | 'split' | 'index-addition' | 'index-removal';

/** Something dated that happens to an instrument. */
export interface MarketEvent {
  readonly kind: MarketEventKind;
  /** Of the stock it happens to, among `instruments`. */
  readonly instrumentIndex: number;
  /** The opening instant of the bar at whose open it takes effect. */
  readonly at: MarketMs;
  /** When it became known: the close of a bar, or the epoch for what was known before. */
  readonly announcedAt: MarketMs;
  /** A split's `ratio`, shares after it for one before: 2 halves the raw price. Otherwise empty. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * What is announced and still to come, soonest first: earnings up to 21 days ahead, splits and changes of the index
 * from their announcement on. Nothing in it depends on a bar that has not closed.
 */
export function upcomingEvents(state: GeneratorState): MarketEvent[] {
  return scheduled(state, ({ announcedStep }) => announcedStep < state.step).sort(
    (a, b) => a.at - b.at || a.instrumentIndex - b.instrumentIndex,
  );
}

/** What takes effect at the open of `step`, of the state before it. */
export function eventsAt(step: number, state: GeneratorState): MarketEvent[] {
  return scheduled(state, (dates) => dates.step === step);
}

/** What became known at the close of `step`, of the state after it. */
export function announcementsAt(step: number, state: GeneratorState): MarketEvent[] {
  return scheduled(state, ({ announcedStep }) => announcedStep === step);
}

interface Dates {
  readonly announcedStep: number;
  readonly step: number;
}

function scheduled(state: GeneratorState, isWanted: (dates: Dates) => boolean): MarketEvent[] {
  const events: MarketEvent[] = [];
  const add = (
    kind: MarketEventKind,
    instrumentIndex: number,
    dates: Dates,
    values: MarketEvent['values'] = {},
  ): void => {
    if (!isWanted(dates)) return;
    const announcedAt = Math.max(stepOpensAt(0), stepOpensAt(dates.announcedStep) + STEP_MS) as MarketMs;
    events.push({ kind, instrumentIndex, at: stepOpensAt(dates.step), announcedAt, values });
  };
  state.stocks.forEach(({ split, earningsStep }, position) => {
    add('earnings', position, { announcedStep: earningsStep - EARNINGS_NOTICE_STEPS, step: earningsStep });
    if (split) add('split', position, split, { ratio: split.ratio });
  });
  const { change } = state.index;
  if (change) {
    add('index-addition', change.added, change);
    add('index-removal', change.removed, change);
  }
  return events;
}
