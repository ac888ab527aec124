import type { Job } from '../job.ts';
import { alerts } from './alerts.ts';
import { analysis } from './analysis.ts';
import { briefs } from './briefs.ts';
import { instrumentSnapshots } from './instrument-snapshots.ts';
import { marketData } from './market-data.ts';
import { nods } from './nods.ts';
import { positionMonitor } from './position-monitor.ts';
import { savedScreens } from './saved-screens.ts';
import { screening } from './screening.ts';
import { signals } from './signals.ts';
import { snapshots } from './snapshots.ts';
import { strategyRun } from './strategy-run.ts';

/** Every job by the name of its row in `jobs`. */
export const JOBS: Readonly<Record<string, Job>> = {
  'market-data': marketData,
  'position-monitor': positionMonitor,
  screening,
  analysis,
  'strategy-run': strategyRun,
  snapshots,
  nods,
  'saved-screens': savedScreens,
  signals,
  'instrument-snapshots': instrumentSnapshots,
  alerts,
  briefs,
};
