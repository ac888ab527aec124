import type { BacktestRunDetail, BacktestRunView } from '../contract/backtest-run.ts';
import type { JobView, UpdateJob } from '../contract/market.ts';
import type { NotificationView } from '../contract/notifications.ts';
import type { PortfolioView } from '../contract/portfolio.ts';
import type { PortfolioKind } from '../domain/portfolio-kinds.ts';
import type { StepUpReason } from '../contract/step-up.ts';
import type { Language, UserView } from '../contract/session.ts';
import type { WatchlistView } from '../contract/watchlist.ts';
import type { Failure } from '../contract/errors.ts';
import type { AlertSettings } from '../domain/alerts/settings.ts';
import type { Timeframe } from '../domain/bar.ts';
import type { Caller } from '../domain/caller.ts';
import type { AccountId, InstrumentId, MarketId } from '../domain/ids.ts';
import type { Holding } from '../domain/holdings/holding.ts';
import type { Currency, Instrument } from '../domain/instrument.ts';
import type { MarketState, Quote, World } from '../domain/market.ts';
import type { Result } from '../lib/result.ts';
import type { Signals, Snapshots } from '../ports/day-records.ts';
import type { Facts, MeasureBeside, Screens } from '../ports/screens.ts';
import type { MarketMs, WallMs } from '../lib/time.ts';
import type { OwnerLimits } from '../domain/owner-limits.ts';
import type { Mode } from '../risk/check.ts';
import type { AccountLimits } from '../risk/limits.ts';
import type { Analyses, Analyst } from '../ports/analyst.ts';
import type { AccessHistory } from './access-history.ts';
import type { Accounts } from './account-port.ts';
import type { VisitPort } from './away.ts';
import type { Channels } from './channel-port.ts';
import type { Chats } from './chat-port.ts';
import type { Groups } from './group-port.ts';
import type { Connections, KeyedBroker } from './connection-port.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { PushDevices } from './push-port.ts';
import type { People } from './goodbye.ts';
import type { AccountLists, Secrets } from './role-port.ts';
import type { WrittenAndTold } from './written-and-told.ts';

/** What use cases ask of a market; its object answers. */
export interface MarketPort {
  state(): Promise<MarketState>;
  /** What it knows; a live market looks `names` (symbols or ids) up first where they are new to it. */
  instruments(names?: readonly string[]): Promise<Instrument[]>;
  quotes(instrumentIds: readonly InstrumentId[]): Promise<Quote[]>;
  control(change: {
    speed?: number;
    paused?: boolean;
    noWait?: boolean;
    untilProposal?: boolean;
  }): Promise<MarketState>;
  /** A bot that was just made looks at the last closed bar at once. */
  lookNow(accountId: AccountId, botId: string): Promise<void>;
  /** Splits so far, for reading raw bars as they are today. */
  splits(): Promise<{ instrumentId: InstrumentId; at: number; ratio: number }[]>;
}

/** Bars of one market and timeframe, packed as `packColumns` of domain/bar. */
export interface BarsPort {
  read(query: { instrumentId: InstrumentId; from?: MarketMs; until: MarketMs; limit: number }): Promise<ArrayBuffer>;
  readMany(query: {
    instrumentIds: readonly InstrumentId[];
    from?: MarketMs;
    until: MarketMs;
    limit: number;
  }): Promise<{ readonly instrumentId: InstrumentId; readonly columns: ArrayBuffer }[]>;
}

export interface Markets {
  /** The market this installation runs; null before the first start. */
  activeId(): Promise<MarketId | null>;
  market(marketId: MarketId): MarketPort;
  bars(marketId: MarketId, timeframe: Timeframe): BarsPort;
  /** Former and other names, valid from a trading day on. */
  aliases(marketId: MarketId): Promise<{ alias: string; instrumentId: string; fromOn: string }[]>;
  /** An instrument of a file of bars that was imported, the newest that has this symbol; null when none has. */
  imported(symbol: string): Promise<{ instrument: Instrument; timeframe: Timeframe } | null>;
}

export interface StoredUser extends UserView {
  readonly language: Language;
  readonly theme: 'system' | 'light' | 'dark';
}

export interface Users {
  find(userId: string): Promise<StoredUser | null>;
  list(): Promise<UserView[]>;
  /** The same again changes nothing. */
  create(user: Pick<StoredUser, 'id' | 'name' | 'role'> & { language?: Language }, now: WallMs): Promise<void>;
  update(userId: string, change: { name?: string; language?: Language; theme?: StoredUser['theme'] }): Promise<void>;
}

/** What is needed to open a new account: its object, its row in the directory, its place in the default portfolio. */
export interface AccountOpener {
  openPaper(input: {
    userId: string;
    name: string;
    marketId: MarketId;
    world: World;
    baseCurrency: Currency;
    deposit: string;
  }): Promise<string>;
  /**
   * An account at a broker, over a connection; its money is what the broker says. The connection knows it before anybody
   * finds it in a list, so that whatever fails here or later, none trades unknown to it and no second one is opened.
   */
  openBroker(input: {
    userId: string;
    name: string;
    broker: KeyedBroker;
    connectionId: string;
    world: 'paper' | 'live';
    baseCurrency: Currency;
    /** What binds it from its first moment on; the rest are the usual limits. */
    limits?: Pick<AccountLimits, 'investedMax' | 'firstTrades'>;
  }): Promise<string>;
  /** The name in the directory. */
  rename(accountId: string, name: string): Promise<void>;
}

/** Kept elsewhere and written down; `pricedAt` is when somebody said what one is worth. */
export interface StoredHolding extends Holding {
  readonly id: string;
  readonly pricedAt: WallMs | null;
}

export interface Portfolios {
  list(userId: string): Promise<PortfolioView[]>;
  create(userId: string, input: { name: string; kind: PortfolioKind }, now: WallMs): Promise<string>;
  /** One of this person's; another one's stays as it is. */
  update(userId: string, portfolioId: string, change: { name?: string; isDefault?: true }): Promise<void>;
  /** Its holders go to the default one. */
  remove(userId: string, portfolioId: string): Promise<void>;
  addHolder(portfolioId: string, accountId: string, holder: string): Promise<void>;
  /** Into this one, and out of every other one of this person. */
  moveHolder(userId: string, portfolioId: string, holder: { accountId: string; holder: string }): Promise<void>;
  /** In the order they were written down. */
  holdings(portfolioId: string): Promise<StoredHolding[]>;
  /** What changes of one; a price is said now. */
  updateHolding(portfolioId: string, id: string, change: Partial<Holding>, now: WallMs): Promise<void>;
  /**
   * All of it or nothing; what has a price is priced now. `inPlaceOf`: also what was put there since `drop` was read, all
   * of it or what has the same names.
   */
  saveHoldings(
    portfolioId: string,
    change: {
      readonly put: readonly Holding[];
      readonly drop: readonly string[];
      readonly inPlaceOf?: 'these' | 'the-same' | 'all';
    },
    now: WallMs,
  ): Promise<void>;
}

/** What each person wrote down about instruments, by symbol. */
export interface Notes {
  /** By symbol. */
  list(
    userId: string,
  ): Promise<readonly { readonly symbol: string; readonly text: string; readonly updatedAt: WallMs }[]>;
  read(userId: string, symbol: string): Promise<{ readonly text: string; readonly updatedAt: WallMs } | null>;
  /** No text takes it away. */
  write(userId: string, note: { readonly symbol: string; readonly text: string }, now: WallMs): Promise<void>;
}

/** Lists as people wrote them: names, not instruments. */
export type StoredWatchlist = Omit<WatchlistView, 'items'> & { readonly names: string[] };
/** One person's; the store reads no more. */
export const WATCHLISTS_MAX = 90;
export interface Watchlists {
  list(userId: string): Promise<StoredWatchlist[]>;
  create(userId: string, input: { name: string; symbols: readonly string[] }, now: WallMs): Promise<string>;
  update(userId: string, id: string, change: { name?: string; symbols?: readonly string[] }): Promise<boolean>;
  remove(userId: string, id: string): Promise<boolean>;
}

export interface Jobs {
  list(marketId: MarketId): Promise<JobView[]>;
  update(name: string, change: UpdateJob): Promise<Result<void, Failure>>;
  /** Tells this market, and every one of real prices, to read the schedules again. */
  changed(marketId: MarketId): Promise<void>;
  run(marketId: MarketId, name: string): Promise<Result<void, Failure>>;
}

/** What people asked of stored bars; whoever works on them writes how far they are. */
export interface Backtests {
  /**
   * Null when this person has as many unfinished ones as there may be, or (`isOnce`) one of the same bot over the same
   * days. Finished ones beyond what is kept are dropped.
   */
  create(
    asked: Pick<BacktestRunView, 'request' | 'botId' | 'accountId'> & {
      userId: string;
      marketId: MarketId;
      isOnce?: boolean;
    },
    now: WallMs,
  ): Promise<string | null>;
  /** All that are kept, newest first. */
  list(userId: string): Promise<BacktestRunView[]>;
  find(userId: string, id: string): Promise<BacktestRunDetail | null>;
  /** One that is finished stays what it is. */
  cancel(userId: string, id: string, now: WallMs): Promise<void>;
  remove(userId: string, id: string): Promise<void>;
  /** Tells whoever works that there is something to do; losing it costs a minute. */
  wake(id: string): Promise<void>;
}

/** What the owner set for all accounts. */
export interface GlobalMode extends WrittenAndTold<Mode> {
  read(): Promise<Mode>;
  /** The worlds of all accounts there are. */
  worlds(): Promise<World[]>;
}

/**
 * Whether the person themself confirmed this a moment ago, in the session they sit in; `about` is what exactly. A proof
 * that counts once is used up by asking, so it is asked last. Error: `step-up-required`, with the reason and `about`.
 */
export type RequireStepUp = (caller: Caller, reason: StepUpReason, about?: string) => Promise<Result<void, Failure>>;

/** What each person wants to hear; all is on where nothing was said. */
export interface AlertSettingsStore {
  read(userId: string): Promise<AlertSettings>;
  write(userId: string, settings: AlertSettings): Promise<void>;
}

/** Messages of a person and what became of them, newest first. */
export interface Notices {
  list(userId: string, limit: number): Promise<NotificationView[]>;
}

/** Everything the use cases stand on. One object, built in worker/src/composition.ts. */
export interface UseCaseDeps {
  readonly version: string;
  readonly now: () => WallMs;
  /** Work nobody waits for; a failure is logged under its name. Never the only way something owed gets done. */
  readonly background: (name: string, work: () => Promise<void>) => void;
  readonly accounts: Accounts;
  readonly opener: AccountOpener;
  readonly markets: Markets;
  readonly users: Users;
  readonly portfolios: Portfolios;
  readonly notes: Notes;
  readonly watchlists: Watchlists;
  readonly screens: Screens;
  readonly facts: Facts;
  readonly measureBeside: MeasureBeside;
  readonly snapshots: Snapshots;
  readonly signals: Signals;
  readonly jobs: Jobs;
  readonly analyst: Analyst;
  readonly analyses: Analyses;
  readonly backtests: Backtests;
  readonly connections: Connections;
  readonly chats: Chats;
  readonly groups: Groups;
  readonly channels: Channels;
  readonly pushDevices: PushDevices;
  readonly heartbeat: Heartbeat;
  readonly secrets: Secrets;
  readonly accountLists: AccountLists;
  readonly accessHistory: AccessHistory;
  /** Whether somebody was let in and never signed in anywhere. */
  readonly neverCame: (userId: string) => Promise<boolean>;
  readonly people: People;
  readonly requireStepUp: RequireStepUp;
  readonly globalMode: GlobalMode;
  /** The owner's limits for all accounts. */
  readonly ownerLimits: WrittenAndTold<OwnerLimits>;
  readonly alertSettings: AlertSettingsStore;
  readonly notices: Notices;
  readonly visits: VisitPort;
  /**
   * Binds the user's tokens that may approve or trade on whatever account there is to these accounts: one that is made
   * now needs a token of its own, granted by a person.
   */
  readonly limitTokens: (userId: string, accountIds: readonly string[]) => Promise<void>;
}
