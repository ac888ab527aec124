import { routes } from './routes.ts';

/** Stand for what only the page knows: the account shown last on this device, and the last part of its own address. */
export const [ACCOUNT, LAST_PART] = ['ACCOUNT', 'LAST_PART'];

/** Who is there and what they have: what every room begins with. */
export const WHO = [routes.accounts, routes.me, routes.market()];
/** What stands around every room: the names of the account's market, and what is unread. */
export const AROUND = [routes.instruments('', ACCOUNT), routes.unreadSignals(ACCOUNT)];

/**
 * The rooms in which somebody begins, and what each asks for first: the page asks for their code and for this by itself
 * (`app.html`), where nothing else could know yet that it is needed.
 */
export const FIRST_ASKED: Readonly<Record<string, readonly string[]>> = {
  '/': [
    routes.account(ACCOUNT),
    routes.proposals({ status: 'pending', accountId: ACCOUNT }),
    routes.positions(ACCOUNT),
    `${routes.bots}?accountId=${ACCOUNT}`,
    routes.events(ACCOUNT, { limit: 100 }),
    routes.performance(ACCOUNT),
  ],
  '/decide': [
    routes.proposals({ status: 'pending', accountId: ACCOUNT }),
    `${routes.bots}?accountId=${ACCOUNT}`,
    routes.proposals({ accountId: ACCOUNT, limit: 20 }),
  ],
  '/decide/[id]': [routes.proposal(LAST_PART)],
  '/bots': [`${routes.bots}?accountId=${ACCOUNT}`],
  '/bots/[id]': [routes.bot(LAST_PART), routes.botStatus(LAST_PART), routes.botLooks(LAST_PART)],
  '/markets': [],
  '/markets/[symbol]': [
    routes.instrument(LAST_PART, ACCOUNT),
    routes.bars(LAST_PART, { timeframe: null, account: ACCOUNT }),
    routes.positions(ACCOUNT),
  ],
  '/portfolio': [routes.account(ACCOUNT), routes.performance(ACCOUNT), routes.positions(ACCOUNT)],
  '/more': [],
  '/more/orders/[id]': [routes.order(ACCOUNT, LAST_PART)],
  '/more/settings': [],
};
