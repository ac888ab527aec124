const id = encodeURIComponent;

/** Every link of the app. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  welcome: '/welcome',
  away: '/away',
  join: '/join',
  decide: '/decide',
  proposal: (proposal: string) => `/decide/${id(proposal)}`,
  bots: '/bots',
  newBot: '/bots/new',
  newBotOver: (list: string) => `/bots/new?list=${id(list)}`,
  bot: (bot: string) => `/bots/${id(bot)}`,
  markets: '/markets',
  signals: '/markets/signals',
  /** What another app shared is looked for. */
  find: '/markets/find',
  screens: '/markets/screens',
  screen: (screen: string) => `/markets/screens/${id(screen)}`,
  /** A new one, a copy of another, one's own to change, or a new one over a list. */
  editScreen: (query: { id?: string; from?: string; list?: string } = {}) => {
    const set = Object.entries(query).filter(([, value]) => value !== undefined);
    return set.length === 0 ? '/markets/screens/edit' : `/markets/screens/edit?${new URLSearchParams(set).toString()}`;
  },
  watchlists: '/markets/lists',
  watchlist: (list: string) => `/markets/lists/${id(list)}`,
  instrument: (symbol: string) => `/markets/${id(symbol)}`,
  portfolio: '/portfolio',
  portfolioOf: (portfolio: string) => `/portfolio/${id(portfolio)}`,
  more: '/more',
  orders: '/more/orders',
  newOrder: (query: { symbol?: string; side?: 'buy' | 'sell'; holder?: string } = {}) => {
    const set = Object.entries(query).filter(([, value]) => value !== undefined);
    return set.length === 0 ? '/more/orders/new' : `/more/orders/new?${new URLSearchParams(set).toString()}`;
  },
  order: (order: string) => `/more/orders/${id(order)}`,
  ledger: '/more/ledger',
  record: '/more/record',
  scorecard: '/more/scorecard',
  limits: '/more/limits',
  risk: '/more/risk',
  jobs: '/more/jobs',
  alerts: '/more/alerts',
  /** To be told of one stock: the form stands there with it filled in. */
  tellMe: (symbol: string) => `/more/alerts?symbol=${id(symbol)}#new`,
  events: '/more/events',
  health: '/more/health',
  connections: '/more/connections',
  newConnection: '/more/connections/new',
  connection: (connection: string) => `/more/connections/${id(connection)}`,
  goingLive: '/more/going-live',
  research: '/more/research',
  researchTest: (test: string) => `/more/research/${id(test)}`,
  people: '/more/people',
  security: '/more/security',
  access: '/more/access',
  settings: '/more/settings',
  phone: '/more/settings#phone',
  telegram: '/more/settings/telegram',
  discord: '/more/settings/discord',
  notifications: '/more/settings/notifications',
} as const;
