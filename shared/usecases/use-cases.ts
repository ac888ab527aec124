import { failure, type Failure } from '../contract/errors.ts';
import { EQUAL_WEIGHT } from '../domain/equal-weight.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { MarketId } from '../domain/ids.ts';
import { toIso, type MarketMs } from '../lib/time.ts';
import { listNotifications, showAlertSettings, updateAlertSettings } from './notifications.ts';
import { createAlert, listAlerts } from './alerts.ts';
import { accountFor, accountOf, mayTradeSomewhere, requireScope, requireUnlimited } from './access.ts';
import type { AccountPort, Confirmation, Page } from './account-port.ts';
import { benchmarkSince } from './benchmark.ts';
import { benchmarkOfAccount } from './benchmark-of-account.ts';
import { asConfirmed } from './as-confirmed.ts';
import { activeMarket, marketView } from './active-market.ts';
import { inMarketOf } from './market-of.ts';
import { listAccess } from './access-history.ts';
import { sayGoodbye, showGoodbye } from './goodbye.ts';
import { setHeartbeat, showHeartbeat } from './heartbeat.ts';
import {
  addPushDevice,
  listPushDevices,
  mayNodFrom,
  removePushDevice,
  showPushKey,
  testPushDevice,
  updatePushDevice,
} from './push-devices.ts';
import {
  acceptInvitation,
  createInvitation,
  joinByInvitation,
  listInvitations,
  showInvitation,
  withdrawInvitation,
} from './invitations.ts';
import { changeRole, listRoles, removeRole } from './roles.ts';
import { listChannels, newLinkCode, removeChannel, setChannelToken, testChannel } from './channels.ts';
import { listChats, unlinkChat } from './chats.ts';
import {
  checkConnection,
  createConnection,
  listConnections,
  removeConnection,
  showLeaving,
  replaceKeys,
  showConnection,
} from './connections.ts';
import { analyseInstrument, forecastInstrument } from './analyse-instrument.ts';
import {
  backtestBot,
  cancelBacktest,
  createBacktest,
  deleteBacktest,
  listBacktests,
  showBacktest,
} from './backtests.ts';
import { createAccount } from './create-account.ts';
import { createTradingBot, previewTradingBot } from './create-trading-bot.ts';
import { listRatings, listSnapshots } from './day-records.ts';
import type { UseCases } from './facade.ts';
import { goLive } from './go-live.ts';
import { listGroups, tellGroup, updateGroup } from './groups.ts';
import { goBackToPaper, showBackToPaper, showGoingLive } from './going-live.ts';
import { askAll } from './fan-out.ts';
import { listJobs, runJob, showJob, updateJob } from './jobs.ts';
import { listBots } from './list-bots.ts';
import { listEvents } from './list-events.ts';
import { listIndices } from './list-indices.ts';
import { listInstruments, showInstrument } from './list-instruments.ts';
import { listProposals } from './list-proposals.ts';
import { showAway, tellAway } from './away.ts';
import { showScorecard } from './scorecard.ts';
import { listUsers, showMe, updateMe } from './me.ts';
import { moveStop } from './move-stop.ts';
import { addHolding, importHoldings, removeHolding, updateHolding } from './holdings.ts';
import { listNotes, showNote, writeNote } from './notes.ts';
import { showPortfolioContent } from './portfolio-content.ts';
import { createPortfolio, deletePortfolio, moveHolder, showPortfolio, updatePortfolio } from './portfolios.ts';
import type { UseCaseDeps } from './ports.ts';
import { readBars } from './read-bars.ts';
import { indicatorCatalogue, readIndicators } from './read-indicators.ts';
import {
  cancelRun,
  checkLooseScreen,
  createScreen,
  deleteScreen,
  listScreenResults,
  listScreens,
  runLooseScreen,
  runSavedScreen,
  screenToWatchlist,
  showRun,
  showScreen,
  updateScreen,
} from './screens.ts';
import { listStrategies } from './strategies.ts';
import { readPivots } from './read-pivots.ts';
import { settleOrder } from './settle-order.ts';
import { listSignals, markSignal, unreadSignals } from './signals.ts';
import { showPicture } from './pictures/show-picture.ts';
import { putOffProposal } from './later.ts';
import { showQuote } from './show-quote.ts';
import { showOwnerLimits, updateOwnerLimits } from './owner-limits.ts';
import { stopEverywhere } from './stop-everywhere.ts';
import { toldWho } from './told-who.ts';
import { updateAccount } from './update-account.ts';
import { validateOrder } from './validate-order.ts';
import { updateLimits } from './update-limits.ts';
import { createWatchlist, deleteWatchlist, listWatchlists, showWatchlist, updateWatchlist } from './watchlists.ts';

/** The use cases over their ports. What is one question to one account stands here; the rest has its own file. */
export function createUseCases(deps: UseCaseDeps): UseCases {
  return {
    ...peopleAndAccounts(deps),
    ...connections(deps),
    ...chatApps(deps),
    ...orders(deps),
    ...botsAndProposals(deps),
    ...lists(deps),
    ...screens(deps),
    ...research(deps),
    ...dayRecords(deps),
  };
}

/** Asks one account, by its own id or by the id of something it owns. */
function asking(deps: UseCaseDeps) {
  type Route = (deps: UseCaseDeps, caller: Caller, id: string) => Result<AccountPort, Failure>;
  const ask =
    (route: Route) =>
    async <T>(caller: Caller, id: string, question: (account: AccountPort) => Promise<Result<T, Failure>>) => {
      const account = route(deps, caller, id);
      return account.ok ? question(account.value) : account;
    };
  type Step<T> = (account: AccountPort, given?: Confirmation) => Promise<Result<T, Failure>>;
  /** The same for what may need the person themself. */
  const confirmed =
    (route: Route) =>
    async <T>(caller: Caller, id: string, step: Step<T>) => {
      const account = route(deps, caller, id);
      return account.ok ? asConfirmed(deps, caller, (given) => step(account.value, given)) : account;
    };
  return {
    account: ask(accountFor),
    owner: ask(accountOf),
    confirmed: { account: confirmed(accountFor), owner: confirmed(accountOf) },
  };
}

function chatApps(deps: UseCaseDeps) {
  return {
    channels: (caller) => paged(listChannels(deps, caller)),
    setChannelToken: (caller, input) => setChannelToken(deps, caller, input),
    removeChannel: (caller, channel) => removeChannel(deps, caller, channel),
    testChannel: (caller, channel) => testChannel(deps, caller, channel),
    createLinkCode: (caller, channel) => newLinkCode(deps, caller, channel),
    chats: (caller) => paged(listChats(deps, caller)),
    unlinkChat: (caller, id) => unlinkChat(deps, caller, id),
    pushKey: () => Promise.resolve(showPushKey(deps)),
    pushDevices: (caller) => paged(listPushDevices(deps, caller)),
    addPushDevice: (caller, input) => addPushDevice(deps, caller, input),
    updatePushDevice: (caller, id, change) => updatePushDevice(deps, caller, id, change),
    removePushDevice: (caller, id) => removePushDevice(deps, caller, id),
    testPushDevice: (caller, id) => testPushDevice(deps, caller, id),
    heartbeat: (caller) => showHeartbeat(deps, caller),
    setHeartbeat: (caller, input) => setHeartbeat(deps, caller, input),
    groups: (caller) => paged(listGroups(deps, caller)),
    updateGroup: (caller, id, input) => updateGroup(deps, caller, id, input),
    tellGroup: (caller, place, accountId) => tellGroup(deps, caller, place, accountId),
  } satisfies Partial<UseCases>;
}

async function paged<T>(items: Promise<Result<T[], Failure>>): Promise<Result<Page<T>, Failure>> {
  const all = await items;
  return all.ok ? ok({ items: all.value, nextCursor: null }) : all;
}

function peopleAndAccounts(deps: UseCaseDeps) {
  const { account, confirmed } = asking(deps);
  return {
    health: () => Promise.resolve(ok({ status: 'ok', version: deps.version, at: toIso(deps.now()) })),
    me: (caller) => showMe(deps, caller),
    away: (caller) => showAway(deps, caller),
    tellAway: (caller) => tellAway(deps, caller),
    updateMe: (caller, input) => updateMe(deps, caller, input),
    users: (caller) => paged(listUsers(deps, caller)),
    accessHistory: (caller, query) => listAccess(deps, caller, query),
    goodbye: (caller) => showGoodbye(deps, caller),
    sayGoodbye: (caller, input) => sayGoodbye(deps, caller, input),
    roles: (caller, accountId) => paged(listRoles(deps, caller, accountId)),
    changeRole: (caller, whose, input) => changeRole(deps, caller, { ...whose, input }),
    removeRole: (caller, whose) => removeRole(deps, caller, whose),
    invitations: (caller, accountId) => paged(listInvitations(deps, caller, accountId)),
    createInvitation: (caller, input) => createInvitation(deps, caller, input),
    withdrawInvitation: (caller, id) => withdrawInvitation(deps, caller, id),
    showInvitation: (code) => showInvitation(deps, code),
    joinByInvitation: (input) => joinByInvitation(deps, input),
    acceptInvitation: (caller, code) => acceptInvitation(deps, caller, code),
    accounts: (caller) => paged(askAll(deps, caller, (port) => port.view(caller))),
    account: (caller, id) => account(caller, id, (port) => port.view(caller)),
    defaultAccount: async (caller) => {
      const id = await deps.accounts.defaultId(caller);
      return id === null ? err(failure('not-found')) : account(caller, id, (port) => port.view(caller));
    },
    createAccount: (caller, input) => createAccount(deps, caller, input),
    updateAccount: (caller, id, input) => updateAccount(deps, caller, { id, input }),
    positions: (caller, id) => paged(account(caller, id, (port) => port.positions(caller))),
    performance: (caller, id) => account(caller, id, (port) => port.performance(caller)),
    scorecard: (caller, id) => showScorecard(deps, caller, id),
    nods: (caller, id, query) => account(caller, id, (port) => port.nods(caller, query)),
    nodSummary: (caller, id) => account(caller, id, (port) => port.nodSummary(caller)),
    limits: (caller, id) => account(caller, id, (port) => port.limits(caller)),
    risk: (caller, id) => account(caller, id, (port) => port.risk(caller)),
    events: (caller, id, query) => account(caller, id, (port) => port.events(caller, query)),
    leavingAccount: (caller, id) => account(caller, id, (port) => port.leavingAccount(caller)),
    closeAccount: (caller, id, choice) =>
      confirmed.account(caller, id, (port, given) => port.close(caller, choice, given)),
    benchmarkLine: (caller, id, symbol) =>
      account(caller, id, (port) => benchmarkOfAccount(deps, caller, { port, symbol })),
    benchmark: (caller, id, { since, until }) =>
      account(caller, id, async (port) => {
        const view = await port.view(caller);
        if (!view.ok) return view;
        const from = Date.parse(since) as MarketMs;
        const to = until === undefined ? undefined : (Date.parse(until) as MarketMs);
        // A market out of reach leaves one line unsaid, not the rest.
        const unknown = { symbol: EQUAL_WEIGHT, resultPercent: null };
        return ok(await benchmarkSince(deps, view.value.marketId as MarketId, from, to).catch(() => unknown));
      }),
    pauseAccount: (caller, id) => account(caller, id, (port) => port.pause(caller)),
    updateLimits: (caller, id, input) => updateLimits(deps, caller, { id, input }),
    resumeAccount: (caller, id) => confirmed.account(caller, id, (port, given) => port.resume(caller, given)),
    showPanic: (caller, id) => account(caller, id, (port) => port.showPanic(caller)),
    panic: (caller, id) => account(caller, id, (port) => port.panic(caller)),
    takeBackPanic: (caller, id) => account(caller, id, (port) => port.takeBackPanic(caller)),
    stopEverywhere: (caller, mode) => stopEverywhere(deps, caller, mode),
    ownerLimits: (caller) => showOwnerLimits(deps, caller),
    updateOwnerLimits: (caller, change) => updateOwnerLimits(deps, caller, change),
    goingLive: (caller, id) => showGoingLive(deps, caller, id),
    goLive: (caller, accountId, input) => goLive(deps, caller, { accountId, input }),
    backToPaper: (caller, id) => showBackToPaper(deps, caller, id),
    goBackToPaper: (caller, id) => goBackToPaper(deps, caller, id),
    transactions: (caller, id, query) => account(caller, id, (port) => port.transactions(caller, query)),
    transactionSummary: (caller, id) => account(caller, id, (port) => port.transactionSummary(caller)),
    createTransaction: (caller, id, input) => account(caller, id, (port) => port.createTransaction(caller, input)),
  } satisfies Partial<UseCases>;
}

function connections(deps: UseCaseDeps) {
  return {
    connections: (caller) => paged(listConnections(deps, caller)),
    connection: (caller, id) => showConnection(deps, caller, id),
    createConnection: (caller, input) => createConnection(deps, caller, input),
    checkConnection: (caller, id) => checkConnection(deps, caller, id),
    replaceKeys: (caller, id, input) => replaceKeys(deps, caller, { id, input }),
    leavingConnection: (caller, id) => paged(showLeaving(deps, caller, id)),
    removeConnection: (caller, id, { positions }) => removeConnection(deps, caller, { id, positions }),
  } satisfies Partial<UseCases>;
}

function orders(deps: UseCaseDeps) {
  const { account, owner, confirmed } = asking(deps);
  return {
    orders: (caller, id, query) => account(caller, id, (port) => port.orders(caller, query)),
    order: (caller, id) => owner(caller, id, (port) => port.order(caller, id)),
    createOrder: (caller, id, input, placing) =>
      confirmed.account(caller, id, (port, given) => port.createOrder(caller, input, { ...placing, given })),
    validateOrder: (caller, id, input) => validateOrder(deps, caller, { accountId: id, order: input }),
    replaceOrder: (caller, id, input) =>
      confirmed.owner(caller, id, (port, given) => port.replaceOrder(caller, id, input, given)),
    cancelOrder: (caller, id) => owner(caller, id, (port) => port.cancelOrder(caller, id)),
    cancelAllOrders: (caller, id) => account(caller, id, (port) => port.cancelAllOrders(caller)),
    settleOrder: (caller, orderId, input) => settleOrder(deps, caller, { orderId, input }),
    closePosition: (caller, id, input) => account(caller, id, (port) => port.closePosition(caller, input)),
    moveStop: (caller, id, input) => moveStop(deps, caller, id, input),
  } satisfies Partial<UseCases>;
}

function botsAndProposals(deps: UseCaseDeps) {
  const { owner, confirmed } = asking(deps);
  return {
    bots: (caller, query) => listBots(deps, caller, query ?? {}),
    bot: (caller, id) => owner(caller, id, (port) => port.bot(caller, id)),
    botStatus: (caller, id) => owner(caller, id, (port) => port.botStatus(caller, id)),
    looks: (caller, id, limit) => owner(caller, id, (port) => port.looks(caller, id, limit)),
    previewBot: (caller, input) => previewTradingBot(deps, caller, input),
    createBot: (caller, input) => createTradingBot(deps, caller, input),
    updateBot: (caller, id, input) =>
      confirmed.owner(caller, id, (port, given) => port.updateBot(caller, id, input, given)),
    pauseBot: (caller, id) => owner(caller, id, (port) => port.pauseBot(caller, id)),
    leaving: (caller, id) => owner(caller, id, (port) => port.leaving(caller, id)),
    deleteBot: (caller, id, choice) => owner(caller, id, (port) => port.deleteBot(caller, id, choice)),
    endBot: (caller, id, input) => confirmed.owner(caller, id, (port, given) => port.endBot(caller, id, input, given)),
    resumeBot: (caller, id) => confirmed.owner(caller, id, (port, given) => port.resumeBot(caller, id, given)),
    proposals: (caller, query) => listProposals(deps, caller, query),
    proposal: (caller, id) => owner(caller, id, (port) => port.proposal(caller, id)),
    approve: async (caller, id, { device, ...input }) => {
      const opens = device === undefined ? ok(null) : await mayNodFrom(deps, caller, { id, device, input });
      if (!opens.ok) return opens;
      const name = (await deps.users.find(caller.userId))?.name;
      return toldWho(
        deps,
        confirmed.owner(caller, id, (port, given) => port.approve(caller, id, input, given, name)),
      );
    },
    later: (caller, id, input) => putOffProposal(deps, caller, { id, input }),
    reject: (caller, id, input) =>
      toldWho(
        deps,
        owner(caller, id, (port) => port.reject(caller, id, input)),
      ),
  } satisfies Partial<UseCases>;
}

function lists(deps: UseCaseDeps) {
  const { owner } = asking(deps);
  return {
    notifications: (caller, limit) => paged(listNotifications(deps, caller, limit)),
    alertSettings: (caller) => showAlertSettings(deps, caller),
    updateAlertSettings: (caller, input) => updateAlertSettings(deps, caller, input),
    alerts: (caller, accountId) => paged(listAlerts(deps, caller, accountId)),
    alert: (caller, id) => owner(caller, id, (port) => port.alert(caller, id)),
    createAlert: (caller, input) => createAlert(deps, caller, input),
    deleteAlert: (caller, id) => owner(caller, id, (port) => port.deleteAlert(caller, id)),
    portfolios: async (caller) => ok({ items: await deps.portfolios.list(caller.userId), nextCursor: null }),
    portfolio: (caller, id) => showPortfolio(deps, caller, id),
    createPortfolio: (caller, input) => createPortfolio(deps, caller, input),
    updatePortfolio: (caller, id, input) => updatePortfolio(deps, caller, { id, input }),
    deletePortfolio: (caller, id) => deletePortfolio(deps, caller, id),
    moveHolder: (caller, id, input) => moveHolder(deps, caller, { id, input }),
    portfolioContent: (caller, id, accountId) => showPortfolioContent(deps, caller, { id, accountId }),
    addHolding: (caller, id, input, accountId) => addHolding(deps, caller, { id, input, accountId }),
    updateHolding: (caller, { portfolioId: id, holdingId }, input, accountId) =>
      updateHolding(deps, caller, { id, holdingId, input, accountId }),
    removeHolding: (caller, { portfolioId: id, holdingId }, accountId) =>
      removeHolding(deps, caller, { id, holdingId, accountId }),
    importHoldings: (caller, id, input) => importHoldings(deps, caller, { id, input }),
    instrumentEvents: (caller, name, accountId) =>
      paged(inMarketOf(deps, { caller, accountId }, (there) => listEvents(there, name))),
    notes: (caller) => listNotes(deps, caller),
    note: (caller, name, accountId) =>
      inMarketOf(deps, { caller, accountId }, (there) => showNote(there, caller, name)),
    writeNote: (caller, name, input, accountId) =>
      inMarketOf(deps, { caller, accountId }, (there) => writeNote(there, caller, { name, input })),
    watchlists: (caller, accountId) =>
      paged(inMarketOf(deps, { caller, accountId }, (there) => listWatchlists(there, caller))),
    watchlist: (caller, id) => showWatchlist(deps, caller, id),
    createWatchlist: (caller, input) => createWatchlist(deps, caller, input),
    updateWatchlist: (caller, id, input) => updateWatchlist(deps, caller, { id, input }),
    deleteWatchlist: (caller, id) => deleteWatchlist(deps, caller, id),
    jobs: (caller, accountId) => paged(inMarketOf(deps, { caller, accountId }, listJobs)),
    job: (caller, name, accountId) => inMarketOf(deps, { caller, accountId }, (there) => showJob(there, name)),
    updateJob: (caller, name, input) => updateJob(deps, caller, { name, input }),
    runJob: (caller, name, accountId) =>
      inMarketOf(deps, { caller, accountId }, (there) => runJob(there, caller, name)),
  } satisfies Partial<UseCases>;
}

function screens(deps: UseCaseDeps) {
  return {
    indices: (caller, accountId) => paged(inMarketOf(deps, { caller, accountId }, listIndices)),
    screens: (caller, accountId) =>
      paged(inMarketOf(deps, { caller, accountId }, async (there) => ok(await listScreens(there, caller)))),
    screen: (caller, id) => showScreen(deps, caller, id),
    checkScreen: (caller, input) => checkLooseScreen(deps, caller, input),
    createScreen: (caller, input) => createScreen(deps, caller, input),
    updateScreen: (caller, id, input) => updateScreen(deps, caller, { id, input }),
    deleteScreen: (caller, id) => deleteScreen(deps, caller, id),
    runScreen: (caller, id, accountId) =>
      inMarketOf(deps, { caller, accountId }, (there) => runSavedScreen(there, caller, id)),
    runLooseScreen: (caller, input, accountId) =>
      inMarketOf(deps, { caller, accountId }, (there) => runLooseScreen(there, caller, input)),
    screenRun: (caller, id) => showRun(deps, caller, id),
    cancelScreenRun: (caller, id) => cancelRun(deps, caller, id),
    screenResults: (caller, id, { limit, accountId }) =>
      paged(inMarketOf(deps, { caller, accountId }, (there) => listScreenResults(there, caller, { id, limit }))),
    screenToWatchlist: (caller, id, { accountId, ...input }) =>
      inMarketOf(deps, { caller, accountId }, (there) => screenToWatchlist(there, caller, { id, input })),
  } satisfies Partial<UseCases>;
}

function dayRecords(deps: UseCaseDeps) {
  return {
    snapshots: (caller, symbol, query) =>
      inMarketOf(deps, { caller, accountId: query.accountId }, (there) => listSnapshots(there, symbol, query)),
    ratings: (caller, query) =>
      inMarketOf(deps, { caller, accountId: query.accountId }, (there) => listRatings(there, caller, query)),
    signals: (caller, query) =>
      inMarketOf(deps, { caller, accountId: query.accountId }, (there) => listSignals(there, caller, query)),
    unreadSignals: (caller, accountId) =>
      inMarketOf(deps, { caller, accountId }, (there) => unreadSignals(there, caller)),
    readSignal: (caller, id) => markSignal(deps, caller, { id, what: 'read' }),
    dismissSignal: (caller, id) => markSignal(deps, caller, { id, what: 'dismissed' }),
  } satisfies Partial<UseCases>;
}

function research(deps: UseCaseDeps) {
  return {
    instruments: (caller, query) =>
      inMarketOf(deps, { caller, accountId: query.accountId }, (there) => listInstruments(there, query)),
    instrument: (caller, symbol, accountId) =>
      inMarketOf(deps, { caller, accountId }, (there) => showInstrument(there, symbol)),
    picture: (caller, asked) => showPicture(deps, caller, asked),
    quote: (caller, symbol, accountId) => inMarketOf(deps, { caller, accountId }, (there) => showQuote(there, symbol)),
    bars: (caller, symbol, query) =>
      inMarketOf(deps, { caller, accountId: query.accountId }, (there) => readBars(there, symbol, query)),
    indicatorCatalogue: () => Promise.resolve(ok({ items: indicatorCatalogue(), nextCursor: null })),
    indicators: (caller, symbol, query) =>
      inMarketOf(deps, { caller, accountId: query.accountId }, (there) => readIndicators(there, symbol, query)),
    pivots: (caller, symbol, query) =>
      inMarketOf(deps, { caller, accountId: query.accountId }, (there) => readPivots(there, symbol, query)),
    analysis: (caller, name, { accountId, timeframe, further }) =>
      inMarketOf(deps, { caller, accountId }, (there) =>
        analyseInstrument(there, { name, query: { timeframe }, further }),
      ),
    forecast: (caller, name, { accountId, timeframe }) =>
      inMarketOf(deps, { caller, accountId }, (there) =>
        forecastInstrument(there, { name, query: { timeframe }, further: false }),
      ),
    backtests: (caller, query) => listBacktests(deps, caller, query),
    backtest: (caller, id) => showBacktest(deps, caller, id),
    createBacktest: (caller, input) =>
      input.accountId === undefined && caller.accountIds !== null
        ? Promise.resolve(err(failure('not-allowed')))
        : inMarketOf(deps, { caller, accountId: input.accountId }, (there) => createBacktest(there, caller, input)),
    backtestBot: (caller, botId, input) => backtestBot(deps, caller, { botId, input }),
    cancelBacktest: (caller, id) => cancelBacktest(deps, caller, id),
    deleteBacktest: (caller, id) => deleteBacktest(deps, caller, id),
    strategies: () => Promise.resolve(ok({ items: listStrategies(), nextCursor: null })),
    strategy: (_caller, name) => {
      const strategy = listStrategies().find((known) => known.name === name);
      return Promise.resolve(strategy === undefined ? err(failure('not-found', { id: name })) : ok(strategy));
    },
    market: (caller, accountId) =>
      inMarketOf(deps, { caller, accountId }, async (there) => {
        const active = await activeMarket(there);
        return active.ok ? ok(marketView(active.value.state)) : active;
      }),
    controlMarket: async (caller, input) => {
      const scope = requireScope(caller, 'trade');
      if (!scope.ok) return scope;
      // Its clock is everybody's.
      const unlimited = requireUnlimited(caller);
      if (!unlimited.ok) return unlimited;
      const active = await activeMarket(deps);
      if (!active.ok) return active;
      const trades = await mayTradeSomewhere(deps, caller);
      if (!trades.ok) return trades;
      const { speed, paused, noWait, untilProposal } = input;
      const change = {
        ...(speed !== undefined && { speed }),
        ...(paused !== undefined && { paused }),
        ...(noWait !== undefined && { noWait }),
        ...(untilProposal !== undefined && { untilProposal }),
      };
      return ok(marketView(await active.value.market.control(change)));
    },
  } satisfies Partial<UseCases>;
}
