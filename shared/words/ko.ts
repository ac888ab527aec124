import type { Words } from './en.ts';
import { absence } from './ko/absence.ts';
import { access } from './ko/access.ts';
import { account } from './ko/account.ts';
import { alerts } from './ko/alerts.ts';
import { analysis } from './ko/analysis.ts';
import { backtest } from './ko/backtest.ts';
import { bots, newBot } from './ko/bots.ts';
import { briefs } from './ko/briefs.ts';
import { channels } from './ko/channels.ts';
import { deciding } from './ko/deciding.ts';
import { delivery } from './ko/delivery.ts';
import { chatAccounts, chatSettings } from './ko/chat-accounts.ts';
import { chat, commands } from './ko/chat.ts';
import { checkNames, denies, sizeBounds } from './ko/checks.ts';
import { config } from './ko/config.ts';
import { discord } from './ko/discord.ts';
import { errors } from './ko/errors.ts';
import { glossary } from './ko/glossary.ts';
import { groups } from './ko/groups.ts';
import { indicatorConfig, indicatorLines, indicators, patterns } from './ko/indicators.ts';
import { goingLive } from './ko/going-live.ts';
import { leaving } from './ko/leaving.ts';
import { nods } from './ko/nods.ts';
import { orders } from './ko/orders.ts';
import { outcomes } from './ko/outcomes.ts';
import { pictures } from './ko/pictures.ts';
import { pivots } from './ko/pivots.ts';
import { proposal } from './ko/proposal.ts';
import { push } from './ko/push.ts';
import { misses, unnamedMiss } from './ko/misses.ts';
import { funnel, signalReasons, unnamedFilter, unnamedReason } from './ko/reasons.ts';
import { risk } from './ko/risk.ts';
import { roles } from './ko/roles.ts';
import { scorecard } from './ko/scorecard.ts';
import { screens } from './ko/screens.ts';
import { selling } from './ko/selling.ts';
import { share } from './ko/share.ts';
import { signals } from './ko/signals.ts';
import { states } from './ko/states.ts';
import { watch } from './ko/watch.ts';
import { webKo } from './web-ko.ts';

export const ko: Words = {
  states,
  absence,
  access,
  scorecard,
  screens,
  share,
  signals,
  errors,
  checkNames,
  denies,
  sizeBounds,
  signalReasons,
  outcomes,
  funnel,
  misses,
  unnamedReason,
  unnamedFilter,
  unnamedMiss,
  config: { ...config, ...indicatorConfig },
  indicators,
  indicatorLines,
  patterns,
  glossary,
  goingLive,
  groups,
  nods,
  pictures,
  pivots,
  proposal,
  push,
  risk,
  roles,
  orders,
  bots,
  newBot,
  account,
  chatAccounts,
  chatSettings,
  selling,
  watch,
  alerts,
  leaving,
  analysis,
  backtest,
  briefs,
  deciding,
  delivery,
  channels,
  chat,
  commands,
  discord,
  web: webKo,
};
