// A full screen of 5,000 instruments by 500 bars: eleven indicators, filter and rank, inside workerd beside the same in
// Node and beside the time that `technicalindicators` takes for the indicators alone.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Slice } from '#shared/screeners/screen-work.ts';
import type { Benchmark } from './benchmark.ts';
import { screenInC } from './c-indicators.ts';
import { elevenByLibrary, plainBars } from './support/library-indicators.ts';
import { workerOf } from './support/worker-of.ts';
import { BARS, fullScreen, INSTRUMENTS, lastBarScreen, SLICE, sliceOfMarket } from './support/full-screen.ts';

const RUNS = 15;
/** Of equal work done twice: what else the machine does falls on a part of the runs only. */
const UNDISTURBED = 10;

const ENTRY = `
import { fullScreen, sliceOfMarket } from './worker/bench/support/full-screen.ts';
let slice;
export default {
  fetch(request) {
    slice ??= sliceOfMarket();
    return Response.json(new URL(request.url).pathname === '/screen' ? fullScreen(slice) : null);
  },
};`;

export default {
  name: 'screen',
  async run({ say }) {
    const slice = sliceOfMarket();
    const here = fullScreen(slice);
    const runtime = await workerOf('screen', ENTRY);
    try {
      const url = await runtime.ready;
      const ask = async (path: string): Promise<{ ms: number; answer: unknown }> => {
        const began = performance.now();
        const answer: unknown = await (await fetch(new URL(path, url))).json();
        return { ms: performance.now() - began, answer };
      };
      // Compiles and grows warm; the same market gives the same answer.
      for (let warm = 0; warm < 3; warm += 1) {
        const { answer } = await ask('/screen');
        if (JSON.stringify(answer) !== JSON.stringify(here)) throw new Error('workerd found something else than Node');
        fullScreen(slice);
      }
      const times = { workerd: [] as number[], node: [] as number[], peer: [] as number[] };
      // In turns, so that whatever else this machine does meets both alike.
      for (let run = 0; run < RUNS; run += 1) {
        const { ms } = await ask('/screen');
        times.workerd.push(ms - (await ask('/nothing')).ms);
        const began = performance.now();
        fullScreen(slice);
        times.node.push(performance.now() - began);
        times.peer.push(libraryMs(slice.columns));
      }
      say(`found ${here.found} of ${INSTRUMENTS}`);
      const inC = screenInC(slice.columns, { market: INSTRUMENTS, runs: RUNS });
      if (inC === null) say('no C compiler found: the yardstick in C is left out');
      else if (inC.last[0] !== here.found) throw new Error(`C found ${String(inC.last[0])}, Node ${here.found}`);
      const lastBar = lastBarRuns(slice, here);
      return {
        'full screen in workerd': {
          runs: times.workerd,
          unit: 'ms',
          percentile: UNDISTURBED,
          yardstick: { name: 'the same in Node', runs: times.node },
          ratioMax: 1.15,
        },
        'full screen, beside technicalindicators': {
          runs: times.workerd,
          unit: 'ms',
          yardstick: { name: 'its eleven indicators, nothing else', runs: times.peer },
          ratioMax: 1 / 50,
        },
        'screen at each bar, beside technicalindicators': {
          runs: lastBar,
          unit: 'ms',
          yardstick: { name: 'its eleven indicators, nothing else', runs: times.peer },
          ratioMax: 1 / 110,
        },
        'full screen, memory above the input': { runs: memoryAbove(slice), unit: 'MB', goal: 8 },
        ...(inC !== null && {
          'full screen in Node, beside C': {
            runs: times.node,
            unit: 'ms',
            percentile: UNDISTURBED,
            yardstick: { name: 'cc -O3', runs: inC.runs },
          },
        }),
      };
    } finally {
      await runtime.dispose();
    }
  },
} satisfies Benchmark;

/** A screen at each of the last bars, on states that were brought up to there; the last one finds what the full one found. */
function lastBarRuns(slice: Slice, full: { readonly found: number; readonly best: number }): number[] {
  const screen = lastBarScreen(slice);
  screen(BARS - RUNS - 1);
  const runs: number[] = [];
  let found = { found: 0, best: 0 };
  for (let last = BARS - RUNS; last < BARS; last += 1) {
    const began = performance.now();
    found = screen(last);
    runs.push(performance.now() - began);
  }
  if (found.found !== full.found || Math.abs(found.best - full.best) > 1e-9)
    throw new Error('the last bar found something else');
  return runs;
}

/** What is held when a whole screen has been measured and ranked, beside the bars it was given; in MB. */
function memoryAbove(slice: Slice): number[] {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1_000_000;
  };
  return Array.from({ length: 5 }, () => {
    const before = held();
    let after = before;
    fullScreen(slice, () => (after = held()));
    return after - before;
  });
}

/** What the library takes for one slice, times the slices of the market. It reads plain arrays, made beforehand. */
function libraryMs(columns: ReturnType<typeof sliceOfMarket>['columns']): number {
  const plain = columns.map((bars) => plainBars(bars));
  const began = performance.now();
  for (const bars of plain) {
    if (bars.close.length !== BARS) throw new Error('every instrument has the same bars');
    elevenByLibrary(bars);
  }
  return ((performance.now() - began) * INSTRUMENTS) / SLICE;
}
