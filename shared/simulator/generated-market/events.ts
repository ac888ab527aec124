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
  /** A split's `numerator` and `denominator` as of `SplitRatio`: 2 and 1 halves the raw price. Otherwise empty. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * What is announced and still to come, soonest first: earnings up to 21 days ahead, splits and changes of the index
 * from their announcement on. Nothing in it depends on a bar that has not closed.
 */
export function upcomingEvents(state: GeneratorState): MarketEvent[] {
  return scheduled(state)
    .filter(({ event }) => event.announcedAt <= stepOpensAt(state.step))
    .map(({ event }) => event)
    .sort((a, b) => a.at - b.at || a.instrumentIndex - b.instrumentIndex);
}

/** What takes effect at the open of `step`, of the state before it. */
export function eventsAt(step: number, state: GeneratorState): MarketEvent[] {
  return scheduled(state)
    .filter((entry) => entry.step === step)
    .map(({ event }) => event);
}

/** What became known at the close of `step`, of the state after it. */
export function announcementsAt(step: number, state: GeneratorState): MarketEvent[] {
  return scheduled(state)
    .filter((entry) => entry.announcedStep === step)
    .map(({ event }) => event);
}

interface Scheduled {
  readonly announcedStep: number;
  readonly step: number;
  readonly event: MarketEvent;
}

function scheduled(state: GeneratorState): Scheduled[] {
  const entries: Scheduled[] = [];
  const add = (
    kind: MarketEventKind,
    instrumentIndex: number,
    dates: { readonly announcedStep: number; readonly step: number },
    values: MarketEvent['values'] = {},
  ): void => {
    const announcedAt = Math.max(stepOpensAt(0), stepOpensAt(dates.announcedStep) + STEP_MS) as MarketMs;
    const { announcedStep, step } = dates;
    entries.push({ announcedStep, step, event: { kind, instrumentIndex, at: stepOpensAt(step), announcedAt, values } });
  };
  state.stocks.forEach(({ split, earningsStep }, position) => {
    const announcedStep = earningsStep - EARNINGS_NOTICE_STEPS;
    add('earnings', position, { announcedStep, step: earningsStep });
    if (split) add('split', position, split, { numerator: split.ratio, denominator: 1 });
  });
  const { change } = state.index;
  if (change) {
    add('index-addition', change.added, change);
    add('index-removal', change.removed, change);
  }
  return entries;
}
