import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { UpcomingEvent } from '#shared/domain/screen.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import { STEP_MS, stepOpensAt } from '#shared/simulator/generated-market/calendar.ts';
import { upcomingEvents } from '#shared/simulator/generated-market/events.ts';
import { MARKET_INDEX } from '#shared/simulator/generated-market/companies.ts';
import { createGeneratedMarket } from '#shared/simulator/generated-market/generated-market.ts';
import type { GeneratedStep } from '#shared/simulator/generated-market/next-step.ts';
import { packState, unpackState, type GeneratorState } from '#shared/simulator/generated-market/state.ts';
import type { BarSource, StepBars } from './bar-source.ts';

/** A market that a seed makes, behind the clock. `stored` is what `save` was given last; null at the very start. */
export function generatedSource(options: {
  readonly marketId: MarketId;
  readonly seed: number;
  readonly stored: ArrayBuffer | null;
  readonly save: (state: ArrayBuffer) => void;
}): BarSource {
  const market = createGeneratedMarket(options.seed, options.marketId);
  const { instruments } = market;
  let state: GeneratorState = options.stored === null ? market.initialState() : unpackState(options.stored);
  let drawn: GeneratedStep | null = null;
  let known: ReadonlyMap<InstrumentId, readonly UpcomingEvent[]> | null = null;

  const draw = (): GeneratedStep => (drawn ??= market.nextStep(state));
  return {
    kind: 'generated',
    instruments,
    steps: null,
    bar(number) {
      if (state.step !== number - 1) throw new Error(`bar ${number} was asked, bar ${state.step + 1} is next`);
      const { bars, events } = draw();
      const { at, o, h, l, c, v } = bars;
      const splits = events
        .filter(({ kind }) => kind === 'split')
        .map(({ instrumentIndex, values }) => ({ position: instrumentIndex, ratio: values['ratio'] ?? 1 }));
      const step: StepBars = { t: at, openAt: at, closeAt: (at + STEP_MS) as MarketMs, o, h, l, c, v, splits };
      return Promise.resolve(step);
    },
    closed() {
      state = draw().state;
      drawn = null;
      known = null;
      options.save(packState(state));
    },
    events: () => (known ??= eventsByInstrument(state, instruments)),
    nextCloseAt: (number) => stepOpensAt(number + 1),
  };
}

function eventsByInstrument(
  state: GeneratorState,
  instruments: BarSource['instruments'],
): ReadonlyMap<InstrumentId, readonly UpcomingEvent[]> {
  const events = new Map<InstrumentId, UpcomingEvent[]>();
  for (const { kind, instrumentIndex, at, announcedAt } of upcomingEvents(state)) {
    const instrumentId = instruments[instrumentIndex]?.id;
    if (instrumentId === undefined) continue;
    const list = events.get(instrumentId) ?? [];
    const isOfIndex = kind === 'index-addition' || kind === 'index-removal';
    list.push({ instrumentId, kind, at, knownAt: announcedAt, ...(isOfIndex && { about: MARKET_INDEX.symbol }) });
    events.set(instrumentId, list);
  }
  return events;
}
