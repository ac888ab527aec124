import { analyse } from './analyse.ts';
import { backtestWork } from './backtest.ts';
import { daySnapshots } from './day-snapshots.ts';
import { direction } from './direction.ts';
import { forecast } from './forecast.ts';
import { picture } from './picture.ts';
import { researchPlanWork } from './research-plan.ts';
import { researchResultWork } from './research-result.ts';
import { researchSliceWork } from './research-slice.ts';
import { screen } from './screen.ts';
import type { FileWork, Work } from './work.ts';

/** Every kind of heavy work by the name it is asked for. */
export const WORKS: Readonly<Record<string, Work | FileWork>> = {
  analyse,
  backtest: backtestWork,
  'day-snapshots': daySnapshots,
  direction,
  forecast,
  picture,
  'research-plan': researchPlanWork,
  'research-result': researchResultWork,
  'research-slice': researchSliceWork,
  screen,
};
