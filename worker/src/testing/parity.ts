import type { BotId } from '#shared/domain/ids.ts';
import type { RecordedForecast } from '#shared/analysis/forecast-columns.ts';
import type { BarColumns, Timeframe } from '#shared/domain/bar.ts';
import { barTimes } from '#shared/domain/bar-times.ts';
import type { ExitPlan } from '#shared/domain/exit-plan.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { isKnown, type UpcomingEvent } from '#shared/domain/screen.ts';
import type { RiskLevel } from '#shared/domain/risk-profile.ts';
import { lookForBot } from '#shared/engine/look.ts';
import { DAY_MS, type MarketMs } from '#shared/lib/time.ts';
import { DEFAULT_LIMITS, type AccountLimits } from '#shared/risk/limits.ts';
import { ScreenCache } from '#shared/screeners/screen-cache.ts';
import { runBacktest } from '#shared/simulator/backtest/run-backtest.ts';
import { strategyNamed } from '#shared/strategies/index.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { recordedForecasts } from '#shared/testing/recorded-forecasts.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import { BarWindow } from '../objects/market/bar-window.ts';
import { lookingBots } from '../objects/account/looks.ts';
import { writeMeta } from '../objects/account/meta.ts';
import { SimAccount } from './sim-account.ts';
import type { SimBar } from './sim-market.ts';

/** One fill, as both sides write it: which bar, what, how much, at which price. */
export interface ParityFill {
  readonly step: number;
  readonly instrumentId: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
}

/** What came of the same bars through live wiring or a backtest. */
export interface ParitySide {
  readonly fills: readonly ParityFill[];
  /** Orders that were sent or waited and never filled. */
  readonly unfilled: number;
  /** Of the bot: its money that is not invested, and all of it at the last close. */
  readonly cash: number;
  readonly equity: number;
}

export interface ParityMarket {
  readonly instruments: readonly Instrument[];
  readonly columns: readonly BarColumns[];
  /** Of each instrument, with what is announced only later: index changes, and earnings. */
  readonly events: readonly (readonly UpcomingEvent[])[];
  /** As somebody recorded them who was mostly right. */
  readonly forecasts: readonly (readonly RecordedForecast[])[];
}

export interface ParityAsked {
  readonly strategy: string;
  readonly riskLevel: RiskLevel;
  readonly timeframe: Timeframe;
  /** The account's; its defaults unless told. */
  readonly limits?: Partial<AccountLimits>;
  /** The bot's; none unless told. */
  readonly exits?: ExitPlan;
}

/** Plans that raise stops and end positions. */
export const PARITY_PLANS: readonly ExitPlan[] = [
  { breakEvenAt: 0.5 },
  { trailFraction: 0.04 },
  { trailAtr: 2 },
  { maxBars: 5 },
  { breakEvenAt: 1, trailFraction: 0.08, trailAtr: 3, maxBars: 30 },
];

const DEPOSIT = 100_000;
const AMOUNT = 20_000;
const START = Date.UTC(2026, 0, 5, 12);
const NO_TIMES = new Float64Array(0);

/** A seeded market: prices in cents, swings and drift of their own for each instrument. */
export function parityMarket(
  seed: number,
  timeframe: Timeframe,
  size: { instruments: number; bars: number },
): ParityMarket {
  const barMs = timeframe === '1d' ? DAY_MS : 900_000;
  const firstAt = firstBarAt(timeframe);
  const made = Array.from({ length: size.instruments }, (_, i) => {
    const swing = 0.012 + ((seed * 7 + i * 3) % 5) * 0.006;
    const drift = (((seed * 5 + i * 11) % 7) - 2) * 0.0006;
    const start = 20 + ((seed * 13 + i * 37) % 200);
    return cents(someBars(size.bars, { seed: seed * 100 + i + 1, swing, drift, start, barMs, firstAt }));
  });
  const instruments = made.map((_, i) => {
    const symbol = `P${String.fromCharCode(65 + i)}`;
    return anInstrument({ id: `i_${symbol.toLowerCase()}` as InstrumentId, symbol, exchange: 'demo-us' });
  });
  const events = made.map(({ t }, i) => eventsOf(t, { seed, barMs, id: instruments[i]!.id, isLate: i % 2 === 1 })); // one each
  const forecasts = made.map((columns, i) => recordedForecasts(columns, { seed: seed * 10 + i }));
  return { instruments, columns: made, events, forecasts };
}

/** Joins an index and leaves it again, each announced some days before; reports in between. Half of them later. */
function eventsOf(
  t: Float64Array,
  about: { readonly seed: number; readonly barMs: number; readonly id: InstrumentId; readonly isLate: boolean },
): UpcomingEvent[] {
  const { seed, barMs, id, isLate } = about;
  const ahead = Math.max(1.6 * DAY_MS, 5 * barMs);
  const announced = 20 + (seed % 11) + (isLate ? 37 : 0);
  const dated = (kind: UpcomingEvent['kind'], step: number, after: number): UpcomingEvent[] => {
    const knownAt = ((t[step] ?? NaN) + barMs) as MarketMs;
    return Number.isNaN(knownAt) ? [] : [{ instrumentId: id, kind, at: (knownAt + after) as MarketMs, knownAt }];
  };
  return [
    ...dated('index-addition', announced, ahead),
    ...dated('earnings', announced + 2, 2 * barMs),
    ...dated('index-removal', announced + 40, ahead),
    // Once more, so that a record of the one before is counted.
    ...dated('index-addition', announced + 90, ahead),
  ];
}

function firstBarAt(timeframe: Timeframe): number {
  return timeframe === '1d' ? Math.floor(START / DAY_MS) * DAY_MS : START;
}

function cents({ t, o, h, l, c, v }: BarColumns): BarColumns {
  const round = (column: Float64Array): Float64Array =>
    column.map((price) => Math.max(1, Math.round(price * 100)) / 100);
  return { t, o: round(o), h: round(h), l: round(l), c: round(c), v };
}

/** A bot that acts alone, looking at every close of these bars through the account, its checks and the paper broker. */
export async function liveSide(market: ParityMarket, asked: ParityAsked): Promise<ParitySide> {
  const { strategy, riskLevel, timeframe, exits } = asked;
  const account = await SimAccount.open({
    world: timeframe === '1d' ? 'replay' : 'demo',
    timeframe,
    // The days of the market are those of its bars: limits count them.
    marketAt: firstBarAt(timeframe),
    deposit: String(DEPOSIT),
    instruments: [...market.instruments],
  });
  writeMeta(account.ctx.sql, 'limits', { ...DEFAULT_LIMITS, ...asked.limits });
  const bot = await account.bot({
    investmentAmount: String(AMOUNT),
    riskLevel,
    strategy,
    autonomy: 'auto',
    timeframe,
    durationWeeks: 520,
    exits,
  });
  const window = new BarWindow(market.instruments);
  const screens = new ScreenCache();
  const [first] = market.columns;
  const steps = first?.t.length ?? 0;
  const at = (column: Float64Array, step: number): number => column[step] ?? NaN;
  const fills: ParityFill[] = [];
  for (let step = 0; step < steps; step += 1) {
    const bars: Record<string, SimBar> = {};
    for (const [i, { id }] of market.instruments.entries()) {
      const columns = market.columns[i];
      if (columns === undefined) continue;
      const { o, h, l, c, v } = columns;
      bars[id] = {
        open: at(o, step),
        high: at(h, step),
        low: at(l, step),
        close: at(c, step),
        volume: at(v, step),
      };
    }
    const before = account.broker.executions().length;
    await account.bar(bars);
    for (const { instrumentId, side, quantity, price } of account.broker.executions().slice(before)) {
      fills.push({ step, instrumentId, side, quantity: Number(quantity), price: Number(price) });
    }
    const pick = (name: 'o' | 'h' | 'l' | 'c' | 'v'): number[] =>
      market.columns.map((columns) => at(columns[name], step));
    window.push({
      t: at(first?.t ?? NO_TIMES, step),
      o: Float64Array.from(pick('o')),
      h: Float64Array.from(pick('h')),
      l: Float64Array.from(pick('l')),
      c: Float64Array.from(pick('c')),
      v: Float64Array.from(pick('v')),
    } as never);
    // The last close decides nothing that could still fill.
    if (step === steps - 1) break;
    const [looking] = lookingBots(account.ctx).filter(({ botId }) => botId === (bot.id as BotId));
    if (looking !== undefined) {
      // When the bar closed: the account's clock here begins at noon, which on days is not that.
      const view = window.view(step, barTimes('demo-us', timeframe, at(first?.t ?? NO_TIMES, step)).closeAt);
      // As a market tells its bots: nothing before it was announced.
      const known = new Map(
        market.instruments.map(({ id }, i) => [
          id,
          (market.events[i] ?? []).filter((one) => isKnown(one, view.marketAt)),
        ]),
      );
      // What is recorded of a close is there when the bots look at it.
      const forecasts = new Map(
        market.instruments.map(({ id }, i) => [
          id,
          (market.forecasts[i] ?? []).filter(({ barAt }) => barAt <= at(first?.t ?? NO_TIMES, step)),
        ]),
      );
      const report = lookForBot({ bot: looking, market: view, screens, events: known, forecasts, nextLookAt: null });
      await account.runtime.follow(account.market.moment(), (follower) => follower.look([report]));
      await account.settle();
    }
    await account.pass(60_000);
  }
  const row = account.sql.first<{ cash: string }>('SELECT cash FROM bot WHERE id = ?', bot.id);
  const cash = Number(row?.cash ?? NaN);
  let invested = 0;
  for (const [i, { id }] of market.instruments.entries()) {
    invested += Number(account.broker.held(id)) * at(market.columns[i]?.c ?? new Float64Array(0), steps - 1);
  }
  const unfilled = account.intents().filter((order) => order.side === 'buy' && wasUnfilled(order)).length;
  return { fills, unfilled, cash, equity: cash + invested };
}

/** It reached an open and bought nothing there; what a check held back at the open is no order on either side. */
function wasUnfilled({ state, reason }: ReturnType<SimAccount['intents']>[number]): boolean {
  if (state !== 'not-sent') return state !== 'filled';
  return reason !== null && NOT_BOUGHT.some((code) => reason.includes(`"${code}"`));
}

const NOT_BOUGHT: readonly string[] = ['opened-above-ceiling', 'opened-below-stop', 'open-missed'];

/** The same bars through the runner. */
export function backtestSide(market: ParityMarket, asked: ParityAsked): ParitySide {
  const strategy = strategyNamed(asked.strategy);
  if (strategy === null) throw new Error(`no strategy ${asked.strategy}`);
  const result = runBacktest({
    instruments: market.instruments.map((instrument, i) => ({
      instrument,
      bars: market.columns[i] as BarColumns,
      events: market.events[i] ?? [],
      forecasts: market.forecasts[i] ?? [],
    })),
    timeframe: asked.timeframe,
    strategy,
    config: strategy.configSchema.parse({}),
    cash: AMOUNT,
    from: null,
    to: null,
    sizing: {
      kind: 'bot',
      riskLevel: asked.riskLevel,
      limits: { ...DEFAULT_LIMITS, ...asked.limits },
      otherCash: DEPOSIT - AMOUNT,
      exits: asked.exits,
    },
    costs: { commission: { kind: 'market' }, spread: 0, slippage: 0, volumeShareMax: null },
    mayShort: false,
    atEnd: 'left',
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { trades, statistics, unfilled } = result.value;
  // A trade's price is what was paid over its units: a double's noise away from what was traded.
  const traded = (price: number): number => Number(price.toFixed(6));
  const fills = trades.flatMap(({ instrumentId, quantity, entry, exit }): ParityFill[] => [
    { step: entry.step, instrumentId, side: 'buy', quantity, price: traded(entry.price) },
    ...(exit === null
      ? []
      : [{ step: exit.step, instrumentId, side: 'sell' as const, quantity, price: traded(exit.price) }]),
  ]);
  const last = market.columns.map(({ c }) => c.at(-1) ?? NaN);
  const invested = trades.reduce(
    (sum, { exit, quantity, position }) => sum + (exit === null ? quantity * (last[position] ?? NaN) : 0),
    0,
  );
  return {
    fills,
    unfilled: NOT_BOUGHT.reduce((sum, code) => sum + (unfilled[code] ?? 0), 0),
    cash: statistics.finalEquity - invested,
    equity: statistics.finalEquity,
  };
}

/** What is not the same on both sides, as lines; none when orders are equal and the books agree to 1e-9. */
export function differences(live: ParitySide, tested: ParitySide): string[] {
  const found: string[] = [];
  const [ours, theirs] = [inOrder(tested.fills), inOrder(live.fills)];
  for (let i = 0; i < Math.max(ours.length, theirs.length); i += 1) {
    const [a, b] = [JSON.stringify(ours[i]), JSON.stringify(theirs[i])];
    if (a !== b) {
      found.push(`fill ${i}: live ${b}, backtest ${a}`);
      break;
    }
  }
  if (live.unfilled !== tested.unfilled) found.push(`unfilled: live ${live.unfilled}, backtest ${tested.unfilled}`);
  for (const name of ['cash', 'equity'] as const) {
    if (!(Math.abs(live[name] - tested[name]) <= 1e-9 * Math.abs(live.equity)))
      found.push(`${name}: live ${live[name]}, backtest ${tested[name]}`);
  }
  return found;
}

/** By bar, then by instrument, sells first. */
function inOrder(fills: readonly ParityFill[]): ParityFill[] {
  return [...fills].sort(
    (a, b) =>
      a.step - b.step ||
      (a.instrumentId < b.instrumentId ? -1 : a.instrumentId > b.instrumentId ? 1 : 0) ||
      (a.side === b.side ? 0 : a.side === 'sell' ? -1 : 1),
  );
}
