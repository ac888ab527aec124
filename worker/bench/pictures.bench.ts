// Pictures as PNG inside workerd: the time of each until its last byte is here, beside a bare loop in the same process.
import { encodeFrame } from '#shared/lib/frame.ts';
import type { Picture } from '#shared/pictures/picture.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import type { Benchmark } from './benchmark.ts';
import { withComputeAndLoop } from './support/compute-and-loop.ts';

const RUNS = 60;
const GOAL_MS = 300;
/** Measured at 0.7 beside busy neighbours. */
const RATIO_MAX = 2;
const BARS = 60;

const LOOP_TURNS = 50_000_000;

export default {
  name: 'pictures',
  run: ({ say }) =>
    withComputeAndLoop({ say, turns: LOOP_TURNS }, async ({ ask, loop }) => {
      const pictures: number[] = [];
      const loops: number[] = [];
      // The first ones compile.
      for (let run = -3; run < RUNS; run += 1) {
        const { head, columns } = aProposal(run + 3);
        const picture = await ask('/picture', encodeFrame({ head, columns }));
        const bare = await loop();
        if (run < 0) continue;
        pictures.push(picture);
        loops.push(bare);
      }
      return {
        'a proposal’s picture, 1200 × 800': {
          runs: pictures,
          unit: 'ms',
          percentile: 95,
          goal: GOAL_MS,
          ratioMax: RATIO_MAX,
          yardstick: { name: 'a loop over 50 million integers, there', runs: loops },
        },
      };
    }),
} satisfies Benchmark;

/** The fullest there is: bars, two averages, three levels, a band; another one each time. */
function aProposal(seed: number): Picture {
  const { t, o, h, l, c } = someBars(BARS, { seed });
  const last = c.at(-1) ?? 100;
  const around = (factor: number): Float64Array => c.map((value) => value * factor);
  const ahead = (step: number): Float64Array =>
    Float64Array.from({ length: 5 }, (_, at) => last * (1 + step * (at + 1)));
  return {
    head: {
      kind: 'candles',
      world: 'paper',
      worldText: '모의',
      aside: '일봉, 2026년 3월 14일까지',
      title: '삼성전자',
      tail: ' (005930)',
      figure: { text: '71,200원', tone: 'none' },
      foot: '가격: KIS. 거래일은 한국 시간 기준',
      theme: seed % 2 === 0 ? 'light' : 'dark',
      rises: 'red-up',
      language: 'ko',
      zone: 'UTC',
      currency: 'KRW',
      timeframe: '1d',
      averages: [{ name: '20일 평균' }, { name: '50일 평균' }],
      levels: [
        { kind: 'entry', price: last * 1.01, text: '최대 71,200원' },
        { kind: 'stop', price: last * 0.92, text: '손절가 65,600원' },
        { kind: 'target', price: last * 1.15, text: '익절가 81,800원' },
      ],
      band: { name: '예측 범위 80%' },
    },
    columns: [t, o, h, l, c, around(1.01), around(0.98), ahead(-0.01), ahead(0.002), ahead(0.012)],
  };
}
