/*
 * What the web app says around the figures. A value with blanks is a function, so that each language orders and
 * inflects its own sentence. Reasons, errors and event lines shared with chat live beside this file.
 */
import { risk, autonomy, sells, strategy, bots, newBot, look } from './web-en/bots.ts';
import { channels } from './web-en/channels.ts';
import { chart } from './web-en/chart.ts';
import { chat } from './web-en/chat.ts';
import { connections } from './web-en/connections.ts';
import { decide, orderStory } from './web-en/decide.ts';
import { lines, events } from './web-en/events.ts';
import { goingLive } from './web-en/going-live.ts';
import { health } from './web-en/health.ts';
import { holdings } from './web-en/holdings.ts';
import { home } from './web-en/home.ts';
import { finding, install } from './web-en/install.ts';
import { jobs } from './web-en/jobs.ts';
import { ledger } from './web-en/ledger.ts';
import { line } from './web-en/line.ts';
import { limits } from './web-en/limits.ts';
import { markets } from './web-en/markets.ts';
import { more } from './web-en/more.ts';
import { nods } from './web-en/nods.ts';
import { notifications } from './web-en/notifications.ts';
import { orders } from './web-en/orders.ts';
import { palette } from './web-en/palette.ts';
import { people } from './web-en/people.ts';
import { portfolio } from './web-en/portfolio.ts';
import { push } from './web-en/push.ts';
import { research } from './web-en/research.ts';
import { riskPage } from './web-en/risk-page.ts';
import { screens } from './web-en/screens.ts';
import { security } from './web-en/security.ts';
import { settings } from './web-en/settings.ts';
import { app, errors, tabs, world, header } from './web-en/shell.ts';
import { sharing } from './web-en/sharing.ts';
import { signIn, welcome } from './web-en/sign-in.ts';
import { stop } from './web-en/stop.ts';
import { groups } from './web-en/groups.ts';
import { trade } from './web-en/trade.ts';
import { transport } from './web-en/transport.ts';
import { watchlists } from './web-en/watchlists.ts';
import { wordsHere } from './web-en/words-here.ts';

export const webEn = {
  app,
  errors,
  tabs,
  world,
  signIn,
  welcome,
  header,
  stop,
  transport,
  holdings,
  home,
  decide,
  orderStory,
  risk,
  autonomy,
  sells,
  strategy,
  bots,
  newBot,
  look,
  chart,
  markets,
  palette,
  people,
  portfolio,
  orders,
  ledger,
  connections,
  goingLive,
  limits,
  riskPage,
  nods,
  notifications,
  push,
  screens,
  watchlists,
  wordsHere,
  research,
  security,
  channels,
  sharing,
  groups,
  trade,
  more,
  jobs,
  install,
  line,
  finding,
  health,
  settings,
  lines,
  events,
  chat,
};

export type WebWords = typeof webEn;
