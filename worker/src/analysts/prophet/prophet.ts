import type { ProphetOptions } from '@bsull/augurs/prophet';
import loadProphet from '#generated/prophet.js';
import loadStan from '#generated/prophet-stan.js';
import { standingStill } from './wasi.ts';

/** What Prophet is asked: a series of positive values with their instants (seconds), and the instants to look at. */
export interface ProphetQuestion {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly ahead: Float64Array;
  /** Share of futures the band holds by the model's own reckoning, e.g. 0.8. */
  readonly bandFraction: number;
  /** Futures drawn for the band. */
  readonly draws: number;
}

/** One value per instant ahead. */
export interface ProphetAnswer {
  readonly median: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Places where the trend may bend; the second is tried where the fit does not settle with the first (Prophet's own). */
const CHANGEPOINTS = [25, 20];
const ITERATIONS_MAX = 2_000;

let stan: ReturnType<typeof loadStan> | undefined;

/**
 * Prophet (Taylor and Letham 2018, https://doi.org/10.1080/00031305.2017.1380080): a trend of straight pieces fitted by
 * its real Stan model, on the logarithm of the values, so that a band is a ratio and never below zero. The same question
 * has the same answer: draws are seeded. Null where no trend can be fitted.
 */
export async function askProphet(question: ProphetQuestion): Promise<ProphetAnswer | null> {
  for (const changepoints of CHANGEPOINTS) {
    const optimizer = await (stan ??= loadStan(standingStill()));
    try {
      return fit(question, changepoints, optimizer);
    } catch {
      // A line search that found no better point. What it left behind is not trusted: the next fit begins with another.
      stan = undefined;
    }
  }
  return null;
}

function fit(question: ProphetQuestion, changepoints: number, optimizer: ProphetOptions['optimizer']): ProphetAnswer {
  const { times, values, ahead, bandFraction, draws } = question;
  // Anew each time: the generator of the draws lives inside the instance and would go on where it stopped.
  const { Prophet } = loadProphet((bytes) => void bytes.fill(7));
  const off = { type: 'manual', enabled: false } as const;
  const prophet = new Prophet({
    optimizer,
    growth: 'linear',
    nChangepoints: changepoints,
    yearlySeasonality: off,
    weeklySeasonality: off,
    dailySeasonality: off,
    uncertaintySamples: draws,
    intervalWidth: bandFraction,
  });
  try {
    prophet.fit({ ds: Array.from(times), y: values.map(Math.log) }, { seed: 7, iter: ITERATIONS_MAX });
    const { point, intervals } = prophet.predict({ ds: Array.from(ahead) }).yhat;
    const answer = {
      median: Float64Array.from(point, Math.exp),
      low: Float64Array.from(intervals?.lower ?? [], Math.exp),
      high: Float64Array.from(intervals?.upper ?? [], Math.exp),
    };
    const isWhole = Object.values(answer).every(
      (column) => column.length === ahead.length && column.every((value) => value > 0 && value < Infinity),
    );
    if (!isWhole) throw new Error('Prophet answered no whole band');
    return answer;
  } finally {
    prophet.free();
  }
}
