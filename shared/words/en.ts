import { absence } from './en/absence.ts';
import { access } from './en/access.ts';
import { account } from './en/account.ts';
import { alerts } from './en/alerts.ts';
import { analysis } from './en/analysis.ts';
import { backtest } from './en/backtest.ts';
import { bots, newBot } from './en/bots.ts';
import { briefs } from './en/briefs.ts';
import { channels } from './en/channels.ts';
import { deciding } from './en/deciding.ts';
import { delivery } from './en/delivery.ts';
import { chatAccounts, chatSettings } from './en/chat-accounts.ts';
import { chat, commands } from './en/chat.ts';
import { checkNames, denies, sizeBounds } from './en/checks.ts';
import { config } from './en/config.ts';
import { discord } from './en/discord.ts';
import { errors } from './en/errors.ts';
import { glossary } from './en/glossary.ts';
import { groups } from './en/groups.ts';
import { indicatorConfig, indicatorLines, indicators, patterns } from './en/indicators.ts';
import { goingLive } from './en/going-live.ts';
import { leaving } from './en/leaving.ts';
import { nods } from './en/nods.ts';
import { orders } from './en/orders.ts';
import { outcomes } from './en/outcomes.ts';
import { pictures } from './en/pictures.ts';
import { pivots } from './en/pivots.ts';
import { proposal } from './en/proposal.ts';
import { push } from './en/push.ts';
import { misses, unnamedMiss } from './en/misses.ts';
import { funnel, signalReasons, unnamedFilter, unnamedReason } from './en/reasons.ts';
import { risk } from './en/risk.ts';
import { roles } from './en/roles.ts';
import { scorecard } from './en/scorecard.ts';
import { screens } from './en/screens.ts';
import { selling } from './en/selling.ts';
import { share } from './en/share.ts';
import { signals } from './en/signals.ts';
import { states } from './en/states.ts';
import { watch } from './en/watch.ts';
import { webEn } from './web-en.ts';

/** Every word a person reads, in English; Korean is typed against it. */
export const en = {
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
  web: webEn,
};
export type Words = typeof en;
