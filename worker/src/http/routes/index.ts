import type { Route } from '../route.ts';
import { ACCOUNT_ROUTES } from './accounts.ts';
import { ALERT_ROUTES } from './alerts.ts';
import { ANALYSIS_ROUTES } from './analysis.ts';
import { BACKTEST_ROUTES } from './backtests.ts';
import { BOT_ROUTES } from './bots.ts';
import { CHANNEL_ROUTES } from './channels.ts';
import { CHAT_ROUTES } from './chat.ts';
import { CONNECTION_ROUTES } from './connections.ts';
import { DAY_RECORD_ROUTES } from './day-records.ts';
import { DEVICE_ROUTES } from './devices.ts';
import { GOING_LIVE_ROUTES } from './going-live.ts';
import { HEALTH_ROUTES } from './health.ts';
import { HEARTBEAT_ROUTES } from './heartbeat.ts';
import { INSTRUMENT_ROUTES } from './instruments.ts';
import { JOB_ROUTES } from './jobs.ts';
import { MARKET_ROUTES } from './market.ts';
import { NOTIFICATION_ROUTES } from './notifications.ts';
import { ORDER_ROUTES } from './orders.ts';
import { PEOPLE_ROUTES } from './people.ts';
import { PICTURE_ROUTES } from './pictures.ts';
import { PORTFOLIO_ROUTES } from './portfolios.ts';
import { POSITION_ROUTES } from './positions.ts';
import { PROPOSAL_ROUTES } from './proposals.ts';
import { PUSH_ROUTES } from './push.ts';
import { RESEARCH_ROUTES } from './research.ts';
import { ROLE_ROUTES } from './roles.ts';
import { SCREEN_ROUTES } from './screens.ts';
import { SESSION_ROUTES } from './session.ts';
import { STEP_UP_ROUTES } from './step-up.ts';
import { TOKEN_ROUTES } from './tokens.ts';
import { TRANSACTION_ROUTES } from './transactions.ts';
import { WATCHLIST_ROUTES } from './watchlists.ts';

/** Every route of the API in the order of the reference; the app, the reference and the tests read this table. */
export const ROUTES: readonly Route[] = [
  ...HEALTH_ROUTES,
  ...HEARTBEAT_ROUTES,
  ...SESSION_ROUTES,
  ...DEVICE_ROUTES,
  ...PEOPLE_ROUTES,
  ...ROLE_ROUTES,
  ...STEP_UP_ROUTES,
  ...TOKEN_ROUTES,
  ...ACCOUNT_ROUTES,
  ...CONNECTION_ROUTES,
  ...GOING_LIVE_ROUTES,
  ...POSITION_ROUTES,
  ...ORDER_ROUTES,
  ...TRANSACTION_ROUTES,
  ...PORTFOLIO_ROUTES,
  ...BOT_ROUTES,
  ...PROPOSAL_ROUTES,
  ...INSTRUMENT_ROUTES,
  ...PICTURE_ROUTES,
  ...ANALYSIS_ROUTES,
  ...DAY_RECORD_ROUTES,
  ...RESEARCH_ROUTES,
  ...BACKTEST_ROUTES,
  ...SCREEN_ROUTES,
  ...ALERT_ROUTES,
  ...NOTIFICATION_ROUTES,
  ...PUSH_ROUTES,
  ...WATCHLIST_ROUTES,
  ...JOB_ROUTES,
  ...MARKET_ROUTES,
  ...CHAT_ROUTES,
  ...CHANNEL_ROUTES,
];
