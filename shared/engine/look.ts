import { FORECAST_MODELS } from '../analysis/forecast.ts';
import { forecastColumn, type RecordedForecast } from '../analysis/forecast-columns.ts';
import type { BarColumns } from '../domain/bar.ts';
import type { InstrumentId } from '../domain/ids.ts';
import { profileOf } from '../domain/own-profile.ts';
import { closedBars, type MarketWindow, type UpcomingEvent } from '../domain/screen.ts';
import type { HeldBars, LookingBot, LookReport, Signal } from '../domain/signal.ts';
import type { MarketMs } from '../lib/time.ts';
import { summariseScreen } from '../screeners/run-screen.ts';
import { newestBar, type ScreenCache } from '../screeners/screen-cache.ts';
import type { Candidate, Miss, ScreenResult } from '../screeners/screener.ts';
import { ColumnStore } from '../indicators/column-store.ts';
import { heldBars } from './held-bars.ts';
import { strategyNamed } from '../strategies/index.ts';
import { signalOf } from '../strategies/signal-of.ts';
import type { CandidateView, Strategy, StrategyConfig, StrategyView } from '../strategies/strategy.ts';
import { BarView } from '../strategies/view.ts';

export interface LookInput {
  readonly bot: LookingBot;
  readonly market: MarketWindow;
  /** One per market, kept between looks. */
  readonly screens: ScreenCache;
  /** Dated events by instrument; those that passed are ignored. */
  readonly events: ReadonlyMap<InstrumentId, readonly UpcomingEvent[]>;
  /** Recorded forecasts by instrument, for a strategy that reads them. */
  readonly forecasts?: ReadonlyMap<InstrumentId, readonly RecordedForecast[]>;
  /** When the bot looks next, for the line it leaves; null when nobody knows. */
  readonly nextLookAt: MarketMs | null;
}

/**
 * One look of one bot at the newest close: its screen over its universe, the strategy's sells of what it holds and
 * buys among the candidates, ranked. Always leaves a report. Throws on a strategy or configuration that does not
 * exist: both are parsed when a bot is made.
 */
export function lookForBot(input: LookInput): LookReport {
  const { bot, market, screens } = input;
  const strategy = strategyNamed(bot.strategy);
  if (strategy === null) throw new Error(`no such strategy: ${bot.strategy}`);
  const config = strategy.configSchema.parse(bot.strategyConfig);
  const pass = screens.pass(strategy.screen(config), market);
  const screen = summariseScreen(pass, market, universeOf(input));
  const look: Look = { ...input, strategy, config, looked: screen.looked };

  const signals = sells(look, screen);
  const { buys, closest } = choose(look, screen);
  signals.push(...buys);
  return {
    botId: bot.botId,
    marketAt: market.marketAt,
    looked: screen.looked,
    funnel: [...screen.funnel, { code: 'setup', count: buys.length }],
    closest: nearest(closest, screen.closest),
    signals,
    ...(bot.watches === true && { held: heldOf(look) }),
    nextLookAt: input.nextLookAt,
  };
}

interface Look extends LookInput {
  readonly strategy: Strategy;
  readonly config: StrategyConfig;
  readonly looked: number;
}

type NearMiss = Miss & { readonly nearness: number };

/** Positions of the bot's list in the market, each once; null for the whole market. */
function universeOf({ bot, market, screens }: LookInput): readonly number[] | null {
  if (bot.instrumentIds === null) return null;
  const positions = new Set<number>();
  for (const id of bot.instrumentIds) {
    const position = screens.positionOf(market, id);
    if (position >= 0) positions.add(position);
  }
  return [...positions];
}

/** The strategy's opinion of what the bot holds, where a bar closed now. */
function sells(look: Look, screen: ScreenResult): Signal[] {
  const newest = newestBar(look.market);
  const signals: Signal[] = [];
  for (const holding of look.bot.holdings) {
    const position = look.screens.positionOf(look.market, holding.instrumentId);
    if (position < 0) continue;
    const standing = screen.candidates.find((candidate) => candidate.position === position);
    const candidate = standing === undefined ? null : seen(standing, look);
    const view = viewOf(look, { position, holding, candidate });
    if (view === null || view.columns.t[view.index] !== newest) continue;
    const opinion = look.strategy.decide(view);
    if (opinion?.side === 'sell') signals.push(signalOf(look.strategy, view, opinion));
  }
  return signals;
}

/** What the bars did to what it holds; of one without a bar at this close they will say it at the next. */
function heldOf({ bot, market, screens }: Look): HeldBars[] {
  const newest = newestBar(market);
  return bot.holdings.flatMap(({ instrumentId, openedAt, seenBarAt = null }) => {
    const position = screens.positionOf(market, instrumentId);
    const [instrument, columns] = [market.instruments[position], market.columns[position]];
    const index = position < 0 ? -1 : closedBars(market, position) - 1;
    if (instrument === undefined || columns === undefined || index < 0 || columns.t[index] !== newest) return [];
    const { exchange } = instrument;
    const holding = { instrumentId, openedAt, seenBarAt };
    return [heldBars(columns, index, { holding, exchange, timeframe: bot.timeframe })];
  });
}

/** Buys among the candidates, best first; without any, what the nearest candidate lacked of the strategy's own setup. */
function choose(look: Look, screen: ScreenResult): { readonly buys: Signal[]; readonly closest: NearMiss | null } {
  const buys: Signal[] = [];
  let closest: NearMiss | null = null;
  for (const candidate of screen.candidates) {
    if (look.bot.holdings.some(({ instrumentId }) => instrumentId === candidate.instrumentId)) continue;
    const view = viewOf(look, { position: candidate.position, holding: null, candidate: seen(candidate, look) });
    if (view === null) continue;
    const opinion = look.strategy.decide(view);
    if (opinion?.side === 'buy') {
      buys.push(signalOf(look.strategy, view, opinion));
      continue;
    }
    const miss = look.strategy.miss(view);
    if (miss !== null && miss.nearness > (closest?.nearness ?? -Infinity)) {
      closest = { ...miss, instrumentId: candidate.instrumentId };
    }
  }
  return { buys, closest };
}

/** A candidate that lacks more than half of the setup is not close, however many filters it passed. */
const NEAR_ENOUGH = 0.5;

function nearest(own: NearMiss | null, screened: Miss | null): Miss | null {
  if (own === null || (own.nearness < NEAR_ENOUGH && screened !== null)) return screened;
  return { instrumentId: own.instrumentId, code: own.code, has: own.has, needs: own.needs };
}

function seen({ score, place, of, reasons }: Candidate, { looked }: Look): CandidateView {
  return { score, place, of, looked, reasons };
}

/** The columns of a window can be longer than what has closed: what a strategy is given ends with the newest bar. */
function closedColumns({ t, o, h, l, c, v }: BarColumns, count: number): BarColumns {
  const cut = (column: Float64Array): Float64Array => column.subarray(0, count);
  return { t: cut(t), o: cut(o), h: cut(h), l: cut(l), c: cut(c), v: cut(v) };
}

function viewOf(
  { bot, market, strategy, config, events, forecasts }: Look,
  what: {
    readonly position: number;
    readonly holding: LookingBot['holdings'][number] | null;
    readonly candidate: CandidateView | null;
  },
): StrategyView<StrategyConfig> | null {
  const instrument = market.instruments[what.position];
  const columns = market.columns[what.position];
  const closed = closedBars(market, what.position);
  if (instrument === undefined || columns === undefined || closed === 0) return null;
  const view = new BarView({
    strategy,
    config,
    instrument,
    store: new ColumnStore(closedColumns(columns, closed), {
      forecast: forecastColumn(forecasts?.get(instrument.id) ?? [], FORECAST_MODELS.length),
    }),
    timeframe: bot.timeframe,
    profile: profileOf(bot.riskLevel, bot.profile),
    events: events.get(instrument.id) ?? [],
  });
  view.index = closed - 1;
  view.at = market.marketAt;
  view.holding = what.holding === null ? null : { ...what.holding, side: 'long' };
  view.screened = () => what.candidate;
  return view;
}
