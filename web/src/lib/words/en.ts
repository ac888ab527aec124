import { absence } from '#shared/words/en/absence.ts';
import { alerts } from '#shared/words/en/alerts.ts';
import { analysis } from '#shared/words/en/analysis.ts';
import { backtest } from '#shared/words/en/backtest.ts';
import { bots } from '#shared/words/en/bots.ts';
import { checkNames, sizeBounds } from '#shared/words/en/checks.ts';
import { config } from '#shared/words/en/config.ts';
import { deciding } from '#shared/words/en/deciding.ts';
import { delivery } from '#shared/words/en/delivery.ts';
import { errors } from '#shared/words/en/errors.ts';
import { glossary } from '#shared/words/en/glossary.ts';
import { goingLive } from '#shared/words/en/going-live.ts';
import { misses, unnamedMiss } from '#shared/words/en/misses.ts';
import { funnel, unnamedFilter, unnamedReason } from '#shared/words/en/reasons.ts';
import { leaving } from '#shared/words/en/leaving.ts';
import { nods } from '#shared/words/en/nods.ts';
import { pivots } from '#shared/words/en/pivots.ts';
import { risk } from '#shared/words/en/risk.ts';
import { roles } from '#shared/words/en/roles.ts';
import { scorecard } from '#shared/words/en/scorecard.ts';
import { screens } from '#shared/words/en/screens.ts';
import { selling } from '#shared/words/en/selling.ts';
import { signals } from '#shared/words/en/signals.ts';
import { states } from '#shared/words/en/states.ts';
import { watch } from '#shared/words/en/watch.ts';
import { webEn } from '#shared/words/web-en.ts';
import { reasons } from './reasons-en.ts';

/** What the app reads of the one catalogue: its own words and those it shares with chat. */
export const catalogue = {
  web: webEn,
  absence,
  alerts,
  analysis,
  backtest,
  bots,
  checkNames,
  config,
  deciding,
  delivery,
  errors,
  funnel,
  glossary,
  goingLive,
  leaving,
  misses,
  nods,
  pivots,
  reasons,
  risk,
  roles,
  scorecard,
  screens,
  selling,
  signals,
  sizeBounds,
  states,
  unnamedFilter,
  unnamedMiss,
  unnamedReason,
  watch,
};
export type Catalogue = typeof catalogue;
