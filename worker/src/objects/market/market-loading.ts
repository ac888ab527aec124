import { packColumns, unpackColumns, type BarColumns } from '#shared/domain/bar.ts';
import { barTimes, visibleUntil } from '#shared/domain/bar-times.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { adjustForSplits } from '#shared/domain/split-adjust.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { inventedFundamentals } from '#shared/simulator/generated-market/fundamentals.ts';
import { firstConstituents } from '#shared/simulator/generated-market/market-index.ts';
import type { Bindings } from '../../env.ts';
import { saveFundamentals } from '../../store/facts.ts';
import { eventRows, saveMarketEvents } from '../../store/market-events.ts';
import { loadInstruments, saveInstruments } from '../../store/instrument-store.ts';
import type { BarsRpc, PackedBars } from '../bars/bars-rpc.ts';
import type { BarSource, StepBars } from './bar-source.ts';
import { BarWindow, WINDOW_BARS } from './bar-window.ts';
import { generatedSource } from './generated-source.ts';
import { NO_HOLD } from './hold.ts';
import type { MarketBoot } from './market-rpc.ts';
import type { ClockState } from './clock-state.ts';
import type { MarketConfig, MarketStore } from './market-store.ts';
import { replaySource } from './replay-source.ts';

/** Bars a market begins with: enough for a first look, and where it waits for the first bot. */
const STAND_AT = 100;
const GENERATED_SPEED = 0.8;
const REPLAY_SPEED = 1;
const TIMEFRAME_OF_GENERATED = '15m';

export type BarsDoor = Pick<BarsRpc, 'append' | 'replace' | 'read' | 'readMany' | 'times'>;
type Outside = Pick<Bindings, 'BARS' | 'DB'>;

export function barsOf({ BARS }: Outside, marketId: MarketId, timeframe: string): BarsDoor {
  return BARS.getByName(`${marketId}:${timeframe}`);
}

/**
 * Makes a market that was never booted: its instruments and its first 100 bars, all at once. Nothing is committed
 * before everything is there, so that a boot that was killed is done again.
 */
export async function createMarket(store: MarketStore, env: Outside, boot: MarketBoot): Promise<void> {
  if (boot.source.kind === 'generated') await createGenerated(store, env, boot.id, boot.source.seed);
  else await createReplay(store, env, boot);
}

async function createGenerated(store: MarketStore, env: Outside, id: MarketId, seed: number): Promise<void> {
  let state: ArrayBuffer | null = null;
  const source = generatedSource({ marketId: id, seed, stored: null, save: (packed) => (state = packed) });
  const steps: StepBars[] = [];
  const splits: { position: number; at: number; ratio: number }[] = [];
  for (let number = 1; number <= STAND_AT; number++) {
    const bars = await source.bar(number);
    steps.push(bars);
    splits.push(...bars.splits.map((split) => ({ ...split, at: bars.t })));
    source.closed(number);
  }
  const { instruments } = source;
  await saveInstruments(env.DB, instruments);
  await saveFundamentals(env.DB, id, inventedFundamentals(seed, id));
  await saveMarketEvents(env.DB, id, [
    ...firstConstituents(seed),
    ...eventRows([...source.events().values()].flat(), instruments),
  ]);
  await barsOf(env, id, TIMEFRAME_OF_GENERATED).append(packSteps(source, steps));
  const feed = { kind: 'generated', seed } as const;
  if (state !== null) store.saveGeneratorState(state);
  for (const { position, at, ratio } of splits) store.addSplit((instruments[position] as Instrument).id, { at, ratio }); // in range
  store.saveConfig({ id, world: 'demo', timeframe: TIMEFRAME_OF_GENERATED, feed, instruments, standAt: STAND_AT });
  const marketAt = (steps.at(-1) as StepBars).closeAt; // there are 100
  store.saveClock(firstClock(STAND_AT, marketAt, GENERATED_SPEED));
}

async function createReplay(store: MarketStore, env: Outside, { id, source }: MarketBoot): Promise<void> {
  invariant(source.kind === 'replay', 'a replay is made from imported bars');
  const { timeframe } = source;
  const instruments = await loadInstruments(env.DB, id);
  const [first] = instruments;
  invariant(first, `market ${id} has instruments`);
  const times = new Float64Array(await barsOf(env, id, timeframe).times());
  invariant(times.length > 0, `market ${id} has ${timeframe} bars`);
  const standAt = Math.min(STAND_AT, times.length);
  const { closeAt } = barTimes(first.exchange, timeframe, times[standAt - 1] as number); // in range
  store.saveStepTimes(times);
  const feed = { kind: 'replay', exchange: first.exchange } as const;
  store.saveConfig({ id, world: 'replay', timeframe, feed, instruments, standAt });
  store.saveClock(firstClock(standAt, closeAt, REPLAY_SPEED));
}

function firstClock(step: number, marketAt: ClockState['marketAt'], speed: number): ClockState {
  return {
    step,
    moment: 'between',
    marketAt,
    speed,
    paused: false,
    noWait: false,
    untilQuestion: false,
    hold: NO_HOLD,
    watchedUntil: 0 as WallMs,
  };
}

export function openSource(store: MarketStore, env: Outside, config: MarketConfig): BarSource {
  const { id, timeframe, feed, instruments } = config;
  if (feed.kind === 'generated') {
    const save = (state: ArrayBuffer): void => store.saveGeneratorState(state);
    return generatedSource({ marketId: id, seed: feed.seed, stored: store.generatorState(), save });
  }
  const bars = barsOf(env, id, timeframe);
  return replaySource({ instruments, exchange: feed.exchange, timeframe, times: store.stepTimes(), bars });
}

/** The closed bars in memory, rebuilt from what is stored: nothing that closes after market time, splits taken over. */
export async function loadWindow(
  store: MarketStore,
  env: Outside,
  { config, source }: { config: MarketConfig; source: BarSource },
): Promise<BarWindow> {
  const window = new BarWindow(source.instruments);
  const clock = store.clock();
  const [first] = source.instruments;
  if (clock === null || first === undefined) return window;
  const packed = await barsOf(env, config.id, config.timeframe).readMany({
    instrumentIds: source.instruments.map(({ id }) => id),
    until: visibleUntil(first.exchange, config.timeframe, clock.marketAt),
    limit: WINDOW_BARS,
  });
  const splits = store.splits();
  for (const [position, { instrumentId, columns }] of packed.entries()) {
    window.load(position, adjustForSplits(unpackColumns(columns), splits.get(instrumentId) ?? []));
  }
  return window;
}

/** Bars of some steps, per instrument, as a bars object takes them. */
export function packSteps({ instruments }: Pick<BarSource, 'instruments'>, steps: readonly StepBars[]): PackedBars[] {
  return instruments.flatMap(({ id }, position) => {
    const present = steps.filter((bars) => !Number.isNaN(bars.c[position]));
    if (present.length === 0) return [];
    const column = (pick: (bars: StepBars) => number): Float64Array => Float64Array.from(present, pick);
    const columns: BarColumns = {
      t: column((bars) => bars.t),
      o: column((bars) => bars.o[position] as number), // one per instrument
      h: column((bars) => bars.h[position] as number),
      l: column((bars) => bars.l[position] as number),
      c: column((bars) => bars.c[position] as number),
      v: column((bars) => bars.v[position] as number),
    };
    return [{ instrumentId: id, columns: packColumns(columns) }];
  });
}
