import type { Leaving } from '#shared/contract/leaving.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import { address } from './address.ts';

const id = encodeURIComponent;

/** As many as a chart shows. */
export const CHART_BARS = 400;

/** How a picture is drawn. */
interface Look {
  readonly theme: 'light' | 'dark';
  readonly language: 'en' | 'ko';
}

interface BarsAsked {
  readonly timeframe: Timeframe | null;
  readonly account: string | null;
  readonly limit?: number;
  /** The newest of them; absent: all that are known. */
  readonly to?: string | undefined;
}
interface PageAsked {
  readonly limit?: number;
  readonly cursor?: string | undefined;
  /** A symbol or a name. */
  readonly query?: string | undefined;
}
interface OrdersAsked extends PageAsked {
  readonly status?: string | undefined;
  readonly botId?: string;
}
interface TransactionsAsked extends PageAsked {
  readonly type?: string | undefined;
  readonly result?: 'gain' | 'loss' | undefined;
  readonly botId?: string;
}

/** Every address of the API that the app reads or posts to. Also the keys under which answers are cached. */
export const routes = {
  session: '/session',
  passkeyQuestion: '/session/passkey',
  sessions: '/sessions',
  oneSession: (session: string) => `/sessions/${id(session)}`,
  password: '/password',
  export: '/me/export',
  goodbye: '/me/goodbye',
  me: '/me',
  away: '/me/away',
  awayRead: '/me/away/read',
  health: '/health',
  market: (account?: string) => address('/market', { accountId: account }),
  accounts: '/accounts',
  account: (account: string) => `/accounts/${id(account)}`,
  positions: (account: string) => `/accounts/${id(account)}/positions`,
  closePosition: (account: string, symbol: string) => `/accounts/${id(account)}/positions/${id(symbol)}/close`,
  moveStop: (account: string, symbol: string) => `/accounts/${id(account)}/positions/${id(symbol)}/stop`,
  orders: (account: string, query: OrdersAsked = {}) => address(`/accounts/${id(account)}/orders`, { ...query }),
  order: (account: string, order: string) => `/accounts/${id(account)}/orders/${id(order)}`,
  cancelAll: (account: string) => `/accounts/${id(account)}/orders/cancel-all`,
  settleOrder: (account: string, order: string) => `/accounts/${id(account)}/orders/${id(order)}/settle`,
  validate: (account: string) => `/accounts/${id(account)}/risk/validate`,
  ownerLimits: '/owner-limits',
  risk: (account: string) => `/accounts/${id(account)}/risk`,
  cancelOrder: (account: string, order: string) => `/accounts/${id(account)}/orders/${id(order)}/cancel`,
  transactions: (account: string, query: TransactionsAsked = {}) =>
    address(`/accounts/${id(account)}/transactions`, { ...query }),
  transactionSummary: (account: string) => `/accounts/${id(account)}/transactions/summary`,
  nods: (account: string, query: { limit?: number; cursor?: string | undefined } = {}) =>
    address(`/accounts/${id(account)}/nods`, query),
  nodSummary: (account: string) => `/accounts/${id(account)}/nods/summary`,
  scorecard: (account: string) => `/accounts/${id(account)}/scorecard`,
  performance: (account: string) => `/accounts/${id(account)}/performance`,
  benchmark: (account: string, symbol: string | undefined) =>
    address(`/accounts/${id(account)}/performance/benchmark`, { symbol }),
  portfolios: '/portfolios',
  portfolio: (portfolio: string) => `/portfolios/${id(portfolio)}`,
  portfolioHolders: (portfolio: string) => `/portfolios/${id(portfolio)}/holders`,
  /** What is kept elsewhere is priced by the market of the account. */
  portfolioHoldings: (portfolio: string, account: string | null) =>
    address(`/portfolios/${id(portfolio)}/holdings`, { accountId: account ?? undefined }),
  holding: (portfolio: string, holding: string) => `/portfolios/${id(portfolio)}/holdings/${id(holding)}`,
  importHoldings: (portfolio: string) => `/portfolios/${id(portfolio)}/holdings/import`,
  instrumentEvents: (symbol: string, account: string | null) =>
    address(`/instruments/${id(symbol)}/events`, { accountId: account ?? undefined }),
  note: (symbol: string, account: string | null) =>
    address(`/instruments/${id(symbol)}/note`, { accountId: account ?? undefined }),
  events: (account: string, query: { limit?: number; since?: number } = {}) =>
    address(`/accounts/${id(account)}/events`, query),
  everyMode: '/accounts/mode',
  pause: (account: string) => `/accounts/${id(account)}/pause`,
  resume: (account: string) => `/accounts/${id(account)}/resume`,
  panic: (account: string) => `/accounts/${id(account)}/panic`,
  channels: '/channels',
  heartbeat: '/heartbeat',
  channel: (channel: string) => `/channels/${id(channel)}`,
  channelCode: (channel: string) => `/channels/${id(channel)}/code`,
  channelTest: (channel: string) => `/channels/${id(channel)}/test`,
  chats: '/chats',
  linkedChat: (chat: string) => `/chats/${id(chat)}`,
  groups: '/groups',
  group: (group: string) => `/groups/${id(group)}`,
  connections: '/connections',
  connection: (connection: string) => `/connections/${id(connection)}`,
  removeConnection: (connection: string, positions: Leaving | undefined) =>
    address(`/connections/${id(connection)}`, { positions }),
  connectionLeaving: (connection: string) => `/connections/${id(connection)}/leaving`,
  accountLeaving: (account: string) => `/accounts/${id(account)}/leaving`,
  closeAccount: (account: string, positions: Leaving | undefined) => address(`/accounts/${id(account)}`, { positions }),
  checkConnection: (connection: string) => `/connections/${id(connection)}/check`,
  connectionKeys: (connection: string) => `/connections/${id(connection)}/keys`,
  strategies: '/strategies',
  pivots: (symbol: string, query: { method: string; timeframe: string; account: string | null }) =>
    address(`/instruments/${id(symbol)}/pivots`, {
      method: query.method,
      timeframe: query.timeframe,
      accountId: query.account ?? undefined,
    }),
  bots: '/bots',
  bot: (bot: string) => `/bots/${id(bot)}`,
  botStatus: (bot: string) => `/bots/${id(bot)}/status`,
  botLooks: (bot: string, limit = 30) => `/bots/${id(bot)}/looks?limit=${limit}`,
  botPause: (bot: string) => `/bots/${id(bot)}/pause`,
  botResume: (bot: string) => `/bots/${id(bot)}/resume`,
  botLeaving: (bot: string) => `/bots/${id(bot)}/leaving`,
  deleteBot: (bot: string, positions: Leaving | undefined) => address(`/bots/${id(bot)}`, { positions }),
  botEnding: (bot: string) => `/bots/${id(bot)}/ending`,
  botBacktest: (bot: string) => `/bots/${id(bot)}/backtest`,
  botPreview: '/bots/preview',
  proposals: (query: { status?: string; accountId?: string; botId?: string; limit?: number } = {}) =>
    address('/proposals', query),
  proposal: (proposal: string) => `/proposals/${id(proposal)}`,
  approve: (proposal: string) => `/proposals/${id(proposal)}/approve`,
  later: (proposal: string) => `/proposals/${id(proposal)}/later`,
  reject: (proposal: string) => `/proposals/${id(proposal)}/reject`,
  /** Of the market that the account trades on. */
  instruments: (query = '', account?: string | null) =>
    address('/instruments', { query, limit: 500, accountId: account ?? undefined }),
  instrument: (symbol: string, account?: string | null) =>
    address(`/instruments/${id(symbol)}`, { accountId: account ?? undefined }),
  /** Without a timeframe those of the market itself. */
  bars: (symbol: string, query: BarsAsked) =>
    address(`/instruments/${id(symbol)}/bars`, {
      timeframe: query.timeframe ?? undefined,
      limit: query.limit ?? CHART_BARS,
      to: query.to,
      accountId: query.account ?? undefined,
    }),
  indicatorCatalogue: '/indicators',
  indicators: (symbol: string, query: { names: string; timeframe: Timeframe; limit: number; account: string | null }) =>
    address(`/instruments/${id(symbol)}/indicators`, {
      names: query.names,
      timeframe: query.timeframe,
      limit: query.limit,
      accountId: query.account ?? undefined,
    }),
  analysis: (symbol: string, query: { timeframe: Timeframe; account: string | null }) =>
    address(`/instruments/${id(symbol)}/analysis`, {
      timeframe: query.timeframe,
      accountId: query.account ?? undefined,
    }),
  snapshots: (symbol: string, query: { limit: number; account: string | null }) =>
    address(`/instruments/${id(symbol)}/snapshots`, {
      limit: query.limit,
      accountId: query.account ?? undefined,
    }),
  signals: (query: { status: 'open' | 'unread' | 'all'; symbol?: string; limit: number; account: string | null }) =>
    address('/signals', {
      status: query.status,
      symbol: query.symbol,
      limit: query.limit,
      accountId: query.account ?? undefined,
    }),
  unreadSignals: (account: string | null) => address('/signals/unread-count', { accountId: account ?? undefined }),
  readSignal: (signal: string) => `/signals/${id(signal)}/read`,
  dismissSignal: (signal: string) => `/signals/${id(signal)}/dismiss`,
  /** On the market that the account trades on. */
  screens: '/screens',
  indices: (account: string | null) => address('/indices', { accountId: account ?? undefined }),
  screenList: (account: string | null) => address('/screens', { accountId: account ?? undefined }),
  checkScreen: '/screens/check',
  runLooseScreen: (account: string | null) => address('/screens/run', { accountId: account ?? undefined }),
  screen: (screen: string) => `/screens/${id(screen)}`,
  runScreen: (screen: string, account: string | null) =>
    address(`/screens/${id(screen)}/run`, { accountId: account ?? undefined }),
  screenRun: (run: string) => `/screens/runs/${id(run)}`,
  cancelScreenRun: (run: string) => `/screens/runs/${id(run)}/cancel`,
  screenResults: (screen: string, account: string | null) =>
    address(`/screens/${id(screen)}/results`, { limit: 10, accountId: account ?? undefined }),
  screenToWatchlist: (screen: string, account: string | null) =>
    address(`/screens/${id(screen)}/watchlist`, { accountId: account ?? undefined }),
  watchlists: (account: string | null) => address('/watchlists', { accountId: account ?? undefined }),
  makeWatchlist: '/watchlists',
  watchlist: (list: string) => `/watchlists/${id(list)}`,
  jobs: (account: string | null) => address('/jobs', { accountId: account ?? undefined }),
  job: (name: string) => `/jobs/${id(name)}`,
  runJob: (name: string, account: string | null) =>
    address(`/jobs/${id(name)}/run`, { accountId: account ?? undefined }),
  backtests: '/backtests',
  backtest: (test: string) => `/backtests/${id(test)}`,
  cancelBacktest: (test: string) => `/backtests/${id(test)}/cancel`,
  alerts: '/alerts',
  accountAlerts: (account: string) => address('/alerts', { accountId: account }),
  alert: (alert: string) => `/alerts/${id(alert)}`,
  notifications: (limit: number) => address('/notifications', { limit }),
  alertSettings: '/notifications/settings',
  pushKey: '/push/key',
  pushDevices: '/push/subscriptions',
  pushDevice: (device: string) => `/push/subscriptions/${id(device)}`,
  pushTest: (device: string) => `/push/subscriptions/${id(device)}/test`,
  /** Pictures that may be passed on: a closed trade (by the order that sold it), a week, a whole replay. */
  tradePicture: (order: string, look: Look) => address(`/pictures/trades/${id(order)}`, { ...look }),
  weekPicture: (account: string, look: Look) => address(`/pictures/accounts/${id(account)}/week`, { ...look }),
  replayPicture: (account: string, look: Look) => address(`/pictures/accounts/${id(account)}/replay`, { ...look }),
  chat: '/chat',
  stepUp: '/step-up',
  stepUpBegin: '/step-up/begin',
  stepUpFinish: '/step-up/finish',
  passkeys: '/passkeys',
  passkeysBegin: '/passkeys/begin',
  passkey: (passkey: string) => `/passkeys/${id(passkey)}`,
  recoveryCodes: '/recovery-codes',
  goingLive: (account: string) => `/accounts/${id(account)}/going-live`,
  goLive: (account: string) => `/accounts/${id(account)}/go-live`,
  backToPaper: (account: string) => `/accounts/${id(account)}/back-to-paper`,
  roles: (account: string) => address('/roles', { accountId: account }),
  role: (account: string, user: string) => `/roles/${id(account)}/${id(user)}`,
  invitations: '/invitations',
  openInvitations: (account: string) => address('/invitations', { accountId: account }),
  invitation: (invitation: string) => `/invitations/${id(invitation)}`,
  lookAtInvitation: '/invitations/look',
  joinInvitation: '/invitations/join',
  acceptInvitation: '/invitations/accept',
  access: (query: { kind?: string | undefined; limit: number; cursor?: string | undefined }) =>
    address('/me/events', query),
  tokens: '/tokens',
  token: (token: string) => `/tokens/${id(token)}`,
  links: '/links',
} as const;
