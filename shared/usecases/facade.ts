import type { HeartbeatView, SetHeartbeat } from '../contract/heartbeat.ts';
import type {
  CreatePushDevice,
  PushDeviceView,
  PushKeyView,
  PushTestView,
  UpdatePushDevice,
} from '../contract/push.ts';
import type { AccessEventView, AccessQuery } from '../contract/access.ts';
import type {
  AccountLimitsView,
  AccountView,
  CreateAccount,
  CreateTransaction,
  EventView,
  PositionView,
  TransactionSummary,
  TransactionView,
  UpdateAccount,
  UpdateLimits,
  OwnerLimitsView,
  UpdateOwnerLimits,
} from '../contract/account.ts';
import type { AlertView, CreateAlert } from '../contract/alert.ts';
import type { AnalysisView, ForecastView } from '../contract/analysis.ts';
import type { AwayDetail } from '../contract/away.ts';
import type {
  BacktestRunDetail,
  BacktestRunView,
  CreateBacktest,
  CreateBotBacktest,
} from '../contract/backtest-run.ts';
import type {
  BotPreview,
  BotStatus,
  BotView,
  CreateBot,
  EndBot,
  LookView,
  PreviewBot,
  UpdateBot,
} from '../contract/bot.ts';
import type {
  Channel,
  ChannelTestView,
  ChannelView,
  LinkCodeView,
  LinkedChatView,
  SetChannelToken,
} from '../contract/channel.ts';
import type {
  ConnectionView,
  CreateConnection,
  NewConnectionView,
  RemovedConnectionView,
  ReplaceKeys,
} from '../contract/connection.ts';
import type {
  RatingsQuery,
  RatingView,
  SignalsQuery,
  SignalView,
  SnapshotsQuery,
  SnapshotView,
  UnreadView,
} from '../contract/day-records.ts';
import type { Failure } from '../contract/errors.ts';
import type { GoodbyeView, SayGoodbye } from '../contract/goodbye.ts';
import type { GroupView, UpdateGroup } from '../contract/group.ts';
import type { BackToPaperView, GoingLiveView, GoLive, WentLiveView } from '../contract/going-live.ts';
import type { BenchmarkLineView, BenchmarkView } from '../contract/benchmark.ts';
import type { CloseAccount, DeleteBot, DeletedBotView, LeavingView } from '../contract/leaving.ts';
import type { IndicatorsView, IndicatorView } from '../contract/indicators.ts';
import type { PivotsQuery, PivotsView } from '../contract/pivots.ts';
import type {
  BarsView,
  ControlMarket,
  DatedEventView,
  InstrumentView,
  JobView,
  MarketView,
  UpdateJob,
} from '../contract/market.ts';
import type { AlertSettingsView, NotificationView, UpdateAlertSettings } from '../contract/notifications.ts';
import type { NoteView, WriteNote } from '../contract/note.ts';
import type {
  CreateHolding,
  CreatePortfolio,
  ImportedHoldings,
  ImportHoldings,
  MoveHolder,
  PortfolioContent,
  PortfolioView,
  UpdateHolding,
  UpdatePortfolio,
} from '../contract/portfolio.ts';
import type {
  ApproveProposal,
  ApproveResult,
  CreateOrder,
  MoveStop,
  OrderView,
  ProposalView,
  PutOffProposal,
  QuoteView,
  RejectProposal,
  ReplaceOrder,
  SettleOrder,
} from '../contract/proposal.ts';
import type { OrderReceiptView, PerformanceView, ValidationView } from '../contract/receipt.ts';
import type { RiskView } from '../contract/risk.ts';
import type {
  CreateInvitation,
  InvitationView,
  InvitedView,
  JoinedView,
  JoinInvitation,
  NewInvitationView,
  RoleView,
  UpdateRole,
} from '../contract/role.ts';
import type { StrategyView } from '../contract/research.ts';
import type { ScorecardView } from '../contract/scorecard.ts';
import type {
  CreateScreen,
  IndexView,
  LooseScreen,
  ScreenResultView,
  ScreenRunView,
  ScreenView,
  ScreenWords,
  ToWatchlist,
  UpdateScreen,
} from '../contract/screen.ts';
import type { SellingView } from '../contract/selling.ts';
import type { HealthView, UpdateMe, UserView } from '../contract/session.ts';
import type { CreateWatchlist, UpdateWatchlist, WatchlistView } from '../contract/watchlist.ts';
import type { Timeframe } from '../domain/bar.ts';
import type { Caller } from '../domain/caller.ts';
import type { Result } from '../lib/result.ts';
import type { Mode } from '../risk/check.ts';
import type { NodSummary, NodView } from '../contract/nods.ts';
import type { Picture } from '../pictures/picture.ts';
import type { ListFilter, Page, PageRequest, Placing } from './account-port.ts';
import type { GroupPlace } from './group-port.ts';
import type { PictureAsked } from './pictures/show-picture.ts';
import type { Myself } from './me.ts';

export type Answer<T> = Promise<Result<T, Failure>>;

export interface ProposalsQuery extends PageRequest {
  readonly status?: string | undefined;
  readonly accountId?: string | undefined;
  readonly botId?: string | undefined;
}
/** `accountId`: of the market that this account trades on, instead of the one this installation plays. */
export interface InstrumentsQuery extends PageRequest {
  readonly accountId?: string | undefined;
  readonly query?: string | undefined;
}
export interface BarsRequest {
  readonly accountId?: string | undefined;
  readonly timeframe?: Timeframe | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `nextCursor` of the page before: bars older than it. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}
export interface IndicatorsRequest {
  readonly accountId?: string | undefined;
  readonly names?: string | undefined;
  readonly timeframe?: Timeframe | undefined;
  readonly limit: number;
}

export interface AnalysisRequest {
  readonly accountId?: string | undefined;
  readonly timeframe?: Timeframe | undefined;
}

/**
 * Everything that can be asked of Nod, the same for HTTP, web chat, Telegram, Discord and the clock. Accounts are found
 * from the ids themselves (`b_…`, `p_…`, `o_…` carry their account's key). Lists are newest first.
 */
export interface UseCases {
  health(): Answer<HealthView>;

  me(caller: Caller): Answer<Myself>;
  updateMe(caller: Caller, input: UpdateMe): Answer<Myself>;
  /** What happened while the caller was away last; null where they never were. */
  away(caller: Caller): Answer<AwayDetail | null>;
  /** The same for the first screen or message after it: once, wherever that is; null where it was said. */
  tellAway(caller: Caller): Answer<AwayDetail | null>;
  /** The owner only. */
  users(caller: Caller): Answer<Page<UserView>>;
  /** Who could act as the caller, since when and by what. */
  accessHistory(caller: Caller, query: AccessQuery): Answer<Page<AccessEventView>>;
  /** What ends with the caller's own sign-in here, and what has to be ended first. */
  goodbye(caller: Caller): Answer<GoodbyeView>;
  /** Erases what is the caller's alone. Refused while something of theirs is open; needs step-up `say-goodbye`. */
  sayGoodbye(caller: Caller, input: SayGoodbye): Answer<{ id: string }>;
  /** Who may do what, on one account or on all of the caller's. */
  roles(caller: Caller, accountId?: string): Answer<Page<RoleView>>;
  /** Only an owner; more than before needs step-up `share-account`. */
  changeRole(caller: Caller, whose: { accountId: string; userId: string }, input: UpdateRole): Answer<RoleView>;
  /** An owner, or anybody of themself. */
  removeRole(caller: Caller, whose: { accountId: string; userId: string }): Answer<{ id: string }>;
  invitations(caller: Caller, accountId: string): Answer<Page<InvitationView>>;
  /** Needs step-up `share-account`. */
  createInvitation(caller: Caller, input: CreateInvitation): Answer<NewInvitationView>;
  withdrawInvitation(caller: Caller, id: string): Answer<{ id: string }>;
  /** For whoever has the code. */
  showInvitation(code: string): Answer<InvitedView>;
  joinByInvitation(input: JoinInvitation): Answer<JoinedView>;
  acceptInvitation(caller: Caller, code: string): Answer<JoinedView>;

  /** Every account the caller may see, oldest first. */
  accounts(caller: Caller): Answer<Page<AccountView>>;
  account(caller: Caller, accountId: string): Answer<AccountView>;
  /** The caller's default account: the oldest paper one on the active market. */
  defaultAccount(caller: Caller): Answer<AccountView>;
  createAccount(caller: Caller, input: CreateAccount): Answer<AccountView>;
  /** Its name, and whether it may buy. Letting it buy again where something is at stake needs a step-up. */
  updateAccount(caller: Caller, accountId: string, input: UpdateAccount): Answer<AccountView>;

  /** The caller's broker connections, oldest first. */
  connections(caller: Caller): Answer<Page<ConnectionView>>;
  connection(caller: Caller, connectionId: string): Answer<ConnectionView>;
  /** Needs a step-up. */
  createConnection(caller: Caller, input: CreateConnection): Answer<NewConnectionView>;
  /** "Try now". */
  checkConnection(caller: Caller, connectionId: string): Answer<ConnectionView>;
  /** Needs a step-up. */
  replaceKeys(caller: Caller, connectionId: string, input: ReplaceKeys): Answer<ConnectionView>;
  /** What of its accounts stays open without the keys, and who protects that; nothing is changed. */
  leavingConnection(caller: Caller, connectionId: string): Answer<Page<LeavingView>>;
  /** Closes its accounts and forgets the keys; with `sell` only once nothing is left. Needs a step-up where something is open. */
  removeConnection(caller: Caller, connectionId: string, choice: CloseAccount): Answer<RemovedConnectionView>;

  /** Every chat app there is, connected or not. */
  channels(caller: Caller): Answer<Page<ChannelView>>;
  /** The owner only; needs step-up `link-channel`. */
  setChannelToken(caller: Caller, input: SetChannelToken & { channel: Channel }): Answer<ChannelView>;
  removeChannel(caller: Caller, channel: Channel): Answer<ChannelView>;
  testChannel(caller: Caller, channel: Channel): Answer<ChannelTestView>;
  /** Needs step-up `link-channel`. */
  createLinkCode(caller: Caller, channel: Channel): Answer<LinkCodeView>;
  /** The caller's linked chats, oldest first. */
  chats(caller: Caller): Answer<Page<LinkedChatView>>;
  unlinkChat(caller: Caller, id: string): Answer<{ id: string }>;
  /** Groups the caller brought Nod into, oldest first. */
  groups(caller: Caller): Answer<Page<GroupView>>;
  /** Which account a group is told of. Scope admin, and the account's owner. */
  updateGroup(caller: Caller, id: string, input: UpdateGroup): Answer<GroupView>;
  /** The same from the group itself; `accountId` undefined: it is only known from now on. */
  tellGroup(
    caller: Caller,
    place: GroupPlace & { readonly name: string },
    accountId: string | null | undefined,
  ): Answer<GroupView>;

  pushKey(): Answer<PushKeyView>;
  pushDevices(caller: Caller): Answer<Page<PushDeviceView>>;
  /** The browser of the caller's session; `origin`: its page. */
  addPushDevice(caller: Caller, input: CreatePushDevice & { origin: string }): Answer<PushDeviceView>;
  /** With real money, a notification that may approve more needs step-up `nod-from-notification`. */
  updatePushDevice(caller: Caller, id: string, change: UpdatePushDevice): Answer<PushDeviceView>;
  removePushDevice(caller: Caller, id: string): Answer<{ id: string }>;
  testPushDevice(caller: Caller, id: string): Answer<PushTestView>;

  heartbeat(caller: Caller): Answer<HeartbeatView>;
  /** The owner only; needs step-up `heartbeat`. Null: no address is called any more. */
  setHeartbeat(caller: Caller, input: SetHeartbeat | null): Answer<HeartbeatView>;

  positions(caller: Caller, accountId: string): Answer<Page<PositionView>>;
  orders(caller: Caller, accountId: string, query: ListFilter): Answer<Page<OrderView>>;
  order(caller: Caller, orderId: string): Answer<OrderReceiptView>;
  createOrder(caller: Caller, accountId: string, input: CreateOrder, placing?: Placing): Answer<OrderView>;
  /** Changes a working order: the answer is the one that takes its place. */
  replaceOrder(caller: Caller, orderId: string, input: ReplaceOrder): Answer<OrderView>;
  cancelOrder(caller: Caller, orderId: string): Answer<OrderView>;
  /** All but what protects; the answer is what was asked to end. */
  cancelAllOrders(caller: Caller, accountId: string): Answer<OrderView[]>;
  /** A person states what became of an order nobody could settle. */
  settleOrder(caller: Caller, orderId: string, input: SettleOrder): Answer<OrderView>;
  transactions(caller: Caller, accountId: string, query: ListFilter): Answer<Page<TransactionView>>;
  transactionSummary(caller: Caller, accountId: string): Answer<TransactionSummary>;
  createTransaction(caller: Caller, accountId: string, input: CreateTransaction): Answer<TransactionView>;
  performance(caller: Caller, accountId: string): Answer<PerformanceView>;
  /** The record of nods, newest first, and in figures. */
  nods(caller: Caller, accountId: string, query: PageRequest): Answer<Page<NodView>>;
  nodSummary(caller: Caller, accountId: string): Answer<NodSummary>;
  /** A replay at its end: the person's answers, the bots alone, and holding. Begins what reckons it. */
  scorecard(caller: Caller, accountId: string): Answer<ScorecardView>;
  limits(caller: Caller, accountId: string): Answer<AccountLimitsView>;
  /** The limits, how far each is used, and what stands behind it. */
  risk(caller: Caller, accountId: string): Answer<RiskView>;
  /** Scope admin; a larger limit at a broker needs step-up `loosen-limits`. */
  updateLimits(caller: Caller, accountId: string, input: UpdateLimits): Answer<AccountLimitsView>;
  validateOrder(caller: Caller, accountId: string, input: CreateOrder): Answer<ValidationView>;
  /** Oldest first after `since`. */
  events(caller: Caller, accountId: string, query: { since?: number | undefined; limit: number }): Answer<EventView[]>;
  /** What closing it leaves open, and who protects that; nothing is changed. */
  leavingAccount(caller: Caller, accountId: string): Answer<LeavingView>;
  /** Scope admin; real money needs step-up `close-account`. Its bots end, it buys nothing again and stays to be read. */
  closeAccount(caller: Caller, accountId: string, choice: CloseAccount): Answer<AccountView>;
  /** What holding something of its market would have made, along the account's own days; absent: the whole market. */
  benchmarkLine(caller: Caller, accountId: string, symbol?: string): Answer<BenchmarkLineView>;
  /** What holding its market would have made between two instants of market time. */
  benchmark(caller: Caller, accountId: string, between: { since: string; until?: string }): Answer<BenchmarkView>;
  pauseAccount(caller: Caller, accountId: string): Answer<AccountView>;
  resumeAccount(caller: Caller, accountId: string): Answer<AccountView>;
  /** What selling everything would sell and bring; nothing is changed. */
  showPanic(caller: Caller, accountId: string): Answer<SellingView>;
  panic(caller: Caller, accountId: string): Answer<AccountView>;
  /** What is not sold yet stays, protected; the account stays halted. */
  takeBackPanic(caller: Caller, accountId: string): Answer<AccountView>;
  /** Stops buying on every account at once; off again needs the person where a broker stands behind one of them. */
  stopEverywhere(caller: Caller, mode: Mode): Answer<AccountView[]>;
  ownerLimits(caller: Caller): Answer<OwnerLimitsView>;
  updateOwnerLimits(caller: Caller, change: UpdateOwnerLimits): Answer<OwnerLimitsView>;
  /** The door between paper and real money. Scope admin. */
  goingLive(caller: Caller, accountId: string): Answer<GoingLiveView>;
  /** Through it: a new account with real money. Needs step-up `going-live`. */
  goLive(caller: Caller, accountId: string, input: GoLive): Answer<WentLiveView>;
  /** What stays open on a live account; nothing is changed. */
  backToPaper(caller: Caller, accountId: string): Answer<BackToPaperView>;
  /** Stops buying there, and says what stays open. */
  goBackToPaper(caller: Caller, accountId: string): Answer<BackToPaperView>;
  closePosition(
    caller: Caller,
    accountId: string,
    input: { symbol: string; holder?: string | undefined },
  ): Answer<OrderView>;
  moveStop(
    caller: Caller,
    accountId: string,
    input: MoveStop & { symbol: string; holder?: string | undefined },
  ): Answer<PositionView>;

  /** Of one account, or of all the caller may see. */
  bots(caller: Caller, query?: { accountId?: string | undefined }): Answer<Page<BotView>>;
  bot(caller: Caller, botId: string): Answer<BotView>;
  botStatus(caller: Caller, botId: string): Answer<BotStatus>;
  looks(caller: Caller, botId: string, limit: number): Answer<LookView[]>;
  previewBot(caller: Caller, input: PreviewBot): Answer<BotPreview>;
  createBot(caller: Caller, input: CreateBot): Answer<BotView>;
  updateBot(caller: Caller, botId: string, input: UpdateBot): Answer<BotView>;
  pauseBot(caller: Caller, botId: string): Answer<BotView>;
  resumeBot(caller: Caller, botId: string): Answer<BotView>;
  /** What deleting it leaves open, and who protects that. */
  leaving(caller: Caller, botId: string): Answer<LeavingView>;
  deleteBot(caller: Caller, botId: string, choice: DeleteBot): Answer<DeletedBotView>;
  /** What becomes of it after its last day. */
  endBot(caller: Caller, botId: string, input: EndBot): Answer<BotView>;

  proposals(caller: Caller, query: ProposalsQuery): Answer<Page<ProposalView>>;
  proposal(caller: Caller, proposalId: string): Answer<ProposalView>;
  /** A large purchase needs step-up `large-approval`, about the hash. */
  approve(caller: Caller, proposalId: string, input: ApproveProposal): Answer<ApproveResult>;
  /** The one reminder of an open question moves. */
  later(caller: Caller, proposalId: string, input: PutOffProposal): Answer<ProposalView>;
  reject(caller: Caller, proposalId: string, input: RejectProposal): Answer<ProposalView>;

  portfolios(caller: Caller): Answer<Page<PortfolioView>>;
  portfolio(caller: Caller, portfolioId: string): Answer<PortfolioView>;
  createPortfolio(caller: Caller, input: CreatePortfolio): Answer<PortfolioView>;
  updatePortfolio(caller: Caller, portfolioId: string, input: UpdatePortfolio): Answer<PortfolioView>;
  /** The default one stays. */
  deletePortfolio(caller: Caller, portfolioId: string): Answer<{ id: string }>;
  /** A bot, or what people hold on an account, into this one and out of any other. */
  moveHolder(caller: Caller, portfolioId: string, input: MoveHolder): Answer<PortfolioView>;
  /** What is in it; what is kept elsewhere is priced by the market of `accountId`, absent: the active one. */
  portfolioContent(caller: Caller, portfolioId: string, accountId?: string): Answer<PortfolioContent>;
  /** Kept elsewhere: only in a portfolio of that kind. */
  addHolding(caller: Caller, portfolioId: string, input: CreateHolding, accountId?: string): Answer<PortfolioContent>;
  updateHolding(
    caller: Caller,
    which: { portfolioId: string; holdingId: string },
    input: UpdateHolding,
    accountId?: string,
  ): Answer<PortfolioContent>;
  removeHolding(
    caller: Caller,
    which: { portfolioId: string; holdingId: string },
    accountId?: string,
  ): Answer<PortfolioContent>;
  importHoldings(caller: Caller, portfolioId: string, input: ImportHoldings): Answer<ImportedHoldings>;
  /** Messages to the caller's chat apps and what became of them, newest first. */
  notifications(caller: Caller, limit: number): Answer<Page<NotificationView>>;
  alertSettings(caller: Caller): Answer<AlertSettingsView>;
  updateAlertSettings(caller: Caller, input: UpdateAlertSettings): Answer<AlertSettingsView>;

  /** The caller's alerts without a trade, of one account or of all. */
  alerts(caller: Caller, accountId?: string): Answer<Page<AlertView>>;
  alert(caller: Caller, alertId: string): Answer<AlertView>;
  createAlert(caller: Caller, input: CreateAlert): Answer<AlertView>;
  deleteAlert(caller: Caller, alertId: string): Answer<{ id: string }>;

  watchlists(caller: Caller, accountId?: string): Answer<Page<WatchlistView>>;
  watchlist(caller: Caller, watchlistId: string): Answer<WatchlistView>;
  createWatchlist(caller: Caller, input: CreateWatchlist): Answer<WatchlistView>;
  updateWatchlist(caller: Caller, watchlistId: string, input: UpdateWatchlist): Answer<WatchlistView>;
  deleteWatchlist(caller: Caller, watchlistId: string): Answer<{ id: string }>;

  /** Instruments of the active market. `query` matches symbols and names, English or Korean; absent: all. */
  instruments(caller: Caller, query: InstrumentsQuery): Answer<Page<InstrumentView>>;
  /** By any unambiguous form: symbol, ticker, alias, name, id. */
  instrument(caller: Caller, symbol: string, accountId?: string): Answer<InstrumentView>;
  quote(caller: Caller, symbol: string, accountId?: string): Answer<QuoteView>;
  /** What is announced of it and what was, a year either way, the furthest ahead first. */
  instrumentEvents(caller: Caller, symbol: string, accountId?: string): Answer<Page<DatedEventView>>;
  /** Everything the caller wrote down, and what of it is about one instrument. */
  notes(caller: Caller): Answer<Page<NoteView>>;
  note(caller: Caller, symbol: string, accountId?: string): Answer<NoteView>;
  writeNote(caller: Caller, symbol: string, input: WriteNote, accountId?: string): Answer<NoteView>;
  /** What a picture shows, before it is drawn. */
  picture(caller: Caller, asked: PictureAsked): Answer<Picture>;
  /** Closed bars, oldest first; none closes after market time. */
  bars(caller: Caller, symbol: string, query: BarsRequest): Answer<BarsView>;
  indicators(caller: Caller, symbol: string, query: IndicatorsRequest): Answer<IndicatorsView>;
  /** Pivot levels, support and resistance at the newest closed bar. */
  pivots(
    caller: Caller,
    symbol: string,
    query: PivotsQuery & { readonly accountId?: string | undefined },
  ): Answer<PivotsView>;
  /** Every indicator and candlestick pattern there is, with what can be set. */
  indicatorCatalogue(caller: Caller): Answer<Page<IndicatorView>>;
  /** At the newest closed bar; `further` first does one slice of what its record is still missing. */
  analysis(caller: Caller, symbol: string, query: AnalysisRequest & { further: boolean }): Answer<AnalysisView>;
  forecast(caller: Caller, symbol: string, query: AnalysisRequest): Answer<ForecastView>;

  /** Written at the end of each market day, newest first. */
  snapshots(caller: Caller, symbol: string, query: SnapshotsQuery): Answer<Page<SnapshotView>>;
  ratings(caller: Caller, query: RatingsQuery): Answer<Page<RatingView>>;
  /** Newest first, each as the caller left it. */
  signals(caller: Caller, query: SignalsQuery): Answer<Page<SignalView>>;
  unreadSignals(caller: Caller, accountId?: string): Answer<UnreadView>;
  readSignal(caller: Caller, id: string): Answer<SignalView>;
  dismissSignal(caller: Caller, id: string): Answer<SignalView>;

  /** What the caller asked of stored bars: only who asked sees it. Newest first. */
  backtests(caller: Caller, query: PageRequest): Answer<Page<BacktestRunView>>;
  backtest(caller: Caller, id: string): Answer<BacktestRunDetail>;
  createBacktest(caller: Caller, input: CreateBacktest): Answer<BacktestRunView>;
  /** With the bot's own strategy, amount, risk level and list. */
  backtestBot(caller: Caller, botId: string, input: CreateBotBacktest): Answer<BacktestRunView>;
  cancelBacktest(caller: Caller, id: string): Answer<BacktestRunDetail>;
  deleteBacktest(caller: Caller, id: string): Answer<{ id: string }>;

  /** Of which it is known who is in them, by symbol. */
  indices(caller: Caller, accountId?: string): Answer<Page<IndexView>>;
  /** Those from the start, then the caller's own. */
  screens(caller: Caller, accountId?: string): Answer<Page<ScreenView>>;
  screen(caller: Caller, screenId: string): Answer<ScreenView>;
  /** A screen in words; nothing is kept. */
  checkScreen(caller: Caller, input: LooseScreen): Answer<ScreenWords>;
  createScreen(caller: Caller, input: CreateScreen): Answer<ScreenView>;
  updateScreen(caller: Caller, screenId: string, input: UpdateScreen): Answer<ScreenView>;
  deleteScreen(caller: Caller, screenId: string): Answer<{ id: string }>;
  /** On the last closed bar; over a large market the run is asked for again (`screenRun`). */
  runScreen(caller: Caller, screenId: string, accountId?: string): Answer<ScreenRunView>;
  runLooseScreen(caller: Caller, input: LooseScreen, accountId?: string): Answer<ScreenRunView>;
  screenRun(caller: Caller, runId: string): Answer<ScreenRunView>;
  cancelScreenRun(caller: Caller, runId: string): Answer<ScreenRunView>;
  /** Newest first. */
  screenResults(
    caller: Caller,
    screenId: string,
    query: { limit: number; accountId?: string | undefined },
  ): Answer<Page<ScreenResultView>>;
  screenToWatchlist(
    caller: Caller,
    screenId: string,
    input: ToWatchlist & { accountId?: string | undefined },
  ): Answer<WatchlistView>;
  strategies(caller: Caller): Answer<Page<StrategyView>>;
  strategy(caller: Caller, name: string): Answer<StrategyView>;
  /** On the active market, or on the one that `accountId` trades on; schedules are the same for all. */
  jobs(caller: Caller, accountId?: string): Answer<Page<JobView>>;
  job(caller: Caller, name: string, accountId?: string): Answer<JobView>;
  updateJob(caller: Caller, name: string, input: UpdateJob): Answer<JobView>;
  runJob(caller: Caller, name: string, accountId?: string): Answer<JobView>;
  market(caller: Caller, accountId?: string): Answer<MarketView>;
  controlMarket(caller: Caller, input: ControlMarket): Answer<MarketView>;
}
