import type { WebWords } from './web-en.ts';
import { risk, autonomy, sells, strategy, bots, newBot, look } from './web-ko/bots.ts';
import { channels } from './web-ko/channels.ts';
import { chart } from './web-ko/chart.ts';
import { chat } from './web-ko/chat.ts';
import { connections } from './web-ko/connections.ts';
import { decide, orderStory } from './web-ko/decide.ts';
import { lines, events } from './web-ko/events.ts';
import { goingLive } from './web-ko/going-live.ts';
import { health } from './web-ko/health.ts';
import { holdings } from './web-ko/holdings.ts';
import { home } from './web-ko/home.ts';
import { finding, install } from './web-ko/install.ts';
import { jobs } from './web-ko/jobs.ts';
import { ledger } from './web-ko/ledger.ts';
import { line } from './web-ko/line.ts';
import { limits } from './web-ko/limits.ts';
import { markets } from './web-ko/markets.ts';
import { more } from './web-ko/more.ts';
import { nods } from './web-ko/nods.ts';
import { notifications } from './web-ko/notifications.ts';
import { orders } from './web-ko/orders.ts';
import { palette } from './web-ko/palette.ts';
import { people } from './web-ko/people.ts';
import { portfolio } from './web-ko/portfolio.ts';
import { push } from './web-ko/push.ts';
import { research } from './web-ko/research.ts';
import { riskPage } from './web-ko/risk-page.ts';
import { screens } from './web-ko/screens.ts';
import { security } from './web-ko/security.ts';
import { settings } from './web-ko/settings.ts';
import { app, errors, tabs, world, header } from './web-ko/shell.ts';
import { sharing } from './web-ko/sharing.ts';
import { signIn, welcome } from './web-ko/sign-in.ts';
import { stop } from './web-ko/stop.ts';
import { groups } from './web-ko/groups.ts';
import { trade } from './web-ko/trade.ts';
import { transport } from './web-ko/transport.ts';
import { watchlists } from './web-ko/watchlists.ts';
import { wordsHere } from './web-ko/words-here.ts';

/** The web app in Korean (해요체). The type is the English catalogue: a missing line does not compile. */
export const webKo: WebWords = {
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
