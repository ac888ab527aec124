import { absence } from '#shared/words/ko/absence.ts';
import { alerts } from '#shared/words/ko/alerts.ts';
import { analysis } from '#shared/words/ko/analysis.ts';
import { backtest } from '#shared/words/ko/backtest.ts';
import { bots } from '#shared/words/ko/bots.ts';
import { checkNames, sizeBounds } from '#shared/words/ko/checks.ts';
import { config } from '#shared/words/ko/config.ts';
import { deciding } from '#shared/words/ko/deciding.ts';
import { delivery } from '#shared/words/ko/delivery.ts';
import { errors } from '#shared/words/ko/errors.ts';
import { glossary } from '#shared/words/ko/glossary.ts';
import { goingLive } from '#shared/words/ko/going-live.ts';
import { misses, unnamedMiss } from '#shared/words/ko/misses.ts';
import { funnel, unnamedFilter, unnamedReason } from '#shared/words/ko/reasons.ts';
import { leaving } from '#shared/words/ko/leaving.ts';
import { nods } from '#shared/words/ko/nods.ts';
import { pivots } from '#shared/words/ko/pivots.ts';
import { risk } from '#shared/words/ko/risk.ts';
import { roles } from '#shared/words/ko/roles.ts';
import { scorecard } from '#shared/words/ko/scorecard.ts';
import { screens } from '#shared/words/ko/screens.ts';
import { selling } from '#shared/words/ko/selling.ts';
import { signals } from '#shared/words/ko/signals.ts';
import { states } from '#shared/words/ko/states.ts';
import { watch } from '#shared/words/ko/watch.ts';
import { webKo } from '#shared/words/web-ko.ts';
import type { Catalogue } from './en.ts';
import { reasons } from './reasons-ko.ts';

export const catalogue: Catalogue = {
  web: webKo,
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
