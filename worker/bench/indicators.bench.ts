// The eleven indicators of a usual look over a million bars, through the public function, beside bare loops, the same
// loops in C and two libraries. All answers are compared before anything is timed.
import { IndicatorsSync } from '@ixjb94/indicators';
import type { BarColumns } from '#shared/domain/bar.ts';
import { askFor } from '#shared/indicators/ask.ts';
import { EVERYTHING } from '#shared/indicators/index.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import { bareIndicators, OUTPUTS } from './bare-indicators.ts';
import type { Benchmark } from './benchmark.ts';
import { indicatorsInC } from './c-indicators.ts';
import { elevenByLibrary, plainBars } from './support/library-indicators.ts';

const BARS = 1_000_000;
/** `technicalindicators` takes seconds for a tenth of them. */
const BARS_OF_LIBRARY = 100_000;
const RUNS = 15;
const RUNS_OF_LIBRARIES = 5;

const ELEVEN = [
  'sma-20',
  'sma-50',
  'ema-12',
  'ema-26',
  'rsi-14',
  'macd-12-26-9',
  'bollinger-20-2',
  'atr-14',
  'adx-14',
  'stochastic-14-3-3',
  'obv',
].map((name) => {
  const asked = askFor(name, EVERYTHING);
  if (!asked.ok) throw new Error(`no indicator ${name}`);
  return asked.value;
});

export default {
  name: 'indicators',
  async run({ say }) {
    const bars = someBars(BARS, { seed: 3, swing: 0.002 });
    const out = ELEVEN.map(({ indicator }) => indicator.outputs.map(() => new Float64Array(BARS)));
    const ours = (): void => {
      for (const [index, { indicator, params }] of ELEVEN.entries()) indicator.compute(bars, params, out[index]);
    };
    const bareOut = Array.from({ length: OUTPUTS }, () => new Float64Array(BARS));
    const bare = (): void => bareIndicators(bars, bareOut);

    ours();
    bare();
    const inC = indicatorsInC(bars, RUNS);
    const flat = out.flat();
    compare('the bare loops', flat, (k) => bareOut[k]!.at(-1)!); // one for every output
    if (inC) compare('C', flat, (k) => inC.last[k]!);

    const times = { ours: [] as number[], bare: [] as number[] };
    // In turns, so that whatever else this machine does meets both alike.
    for (let run = 0; run < RUNS; run += 1) {
      times.ours.push(perBar(ours, BARS));
      times.bare.push(perBar(bare, BARS));
    }
    for (const [index, { label, indicator, params }] of ELEVEN.entries()) {
      const alone = Array.from({ length: 5 }, () => perBar(() => indicator.compute(bars, params, out[index]), BARS));
      say(`${label}: ${Math.min(...alone).toFixed(1)} ns a bar`);
    }
    const peers = librariesOver(bars);
    const ixjb94 = Array.from({ length: RUNS_OF_LIBRARIES }, () => perBar(peers.ixjb94, BARS));
    const technical = Array.from({ length: RUNS_OF_LIBRARIES }, () =>
      perBar(peers.technicalindicators, BARS_OF_LIBRARY),
    );
    const figure = { runs: times.ours, unit: 'ns/bar' as const };
    return {
      'eleven over 1,000,000 bars': {
        ...figure,
        goal: 120,
        yardstick: { name: 'bare loops', runs: times.bare },
        ratioMax: 1.5,
      },
      ...(inC && {
        'eleven, beside C': {
          ...figure,
          yardstick: { name: 'the same loops in C, cc -O3', runs: inC.runs },
          ratioMax: 1.4,
        },
      }),
      'eleven, beside technicalindicators': {
        ...figure,
        yardstick: { name: 'technicalindicators, 100,000 bars', runs: technical },
        ratioMax: 1 / 45,
      },
      'eleven, beside @ixjb94/indicators': {
        ...figure,
        yardstick: { name: '@ixjb94/indicators', runs: ixjb94 },
        ratioMax: 1 / 3,
      },
    };
  },
} satisfies Benchmark;

function perBar(work: () => void, count: number): number {
  const began = performance.now();
  work();
  return ((performance.now() - began) * 1e6) / count;
}

/** The running sums of the yardsticks drift: a millionth is close enough to know that the work was the same. */
function compare(name: string, ours: readonly Float64Array[], theirs: (output: number) => number): void {
  for (const [k, column] of ours.entries()) {
    const [value, other] = [column.at(-1) ?? NaN, theirs(k)];
    if (!(Math.abs(value - other) <= 1e-6 * Math.max(1, Math.abs(other))))
      throw new Error(`output ${k}: ${value}, ${name} have ${other}`);
  }
}

/** Both take plain arrays, made beforehand. */
function librariesOver(bars: BarColumns): { ixjb94: () => void; technicalindicators: () => void } {
  const all = plainBars(bars);
  const part = plainBars(bars, BARS_OF_LIBRARY);
  const peer = new IndicatorsSync();
  return {
    ixjb94: () => {
      peer.sma(all.close, 20);
      peer.sma(all.close, 50);
      peer.ema(all.close, 12);
      peer.ema(all.close, 26);
      peer.rsi(all.close, 14);
      peer.macd(all.close, 12, 26, 9);
      peer.bbands(all.close, 20, 2);
      peer.atr(all.high, all.low, all.close, 14);
      peer.adx(all.high, all.low, 14);
      peer.stoch(all.high, all.low, all.close, 14, 3, 3);
      peer.obv(all.close, all.volume);
    },
    technicalindicators: () => elevenByLibrary(part),
  };
}
