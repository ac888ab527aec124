const id = encodeURIComponent;

/** Every link of the app. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  welcome: '/welcome',
  decide: '/decide',
  proposal: (proposal: string) => `/decide/${id(proposal)}`,
  bots: '/bots',
  newBot: '/bots/new',
  bot: (bot: string) => `/bots/${id(bot)}`,
  markets: '/markets',
  instrument: (symbol: string) => `/markets/${id(symbol)}`,
  portfolio: '/portfolio',
  more: '/more',
  orders: '/more/orders',
  order: (order: string) => `/more/orders/${id(order)}`,
  ledger: '/more/ledger',
  jobs: '/more/jobs',
  events: '/more/events',
  health: '/more/health',
  settings: '/more/settings',
} as const;
